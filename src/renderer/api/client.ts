// The one way to the application: over the desktop's bridge where there is one, over HTTP in the browser.
import { type Bridge, clientOf } from '../../shared/bridge.ts'
import type { Client, Unsubscribe } from '../../shared/contract.ts'
import { fail } from '../../shared/errors.ts'
import type { OperationName } from '../../shared/operation-names.ts'
import { t } from '../messages/index.ts'
import { bearer, httpClient, httpSubscribe, takeToken } from './http.ts'
import { uploadFiles } from './upload.ts'

type MethodsOf<C> = { [G in keyof C & string]: `${G}.${keyof C[G] & string}` }[keyof C & string]
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
/** Doesn't compile when an operation has no method here, or a method no operation. */
export const EVERY_OPERATION_HAS_A_METHOD: Same<MethodsOf<Client>, OperationName> = true

const reconnectListeners = new Set<() => void>()
/** Tells when the connection was lost and is back, so that everything shown is fetched anew. */
export function onReconnect(listener: () => void): Unsubscribe {
  reconnectListeners.add(listener)
  return () => reconnectListeners.delete(listener)
}

/** A bridge call that is rejected (the core died under it) is a failure like any other. */
function overBridge(bridge: Client): Client {
  const groups = bridge as unknown as Record<string, Record<string, (input: unknown) => Promise<never>>>
  return clientOf(async (operation, input) => {
    const [group = '', method = ''] = operation.split('.')
    try {
      const run = groups[group]?.[method]
      return run ? await run(input) : fail('unsupported', t.common.unexpected)
    } catch {
      return fail('offline', t.common.notReachable, { hint: t.common.notReachableHint })
    }
  })
}

function connect(): Bridge {
  const bridge = window.activation
  if (bridge)
    return {
      client: overBridge(bridge.client),
      subscribe: bridge.subscribe,
      offerDropped: bridge.offerDropped,
    }
  const token = takeToken() ?? ''
  return {
    client: httpClient(token),
    subscribe: httpSubscribe(token, () => {
      for (const listener of reconnectListeners) listener()
    }),
    offerDropped: files => uploadFiles(files, bearer(token)),
  }
}

export const { client, subscribe, offerDropped } = connect()
