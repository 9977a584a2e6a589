// A computer with a workspace of its own that pushes and pulls: its store, its state on the disk, and one profile.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Remote } from '../../../../src/main/core/bigquery/face.ts'
import { tableOf } from '../../../../src/main/core/bigquery/rows/tables.ts'
import type { Ran } from '../../../../src/main/core/bigquery/service/around.ts'
import { createConnections } from '../../../../src/main/core/bigquery/service/connection.ts'
import { runPush } from '../../../../src/main/core/bigquery/service/run.ts'
import { runCompare, runPull } from '../../../../src/main/core/bigquery/service/run-pull.ts'
import { createSessions, type Session } from '../../../../src/main/core/bigquery/service/sessions.ts'
import { unpushedOf } from '../../../../src/main/core/bigquery/service/unpushed.ts'
import { silentLog } from '../../../../src/main/core/log/log.ts'
import type { Entity, Put, Store } from '../../../../src/main/core/store/face.ts'
import { ok, type Result } from '../../../../src/shared/errors.ts'
import { createMemoryStore } from '../../../support/memory-store.ts'
import { TARGET } from './model.ts'

export const must = <T>(result: Result<T>): T => {
  if (!result.ok)
    throw new Error(`${result.error.code}: ${result.error.message} ${JSON.stringify(result.error.details)}`)
  return result.value
}

/** Where a sync costs nothing, if there is such a place: the disk itself is proved elsewhere. */
const scratch = () => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir())

export type Device = Awaited<ReturnType<typeof createDevice>>

export async function createDevice(given: {
  user_id: string
  remote(): Remote
  store?: Store
  now?: () => Date
  /** Whose the rows are in BigQuery, where that is another id. */
  remote_user_id?: string
  /** Which workspace it is, for runs that were planned in one. */
  home?: string
}) {
  const { user_id } = given
  const now = given.now ?? (() => new Date())
  const workspace = await mkdtemp(join(scratch(), 'sync-'))
  const store = given.store ?? createMemoryStore(workspace)
  const connections = createConnections(workspace, {}, silentLog)
  must(
    await connections.keep(user_id, {
      ...TARGET,
      sign_in: { kind: 'application_default', client_id: null, account: null, done: true },
      remote_user_id: given.remote_user_id ?? null,
      automatic: { every_minutes: null, on_quit: false },
    }),
  )
  const begin = () =>
    createSessions({
      workspace,
      store,
      log: silentLog,
      connections,
      connect: async () => ok(given.remote()),
      now,
      home: async () => given.home ?? '',
    })
  let sessions = begin()
  const session = async (): Promise<Session> => {
    const found = await sessions.of(user_id)
    if (!found) throw new Error('The device is not connected')
    return found
  }
  const context = (signal = new AbortController().signal) => ({ signal, progress() {}, message() {} })

  const device = {
    user_id,
    store,
    workspace,
    session,
    push: async (signal?: AbortSignal): Promise<Result<Ran>> =>
      runPush({ store, session: await session(), context: context(signal), now }, 'person'),
    /** As the clock starts it. */
    scheduled: async (): Promise<Result<Ran>> =>
      runPush({ store, session: await session(), context: context(), now }, 'schedule'),
    pull: async (signal?: AbortSignal): Promise<Result<Ran>> =>
      runPull({ store, session: await session(), context: context(signal), now }),
    compare: async (): Promise<Result<Ran>> =>
      runCompare({ store, session: await session(), context: context(), now }),
    /** The program ends at once and is started anew: what isn't on the disk is gone. */
    restart() {
      sessions = begin()
    },
    async save(...puts: Put[]) {
      return must(await store.commit(user_id, puts))
    },
    /** Current records without what is of the device alone, by id. */
    async records(entity: Entity): Promise<Map<string, Record<string, unknown>>> {
      const { id } = tableOf(entity)
      const found = new Map<string, Record<string, unknown>>()
      const ids = must(await store.ids(entity, user_id, { where: [] }))
      for (const one of ids) {
        const record = must(await store.get(entity, user_id, one)) as unknown as Record<string, unknown>
        found.set(String(record[id]), record)
      }
      return found
    },
    async unpushed(entity: Entity) {
      return must(await unpushedOf(store, await session(), entity))
    },
    async conflicts() {
      return (await session()).conflicts.all()
    },
    async settle(choice: 'mine' | 'theirs') {
      const { conflicts, reconcile } = await session()
      must(await reconcile.settleAll(conflicts.all(), choice))
    },
    close: () => rm(workspace, { recursive: true, force: true }),
  }
  return device
}
