// Before a call is carried out: whose token it is, and whether the project may use BigQuery at all.
import { GoogleError } from './errors.ts'
import { type Access, SCOPES, type Tokens } from './tokens.ts'

const unauthenticated = (reason: string, message: string) => new GoogleError(reason, message)

export const bearerOf = (authorization: string | undefined) =>
  /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? null

/** Throws a 401 or 403. */
export function holderOf(tokens: Tokens, authorization: string | undefined): Access {
  const token = bearerOf(authorization)
  if (token === null) {
    throw unauthenticated(
      'required',
      'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or ' +
        'other valid authentication credential.',
    )
  }
  const holder = tokens.holder(token)
  if (!holder) {
    throw unauthenticated(
      'authError',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other ' +
        'valid authentication credential.',
    )
  }
  if (!SCOPES.some(scope => holder.scopes.includes(scope))) {
    throw new GoogleError('insufficientPermissions', 'Request had insufficient authentication scopes.', {
      status: 403,
      extra: { details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', {})] },
    })
  }
  return holder
}

const errorInfo = (reason: string, metadata: object) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'bigquery.googleapis.com', ...metadata },
})

export function apiDisabled(project: string): GoogleError {
  const page = `https://console.developers.google.com/apis/api/bigquery.googleapis.com/overview?project=${project}`
  return new GoogleError(
    'accessNotConfigured',
    `BigQuery API has not been used in project ${project} before or it is disabled. Enable it by visiting ${page} ` +
      'then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems ' +
      'and retry.',
    { extra: { details: [errorInfo('SERVICE_DISABLED', { consumer: `projects/${project}` })] } },
  )
}
