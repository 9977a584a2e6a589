// Opens a backup, with its passphrase where it has one, and then shows what is in it and what can be done with it.
import { type FormEvent, useState } from 'react'
import { inSentences } from '../../../../shared/errors.ts'
import { type Asked, openBackup } from '../../../actions/backups.ts'
import { useJob, useOpenedBackup } from '../../../api/backups.ts'
import { client } from '../../../api/client.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Dialog } from '../../../components/ui/dialog.tsx'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { ErrorState } from '../../../components/ui/states.tsx'
import { t } from '../../../messages/index.ts'
import { Look } from './look.tsx'

const words = t.backups.open
const FORM = 'open-backup'

type Props = { asked: Asked; onClose: () => void }

export function RestoreDialog({ asked, onClose }: Props) {
  const [job_id, setJob] = useState(asked.job_id)
  const job = useJob(job_id)
  const { data: opened } = useOpenedBackup(job?.state === 'completed')
  // Once it was asked for, the field stays.
  const secret = asked.job_id === null || job_id !== asked.job_id || job?.error?.code === 'forbidden'
  const open = async (passphrase: string) => {
    const started = await openBackup(asked.from, passphrase)
    if (started !== null) setJob(started)
  }
  const close = () => {
    if (job && !job.finished_at) void client.jobs.cancel({ job_id: job.job_id })
    else void client.backups.close({})
    onClose()
  }
  const running = job !== null && job.finished_at === null
  if (job?.state === 'completed' && opened) return <Look opened={opened} onClose={close} onDone={onClose} />
  const take = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const passphrase = String(new FormData(event.currentTarget).get('passphrase') ?? '')
    if (passphrase !== '' && !running) void open(passphrase)
  }
  return (
    <Dialog
      open
      onClose={close}
      width="md"
      title={words.title}
      description={<span className="font-mono text-sm">{asked.name}</span>}
      footer={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          {secret && (
            <Button type="submit" form={FORM} variant="primary" aria-disabled={running || undefined}>
              {words.go}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3 py-1">
        {secret && (
          <form id={FORM} noValidate onSubmit={take}>
            <Field
              label={words.passphrase}
              required
              hint={words.passphraseHint}
              error={job?.error?.code === 'forbidden' ? inSentences(job.error) : undefined}
            >
              {control => <Input {...control} autoFocus type="password" name="passphrase" />}
            </Field>
          </form>
        )}
        {running && (
          <div role="status" className="flex flex-col gap-1.5">
            <progress
              aria-label={words.working}
              value={job.progress.total ? job.progress.done : undefined}
              max={job.progress.total ?? undefined}
              className="block h-1 w-full appearance-none overflow-hidden rounded-full bg-grey-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-grey-tint [&::-webkit-progress-value]:bg-accent"
            />
            <p className="text-sm text-ink-3">{words.working}</p>
          </div>
        )}
        {job?.error && job.error.code !== 'cancelled' && !(secret && job.error.code === 'forbidden') && (
          <ErrorState error={job.error} className="!py-4" />
        )}
      </div>
    </Dialog>
  )
}
