// What a workspace that caches BigQuery knows of it: how far each table was read, as whom, and when.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { invalid, ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import { readJson, writeJson } from '../../personal/files.ts'
import type { Entity } from '../../store/face.ts'
import { SYNC_ORDER } from '../face.ts'

const TableState = z.object({
  /** The newest `synced_at` that was read; null before the first. */
  watermark: z.string().nullable(),
  /** Statements since shortly before the watermark whose rows were read: microseconds, as text. */
  read: z.array(z.string()),
  /** The table's state when it was read last, as `Remote.modified` names it. */
  modified: z.string().nullable(),
  /**
   * By id, what BigQuery calls a version of this content, where that isn't the revision of it: rows of the earlier
   * system, or written by hand. null: the row is gone from BigQuery, and is to be sent as a new one.
   */
  others: z.record(z.string(), z.object({ content: z.string(), rev: z.string().nullable() })),
})
export type TableState = z.output<typeof TableState>

const CacheState = z.object({
  format: z.literal(1),
  /** Tells this workspace's jobs from those of others: eight hex digits. */
  device: z.string().regex(/^[0-9a-f]{8}$/),
  /** Whose rows these are; null before the first read. */
  account: z.string().nullable(),
  /** What is here stood so in BigQuery then; null before all of it was read once. */
  read_at: z.string().nullable(),
  tables: z.record(z.enum(SYNC_ORDER), TableState),
})
export type CacheState = z.output<typeof CacheState>

const unread = (): TableState => ({ watermark: null, read: [], modified: null, others: {} })

const fresh = (): CacheState => ({
  format: 1,
  device: randomBytes(4).toString('hex'),
  account: null,
  read_at: null,
  tables: Object.fromEntries(SYNC_ORDER.map(entity => [entity, unread()])) as CacheState['tables'],
})

export type StateFile = {
  current: CacheState
  /** Applies the change and has it on the disk; a refusal leaves what was. */
  change(change: (state: CacheState) => CacheState): Promise<Result<null>>
}

/** `empty`: there are no records here, so whatever was read before is gone. */
export async function openState(workspace: string, empty: boolean, log: Log): Promise<StateFile> {
  const path = join(workspace, '_meta', 'bigquery.json')
  const parse = (value: unknown): Result<CacheState> => {
    const parsed = CacheState.safeParse(value)
    return parsed.success ? ok(parsed.data) : invalid([{ path: '', message: 'is not a state of a cache' }])
  }
  const found = empty ? null : await readJson(path, parse, log)
  let last: Promise<unknown> = Promise.resolve()
  const file: StateFile = {
    current: found ?? fresh(),
    change(change) {
      // One after another: what two reads note must not be lost.
      const written = last.then(async () => {
        const next = change(file.current)
        const done = await writeJson(path, next)
        if (done.ok) file.current = next
        return done
      })
      last = written.catch(() => {})
      return written
    },
  }
  return file
}

export const withTable = (state: CacheState, entity: Entity, change: Partial<TableState>): CacheState => ({
  ...state,
  tables: { ...state.tables, [entity]: { ...state.tables[entity], ...change } },
})
