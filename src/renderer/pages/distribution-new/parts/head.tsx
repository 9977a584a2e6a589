// The head of the form: its title, and the button that plans, with what is missing beside it.
import { CalendarPlus, Send } from 'lucide-react'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { t } from '../../../messages/index.ts'
import { focusControl } from '../controls.ts'
import { pairsIn } from '../model/form.ts'
import type { Planner } from '../use-planner.ts'

const words = t.plan
const DIM = 'aria-disabled:bg-grey-tint aria-disabled:text-ink-3 aria-disabled:hover:bg-grey-tint'
const REASON = 'plan-reason'

function actionOf({ form, verdict }: Planner): string {
  const count = pairsIn(form)
  if (count === 0) return words.planSome
  if (form.request_approval || verdict.kept?.some(pair => pair.approval_needed))
    return words.planAndAsk(count)
  return form.kind === 'now' ? words.sendNow(count) : words.planMany(count)
}

export function Head({ planner }: { planner: Planner }) {
  const { form, reason, saving, submit, askToLeave } = planner
  const control = reason?.control
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[1060px] items-center gap-3 px-8 py-3">
        <h1 className="min-w-0 flex-1 truncate text-title font-semibold">{words.title}</h1>
        <span id={REASON} role="status" className="text-right text-ink-2">
          {reason &&
            (control ? (
              <button
                type="button"
                onClick={() => focusControl(control)}
                className="rounded-xs text-right underline decoration-line-strong underline-offset-2 hover:text-ink hover:decoration-ink-3"
              >
                {reason.words}
              </button>
            ) : (
              reason.words
            ))}
        </span>
        <Tooltip label={words.leaveCommand} shortcut="esc">
          <Button variant="ghost" onClick={askToLeave}>
            {words.leave}
          </Button>
        </Tooltip>
        {/* Not `disabled`: pressing it leads to what is missing. */}
        <Button
          variant="primary"
          icon={form.kind === 'now' ? <Send size={14} /> : <CalendarPlus size={14} />}
          aria-disabled={reason !== null || saving || undefined}
          aria-describedby={reason ? REASON : undefined}
          className={DIM}
          onClick={submit}
        >
          {saving ? words.planning : actionOf(planner)}
        </Button>
      </div>
    </header>
  )
}
