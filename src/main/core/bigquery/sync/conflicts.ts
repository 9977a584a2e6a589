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
  put(conflict: OpenConflict): Promise<Result<null>>
  remove(entity: Entity, id: string): Promise<Result<null>>
}

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
  for (const path of await listJson(place)) {
    const found = await readJson(path, parse, log)
    if (found) open.set(keyOf(found.entity, found.id), found)
  }
  return {
    size: () => open.size,
    all: () => [...open.values()].sort((a, b) => (a.found_at < b.found_at ? -1 : 1)),
    get: (entity, id) => open.get(keyOf(entity, id)),
    async put(conflict) {
      const written = await writeJson(pathOf(conflict.entity, conflict.id), conflict)
      if (written.ok) open.set(keyOf(conflict.entity, conflict.id), conflict)
      return written
    },
    async remove(entity, id) {
      if (!open.has(keyOf(entity, id))) return ok(null)
      const removed = await removeFile(pathOf(entity, id))
      if (removed.ok) open.delete(keyOf(entity, id))
      return removed
    },
  }
}
