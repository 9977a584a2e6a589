// The form's page: head with save, what happened meanwhile, and the three parts of a plan that may be changed.
import { LogOut, Save } from 'lucide-react'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { useCommands } from '../../commands/registry.ts'
import { FormPage } from '../../components/form/form-page.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { touchField } from '../distribution-new/controls.ts'
import { Head } from './head.tsx'
import { ConflictNotice, EndedNotice, MergeNotice } from './parts/notices.tsx'
import { Sections } from './parts/sections.tsx'
import { type Start, useChange } from './use-change.ts'

const words = t.runEdit
const LEAVING = { title: words.leaveTitle, description: words.leaveHint, action: words.leaveAction }

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
  return (
    <FormPage
      label={words.form}
      onEscape={askToLeave}
      onLeft={touchField(touch)}
      asks={{ editor, words: LEAVING }}
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
    </FormPage>
  )
}
