// What an open workspace consists of; the store's modules share it.
import type { Damage, WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import type { Fail, Result } from '../../../shared/errors.ts'
import type { Duck } from './duck.ts'
import type { Changed, Entity } from './face.ts'
import type { Files } from './files.ts'
import type { Layout } from './layout.ts'
import type { Log } from './log.ts'
import type { Overlay } from './overlay.ts'
import type { Parts } from './parts.ts'
import type { Placed } from './place-parts.ts'
import type { Shelf } from './shelf.ts'

/** For the structured log of the application; the store itself prints nothing. */
export type StoreLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void

export type State = {
  layout: Layout
  files: Files
  duck: Duck
  log: Log
  parts: Parts
  overlay: Overlay
  say: StoreLog
  now: () => Date
  /** Number of the newest version; the next gets one more. */
  seq: number
  flushedSeq: number
  firstLog: number
  damage: Damage[]
  /** Folders with names that may not be durable yet; see `place-parts.ts`. */
  unsynced: Set<string>
  placing: Set<Placed>
  /** Parts of bulk commits that could not be renamed into place yet, by their path; read from where they are. */
  unplaced: Map<string, Placed>
  /** Comparisons with checksums under way, by path. */
  checking: Map<string, Promise<boolean>>
  /** Why nothing can be saved now; null when all is well. */
  readOnly: Fail | null
  /** Whether the folder can be written at all: without it there is no lock and no log. */
  writable: boolean
  closing: boolean
  /** Why nothing may be saved for now; null when it may. */
  frozen: Fail | null
  shelf: (entity: Entity, owner: string) => Promise<Shelf>
  /** Shelves that are loaded now. */
  shelves: () => Shelf[]
  /** Forgets a shelf, so that it is loaded anew. */
  reload: (entity: Entity, owner: string) => void
  publish: () => Promise<void>
  changed: (changed: Changed[]) => void
  infoChanged: () => void
  info: () => WorkspaceInfo
  report: (damage: Omit<Damage, 'found_at'>) => void
  flushSoon: () => void
  setReadOnly: (reason: Fail | null) => void
}

export type Done<T> = Promise<Result<T>>

export type StoreOptions = {
  folder: string
  files?: Files
  log?: StoreLog
  now?: () => Date
  /** When to flush by itself: after so many rows, after so long without a save. */
  flush?: { rows?: number; idle_ms?: number }
  /** Milliseconds after opening before all checksums are compared; null leaves it to `verify`. */
  verify_after_ms?: number | null
  /** Called once the folder is held and can be written, before anything in it is read. What it throws is thrown on. */
  prepare?: () => Promise<unknown>
}
