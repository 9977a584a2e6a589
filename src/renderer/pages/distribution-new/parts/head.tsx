// The head of the form: its title, and the button that plans, with what is missing beside it.
import { CalendarPlus, Send } from 'lucide-react'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { t } from '../../../messages/index.ts'
import { pairsIn } from '../model/form.ts'
import type { Planner } from '../use-planner.ts'
import { ReasonText } from './reason.tsx'

const words = t.plan
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
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[1060px] items-center gap-3 px-8 py-3">
        <h1 className="min-w-0 flex-1 truncate text-title font-semibold">{words.title}</h1>
        <ReasonText id={REASON} reason={reason} />
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
          onClick={submit}
        >
          {saving ? words.planning : actionOf(planner)}
        </Button>
      </div>
    </header>
  )
}
