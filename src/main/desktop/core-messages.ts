// What the main process and the core process say to each other. Types only: both ends are built together.
import type { CoreOperation } from '../../shared/contract.ts'
import type { Result } from '../../shared/errors.ts'
import type { Context, CoreConfig, CoreEvent } from '../core/face.ts'
import type { QueryCall, QueryNews } from '../core/queries/face.ts'

export type CoreCall =
  | { call: 'invoke'; operation: CoreOperation; input: unknown; context: Context }
  | { call: 'offerFolder'; path: string; user_id: string }
  | { call: 'offerFile'; path: string; name: string; user_id: string }
  | { call: 'offerTarget'; path: string; user_id: string }
  | { call: 'savedFile'; file_token: string; user_id: string }
  /** Serves the REST API on this port, 0 for any free one; null stops it. */
  | { call: 'serveApi'; port: number | null }
  | { call: 'apiServing' }
  /** Flushes, lets go of the workspace and ends the process. */
  | { call: 'close' }

/** `open` comes first and has no answer: calls that follow wait for it. */
export type ToCore =
  /** `api_port`: where the REST API is to be served, if it is. */
  | { call: 'open'; config: CoreConfig; api_port: number | null }
  | (CoreCall & { id: number })
  /** Of a process that runs a query. */
  | { query: QueryNews }

export type FromCore =
  | { id: number; result: Result<unknown> }
  | { event: CoreEvent }
  /** A workspace that another program held at first is open now. */
  | { opened: true }
  | { query: QueryCall }
