// What has to be decided: a file for each record that was changed here and in BigQuery, differently.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { invalid, ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import { listJson, readJson, removeFile, writeJson } from '../../personal/files.ts'
import type { Entity } from '../../store/face.ts'
import { type Row, SYNC_ORDER } from '../face.ts'

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
const OpenConflict = z.object({
  entity: z.enum(SYNC_ORDER),
  id: z.string(),
  /** The number of the version that both began from; null where BigQuery's was never here. */
  base_seq: z.number().int().nullable(),
  /** The row as BigQuery has it. */
  theirs: z.record(z.string(), Cell),
  found_at: z.string(),
})
export type OpenConflict = Omit<z.output<typeof OpenConflict>, 'theirs'> & { theirs: Row }

export type Conflicts = {
  size(): number
  all(): OpenConflict[]
  get(entity: Entity, id: string): OpenConflict | undefined
  putAll(conflicts: readonly OpenConflict[]): Promise<Result<null>>
  removeAll(entity: Entity, ids: readonly string[]): Promise<Result<null>>
}

/** So many files are open at once. */
const FILES = 32

const keyOf = (entity: Entity, id: string) => `${entity} ${id}`

export async function openConflicts(folder: string, log: Log): Promise<Conflicts> {
  const place = join(folder, 'conflicts')
  const pathOf = (entity: Entity, id: string) =>
    join(place, `${createHash('sha256').update(keyOf(entity, id)).digest('hex').slice(0, 32)}.json`)
  const parse = (value: unknown): Result<OpenConflict> => {
    const parsed = OpenConflict.safeParse(value)
    return parsed.success ? ok(parsed.data) : invalid([{ path: '', message: 'is not a conflict' }])
  }
  const open = new Map<string, OpenConflict>()
  await sideBySide(await listJson(place), async path => {
    const found = await readJson(path, parse, log)
    if (found) open.set(keyOf(found.entity, found.id), found)
    return ok(null)
  })
  return {
    size: () => open.size,
    all: () => [...open.values()].sort((a, b) => (a.found_at < b.found_at ? -1 : 1)),
    get: (entity, id) => open.get(keyOf(entity, id)),
    putAll: all =>
      sideBySide(all, async conflict => {
        const written = await writeJson(pathOf(conflict.entity, conflict.id), conflict)
        if (written.ok) open.set(keyOf(conflict.entity, conflict.id), conflict)
        return written
      }),
    removeAll: (entity, ids) =>
      sideBySide(
        ids.filter(id => open.has(keyOf(entity, id))),
        async id => {
          const removed = await removeFile(pathOf(entity, id))
          if (removed.ok) open.delete(keyOf(entity, id))
          return removed
        },
      ),
  }
}

/** The first refusal ends it; what was begun by then is done. */
async function sideBySide<T>(
  all: readonly T[],
  work: (one: T) => Promise<Result<null>>,
): Promise<Result<null>> {
  for (let from = 0; from < all.length; from += FILES) {
    const done = await Promise.all(all.slice(from, from + FILES).map(work))
    const refused = done.find(result => !result.ok)
    if (refused) return refused
  }
  return ok(null)
}
