// Repairs the workspace: what is damaged comes back from a backup, as far as it has it.
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Damage } from '../../../shared/contract/workspace.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { JobResult } from '../../../shared/domain/job.ts'
import type { Result } from '../../../shared/errors.ts'
import type { JobContext } from '../jobs/face.ts'
import type { Store } from '../store/face.ts'
import { versionsOf } from '../store/index.ts'
import { must } from './compare.ts'
import type { Source } from './index.ts'
import { answering } from './refused.ts'
import { unpack } from './unpack.ts'

type Repaired = OutputOf<'workspace.repair'>

/** Only those that are damaged are looked for in the backup. */
const copiesOf = (damage: readonly Damage[], folder: string) =>
  damage
    .filter(({ file }) => file.endsWith('.parquet'))
    .map(({ file }) => ({ path: file, at: join(folder, ...file.split('/')) }))

export function repairWith(
  { workspace, store }: { workspace: string; store: Store },
  source: Source | null,
  passphrase: string | null,
  dry: boolean,
  { signal, progress }: JobContext,
): Promise<Result<Repaired>> {
  const work = async () => {
    const damage = must(await store.verify({ signal }))
    const folder = join(workspace, '_meta', 'tmp', `repair-${randomUUID()}`)
    try {
      let copies: { path: string; at: string }[] = []
      if (source) {
        await mkdir(join(workspace, '_meta', 'tmp'), { recursive: true })
        const names = new Set<string>()
        await unpack(source.path, passphrase, folder, { signal, progress, wrote: name => names.add(name) })
        copies = copiesOf(damage, folder).filter(({ path }) => names.has(path))
      }
      const steps = must(await store.repair(copies, dry))
      return { steps, damage: store.info().damage }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return answering(source?.name ?? 'the workspace', work, workspace)
}

export function resultOf({ steps }: Repaired): JobResult {
  const lost = steps.filter(step => step.lost !== 0 && step.outcome !== 'set_aside')
  const errors = lost.map(({ file, lost: rows }, at) => ({
    path: file,
    message: rows === null ? 'What was in it is lost.' : `Still missing: ${versionsOf(rows)}.`,
    row: at + 1,
    line: null,
  }))
  const changed = steps.reduce((sum, step) => sum + step.brought_back, 0)
  return { changed, skipped: 0, errors, error_count: errors.length }
}
