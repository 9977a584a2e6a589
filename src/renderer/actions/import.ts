// Files on their way into the import: picked in a dialog or dropped on the window, they wait here for the import's page.
import type { PickedFile } from '../../shared/contract/shell.ts'
import type { Result } from '../../shared/errors.ts'
import { client, offerDropped } from '../api/client.ts'
import { showError } from '../components/ui/toast.tsx'
import { createStore } from '../lib/store.ts'

export const importRoute = '/import'

/** Taken up by the page as soon as it is there. */
export const waitingFiles = createStore<readonly PickedFile[]>([])

/** Whether there are files now. */
function wait(offered: Result<{ files: PickedFile[] }>): boolean {
  if (!offered.ok) showError(offered.error)
  else if (offered.value.files.length > 0) {
    waitingFiles.set(offered.value.files)
    return true
  }
  return false
}

export const pickFiles = async (): Promise<boolean> => wait(await client.shell.pickImportFiles({}))

export const dropFiles = async (files: readonly File[]): Promise<boolean> => wait(await offerDropped(files))
