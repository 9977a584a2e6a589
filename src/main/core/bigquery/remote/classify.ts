// Decides what an error of BigQuery means: whether and how to try again, and how it is told to the analyst.
import type { AppError, ErrorCode } from '../../../../shared/errors.ts'
import type { Fault } from '../../connectors/http/faults.ts'
import { waitWords } from '../../connectors/http/retry-after.ts'
import { missingIn, namedIn, roleFor } from './permission.ts'
import { type Seen, seenOf } from './seen.ts'
import { say } from './words.ts'

/**
 * `again`: the same call, with the same job id, after a pause. `next`: the job is known to have failed; a job with the
 * next id may succeed. `renew`: once, with a new access token. `sign_in` and `stop`: not without the user.
 */
export type Act = 'again' | 'next' | 'renew' | 'sign_in' | 'stop'
export type Verdict = {
  act: Act
  error: AppError
  retry_after_s: number | null
  /** There is no network at all: told soon, not after ten minutes. */
  unreachable?: true
}

const AGAIN_STATUS = [408, 429, 500, 502, 503, 504]
/** Google's page of error messages: short limits that pass by themselves. */
const RATE = ['rateLimitExceeded', 'userRateLimitExceeded', 'jobRateLimitExceeded']
const SHORT_LIMIT = /too many table update operations|exceeded rate limits|too many concurrent/i
/** Of two statements that change one table, BigQuery may cancel one. Its reason is not documented, its words are. */
const CONCURRENT = /concurrent (update|transaction)|transaction is aborted|could not serialize access/i
const DISABLED = /has not been used in project|it is disabled|SERVICE_DISABLED/
/** Jobs that failed through no fault of theirs; Google advises to make another. */
const JOB_NEXT = [
  ...RATE,
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'tableUnavailable',
]

const verdict = (
  act: Act,
  code: ErrorCode,
  [message, hint]: readonly [string, string],
  details: Record<string, unknown> = {},
  retry_after_s: number | null = null,
): Verdict => ({
  act,
  retry_after_s,
  error: { code, message, hint, ...(Object.keys(details).length > 0 && { details }) },
})

function transport({ kind, host, code }: Fault): Verdict {
  const details = { host, ...(code && { system: code }) }
  switch (kind) {
    case 'offline':
    case 'connection_refused':
      return { ...verdict('again', 'offline', say.offline(host), details), unreachable: true }
    case 'cut':
    case 'not_http':
    case 'too_large':
      return verdict('again', 'offline', say.cut(host), details)
    case 'timeout':
      return verdict('again', 'timeout', say.slow, details)
    // Another try meets the same certificate; only the network's keepers can change that.
    case 'tls':
      return verdict('stop', 'offline', say.certificate(host), details)
    case 'bad_address':
    case 'redirected':
    case 'unknown':
      return verdict('stop', 'offline', say.stranger, details)
    case 'cancelled':
      return verdict('stop', 'cancelled', say.cancelled)
  }
}

function grant({ status, error, subtype, retry_after_s }: Extract<Seen, { kind: 'grant' }>): Verdict {
  if (AGAIN_STATUS.includes(status)) {
    return verdict('again', 'offline', say.signInBusy, { reason: `http_${status}` }, retry_after_s)
  }
  const details = { reason: error, ...(subtype && { subtype }) }
  switch (error) {
    case 'invalid_grant':
      return verdict('sign_in', 'unauthorized', say.signInEnded(subtype), details)
    case 'invalid_client':
    case 'unauthorized_client':
    case 'deleted_client':
      return verdict('sign_in', 'unauthorized', say.clientRefused, details)
    case 'access_denied':
    case 'admin_policy_enforced':
    case 'org_internal':
    case 'restricted_client':
      return verdict('stop', 'forbidden', say.organisationRefuses, details)
    default:
      return verdict('sign_in', 'unauthorized', say.signInRefused, details)
  }
}

