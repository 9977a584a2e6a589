// What is at hand of each profile that pushes: its state on the disk, what has to be decided, and the way to BigQuery.
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import type { Store } from '../../store/face.ts'
import type { Remote } from '../face.ts'
import { type Conflicts, openConflicts } from '../sync/conflicts.ts'
import { createReconcile, type Reconcile } from '../sync/reconcile.ts'
import { openState, type StateFile, syncFolder } from '../sync/state.ts'
import type { Connections, Kept } from './connection.ts'

export type Session = {
  user_id: string
  kept: Kept
  /** Whose the rows are in BigQuery. */
  remote_user_id: string
  folder: string
  file: StateFile
  conflicts: Conflicts
  reconcile: Reconcile
  /**
   * For one action; opened with the first. One that waits tries for half a minute where there is no network at all:
   * nobody watches, and a laptop that was just opened may need as long. The other says so at once.
   */
  remote(waits?: boolean): Promise<Result<Remote>>
  close(): Promise<void>
}

/** Makes the way to BigQuery; refusals: those of the sign-in. */
export type Connect = (user_id: string, kept: Kept, waits?: boolean) => Promise<Result<Remote>>

type Deps = {
  workspace: string
  store: Store
  log: Log
  connections: Connections
  connect: Connect
  now(): Date
  /** See `metadata.planned_in` of a run. */
  home(): Promise<string>
}

export const notConnected = () =>
  fail('unsupported', 'This profile is not connected to BigQuery.', {
    hint: 'Set up the connection on the BigQuery page.',
  })

export function createSessions({ workspace, store, log, connections, connect, now, home }: Deps) {
  const open = new Map<string, Promise<Session | null>>()

  async function make(user_id: string): Promise<Session | null> {
    const kept = await connections.of(user_id)
    if (!kept) return null
    const remote_user_id = kept.remote_user_id ?? user_id
    const folder = syncFolder(workspace, user_id, { ...kept, remote_user_id })
    const newest = await store.snapshot()
    const file = await openState(folder, newest.ok ? newest.value : Number.MAX_SAFE_INTEGER, log)
    const conflicts = await openConflicts(folder, log)
    const remotes = new Map<boolean, Promise<Result<Remote>>>()
    return {
      user_id,
      kept,
      remote_user_id,
      folder,
      file,
      conflicts,
      reconcile: createReconcile({ store, user_id, file, conflicts, now, home }),
      async remote(waits = false) {
        const opening = remotes.get(waits) ?? connect(user_id, kept, waits)
        remotes.set(waits, opening)
        const made = await opening
        if (made.ok) made.value.begin()
        else remotes.delete(waits)
        return made
      },
      async close() {
        for (const made of await Promise.all(remotes.values())) if (made.ok) await made.value.close()
      },
    }
  }

  const of = (user_id: string): Promise<Session | null> => {
    const existing = open.get(user_id)
    if (existing) return existing
    const making = make(user_id)
    open.set(user_id, making)
    making.catch(() => open.delete(user_id))
    return making
  }

  return {
    of,
    async need(user_id: string): Promise<Result<Session>> {
      const session = await of(user_id)
      return session ? ok(session) : notConnected()
    },
    /** The connection changed: what was open belongs to another. */
    async forget(user_id: string) {
      const before = await open.get(user_id)?.catch(() => null)
      open.delete(user_id)
      await before?.close()
    },
  }
}
export type Sessions = ReturnType<typeof createSessions>
