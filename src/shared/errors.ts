// The one error type. Expected failures are values of this shape; they cross IPC and HTTP as they are.
import * as z from 'zod'

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
export const FieldError = z.object({ path: z.string(), message: z.string() })
export type FieldError = z.infer<typeof FieldError>

export const AppError = z.object({
  code: z.enum(ERROR_CODES),
  /** What happened, in the analyst's words. */
  message: z.string(),
  /** What to do next. */
  hint: z.string().optional(),
  /** `fields` for validation_failed; `current_version` and `expected_version` for conflict; never a secret. */
  details: z.record(z.string(), z.unknown()).optional(),
})
export type AppError = z.infer<typeof AppError>

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

/** The bad fields of a validation refusal; empty for every other error. */
export function fieldErrors(error: AppError): FieldError[] {
  const parsed = z.array(FieldError).safeParse(error.details?.fields)
  return parsed.success ? parsed.data : []
}
