// Files that jobs write: where to, and what is done with one that is finished.
import type { SaveKind, SaveTarget } from '../../shared/contract/shell.ts'
import type { Job, SavedFile } from '../../shared/domain/job.ts'
import { client } from '../api/client.ts'
import { showError } from '../components/ui/toast.tsx'
import { t } from '../messages/index.ts'

/** Null when the dialog was cancelled, or nothing could be chosen, which is told. */
export async function chooseSaveFile(suggested_name: string, kind: SaveKind): Promise<SaveTarget | null> {
  const chosen = await client.shell.chooseSaveFile({ suggested_name, kind })
  if (chosen.ok) return chosen.value
  showError(chosen.error)
  return null
}

/** Jobs of this page whose file the browser fetches by itself; others, of this computer too, only offer theirs. */
const asked = new Set<string>()
/** Files of jobs that this page isn't known to have begun: the answer that one has begun can come after its end. */
const early = new Map<string, SavedFile>()
const EARLY_KEPT = 20

export function noteFileJob({ job_id }: Job): void {
  const file = early.get(job_id)
  if (!file) return void asked.add(job_id)
  early.delete(job_id)
  void takeFile(file)
}

const isBrowser = () => window.activation === undefined

export async function takeFile({ file_token }: SavedFile): Promise<void> {
  const shown = await client.shell.showFile({ file_token })
  if (!shown.ok) showError(shown.error)
}

/** What is done with the file, for a button. */
export const fileAction = (file: SavedFile) => ({
  label: isBrowser() ? t.jobs.download : t.jobs.showInFolder,
  run: () => void takeFile(file),
})

/** The file of a job that this page began, once, where nothing has brought it to the person yet. */
export function fetchFinished({ job_id, result }: Job): void {
  if (!result?.file || !isBrowser()) return
  if (asked.delete(job_id)) return void takeFile(result.file)
  early.set(job_id, result.file)
  const [oldest] = early.keys()
  if (early.size > EARLY_KEPT && oldest !== undefined) early.delete(oldest)
}
