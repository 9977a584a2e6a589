// A second program for tests: backs a workspace up, and is killed when so much of it is done.
import { join } from 'node:path'
import { makeBackup } from '../../../src/main/core/backups/make.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { writeWhole } from '../../../src/main/core/targets/part-file.ts'

/** `share`: of writing and reading back together. */
export type KillOrders = { workspace: string; path: string; share: number; passphrase: string | null }

process.once('message', async ({ workspace, path, share, passphrase }: KillOrders) => {
  const store = await openStore({ folder: join(workspace), verify_after_ms: null })
  if (!store.ok) throw new Error(store.error.message)
  const deps = { workspace, store: store.value, app_version: '0.1.0' }
  const progress = (done: number, total = Number.POSITIVE_INFINITY) => {
    if (done / total >= share) process.kill(process.pid, 'SIGKILL')
  }
  await writeWhole(path, part =>
    makeBackup(deps, part, passphrase, { signal: new AbortController().signal, progress }),
  )
  process.exit(0)
})
