// What keeps the form from being sent, beside its button; where a control is to blame, pressing it leads there.
import { focusControl } from '../../../components/form/controls.ts'

export type Reason = { words: string; control: string | null }

export function ReasonText({ id, reason }: { id: string; reason: Reason | null }) {
  const control = reason?.control
  return (
    <span id={id} role="status" className="text-right text-ink-2">
      {control ? (
        <button
          type="button"
          onClick={() => focusControl(control)}
          className="rounded-xs text-right underline decoration-line-strong underline-offset-2 hover:text-ink hover:decoration-ink-3"
        >
          {reason.words}
        </button>
      ) : (
        reason?.words
      )}
    </span>
  )
}
