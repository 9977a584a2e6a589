// The form's page: head with save, notices, and the sections.
import { LogOut, PlugZap, Save } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Platform } from '../../../shared/domain/platform.ts'
import { useCommands } from '../../commands/registry.ts'
import { focusControl } from '../../components/form/controls.ts'
import { ErrorSummary } from '../../components/form/error-summary.tsx'
import { BELOW_HEAD, FormPage } from '../../components/form/form-page.tsx'
import { useAfterPress } from '../../components/form/use-after-press.ts'
import { cx } from '../../lib/cx.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { openAtField } from '../platform/routes.ts'
import { labelOf } from './controls.ts'
import { Head, useReason } from './head.tsx'
import { AboutSection } from './parts/about-section.tsx'
import { Basics } from './parts/basics.tsx'
import { CredentialsSection } from './parts/credentials-section.tsx'
import { DeliverySection } from './parts/delivery-section.tsx'
import { ConflictNotice, MergeNotice, VaultNotice } from './parts/notices.tsx'
import { SettingsSection } from './parts/settings-section.tsx'
import { type Start, useEditor } from './use-editor.ts'
import type { How } from './use-save.ts'

const words = t.platformEdit

/** The field that the form was opened for, focused once. */
function useOpenAt(): string | null {
  const [field] = useState(openAtField.get)
  useEffect(() => {
    openAtField.set(null)
    if (field) focusControl(field)
  }, [field])
  return field
}

export function EditorView({ start, latest }: { start: Start; latest: Platform | null }) {
  const editor = useEditor(start, latest)
  const { errors, definition, base, form, save, askToLeave } = editor
  const openAt = useOpenAt()
  const reason = useReason(editor)
  useTitle(base ? words.editTitle(base.name) : words.createTitle(definition.name))
  const onSave = (how: How) => {
    if (!(how.test ? reason.test : reason.save)) save(how)
  }
  useCommands([
    {
      id: 'platform.save',
      title: words.save,
      group: 'platforms',
      icon: Save,
      shortcut: 'mod+s',
      run: () => onSave({}),
    },
    {
      id: 'platform.saveAndTest',
      title: words.saveAndTest,
      group: 'platforms',
      icon: PlugZap,
      shortcut: 'mod+enter',
      run: () => onSave({ test: true }),
    },
    {
      id: 'platform.leave',
      title: words.leaveCommand,
      group: 'go',
      icon: LogOut,
      shortcut: 'esc',
      run: askToLeave,
    },
  ])
  const afterPress = useAfterPress()
  const typedSecrets = Object.values(form.secrets).some(({ act }) => act === 'set')
  return (
    <FormPage
      label={words.form}
      onEscape={askToLeave}
      onLeft={name => afterPress(() => errors.touch(name))}
      // With the first field comes what is said above it.
      className={cx(BELOW_HEAD, '[&_[data-control=name]]:scroll-mt-72!')}
      asks={{
        editor,
        words: {
          title: words.leaveTitle,
          description: words.leaveHint(typedSecrets),
          action: words.leaveAction,
        },
      }}
    >
      <Head editor={editor} onSave={onSave} />
      <div className="mx-auto flex max-w-[1060px] flex-col gap-4 px-8 pt-5 pb-24">
        <ConflictNotice editor={editor} />
        <div className="flex flex-col gap-3 empty:hidden">
          <VaultNotice editor={editor} />
          <MergeNotice editor={editor} />
          {errors.summary && errors.shown.size > 0 && (
            <ErrorSummary errors={errors.shown} labelOf={name => labelOf(name, definition)} listed={6} />
          )}
        </div>
        <div className="@container flex flex-col gap-6 *:first:border-t-0 *:first:pt-0">
          <Basics editor={editor} autoFocus={base === null && openAt === null} />
          <CredentialsSection editor={editor} openAt={openAt} />
          <SettingsSection editor={editor} />
          <DeliverySection editor={editor} />
          <AboutSection definition={definition} />
        </div>
      </div>
    </FormPage>
  )
}
