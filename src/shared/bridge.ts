// What the renderer is given to reach the application, and how its named methods come from the list of operations.
import type { PickedFile } from './contract/shell.ts'
import type { Client, Contract, InputOf, OutputOf, Subscribe } from './contract.ts'
import type { Result } from './errors.ts'
import { OPERATION_NAMES, type OperationName } from './operation-names.ts'

/**
 * The preload puts this on `window.activation`; the browser door's client has the same shape. `offerDropped` takes files
 * that were dropped on the window: only the preload learns where they are, and the page gets a token for each.
 */
export type Bridge = {
  client: Client
  subscribe: Subscribe
  offerDropped(files: readonly File[]): Promise<Result<{ files: PickedFile[] }>>
}

/** Between preload and main process alone: no operation, so that no page can name a path. */
export const DROPPED = 'files.dropped'

declare global {
  interface Window {
    /** Absent in the browser door, which speaks HTTP. */
    activation?: Bridge
  }
}

type None<T extends never> = T
/** Doesn't compile when the contract has an operation that OPERATION_NAMES lacks: no door would offer it. */
export type UnnamedOperations = None<Exclude<keyof Contract, OperationName>>

/** Carries one call over a door: IPC or HTTP. */
export type Call = <N extends OperationName>(name: N, input: InputOf<N>) => Promise<Result<OutputOf<N>>>

/** One named method for each operation: `clientOf(call).audiences.list(query)` is `call('audiences.list', query)`. */
export function clientOf(call: Call): Client {
  const groups: Record<string, Record<string, (input: never) => Promise<unknown>>> = {}
  for (const name of OPERATION_NAMES) {
    const [group, method] = name.split('.') as [string, string]
    groups[group] = { ...groups[group], [method]: input => call(name, input) }
  }
  // The keys are those of OPERATION_NAMES, from which Client is derived; the compiler can't follow the split.
  return groups as unknown as Client
}
