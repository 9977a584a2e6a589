// Who a request speaks for: the profile of this run's token, or that of an access token.
import type { Context as Request } from 'hono'
import type { TokenScope } from '../../shared/contract/tokens.ts'
import { ok, type Result } from '../../shared/errors.ts'
import type { Context, Core } from '../core/face.ts'
import type { ServerConfig } from './config.ts'
import { bearerOf, sameToken } from './token.ts'

export type Caller = {
  user_id: string
  scope: TokenScope
  /** The token of this run, which the page has and which may do what the page does. */
  of_run: boolean
  /** Stands for the token where requests are counted. */
  key: string
}

export type DoorEnv = { Variables: { caller: Caller; request_id: string } }
export type Asking = Request<DoorEnv>

/** null where the header carries no token that is good now. */
export async function findCaller(
  { core, run }: Pick<ServerConfig, 'core' | 'run'>,
  header: string | undefined,
): Promise<Result<Caller | null>> {
  const given = bearerOf(header)
  if (given === null) return ok(null)
  if (run && sameToken(given, run.token))
    return ok({ user_id: run.profile, scope: 'read_write', of_run: true, key: 'run' })
  const holder = await core.tokenHolder(given)
  if (!holder.ok || !holder.value) return holder.ok ? ok(null) : holder
  const { user_id, scope, token_id } = holder.value
  return ok({ user_id, scope, of_run: false, key: token_id })
}

export const contextOf = (c: Asking): Context => ({
  user_id: c.get('caller').user_id,
  session: 'token',
  door: 'server',
  request_id: c.get('request_id'),
})

/** Before anyone is known: for what is answered to all, and for the program itself. */
export const contextOfRun = (run: ServerConfig['run']): Context => ({
  user_id: run?.profile ?? null,
  session: 'token',
  door: 'server',
})

/** Whether what a request came with is still good: a stream outlives the look at its token. */
export const stillGood =
  (config: { core: Core; run: ServerConfig['run'] }, c: Asking) => async (): Promise<boolean> => {
    const found = await findCaller(config, c.req.header('authorization'))
    // A store that is busy for a moment revokes nothing.
    return !found.ok || found.value?.key === c.get('caller').key
  }
