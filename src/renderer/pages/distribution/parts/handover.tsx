// Where a platform takes only lists of members: the steps to do by hand, the package's path, and what was ticked so far.
import { ClipboardList, Copy, FolderOutput } from 'lucide-react'
import { useState } from 'react'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { usePreferences } from '../../../api/preferences.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { CheckMark } from '../../../components/ui/checkbox.tsx'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { copyText } from '../../audience/parts/query-block.tsx'
import { Section } from '../../audience/parts/section.tsx'
import { keepTicks, ticksOf } from '../model/ticks.ts'

const words = t.run

function useTicks(key: string) {
  const kept = ticksOf(usePreferences().data, key)
  const [own, setOwn] = useState<readonly number[] | null>(null)
  const ticks = own ?? kept
  return {
    ticks,
    toggle: (step: number) => {
      const next = ticks.includes(step) ? ticks.filter(other => other !== step) : [...ticks, step]
      setOwn(next)
      keepTicks(key, next)
    },
  }
}

function Step({ text, ticked, onToggle }: { text: string; ticked: boolean; onToggle: () => void }) {
  return (
    <li>
      <label className="relative flex gap-2.5 rounded-sm px-2 py-1.5 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus">
        <input type="checkbox" checked={ticked} onChange={onToggle} className="absolute inset-0 opacity-0" />
        <CheckMark state={ticked} className="mt-0.5" />
        <span className={cx('min-w-0 max-w-[96ch] text-pretty break-words', ticked && 'text-ink-2')}>
          {text}
        </span>
      </label>
    </li>
  )
}

export function HandoverSection({ run }: { run: Distribution }) {
  const { handover, attempt } = run.metadata
  const { ticks, toggle } = useTicks(attempt?.key ?? run.distribution_id)
  if (!handover) return null
  const waits = handover.state === 'waiting' && run.status === 'matching'
  const steps = handover.steps.map((text, index) => ({ text, index }))
  return (
    <Section
      title={waits ? words.handover : words.handoverDone}
      count={waits ? words.ticked(ticks.length, steps.length) : undefined}
    >
      <p className="flex items-start gap-2" data-selectable>
        <ClipboardList size={16} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
        <span className="max-w-[96ch] text-pretty">{handover.reason}</span>
      </p>
      <div className="flex items-center gap-2 rounded-md bg-sunken py-1.5 pr-1.5 pl-3">
        <FolderOutput size={16} aria-hidden className="shrink-0 text-ink-3" />
        <span className="shrink-0 text-ink-2">{words.package}</span>
        <span className="min-w-0 flex-1 font-mono text-sm break-all" data-selectable>
          {handover.package}
        </span>
        <IconButton label={words.copyPath} size="sm" onClick={() => void copyText(handover.package)}>
          <Copy size={14} />
        </IconButton>
      </div>
      {waits ? (
        <ul aria-label={words.handoverSteps} className="-mx-2 flex flex-col">
          {steps.map(({ text, index }) => (
            <Step key={text} text={text} ticked={ticks.includes(index)} onToggle={() => toggle(index)} />
          ))}
        </ul>
      ) : (
        <ul
          aria-label={words.handoverSteps}
          className="flex list-disc flex-col gap-1.5 pl-6 marker:text-ink-3"
        >
          {steps.map(({ text }) => (
            <li key={text} className="max-w-[96ch] text-pretty break-words text-ink-2" data-selectable>
              {text}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
