// Reads what the client, the network or Google's answers threw into one plain shape. What it means is decided elsewhere.
import { z } from 'zod'
import { type Fault, faultOf } from '../../connectors/http/faults.ts'
import { parseRetryAfter } from '../../connectors/http/retry-after.ts'

/** `text` is Google's own message. It can hold what a row holds: names are read out of it, it is never handed on. */
export type Seen =
  | { kind: 'answer'; status: number; reason: string | null; text: string; retry_after_s: number | null }
  | { kind: 'job'; reason: string; text: string; job_id: string }
  /** The token endpoint's refusal: `error` as in RFC 6749, section 5.2. */
  | { kind: 'grant'; status: number; error: string; subtype: string | null; retry_after_s: number | null }
  | { kind: 'no_credentials' }
  | { kind: 'bad_key' }
  /** Something that is not Google answered: a sign-in page of the network, a proxy. */
  | { kind: 'stranger'; status: number }
  /** Google's, but not as its description says; `what` holds no content. */
  | { kind: 'unreadable'; what: string }
  | { kind: 'transport'; fault: Fault }
  | { kind: 'no_file'; code: string }
  | { kind: 'cancelled' }
  | { kind: 'unknown'; name: string }

/** No answer within the time of one call. */
export class Late extends Error {}
export class Cancelled extends Error {}
/** The file to upload; the message is the system's name of the error. */
export class NoFile extends Error {}
/** An answer that is not of this API at all. */
export class Foreign extends Error {}
/** An answer, or a cell of it, that is not what the API's description says. */
export class Unreadable extends Error {}

const GOOGLE = 'googleapis.com'

const Inner = z.object({ reason: z.string().optional(), message: z.string().optional() })
const ApiAnswer = z.object({
  code: z.number().int(),
  errors: z.array(Inner).optional(),
  message: z.string().default(''),
  response: z
    .object({ headers: z.record(z.string(), z.unknown()).optional() })
    .optional()
    .catch(undefined),
})
const GrantRefusal = z.object({
  response: z.object({ status: z.number().int(), data: z.unknown() }),
})
const GrantBody = z.object({ error: z.string(), error_subtype: z.string().optional() })

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

function retryAfter(headers: unknown, now: Date): number | null {
  const value = headers instanceof Headers ? headers.get('retry-after') : headers
  return parseRetryAfter(textOf(value), now)
}

/** Answers of the API are errors of the client with the HTTP status as `code`. */
function answerOf(error: unknown, now: Date): Seen | null {
  const { success, data } = ApiAnswer.safeParse(error)
  if (!success) return null
  const first = data.errors?.find(one => one.reason)
  // Google gives each refusal a reason. Without one, something in between has answered.
  if (!first?.reason && data.code < 500 && ![401, 408, 429].includes(data.code)) {
    return { kind: 'stranger', status: data.code }
  }
  return {
    kind: 'answer',
    status: data.code,
    reason: first?.reason ?? null,
    text: first?.message ?? data.message,
    retry_after_s: retryAfter(data.response?.headers?.['retry-after'], now),
  }
}

/** The token endpoint's answers come as errors of the sign-in library. */
function grantOf(error: unknown, now: Date): Seen | null {
  const { success, data } = GrantRefusal.safeParse(error)
  if (!success) return null
  const { status } = data.response
  const body = GrantBody.safeParse(data.response.data).data
  const headers: unknown = Reflect.get(data.response, 'headers')
  if (!body && status < 500 && status !== 429) return { kind: 'stranger', status }
  return {
    kind: 'grant',
    status,
    error: body?.error ?? '',
    subtype: body?.error_subtype ?? null,
    retry_after_s: retryAfter(headers, now),
  }
}

/** Why the sign-in library could not even ask; it has no codes for these. */
function localOf(error: unknown): Seen | null {
  if (!(error instanceof Error)) return null
  if (/default credentials/i.test(error.message)) return { kind: 'no_credentials' }
  const code = textOf(Reflect.get(error, 'code')) ?? ''
  if (/^ERR_OSSL_|^ERR_CRYPTO_/.test(code) || /DECODER routines|PEM routines/.test(error.message)) {
    return { kind: 'bad_key' }
  }
  return null
}

const hostOf = (error: unknown) => {
  const host: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'hostname') : null
  return textOf(host) ?? GOOGLE
}

export function seenOf(error: unknown, now: Date): Seen {
  if (error instanceof Cancelled) return { kind: 'cancelled' }
  if (error instanceof Late)
    return { kind: 'transport', fault: { kind: 'timeout', host: GOOGLE, code: null } }
  if (error instanceof NoFile) return { kind: 'no_file', code: error.message }
  // The client parses as JSON what says that it is JSON.
  if (error instanceof Foreign || error instanceof SyntaxError) return { kind: 'stranger', status: 200 }
  if (error instanceof Unreadable) return { kind: 'unreadable', what: error.message }
  const said = grantOf(error, now) ?? answerOf(error, now) ?? localOf(error)
  if (said) return said
  const fault = faultOf(error, hostOf(error))
  if (fault.kind !== 'unknown') return { kind: 'transport', fault }
  return { kind: 'unknown', name: error instanceof Error ? error.name : typeof error }
}
