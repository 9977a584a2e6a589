// The way to BigQuery of one profile: signed in as it said, at the addresses that the environment names.

import type { Result } from '../../../../shared/errors.ts'
import { ok } from '../../../../shared/errors.ts'
import type { Vault } from '../../credentials/face.ts'
import type { Log } from '../../log/log.ts'
import type { Clock } from '../remote/clock.ts'
import { createRemote, type RemoteOptions } from '../remote/index.ts'
import { AT_FIRST_MS } from '../remote/reach.ts'
import type { Endpoints, SignInConfig } from '../sign-in/face.ts'
import { authFor } from '../sign-in/index.ts'
import { type Kept, targetOf } from './connection.ts'
import type { Connect } from './sessions.ts'

const wayOf = ({ sign_in: { kind, client_id } }: Kept): SignInConfig => {
  switch (kind) {
    case 'browser':
      return { way: 'browser', client_id: client_id ?? '' }
    case 'application_default':
      return { way: 'default' }
    case 'service_account':
      return { way: 'service_account' }
  }
}

/** See `RemoteOptions`. */
export type Limits = Pick<RemoteOptions, 'timeout_ms' | 'unreachable_ms' | 'patience_ms'>
type Deps = { vault: Vault; log: Log; endpoints: Result<Endpoints>; clock?: Clock; limits?: Limits }

export function createConnect({ vault, log, endpoints, clock, limits }: Deps): Connect {
  return async (owner, kept, waits = false) => {
    if (!endpoints.ok) return endpoints
    const { api } = endpoints.value
    const auth = await authFor(wayOf(kept), {
      vault,
      owner,
      project: kept.project,
      endpoints: endpoints.value,
      log,
    })
    if (!auth.ok) return auth
    const target = targetOf(kept)
    return ok(
      createRemote({
        target,
        auth: auth.value,
        endpoint: api,
        ...(!waits && { at_first_ms: AT_FIRST_MS }),
        ...limits,
        ...(clock && { clock }),
      }),
    )
  }
}
