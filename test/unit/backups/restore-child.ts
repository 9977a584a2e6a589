// A second program for tests: restores a backup through the core, and is killed before a step on the disk that is named.
import { appendFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { InputOf } from '../../../src/shared/contract.ts'
import { watchDisk } from '../../support/disk-steps.ts'
import { ask, ended, open, openBackup, reopened } from './support.ts'

export type RestoreOrders = {
  workspace: string
  backup: string
  how: InputOf<'backups.restore'>['how']
  /** As `said` tells them; null is killed nowhere. */
  die_before: string | null
  /** A file: each step, a line each, and `acknowledged` when the restore was. */
  said: string
}

/** Random parts of a name left out, and how often there was one of the name before. */
function createNames(workspace: string) {
  const seen = new Map<string, number>()
  return (name: string, path: string) => {
    const way = relative(workspace, path).replaceAll('\\', '/')
    const plain = `${name} ${way}`
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*')
      .replaceAll(/part-[0-9a-f]{8}/g, 'part-*')
      .replaceAll(/before-restore-[\d-]+/g, 'before-restore-*')
      .replaceAll(/tmp\/\d+-\d+/g, 'tmp/*')
    const times = (seen.get(plain) ?? 0) + 1
    seen.set(plain, times)
    return times === 1 ? plain : `${plain} #${times}`
  }
}

process.once('message', async ({ workspace, backup, how, die_before, said }: RestoreOrders) => {
  const core = await open(workspace)
  const nameOf = createNames(workspace)
  await watchDisk(({ name, path }) => {
    if (path === said || path.includes('/logs/')) return
    const step = nameOf(name, path)
    if (step === die_before) process.kill(process.pid, 'SIGKILL')
    appendFileSync(said, `${step}\n`)
  })
  const opened = await openBackup(core, backup)
  const again = reopened(core)
  const { error } = await ended(core, () => ask(core, 'backups.restore', { opened, how }))
  if (error) throw new Error(error.message)
  appendFileSync(said, 'acknowledged\n')
  if (how.how === 'replace') await again
  await core.close()
  process.exit(0)
})
