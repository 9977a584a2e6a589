// Each refusal that a user can meet: how it is tried again, and how it is told.
import { describe, expect, it } from 'vitest'
import { type Act, classify } from '../../../../src/main/core/bigquery/remote/classify.ts'
import {
  Cancelled,
  Foreign,
  Late,
  type Seen,
  seenOf,
} from '../../../../src/main/core/bigquery/remote/seen.ts'
import type { ErrorCode } from '../../../../src/shared/errors.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const SECRET = 'planted-row-content'

/** As the client throws what the API answers. */
function api(status: number, reason: string | null, text = '', headers: Record<string, string> = {}) {
  const message = `${text} ${SECRET}`
  return Object.assign(new Error(message), {
    code: status,
    errors: reason === null ? [] : [{ reason, message, domain: 'global' }],
    response: { headers },
  })
}

/** As the sign-in library throws what the token endpoint answers. */
const grant = (status: number, data: unknown) =>
  Object.assign(new Error(SECRET), {
    code: status,
    status,
    response: { status, data, headers: new Headers() },
  })

const system = (code: string) =>
  Object.assign(new Error(`request to https://bigquery.googleapis.com failed ${SECRET}`), { code })

const P = 'acme-marketing'
type Expected = [Act, ErrorCode, RegExp]
const ANSWERS: readonly [string, unknown, ...Expected][] = [
  // Transport
  ['no name server', system('ENOTFOUND'), 'again', 'offline', /can’t reach/],
  ['name server busy', system('EAI_AGAIN'), 'again', 'offline', /can’t reach/],
  ['no route', system('ENETUNREACH'), 'again', 'offline', /can’t reach/],
  ['nobody listens', system('ECONNREFUSED'), 'again', 'offline', /can’t reach/],
  ['reset', system('ECONNRESET'), 'again', 'offline', /was cut/],
  ['pipe', system('EPIPE'), 'again', 'offline', /was cut/],
  ['answer cut off', system('ERR_STREAM_PREMATURE_CLOSE'), 'again', 'offline', /was cut/],
  ['connection too slow', system('ETIMEDOUT'), 'again', 'timeout', /did not answer in time/],
  ['answer too slow', new Late(), 'again', 'timeout', /did not answer in time/],
  ['own certificate of a proxy', system('SELF_SIGNED_CERT_IN_CHAIN'), 'stop', 'offline', /not trusted/],
  ['unknown issuer', system('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'stop', 'offline', /not trusted/],
  ['certificate ran out', system('CERT_HAS_EXPIRED'), 'stop', 'offline', /not trusted/],
  ['certificate of another', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'stop', 'offline', /not trusted/],
  ['proxy wants a password', api(407, null), 'stop', 'offline', /asks for a name and password/],
  ['proxy forbids', api(403, null), 'stop', 'offline', /Something other than Google/],
  ['proxy without upstream', api(502, null), 'again', 'bigquery_failed', /fault of its own/],
  ['page of a hotel', new Foreign(), 'stop', 'offline', /Something other than Google/],
  ['page that says it is JSON', new SyntaxError(SECRET), 'stop', 'offline', /Something other than Google/],
  ['cancelled', new Cancelled(), 'stop', 'cancelled', /^Cancelled/],
  // Passing by themselves
  ['408', api(408, null), 'again', 'bigquery_failed', /fault of its own/],
  ['429', api(429, null, '', { 'retry-after': '7' }), 'again', 'rate_limited', /more calls/],
  ['500', api(500, 'internalError'), 'again', 'bigquery_failed', /fault of its own/],
  ['503', api(503, 'backendError'), 'again', 'bigquery_failed', /fault of its own/],
  ['504', api(504, null), 'again', 'bigquery_failed', /fault of its own/],
  [
    'rate of calls',
    api(403, 'rateLimitExceeded', 'Exceeded rate limits'),
    'again',
    'rate_limited',
    /more calls/,
  ],
  ['rate of the user', api(403, 'userRateLimitExceeded'), 'again', 'rate_limited', /more calls/],
  [
    'table changed too often',
    api(403, 'quotaExceeded', 'Exceeded rate limits: too many table update operations for this table.'),
    'again',
    'rate_limited',
    /more calls/,
  ],
  ['job fault by the call', api(400, 'jobBackendError'), 'next', 'bigquery_failed', /fault of its own/],
  // Sign-in
  ['token refused', api(401, 'authError'), 'renew', 'unauthorized', /does not accept the sign-in/],
  [
    'revoked',
    grant(400, { error: 'invalid_grant' }),
    'sign_in',
    'unauthorized',
    /sign-in to Google has ended/,
  ],
  [
    'session of the organisation over',
    grant(400, { error: 'invalid_grant', error_subtype: 'invalid_rapt' }),
    'sign_in',
    'unauthorized',
    /organisation asks for a new sign-in/,
  ],
  ['client deleted', grant(401, { error: 'deleted_client' }), 'sign_in', 'unauthorized', /client ID/],
  ['client secret wrong', grant(401, { error: 'invalid_client' }), 'sign_in', 'unauthorized', /client ID/],
  ['app not allowed', grant(400, { error: 'admin_policy_enforced' }), 'stop', 'forbidden', /organisation/],
  [
    'any other refusal',
    grant(400, { error: 'invalid_request' }),
    'sign_in',
    'unauthorized',
    /did not accept/,
  ],
  ['sign-in busy', grant(503, 'busy'), 'again', 'offline', /sign-in did not answer/],
  ['page in place of the sign-in', grant(200, '<html>'), 'stop', 'offline', /Something other than Google/],
  [
    'no default credentials',
    new Error('Could not load the default credentials. Browse to …'),
    'sign_in',
    'unauthorized',
    /no application default credentials/,
  ],
  [
    'key that is none',
    Object.assign(new Error('error:1E08010C:DECODER routines::unsupported'), {
      code: 'ERR_OSSL_UNSUPPORTED',
    }),
    'sign_in',
    'unauthorized',
    /private key/,
  ],
  [
    'scope left out',
    api(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.'),
    'sign_in',
    'unauthorized',
    /does not include BigQuery/,
  ],
  // Not without the user
  [
    'no jobs',
    api(
      403,
      'accessDenied',
      `Access Denied: Project ${P}: User does not have bigquery.jobs.create permission in project ${P}.`,
    ),
    'stop',
    'forbidden',
    /lacks the permission bigquery\.jobs\.create on project acme-marketing/,
  ],
  [
    'no reading',
    api(
      403,
      'accessDenied',
      `Access Denied: Table ${P}:activation_manager.audiences: Permission bigquery.tables.getData denied on table`,
    ),
    'stop',
    'forbidden',
    /bigquery\.tables\.getData on table activation_manager\.audiences/,
  ],
  [
    'no creating',
    api(
      403,
      'accessDenied',
      `Access Denied: Dataset ${P}:stage: Permission bigquery.tables.create denied on dataset`,
    ),
    'stop',
    'forbidden',
    /bigquery\.tables\.create on dataset stage/,
  ],
  [
    'denied without a name',
    api(403, 'accessDenied', 'Access Denied'),
    'stop',
    'forbidden',
    /may not do this/,
  ],
  [
    'perimeter',
    api(403, 'policyViolated', 'VPC Service Controls: Request is prohibited by organization’s policy'),
    'stop',
    'forbidden',
    /rule of your organisation/,
  ],
  [
    'quota',
    api(403, 'quotaExceeded', 'Quota exceeded: imports per table'),
    'stop',
    'quota_exceeded',
    /quota/,
  ],
  ['cost limit', api(400, 'bytesBilledLimitExceeded'), 'stop', 'quota_exceeded', /cost more/],
  ['no billing', api(403, 'billingNotEnabled'), 'stop', 'bigquery_failed', /Billing is not enabled/],
  [
    'no billing, in other words',
    api(
      403,
      'accessDenied',
      'Access Denied: BigQuery: Billing has not been enabled for this project. DML queries are not allowed',
    ),
    'stop',
    'bigquery_failed',
    /Billing is not enabled/,
  ],
  [
    'API off',
    api(
      403,
      'accessNotConfigured',
      `BigQuery API has not been used in project ${P} before or it is disabled.`,
    ),
    'stop',
    'bigquery_failed',
    /API is not enabled/,
  ],
  [
    'no project',
    api(404, 'notFound', `Not found: Project ${P}`),
    'stop',
    'not_found',
    /no project acme-marketing/,
  ],
  [
    'other location',
    api(404, 'notFound', `Not found: Dataset ${P}:activation_manager was not found in location US`),
    'stop',
    'not_found',
    /no dataset activation_manager in this location/,
  ],
  ['no job', api(404, 'notFound', `Not found: Job ${P}:EU.am_x_1`), 'stop', 'not_found', /no job/],
  [
    'bad SQL',
    api(400, 'invalidQuery', 'Syntax error: Unexpected keyword at [3:14]'),
    'stop',
    'bigquery_failed',
    /did not accept/,
  ],
  [
    'id used',
    api(409, 'duplicate', `Already Exists: Job ${P}:EU.am_x_1`),
    'stop',
    'bigquery_failed',
    /did not accept/,
  ],
  ['too large', api(413, null), 'stop', 'offline', /Something other than Google/],
  ['resources', api(400, 'resourcesExceeded'), 'stop', 'bigquery_failed', /too large/],
  ['blocked', api(403, 'blocked'), 'stop', 'bigquery_failed', /blocked/],
  ['a bug', new TypeError(SECRET), 'stop', 'bigquery_failed', /does not know/],
]

describe('calls', () => {
  it.each(ANSWERS)('%s', (_name, error, act, code, message) => {
    const verdict = classify(seenOf(error, NOW))
    expect([verdict.act, verdict.error.code]).toEqual([act, code])
    expect(verdict.error.message).toMatch(message)
    expect(verdict.error.hint).toBeTruthy()
    expect(JSON.stringify(verdict)).not.toContain(SECRET)
  })
})

const JOBS: readonly [string, string, ...Expected][] = [
  ['backendError', '', 'next', 'bigquery_failed', /fault of its own/],
  ['internalError', '', 'next', 'bigquery_failed', /fault of its own/],
  ['jobBackendError', '', 'next', 'bigquery_failed', /fault of its own/],
  ['jobInternalError', '', 'next', 'bigquery_failed', /fault of its own/],
  ['jobRateLimitExceeded', '', 'next', 'rate_limited', /more calls/],
  ['rateLimitExceeded', '', 'next', 'rate_limited', /more calls/],
  ['tableUnavailable', '', 'next', 'bigquery_failed', /fault of its own/],
  [
    'invalid',
    'Exceeded rate limits: too many table update operations for this table',
    'next',
    'rate_limited',
    /more calls/,
  ],
  [
    'invalidQuery',
    'Transaction is aborted due to concurrent update against table',
    'next',
    'bigquery_failed',
    /fault/,
  ],
  [
    'invalidQuery',
    'UPDATE/MERGE must match at most one source row',
    'stop',
    'bigquery_failed',
    /did not accept/,
  ],
  ['invalid', 'Bad value', 'stop', 'bigquery_failed', /did not accept/],
  ['stopped', 'Job execution was cancelled', 'stop', 'bigquery_failed', /was stopped/],
  ['quotaExceeded', '', 'stop', 'quota_exceeded', /quota/],
  ['resourcesExceeded', '', 'stop', 'bigquery_failed', /too large/],
  ['billingNotEnabled', '', 'stop', 'bigquery_failed', /Billing/],
  [
    'notFound',
    `Not found: Table ${P}:activation_manager.users`,
    'stop',
    'not_found',
    /table activation_manager\.users/,
  ],
  [
    'accessDenied',
    `Access Denied: Table ${P}:a.b: User does not have bigquery.tables.updateData permission`,
    'stop',
    'forbidden',
    /tables\.updateData on table a\.b/,
  ],
  ['somethingNew', '', 'stop', 'bigquery_failed', /did not accept/],
]

describe('jobs that failed', () => {
  it.each(JOBS)('%s %s', (reason, text, act, code, message) => {
    const { error, ...verdict } = classify({
      kind: 'job',
      reason,
      text: `${text} ${SECRET}`,
      job_id: 'am_x_1',
    })
    expect([verdict.act, error.code]).toEqual([act, code])
    expect(error.message).toMatch(message)
    expect(error.details).toMatchObject({ reason, job_id: 'am_x_1' })
    expect(JSON.stringify(error)).not.toContain(SECRET)
  })
})

it('names the missing permission and the role to ask for', () => {
  const error = api(
    403,
    'accessDenied',
    `Access Denied: Project ${P}: User does not have bigquery.jobs.create permission`,
  )
  expect(classify(seenOf(error, NOW)).error).toMatchObject({
    details: { permission: 'bigquery.jobs.create', where: `project ${P}` },
    hint: expect.stringContaining('roles/bigquery.jobUser'),
  })
})

it('keeps the pause that the server asks for', () => {
  expect(classify(seenOf(api(429, null, '', { 'retry-after': '7' }), NOW)).retry_after_s).toBe(7)
  const later = new Date(NOW.getTime() + 90_000).toUTCString()
  expect(classify(seenOf(api(503, 'backendError', '', { 'retry-after': later }), NOW)).retry_after_s).toBe(90)
})

it('keeps the place in a statement, and nothing else of the message', () => {
  const seen: Seen = seenOf(api(400, 'invalidQuery', 'Syntax error at [3:14]'), NOW)
  expect(classify(seen).error.details).toEqual({ reason: 'invalidQuery', at: '3:14' })
})

it('finds the cause under the error of the sign-in library', () => {
  const error = Object.assign(new Error('request failed'), { cause: system('ENOTFOUND') })
  expect(classify(seenOf(error, NOW)).error.code).toBe('offline')
})
