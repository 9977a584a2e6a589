// Settings › Backups: the folder, backing up now, the clock, and the backups that are there.
import { Archive, CircleAlert, FileSearch } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { BackupState } from '../../../../shared/contract/backups.ts'
import { type AppError, fieldErrors, inSentences } from '../../../../shared/errors.ts'
import { askedBackup, pickBackup } from '../../../actions/backups.ts'
import { useBackupState } from '../../../api/backups.ts'
import { client } from '../../../api/client.ts'
import { useShell } from '../../../api/hooks.ts'
import { keys } from '../../../api/keys.ts'
import { queryClient } from '../../../api/query-client.ts'
import { messageFor } from '../../../components/profile-form.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { ErrorState } from '../../../components/ui/states.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { exactDate } from '../../../lib/format.ts'
import { useStore } from '../../../lib/store.ts'
import { t } from '../../../messages/index.ts'
import { Row, Section } from '../parts.tsx'
import { Clock, setUpBackups } from './clock.tsx'
import { CreateDialog } from './create-dialog.tsx'
import { BackupList } from './list.tsx'
import { RestoreDialog } from './restore-dialog.tsx'

const words = t.backups

/** The system's dialog where there is one; otherwise the path is typed. */
function Folder({ folder }: { folder: string | null }) {
  const [typing, setTyping] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const desktop = useShell().data?.kind === 'desktop'
  const choose = async () => {
    if (!desktop) return setTyping(true)
    const chosen = await client.shell.chooseDropFolder({})
    if (!chosen.ok) showError(chosen.error)
    else if (chosen.value) await setUpBackups({ folder: chosen.value.folder })
  }
  const take = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('folder') ?? '').trim()
    if (typed === '') return
    const done = await client.backups.setUp({ folder: typed })
    setError(done.ok ? null : done.error)
    if (done.ok) queryClient.setQueryData(keys.backupState, done.value)
    else if (fieldErrors(done.error).length === 0) showError(done.error)
    if (done.ok) setTyping(false)
  }
  if (typing)
    return (
      <form onSubmit={event => void take(event)} className="flex items-start gap-2">
        <Field
          label={words.folder}
          hint={words.folderHint}
          required
          error={messageFor(error, 'folder')}
          className="min-w-0 flex-1"
        >
          {control => (
            <Input {...control} autoFocus name="folder" defaultValue={folder ?? ''} className="font-mono" />
          )}
        </Field>
        <Button type="submit" size="lg" className="mt-6">
          {words.saveFolder}
        </Button>
        <Button size="lg" variant="ghost" className="mt-6" onClick={() => setTyping(false)}>
          {t.common.cancel}
        </Button>
      </form>
    )
  return (
    <Row label={words.folder}>
      <span className="min-w-0 truncate font-mono text-sm" title={folder ?? undefined} data-selectable>
        {folder ?? <span className="font-sans text-base text-ink-3">{words.noFolder}</span>}
      </span>
      <Button onClick={() => void choose()}>{folder ? words.change : words.choose}</Button>
    </Row>
  )
}

function Failed({ last }: { last: BackupState['last'] }) {
  if (!last?.error) return null
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-line px-3 py-2">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-red" />
      <p className="min-w-0">
        <span className="font-medium">
          {words.lastFailed} ({exactDate(last.at)}).
        </span>{' '}
        {inSentences(last.error)}
      </p>
    </div>
  )
}

function Content({ state }: { state: BackupState }) {
  const [creating, setCreating] = useState(false)
  const asked = useStore(askedBackup)
  const { settings, last, restored } = state
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Archive size={16} />} onClick={() => setCreating(true)}>
          {words.now}
        </Button>
        <Button icon={<FileSearch size={16} />} onClick={() => void pickBackup()}>
          {words.openFile}
        </Button>
      </div>
      <Folder folder={settings.folder} />
      <Failed last={last} />
      {settings.folder !== null && <Clock state={state} />}
      {restored && (
        <p className="max-w-[72ch] text-sm text-pretty text-ink-3">
          {words.restoredOn(exactDate(restored.at), exactDate(restored.made_at))}{' '}
          {restored.before && words.restoredBefore}
        </p>
      )}
      <BackupList />
      <CreateDialog open={creating} hasFolder={settings.folder !== null} onClose={() => setCreating(false)} />
      {asked && <RestoreDialog asked={asked} onClose={() => askedBackup.set(null)} />}
    </>
  )
}

export function Backups() {
  const { data, error, refetch } = useBackupState()
  return (
    <Section id="backups">
      {error && <ErrorState error={error} onRetry={() => void refetch()} className="!py-6" />}
      {data && <Content state={data} />}
    </Section>
  )
}
