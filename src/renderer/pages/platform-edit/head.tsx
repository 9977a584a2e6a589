// The head of the form: its title, and the three ways out.
import { LoaderCircle, PlugZap, Save } from 'lucide-react'
import { useWorkspace } from '../../api/hooks.ts'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { t } from '../../messages/index.ts'
import type { Editor } from './use-editor.ts'
import type { How } from './use-save.ts'

const words = t.platformEdit

/** Why saving makes no sense now; null when it does. A form with mistakes may be saved: it then says what is wrong. */
export function useReason(editor: Editor): { save: string | null; test: string | null } {
  const { data: workspace } = useWorkspace()
  if (workspace && workspace.state !== 'open') return { save: words.readOnly, test: words.readOnly }
  if (editor.theirs?.deleted) return { save: words.trashed, test: words.trashed }
  return { save: editor.base && !editor.dirty ? words.nothingToSave : null, test: null }
}

type Props = { editor: Editor; onSave: (how: How) => void }

export function Head({ editor, onSave }: Props) {
  const { base, definition, dirty, saving, askToLeave } = editor
  const reason = useReason(editor)
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[1060px] items-center gap-3 px-8 py-3">
        <TypeMark type={definition.type} size={24} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-title font-semibold">
            {base ? words.editTitle(base.name) : words.createTitle(definition.name)}
          </h1>
        </div>
        <span role="status" className="text-ink-3 max-[1100px]:sr-only">
          {dirty ? words.unsaved : ''}
        </span>
        <Tooltip label={words.leaveCommand} shortcut="esc">
          <Button variant="ghost" onClick={askToLeave}>
            {words.leave}
          </Button>
        </Tooltip>
        {/* Not `disabled`: the reason has to be reachable. */}
        <Tooltip label={reason.save ?? words.save} shortcut={reason.save ? undefined : 'mod+s'}>
          <Button
            icon={saving ? <LoaderCircle size={14} className="animate-spin" /> : <Save size={14} />}
            aria-disabled={reason.save !== null || undefined}
            onClick={() => onSave({})}
          >
            {saving ? words.saving : words.save}
          </Button>
        </Tooltip>
        <Tooltip label={reason.test ?? words.saveAndTest} shortcut={reason.test ? undefined : 'mod+enter'}>
          <Button
            variant="primary"
            icon={<PlugZap size={14} />}
            aria-disabled={reason.test !== null || undefined}
            onClick={() => onSave({ test: true })}
          >
            {words.saveAndTest}
          </Button>
        </Tooltip>
      </div>
    </header>
  )
}
