// What the reference system's calls share: whose they are, their bodies, their pages, and that they know no trash.
import type { Context, MiddlewareHandler } from 'hono'
import * as z from 'zod'
import type { CoreOperation, OutputOf } from '../../shared/contract.ts'
import { fail, invalid, ok, type Result } from '../../shared/errors.ts'
import { mapConcurrently } from '../core/concurrent.ts'
import { refuse } from './answers.ts'
import { readJson } from './body.ts'
import { contextOf, type ServerConfig } from './config.ts'

/** A larger `limit` is served as this one: the reference's scripts ask for 1,000 and read what comes. */
const MAX_LIMIT = 500
const DEFAULT_LIMIT = 100
const READS_AT_ONCE = 16

/** A number of a query, 0 to 999,999,999. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)

/** What every list takes. An empty cursor is none. */
export const pageFields = {
  limit: wholeNumber
    .refine(limit => limit >= 1, 'must be at least 1')
    .transform(limit => Math.min(limit, MAX_LIMIT))
    .default(DEFAULT_LIMIT),
  cursor: z.string().optional(),
}

/** A condition of a query that is left empty is none. */
export const unlessEmpty = (raw: unknown) => (raw === '' ? undefined : raw)

/** What a call takes whose address says everything. */
export const NoFields = z.strictObject({})

type JsonObject = Record<string, unknown>
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** By what a request says of itself: a body's stream looks the same whether anything comes or not. */
const hasBody = (c: Context) =>
  c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length') ?? 0) > 0

/** A record in the trash doesn't exist for the reference's callers. `what` is its kind: `audience`. */
export function living<T extends { deleted: boolean }>(found: Result<T>, what: string): Result<T> {
  if (!found.ok || !found.value.deleted) return found
  return fail('not_found', `There is no such ${what}`, { hint: 'It is in the trash.' })
}

/** Reads each record of a list as a whole, in the list's order; one that was deleted since is left out. */
export async function wholeRecords<S, T>(
  items: readonly S[],
  read: (item: S) => Promise<Result<T>>,
): Promise<Result<T[]>> {
  const records: T[] = []
  for (const one of await mapConcurrently(items, READS_AT_ONCE, read)) {
    if (one.ok) records.push(one.value)
    // Deleted between the list and the read: it is as if the list had come a moment later.
    else if (one.error.code !== 'not_found') return one
  }
  return ok(records)
}

export function referenceCalls(config: ServerConfig) {
  const { core, profile } = config
  const context = contextOf(config)

  // The core checks what it answers against the contract, so its type is known here.
  const ask = <N extends CoreOperation>(operation: N, input: unknown) =>
    core.invoke(operation, input, context) as Promise<Result<OutputOf<N>>>

  /** The one user these calls can name is the token's own. */
  function ownUser(user_id: unknown): Result<null> {
    if (user_id === undefined || user_id === null || user_id === profile) return ok(null)
    return fail('forbidden', 'The access token is not that user’s', {
      hint: 'Leave user_id out, or start the program with --profile for that user.',
    })
  }

  /** Refuses a `user_id` of the query that isn't the token's. */
  const ownQuery: MiddlewareHandler = async (c, next) => {
    const refused = (c.req.queries('user_id') ?? []).map(ownUser).find(own => !own.ok)
    return refused && !refused.ok ? refuse(c, refused) : next()
  }

  /** The body's fields without its `user_id`, which must be the token's. */
  async function ownBody(c: Context) {
    const body = await readJson(c)
    if (!body.ok) return body
    if (!isObject(body.value)) return invalid([{ path: '', message: 'must be a JSON object' }])
    const { user_id, ...fields } = body.value
    const own = ownUser(user_id)
    return own.ok ? ok<JsonObject>(fields) : own
  }

  /** The same for a call that needs no body. */
  const ownBodyIfAny = async (c: Context) => (hasBody(c) ? ownBody(c) : ok<JsonObject>({}))

  return { ask, ownQuery, ownBody, ownBodyIfAny }
}