function forbidden(text: string, reason: string): Verdict {
  if (/insufficient authentication scopes/i.test(text)) {
    return verdict('sign_in', 'unauthorized', say.narrowScope, { reason })
  }
  if (/organization['’]s policy|VPC Service Controls/i.test(text)) {
    return verdict('stop', 'forbidden', say.perimeter, { reason })
  }
  const { permission, where } = missingIn(text)
  if (permission === null) {
    return verdict('stop', 'forbidden', say.denied(where), {
      reason,
      permission: null,
      ...(where && { where }),
    })
  }
  const role = roleFor(permission)
  return verdict('stop', 'forbidden', say.lacks(permission, where, role), {
    reason,
    permission,
    role,
    ...(where && { where }),
  })
}

/** What is the same whether a call or a job was refused; null for reasons that the two treat differently. */
function refused(reason: string, text: string, details: Record<string, unknown>): Verdict | null {
  if (DISABLED.test(text))
    return verdict('stop', 'bigquery_failed', say.apiOff, { ...details, reason: 'accessNotConfigured' })
  if (/\bbilling\b/i.test(text) && reason === 'accessDenied') {
    return verdict('stop', 'bigquery_failed', say.noBilling, { ...details, reason: 'billingNotEnabled' })
  }
  switch (reason) {
    case 'accessNotConfigured':
    case 'SERVICE_DISABLED':
      return verdict('stop', 'bigquery_failed', say.apiOff, details)
    case 'billingNotEnabled':
      return verdict('stop', 'bigquery_failed', say.noBilling, details)
    case 'billingTierLimitExceeded':
    case 'bytesBilledLimitExceeded':
      return verdict('stop', 'quota_exceeded', say.costLimit, details)
    case 'quotaExceeded':
    case 'dailyLimitExceeded':
      return verdict('stop', 'quota_exceeded', say.quota, details)
    case 'insufficientPermissions':
    case 'ACCESS_TOKEN_SCOPE_INSUFFICIENT':
      return verdict('sign_in', 'unauthorized', say.narrowScope, details)
    case 'accessDenied':
    case 'forbidden':
    case 'policyViolated':
      return forbidden(text, reason)
    case 'notFound': {
      const what = namedIn(text)
      return verdict('stop', 'not_found', say.notFound(what), { ...details, ...(what && { what }) })
    }
    case 'stopped':
      return verdict('stop', 'bigquery_failed', say.stopped, details)
    case 'resourcesExceeded':
    case 'responseTooLarge':
      return verdict('stop', 'bigquery_failed', say.tooLarge, details)
    case 'blocked':
      return verdict('stop', 'bigquery_failed', say.blocked, details)
    case 'invalid':
    case 'invalidQuery':
    case 'parseError':
    case 'required':
    case 'badRequest':
    case 'duplicate':
    case 'notImplemented':
    case 'resourceInUse':
    case 'conditionNotMet':
      return verdict('stop', 'bigquery_failed', say.notAccepted, details)
    default:
      return null
  }
}

/** `[3:14]`, the line and column of a statement: the one thing in Google's message that names no content. */
const placeIn = (text: string) => {
  const at = /\[(\d+:\d+)\]/.exec(text)?.[1]
  return at ? { at } : {}
}

function answer(seen: Extract<Seen, { kind: 'answer' }>): Verdict {
  const { status, text, retry_after_s } = seen
  const reason = seen.reason ?? `http_${status}`
  const details = { reason, ...placeIn(text) }
  if (status === 401) return verdict('renew', 'unauthorized', say.tokenRefused, details)
  if (CONCURRENT.test(text) || reason === 'jobBackendError' || reason === 'jobInternalError') {
    return verdict('next', 'bigquery_failed', say.googleFault, details)
  }
  if (RATE.includes(reason) || SHORT_LIMIT.test(text) || status === 429) {
    const wait = retry_after_s === null ? null : waitWords(retry_after_s)
    return verdict('again', 'rate_limited', say.rate(wait), details, retry_after_s)
  }
  const known = refused(reason, text, details)
  if (known) return known
  if (AGAIN_STATUS.includes(status) || JOB_NEXT.includes(reason)) {
    return verdict('again', 'bigquery_failed', say.googleFault, details, retry_after_s)
  }
  return verdict('stop', 'bigquery_failed', say.notAccepted, details)
}

function job({ reason, text, job_id }: Extract<Seen, { kind: 'job' }>): Verdict {
  const details = { reason, job_id, ...placeIn(text) }
  if (CONCURRENT.test(text)) return verdict('next', 'bigquery_failed', say.googleFault, details)
  if (RATE.includes(reason) || SHORT_LIMIT.test(text)) {
    return verdict('next', 'rate_limited', say.rate(null), details)
  }
  if (JOB_NEXT.includes(reason)) return verdict('next', 'bigquery_failed', say.googleFault, details)
  const known = refused(reason, text, details)
  if (!known) return verdict('stop', 'bigquery_failed', say.notAccepted, details)
  return { ...known, error: { ...known.error, details: { ...known.error.details, job_id } } }
}

function stranger(status: number): Verdict {
  if (status === 407) return verdict('stop', 'offline', say.proxySignIn, { reason: 'http_407' })
  return verdict('stop', 'offline', say.stranger, { reason: `http_${status}` })
}

export function classify(seen: Seen): Verdict {
  switch (seen.kind) {
    case 'answer':
      return answer(seen)
    case 'job':
      return job(seen)
    case 'grant':
      return grant(seen)
    case 'no_credentials':
      return verdict('sign_in', 'unauthorized', say.noCredentials)
    case 'bad_key':
      return verdict('sign_in', 'unauthorized', say.badKey)
    case 'stranger':
      return stranger(seen.status)
    case 'unreadable':
      return verdict('stop', 'bigquery_failed', say.unreadable, { reason: 'unreadable', about: seen.what })
    case 'transport':
      return transport(seen.fault)
    case 'no_file':
      return verdict('stop', 'internal', say.noFile, { reason: seen.code })
    case 'cancelled':
      return verdict('stop', 'cancelled', say.cancelled)
    case 'unknown':
      return verdict('stop', 'bigquery_failed', say.unknown, { reason: 'unknown', error: seen.name })
  }
}

/** What an error means to the analyst, without any of its text, which can hold tokens and content. */
export const toldBy = (error: unknown): AppError => classify(seenOf(error, new Date())).error
