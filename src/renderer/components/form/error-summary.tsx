// After a refused save: how many fields need correcting, each a way to its control. Announced to screen readers.
import { CircleAlert } from 'lucide-react'
import { t } from '../../messages/index.ts'
import { focusControl, sentence } from './controls.ts'

type Props = {
  /** What is wrong, by the control's name. */
  errors: ReadonlyMap<string, string>
  labelOf: (name: string) => string
  /** How many are named; of the others it says how many. */
  listed?: number
  /** For a control that has to be made visible first. */
  onGo?: (name: string) => void
}

export function ErrorSummary({ errors, labelOf, listed = errors.size, onGo = focusControl }: Props) {
  const all = [...errors]
  return (
    <div role="alert" className="flex items-start gap-2 rounded-md bg-red-tint px-3 py-2.5">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-red" />
      <div className="min-w-0">
        <p className="font-medium text-red">{t.common.toCorrect(all.length)}</p>
        <ul>
          {all.slice(0, listed).map(([name, message]) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => onGo(name)}
                className="rounded-xs text-left underline decoration-ink-3 underline-offset-2 hover:decoration-ink"
              >
                {t.common.problemOf(labelOf(name), sentence(message))}
              </button>
            </li>
          ))}
        </ul>
        {all.length > listed && <p className="text-ink-2">{t.common.moreProblems(all.length - listed)}</p>}
      </div>
    </div>
  )
}
