// What one profile's workspace knows of one dataset: what was pushed and pulled, and the push that is under way.
//
// The store counts all versions of all records on. So `pushed` says with one number which versions stand in BigQuery, and
// `pulled` which later ones came from there: no record carries a mark, and a state that is older than the store (a crash
// between a pull and its note) is put right by the next pull, which finds what it brings already here.
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { PushRecord } from '../../../../shared/contract/bigquery.ts'
import { AppError } from '../../../../shared/domain/error.ts'
import { invalid, ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import { readJson, safeName, writeJson } from '../../personal/files.ts'
import type { Entity, Numbers, Span } from '../../store/face.ts'
import { SYNC_ORDER } from '../face.ts'

const HISTORY = 200
const seq = z.number().int().min(0)

const TableState = z.object({
  pushed: seq,
  pulled: z.array(z.tuple([seq, seq])),
  /** The newest `synced_at` that was pulled; null before the first. */
  watermark: z.string().nullable(),
  /**
   * By id, what BigQuery calls the version of that number, where that isn't the revision of its content: rows of the
   * earlier system, or written by hand. null: the row is gone from BigQuery, and is to be sent as a new one.
   */
  revs: z.record(z.string(), z.object({ seq, rev: z.string().nullable() })),
  /** When all that stands there was last looked at; null before the first time. */
  looked_at: z.string().nullable().default(null),
})
export type TableState = z.output<typeof TableState>

const attempt = z.number().int().min(0)
const BatchTable = z.object({
  /** What comes next. */
  step: z.enum(['load', 'merge', 'drop', 'done']),
  load_attempt: attempt,
  merge_attempt: attempt,
  rows: z.number().int(),
  bytes: z.number().int(),
  conflicts: z.number().int(),
  jobs: z.array(z.string()),
})
export type BatchTable = z.output<typeof BatchTable>

const Batch = z.object({
  id: z.string(),
  /** The store's number that it goes up to: what is saved later belongs to the next. */
  until: seq,
  started_at: z.string(),
  tables: z.record(z.enum(SYNC_ORDER), BatchTable),
})
export type Batch = z.output<typeof Batch>

const SyncState = z.object({
  format: z.literal(1),
  /** Tells this workspace's jobs from those of others: eight hex digits. */
  device: z.string().regex(/^[0-9a-f]{8}$/),
  tables: z.record(z.enum(SYNC_ORDER), TableState),
  batch: Batch.nullable(),
  last_pull_at: z.string().nullable(),
  /** Records that looks since the last push found to be gone from BigQuery. */
  resent: z.number().int().default(0),
  problem: AppError.nullable(),
  history: z.array(PushRecord),
})
export type SyncState = z.output<typeof SyncState>

const everyTable = <T>(make: () => T) =>
  Object.fromEntries(SYNC_ORDER.map(entity => [entity, make()])) as Record<(typeof SYNC_ORDER)[number], T>

const fresh = (): SyncState => ({
  format: 1,
  device: randomBytes(4).toString('hex'),
  tables: everyTable(() => ({ pushed: 0, pulled: [], watermark: null, revs: {}, looked_at: null })),
  batch: null,
  last_pull_at: null,
  resent: 0,
  problem: null,
  history: [],
})

export const emptyBatch = (until: number, now: Date): Batch => ({
  // The job ids of a batch begin with it.
  id: randomBytes(8).toString('hex'),
  until,
  started_at: now.toISOString(),
  tables: everyTable(() => ({
    step: 'load',
    load_attempt: 0,
    merge_attempt: 0,
    rows: 0,
    bytes: 0,
    conflicts: 0,
    jobs: [],
  })),
})

/** Folder of all that is kept of one profile, one dataset, and one owner of rows in it. */
export function syncFolder(
  workspace: string,
  user_id: string,
  { project, dataset, remote_user_id }: { project: string; dataset: string; remote_user_id: string },
): string {
  const key = createHash('sha256').update([project, dataset, remote_user_id].join('\n')).digest('hex')
  return join(workspace, '_meta', 'outbox', safeName(user_id), key.slice(0, 16))
}

export type StateFile = {
  current: SyncState
  /** Applies the change and has it on the disk; a refusal leaves what was. */
  change(change: (state: SyncState) => SyncState): Promise<Result<null>>
}

/** A state that knows more than the store has (an older copy of the workspace was put in place) counts as none. */
export async function openState(folder: string, newest: number, log: Log): Promise<StateFile> {
  const path = join(folder, 'state.json')
  const parse = (value: unknown): Result<SyncState> => {
    const parsed = SyncState.safeParse(value)
    return parsed.success ? ok(parsed.data) : invalid([{ path: '', message: 'is not a state of a push' }])
  }
  const found = await readJson(path, parse, log)
  const ahead = found && SYNC_ORDER.some(entity => found.tables[entity].pushed > newest)
  if (ahead) log.warn('bigquery.state_ahead', { newest })
  const file: StateFile = {
    current: found && !ahead ? found : { ...fresh(), history: found?.history ?? [] },
    async change(change) {
      const next = change(file.current)
      const written = await writeJson(path, next)
      if (written.ok) file.current = next
      return written
    },
  }
  return file
}

export const withTable = (state: SyncState, entity: Entity, change: Partial<TableState>): SyncState => ({
  ...state,
  tables: { ...state.tables, [entity]: { ...state.tables[entity], ...change } },
})

/** Up to a snapshot everything of an entity stands in BigQuery, or waits for a decision. */
export const allPushed = (state: SyncState, entity: Entity, until: number): SyncState =>
  withTable(state, entity, { pushed: until, pulled: joined(state.tables[entity].pulled, until) })

export const withHistory = (state: SyncState, record: PushRecord): SyncState => ({
  ...state,
  history: [record, ...state.history].slice(0, HISTORY),
})

export const spanOf = ({ pushed, pulled }: TableState, until: number): Span => ({
  after: pushed,
  except: pulled,
  until,
})

export const isKnown = ({ pushed, pulled }: TableState, number: number): boolean =>
  number <= pushed || pulled.some(([first, last]) => number >= first && number <= last)

/** What BigQuery doesn't have, as ranges of numbers: from the first, below the second. The last has no end. */
export function unknownTo({ pushed, pulled }: TableState): [from: number, below: number | null][] {
  const unknown: [number, number | null][] = []
  let from = pushed + 1
  for (const [first, last] of joined(pulled, pushed)) {
    if (first > from) unknown.push([from, first])
    from = last + 1
  }
  return [...unknown, [from, null]]
}

/** Ranges in order, those that touch joined, those that `pushed` covers left out. */
export function joined(ranges: readonly Numbers[], pushed: number): [number, number][] {
  const joined: [number, number][] = []
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1)
    if (last <= pushed) continue
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else joined.push([first, last])
  }
  return joined
}
