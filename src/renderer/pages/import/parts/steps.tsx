// Where in the import one is: four steps, those that are done with a tick.
import { Check } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import type { Step } from '../model/wizard.ts'

const STEPS = ['files', 'columns', 'plan', 'result'] as const satisfies readonly Step[]

export function Steps({ step }: { step: Step }) {
  const here = STEPS.indexOf(step)
  return (
    <ol
      aria-label={t.imports.steps}
      className="col-start-2 flex items-center gap-2 max-[1150px]:invisible max-[1150px]:w-0 max-[1150px]:overflow-hidden"
    >
      {STEPS.map((name, index) => (
        <li
          key={name}
          aria-current={name === step ? 'step' : undefined}
          className={cx(
            'flex items-center gap-2 text-base',
            index === here ? 'font-medium text-ink' : 'text-ink-3',
          )}
        >
          {index > 0 && <span aria-hidden className="h-px w-5 bg-line-strong" />}
          <span
            aria-hidden
            className={cx(
              'flex size-5 items-center justify-center rounded-full text-sm',
              index <= here ? 'bg-accent text-accent-ink' : 'bg-grey-tint text-ink-2',
            )}
          >
            {index < here ? <Check size={12} strokeWidth={3} /> : index + 1}
          </span>
          {t.imports.step[name]}
        </li>
      ))}
    </ol>
  )
}
