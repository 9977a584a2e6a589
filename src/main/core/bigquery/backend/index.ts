// A workspace whose records are kept in BigQuery: the store over its copy here, and what keeps the copy up to date.
import { join } from 'node:path'
import type { Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import type { Store } from '../../store/face.ts'
import type { Remote, Target } from '../face.ts'
import type { Limits } from '../service/connect.ts'
import { createBulk } from './bulk.ts'
import { createLive } from './live.ts'
import { createReads, type Reads } from './reads.ts'
import { createSave } from './save.ts'
import { openState } from './state.ts'
import { createBackendStore } from './store.ts'
import { createTakeIn } from './take-in.ts'
import { createTurns } from './turns.ts'

/** A person waits: that there is no network is told in some seconds, and what doesn't pass in a minute is told too. */
export const LIVE_LIMITS: Limits = { unreachable_ms: 4_000, patience_ms: 60_000, timeout_ms: 30_000 }

export type Backend = {
  store: Store
  target: Target
  /** The way to BigQuery, for what isn't a record: checks and the set-up. */
  contact: Reads['contact']
  connect(): Promise<Result<Remote>>
  /** Reads what changed in BigQuery now. */
  look: Reads['look']
}

export type BackendDeps = {
  workspace: string
  /** The copy. Taken over: closed with the store. */
  cache: Store
  target: Target
  connect(): Promise<Result<Remote>>
  log: Log
  now?: () => Date
  look_ms?: number
}

/** The first read of a large dataset goes on behind what is there by then; profiles come first. */
const FIRST_MS = 10_000

/**
 * The first time it waits until the copy was read, or couldn't be; afterwards what is here is shown at once, and is as old
 * as `info().live.read_at` says.
 */
export async function openBackend(deps: BackendDeps): Promise<Backend> {
  const { workspace, cache, target, connect, log, now = () => new Date(), look_ms } = deps
  const file = await openState(workspace, (await cache.owners()).length === 0, log)
  const { account, read_at } = file.current
  const { project, dataset } = target
  const live = createLive({ project, dataset, account, read_at, reading: false, saving: 0, problem: null })
  const turns = createTurns()
  const takeIn = createTakeIn({ cache, file, log })
  const reads = createReads({ file, turns, live, takeIn, connect, log, now, look_ms })
  const { contact, look, lookSoon } = reads
  const folder = join(workspace, '_meta', 'tmp')
  const shared = { cache, file, turns, live, takeIn, contact, lookSoon, folder }
  const save = createSave(shared)
  const writes = { ...createBulk({ ...shared, save }), commit: save.commit }
  const store = createBackendStore({ cache, writes, live, close: reads.close })
  lookSoon()
  if (read_at === null) await within(FIRST_MS, look())
  return { store, target, contact, connect, look }
}

/** Ends with the work, or when the time is over. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
