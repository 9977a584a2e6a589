// The form's page: head with save, notices, and the sections.
import { ChevronLeft, LoaderCircle, LogOut, Save } from 'lucide-react'
import { useRef } from 'react'
import type { Audience } from '../../../shared/domain/audience.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { useCommands } from '../../commands/registry.ts'
import { focusControl } from '../../components/form/controls.ts'
import { ErrorSummary } from '../../components/form/error-summary.tsx'
import { FormPage } from '../../components/form/form-page.tsx'
import { useAfterPress } from '../../components/form/use-after-press.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { t } from '../../messages/index.ts'
import type { TableHandle } from '../audience/parts/virtual-table.tsx'
import { ConflictNotice } from './conflict-notice.tsx'
import { labelOf } from './controls.ts'
import { DraftNotice, MergeNotice } from './notices.tsx'
import { Basics } from './parts/basics.tsx'
import { Labels } from './parts/labels.tsx'
import { SegmentsSection } from './parts/segments-section.tsx'
import { VariablesSection } from './parts/variables-section.tsx'
import { type Editor, type Start, useEditor } from './use-editor.ts'

/** Why saving makes no sense now; null when it does. A form with mistakes may be saved: it then says what is wrong. */
function useReason(editor: Editor): string | null {
  const { data: workspace } = useWorkspace()
  if (workspace && workspace.state !== 'open') return t.edit.readOnly
  return editor.base && !editor.dirty ? t.edit.nothingToSave : null
}

function SaveButton({ editor }: { editor: Editor }) {
  const reason = useReason(editor)
  return (
    <Tooltip label={reason ?? t.edit.save} shortcut={reason ? undefined : 'mod+s'}>
      {/* Not `disabled`: the reason has to be reachable. */}
      <Button
        variant="primary"
        icon={editor.saving ? <LoaderCircle size={14} className="animate-spin" /> : <Save size={14} />}
        aria-disabled={reason !== null || undefined}
        onClick={() => {
          if (!reason) editor.save()
        }}
      >
        {editor.saving ? t.edit.saving : t.edit.save}
      </Button>
    </Tooltip>
  )
}

function Head({ editor }: { editor: Editor }) {
  const { base, dirty, leave } = editor
  return (
    <header className="sticky top-0 z-20 flex items-center gap-3 border-b border-line bg-surface px-8 py-3">
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-title font-semibold">
          {base ? t.edit.editTitle(base.name) : t.edit.createTitle}
        </h1>
      </div>
      <span role="status" className="text-ink-3">
        {dirty ? t.edit.unsaved : ''}
      </span>
      <Tooltip label={t.edit.leave} shortcut="esc">
        <Button icon={<ChevronLeft size={16} />} onClick={leave}>
          {t.edit.leave}
        </Button>
      </Tooltip>
      <SaveButton editor={editor} />
    </header>
  )
}

export function EditorView({ start, latest }: { start: Start; latest: Audience | null }) {
  const editor = useEditor(start, latest)
  const { form, change, errors, leave, save } = editor
  const segments = useRef<TableHandle>(null)
  const variables = useRef<TableHandle>(null)
  editor.reveal.current = name => {
    const [list, key] = name.split('/')
    const rows = list === 'segments' ? form.segments : form.variables
    const table = list === 'segments' ? segments : variables
    const index = key === undefined ? -1 : rows.findIndex(row => row.key === key)
    if (index >= 0) table.current?.reveal(index)
    focusControl(name)
  }
  useCommands([
    { id: 'audience.save', title: t.edit.save, group: 'audiences', icon: Save, shortcut: 'mod+s', run: save },
    {
      id: 'audience.leave',
      title: t.edit.leaveCommand,
      group: 'go',
      icon: LogOut,
      shortcut: 'esc',
      run: leave,
    },
  ])
  const afterPress = useAfterPress()
  const created = editor.base === null
  return (
    <FormPage
      label={t.edit.form}
      onEscape={leave}
      onLeft={name => afterPress(() => errors.touch(name))}
      className="@container"
    >
      <Head editor={editor} />
      <div className="mx-auto flex max-w-[1440px] flex-col gap-8 px-8 pt-5 pb-24">
        <ConflictNotice editor={editor} />
        <div className="flex flex-col gap-3 empty:hidden">
          <DraftNotice editor={editor} />
          <MergeNotice editor={editor} />
          {errors.summary && errors.shown.size > 0 && (
            <ErrorSummary
              errors={errors.shown}
              labelOf={name => labelOf(name, form)}
              listed={5}
              onGo={name => editor.reveal.current(name)}
            />
          )}
        </div>
        <div className="grid gap-x-12 gap-y-10 @5xl:grid-cols-[minmax(0,1fr)_264px]">
          <div className="flex min-w-0 flex-col gap-10">
            <Basics
              name={form.name}
              query={form.original_query}
              description={form.description}
              dataType={form.data_type}
              identifier={form.identifier_type}
              status={form.status}
              errors={errors.shown}
              change={change}
              autoFocus={created}
            />
            <VariablesSection
              rows={form.variables}
              errors={errors.shown}
              change={change}
              handle={variables}
            />
            <SegmentsSection
              rows={form.segments}
              totalSource={form.total_source}
              total={form.total}
              errors={errors.shown}
              change={change}
              handle={segments}
            />
          </div>
          <Labels
            tags={form.tags}
            campaign={form.campaign_id}
            notes={form.notes}
            note={created ? null : form.change_note}
            errors={errors.shown}
            change={change}
          />
        </div>
      </div>
    </FormPage>
  )
}
