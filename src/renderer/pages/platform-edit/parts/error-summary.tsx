// After a refused save: how many fields need correcting, each a way to its control. Announced to screen readers.
import { CircleAlert } from 'lucide-react'
import { focusControl, sentence } from '../../../components/form/controls.ts'
import { t } from '../../../messages/index.ts'
import { labelOf } from '../controls.ts'
import type { Editor } from '../use-editor.ts'

const LISTED = 6

export function ErrorSummary({ editor }: { editor: Editor }) {
  const { errors, definition } = editor
  if (!errors.summary || errors.shown.size === 0) return null
  const all = [...errors.shown]
  return (
    <div role="alert" className="flex items-start gap-2 rounded-md bg-red-tint px-3 py-2.5">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-red" />
      <div className="min-w-0">
        <p className="font-medium text-red">{t.platformEdit.problems(all.length)}</p>
        <ul>
          {all.slice(0, LISTED).map(([name, message]) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => focusControl(name)}
                className="rounded-xs text-left underline decoration-ink-3 underline-offset-2 hover:decoration-ink"
              >
                {t.platformEdit.problemOf(labelOf(name, definition), sentence(message))}
              </button>
            </li>
          ))}
        </ul>
        {all.length > LISTED && (
          <p className="text-ink-2">{t.platformEdit.moreProblems(all.length - LISTED)}</p>
        )}
      </div>
    </div>
  )
}
