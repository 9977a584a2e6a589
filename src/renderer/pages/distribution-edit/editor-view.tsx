// The form's page: head with save, what happened meanwhile, and the three parts of a plan that may be changed.
import { LogOut, Save } from 'lucide-react'
import type { FocusEvent, KeyboardEvent } from 'react'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { useCommands } from '../../commands/registry.ts'
import { ConfirmDialog } from '../../components/ui/dialog.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { Head } from './head.tsx'
import { ConflictNotice, EndedNotice, MergeNotice } from './parts/notices.tsx'
import { Sections } from './parts/sections.tsx'
import { type Start, useChange } from './use-change.ts'

const words = t.runEdit
const FLOATING = '[role="dialog"], [role="menu"], [role="listbox"]'

export function EditorView({ start, latest }: { start: Start; latest: Distribution }) {
  const editor = useChange(start, latest)
  const { base, submit, askToLeave, touch } = editor
  useTitle(words.windowTitle(base.audience_name, base.platform_name))
  useCommands([
    {
      id: 'distribution.save',
      title: words.save,
      group: 'distributions',
      icon: Save,
      shortcut: 'mod+s',
      run: submit,
    },
    {
      id: 'distribution.leave',
      title: words.leaveCommand,
      group: 'go',
      icon: LogOut,
      shortcut: 'esc',
      run: askToLeave,
    },
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.target instanceof Element && event.target.closest(FLOATING)) return
    event.preventDefault()
    askToLeave()
  }
  const onBlur = ({ target }: FocusEvent) => {
    const name = target instanceof HTMLElement ? target.dataset.control : undefined
    // A list that is passed on the way isn't a fault yet.
    if (name && !name.endsWith('_ids')) touch(name)
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <form
        aria-label={words.form}
        noValidate
        autoComplete="off"
        onSubmit={event => event.preventDefault()}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        className="[&_[data-control]]:scroll-mt-28 [&_[data-control]]:scroll-mb-12"
      >
        <Head editor={editor} />
        <div className="mx-auto flex max-w-[1060px] flex-col gap-6 px-8 pt-5 pb-24">
          <div className="sticky top-20 z-10 flex flex-col gap-3 empty:hidden">
            <EndedNotice editor={editor} />
            <ConflictNotice editor={editor} />
            <MergeNotice editor={editor} />
          </div>
          <Sections editor={editor} />
        </div>
      </form>
      <ConfirmDialog
        open={editor.asking}
        onClose={editor.stay}
        onConfirm={editor.leave}
        title={words.leaveTitle}
        description={words.leaveHint}
        action={words.leaveAction}
      />
    </div>
  )
}
