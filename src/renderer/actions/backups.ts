// Backups: made, checked and opened, each as a job that the tray shows.
import type { BackupFile } from '../../shared/contract/backups.ts'
import type { InputOf } from '../../shared/contract.ts'
import type { Job } from '../../shared/domain/job.ts'
import type { Result } from '../../shared/errors.ts'
import { client } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { jobTrayOpen } from '../commands/open.ts'
import { showError } from '../components/ui/toast.tsx'
import { createStore } from '../lib/store.ts'
import { chooseSaveFile, noteFileJob } from './files.ts'

type From = InputOf<'backups.open'>['from']
/** What is being looked into. `job_id`: of the look that has begun already; null where the passphrase comes first. */
export type Asked = { from: From; name: string; job_id: string | null }
/** The backup that the restore dialog is for. */
export const askedBackup = createStore<Asked | null>(null)

export const fromList = ({ place, name }: BackupFile): From => ({ place, name })

/** The job's id when it has begun. */
function begun(started: Result<Job>, tray = true): string | null {
  if (!started.ok) {
    showError(started.error)
    return null
  }
  noteJob(started.value)
  if (tray) jobTrayOpen.set(true)
  return started.value.job_id
}

export async function backUp(to: 'folder' | 'file', passphrase: string | null): Promise<boolean> {
  const secret = passphrase === null ? {} : { passphrase }
  if (to === 'folder') return begun(await client.backups.create({ to, ...secret })) !== null
  const day = new Date().toISOString().slice(0, 10)
  const target = await chooseSaveFile(`activation-manager-${day}.ambackup`, 'backup')
  if (!target) return false
  const started = await client.backups.create({ to: { file_token: target.file_token }, ...secret })
  if (started.ok) noteFileJob(started.value)
  return begun(started) !== null
}

export const checkBackup = async (from: From, passphrase?: string) =>
  begun(await client.backups.verify({ from, ...(passphrase && { passphrase }) }))

export const openBackup = async (from: From, passphrase: string | null) =>
  begun(await client.backups.open({ from, ...(passphrase !== null && { passphrase }) }), false)

/** One that is known to be encrypted waits for its passphrase; any other asks for it when it turns out to be. */
export async function lookInto(from: From, name: string, encrypted: boolean): Promise<void> {
  const job_id = encrypted ? null : await openBackup(from, null)
  if (encrypted || job_id !== null) askedBackup.set({ from, name, job_id })
}

export async function pickBackup(): Promise<void> {
  const picked = await client.shell.pickBackupFile({})
  if (!picked.ok) showError(picked.error)
  else if (picked.value) await lookInto({ file_token: picked.value.file_token }, picked.value.name, false)
}

export const restoreBackup = async (opened: string, how: InputOf<'backups.restore'>['how']) => {
  const started = await client.backups.restore({ opened, how })
  if (started.ok) begun(started)
  return started
}
