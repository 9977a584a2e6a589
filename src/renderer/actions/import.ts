// Importing a file: pick it, then say in a dialog what to do with refused and with known rows, then a job.
import type { PickedFile } from '../../shared/contract/shell.ts'
import { client } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { jobTrayOpen } from '../commands/open.ts'
import { showError } from '../components/ui/toast.tsx'
import { createStore } from '../lib/store.ts'

/** The file that waits for its options. */
export const pickedFile = createStore<PickedFile | null>(null)

export async function pickImport(): Promise<void> {
  const picked = await client.shell.pickImportFile({})
  if (!picked.ok) showError(picked.error)
  else if (picked.value) pickedFile.set(picked.value)
}

export type ImportOptions = { on_error: 'stop' | 'skip'; on_existing: 'skip' | 'update' }

export async function startImport(file: PickedFile, options: ImportOptions): Promise<boolean> {
  const started = await client.imports.start({ files: [{ file_token: file.file_token }], ...options })
  if (!started.ok) {
    showError(started.error)
    return false
  }
  noteJob(started.value)
  jobTrayOpen.set(true)
  return true
}
