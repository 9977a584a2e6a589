// The one error type. Expected failures are values of this shape; they cross IPC and HTTP as they are.
// No schema here: the first thing a window loads needs errors, and not yet the library that checks records.

export const ERROR_CODES = [
  'validation_failed',
  'not_found',
  'conflict',
  'forbidden',
  'unauthorized',
  'quota_exceeded',
  'storage_full',
  'storage_busy',
  'storage_corrupt',
  'keychain_unavailable',
  'keychain_locked',
  'offline',
  'timeout',
  'rate_limited',
  'platform_rejected',
  'bigquery_failed',
  'cancelled',
  'unsupported',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** One bad field of a refused input. `path` is written as a user would: `segments[2].size`; '' is the whole input. */
export type FieldError = { path: string; message: string }

export type AppError = {
  code: ErrorCode
  /** What happened, in the analyst's words. */
  message: string
  /** What to do next. */
  hint?: string | undefined
  /** `fields` for validation_failed; `current_version` and `expected_version` for conflict; never a secret. */
  details?: Record<string, unknown> | undefined
}

/** What happened and what to do, where one stands behind the other. */
export const inSentences = ({
  message,
  hint,
}: {
  message: string
  hint?: string | null | undefined
}): string => (hint ? `${message.replace(/\.$/, '')}. ${hint}` : message)

export type Ok<T> = { ok: true; value: T }
export type Fail = { ok: false; error: AppError }
/** What every operation answers, over every door. */
export type Result<T> = Ok<T> | Fail

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

export function fail(
  code: ErrorCode,
  message: string,
  extra: { hint?: string; details?: Record<string, unknown> } = {},
): Fail {
  return { ok: false, error: { code, message, ...extra } }
}

/** A validation refusal that names each bad field. */
export function invalid(fields: FieldError[]): Fail {
  const first = fields[0]
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : ''
  const message = first
    ? `${first.path ? `${first.path}: ` : ''}${first.message}${more}`
    : 'The input is not valid'
  return fail('validation_failed', message, {
    hint: 'Correct the named fields and try again.',
    details: { fields },
  })
}

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  typeof value.path === 'string' &&
  'message' in value &&
  typeof value.message === 'string'

/** The bad fields of a validation refusal; empty for every other error. */
export function fieldErrors(error: AppError): FieldError[] {
  const fields = error.details?.fields
  return Array.isArray(fields) && fields.every(isFieldError) ? fields : []
}
