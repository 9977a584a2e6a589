// How one REST call is written down: the same lines serve it, check what it is sent, and describe it in the document.
import type { Handler } from 'hono'
import type * as z from 'zod'
import type { CoreOperation, OutputOf } from '../../shared/contract.ts'
import type { Result } from '../../shared/errors.ts'
import type { DoorEnv } from './caller.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

export const TAGS = [
  'Audiences',
  'Platforms',
  'Distributions',
  'Jobs',
  'Files',
  'Profile',
  'Workspace',
  'BigQuery',
  'Operations',
  'About',
] as const
export type Tag = (typeof TAGS)[number]

export type Ask = <N extends CoreOperation>(operation: N, input: unknown) => Promise<Result<OutputOf<N>>>

/** What a call is given: everything checked, and whose it is settled. */
export type Asked<Q = unknown, B = unknown> = {
  /** A part of the path by its name. */
  param(name: string): string
  query: Q
  body: B
  ask: Ask
  user_id: string
  /** When the caller has gone away, or has waited for as long as an answer may take. */
  signal: AbortSignal
  /** The version that the caller saw: named in the body or the query, or by If-Match. */
  expected(given: number | undefined): number | undefined
}

type Described = {
  method: Method
  /** As Hono writes it: `/api/audiences/:audience_id`. */
  path: string
  tag: Tag
  /** One line, without a full stop. */
  summary: string
  /** What else is worth knowing, in whole sentences. */
  detail?: string
  /** A read-only token may make it. */
  effect: 'read' | 'write'
}

export type JsonRoute = Described & {
  kind: 'json'
  query: z.ZodType | null
  /** `checked_by`: here, or by the operation that is given all of it. */
  body: { schema: z.ZodType; needed: boolean; checked_by: 'door' | 'core' } | null
  /** Beside `success`, which is true. */
  answer: z.ZodRawShape
  status: 200 | 201
  /** The field of the answer that is a record with a version: it makes the ETag, and If-Match is understood. */
  record: string | null
  respond(asked: Asked): Promise<Result<Record<string, unknown>>>
}

/** A call whose body or answer isn't JSON, or that is answered without a token. */
export type PlainRoute = Described & {
  kind: 'plain'
  open: boolean
  /** The parts of its OpenAPI operation that no schema of ours tells. */
  described: { requestBody?: object; parameters?: object[]; responses: object }
  handle: Handler<DoorEnv>
}

export type Route = JsonRoute | PlainRoute

type Input<S extends z.ZodType | undefined, Without> = S extends z.ZodType ? z.output<S> : Without

type Given<Q extends z.ZodType | undefined, B extends z.ZodType | undefined> = Omit<
  Described,
  'method' | 'path' | 'effect'
> & {
  effect?: Described['effect']
  query?: Q
  body?: B
  /** The body may be left out. */
  optional?: boolean
  /** Instead of `body`: it is passed on as it came, and checked by the operation that is given it. */
  passed?: z.ZodType
  answer: z.ZodRawShape
  status?: 201
  record?: string
  respond(asked: Asked<Input<Q, null>, Input<B, Record<string, unknown>>>): Promise<Result<object>>
}

/** A call that takes and answers JSON. GET reads, and any other method writes unless it is said otherwise. */
export function json<
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  method: Method,
  path: string,
  { effect, query, body, optional, passed, status, record, ...rest }: Given<Q, B>,
): JsonRoute {
  const schema = body ?? passed
  return {
    kind: 'json',
    method,
    path,
    effect: effect ?? (method === 'get' ? 'read' : 'write'),
    query: query ?? null,
    body: schema ? { schema, needed: !optional, checked_by: passed ? 'core' : 'door' } : null,
    status: status ?? 200,
    record: record ?? null,
    ...rest,
    // The table holds calls of every type: each is given what its own schemas made.
    respond: rest.respond as JsonRoute['respond'],
  }
}
