// How an error becomes an HTTP answer: the status by its code, the body by the kind of route.
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppError, ErrorCode } from '../../shared/errors.ts'

const STATUS = {
  validation_failed: 400,
  not_found: 404,
  conflict: 409,
  forbidden: 403,
  // Of another system: Google or a platform doesn't take what it is signed in with. The caller's own token is 401.
  unauthorized: 424,
  quota_exceeded: 429,
  storage_full: 503,
  storage_busy: 503,
  storage_corrupt: 503,
  keychain_unavailable: 503,
  keychain_locked: 503,
  offline: 503,
  timeout: 503,
  rate_limited: 429,
  platform_rejected: 503,
  bigquery_failed: 503,
  cancelled: 409,
  unsupported: 409,
  internal: 500,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>

/** A refusal whose status says more than its code does: 413 and 415 are both `validation_failed`. */
export type Refusal = { error: AppError; status?: ContentfulStatusCode }

export const statusOf = ({ error, status }: Refusal): ContentfulStatusCode => status ?? STATUS[error.code]

/** REST calls and the page’s own have bodies of their own shape; both carry the same error. */
export function refuse(c: Context, refusal: Refusal) {
  const { code, message, hint, details } = refusal.error
  const status = statusOf(refusal)
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return isRestRoute(c.req.path)
    ? c.json(
        { success: false, error: message, code, details: details ?? null, ...(hint && { hint }) },
        status,
      )
    : c.json({ ok: false, error: refusal.error }, status)
}

const PAGES_ROUTES = /^\/api\/(rpc|uploads|downloads)(\/|$)/
const isRestRoute = (path: string) => path.startsWith('/api/') && !PAGES_ROUTES.test(path)
