// What the core and a query's own process say to each other, and how such a process is held. Types only.
import type { QueryResult } from '../../../shared/contract/queries.ts'
import type { Result } from '../../../shared/errors.ts'

export type QueryTask = {
  sql: string
  /** The only files that may be read. */
  files: readonly string[]
  /** Makes the tables over those files. SQL of our own. */
  setup: readonly string[]
  /** Names a query may use. */
  tables: readonly string[]
  limits: { rows: number; characters: number; memory_mb: number }
}

export type ToQuery = { task: QueryTask } | { interrupt: true }
export type FromQuery =
  | { result: Result<QueryResult> }
  /** It takes more memory than it may, and is about to end itself. */
  | { outgrown: true }

/** A process that runs one query. It holds nothing that would outlive it, so it may be killed at any moment. */
export interface QueryProcess {
  send(message: ToQuery): void
  onMessage(listener: (message: FromQuery) => void): void
  onExit(listener: (code: number | null) => void): void
  kill(): void
}
/** Null where no process can be started: a program that runs from its sources. */
export type StartQueryProcess = () => QueryProcess | null

/** On the desktop the main process starts them: the core asks for one by a number of its own, and is told of it by that. */
export type QueryCall = { id: number } & ({ do: 'start' } | { do: 'send'; message: ToQuery } | { do: 'kill' })
export type QueryNews = { id: number } & ({ message: FromQuery } | { exit: number | null })
