// The head of the form: which run it is, and the ways out, with what keeps it from being saved.
import { ArrowRight, Save } from 'lucide-react'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { t } from '../../messages/index.ts'
import { ReasonText } from '../distribution-new/parts/reason.tsx'
import type { Change } from './use-change.ts'

const words = t.runEdit
const REASON = 'save-reason'

function actionOf({ saving, anew, starts }: Change): string {
  if (saving) return words.saving
  if (anew) return words.saveAndAsk
  return starts ? words.saveAndStart : words.save
}

export function Head({ editor }: { editor: Change }) {
  const { base, reason, saving, submit, askToLeave } = editor
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[1060px] items-center gap-3 px-8 py-3">
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-title font-semibold">{words.title}</h1>
          <p className="flex min-w-0 items-center gap-1.5 text-ink-2">
            <span className="truncate">{base.audience_name}</span>
            <ArrowRight size={14} aria-hidden className="shrink-0 text-ink-3" />
            <span className="sr-only">{t.plan.to}</span>
            <TypeMark type={base.platform_type} />
            <span className="truncate">{base.platform_name}</span>
          </p>
        </div>
        <ReasonText id={REASON} reason={reason} />
        <Tooltip label={words.leaveCommand} shortcut="esc">
          <Button variant="ghost" onClick={askToLeave}>
            {words.leave}
          </Button>
        </Tooltip>
        {/* Not `disabled`: pressing it leads to what is missing. */}
        <Tooltip label={reason?.words ?? actionOf(editor)} shortcut={reason ? undefined : 'mod+s'}>
          <Button
            variant="primary"
            icon={<Save size={14} />}
            aria-disabled={reason !== null || saving || undefined}
            aria-describedby={reason ? REASON : undefined}
            onClick={submit}
          >
            {actionOf(editor)}
          </Button>
        </Tooltip>
      </div>
    </header>
  )
}
