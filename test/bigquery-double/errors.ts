// Failures as BigQuery words them: one reason each, and the envelope that REST answers carry.

/** HTTP status by reason; source: BigQuery's page of error messages. */
const STATUS: Readonly<Record<string, number>> = {
  accessDenied: 403,
  accessNotConfigured: 403,
  authError: 401,
  backendError: 503,
  billingNotEnabled: 403,
  bytesBilledLimitExceeded: 400,
  conditionNotMet: 412,
  duplicate: 409,
  internalError: 500,
  invalid: 400,
  invalidQuery: 400,
  jobBackendError: 400,
  jobInternalError: 400,
  jobRateLimitExceeded: 400,
  notFound: 404,
  notImplemented: 501,
  quotaExceeded: 403,
  rateLimitExceeded: 403,
  required: 401,
  resourceInUse: 400,
  resourcesExceeded: 400,
  responseTooLarge: 403,
  stopped: 499,
  tableUnavailable: 400,
  timeout: 400,
  userRateLimitExceeded: 403,
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
}

export type ErrorProto = { reason: string; message: string; location?: string }

export const statusOf = (reason: string) => STATUS[reason] ?? 400

export class GoogleError extends Error {
  readonly reason: string
  readonly status: number
  readonly extra: Readonly<Record<string, unknown>>

  constructor(reason: string, message: string, options: { status?: number; extra?: object } = {}) {
    super(message)
    this.reason = reason
    this.status = options.status ?? statusOf(reason)
    this.extra = { ...options.extra }
  }

  get proto(): ErrorProto {
    return this.reason === 'invalidQuery'
      ? { reason: this.reason, location: 'query', message: this.message }
      : { reason: this.reason, message: this.message }
  }
}

export function envelope(error: GoogleError): object {
  const domain = error.reason.endsWith('imitExceeded') && error.status === 403 ? 'usageLimits' : 'global'
  const one = {
    message: error.message,
    domain: error.reason === 'accessNotConfigured' ? 'usageLimits' : domain,
    reason: error.reason,
    ...(error.reason === 'authError' && { location: 'Authorization', locationType: 'header' }),
    ...(error.reason === 'invalidQuery' && { location: 'q', locationType: 'parameter' }),
  }
  return {
    error: {
      code: error.status,
      message: error.message,
      errors: [one],
      status: NAMES[error.status] ?? 'UNKNOWN',
      ...error.extra,
    },
  }
}

export const invalid = (message: string) => new GoogleError('invalid', message)
export const invalidQuery = (message: string) => new GoogleError('invalidQuery', message)
export const notFound = (what: string) => new GoogleError('notFound', `Not found: ${what}`)
export const duplicate = (what: string) => new GoogleError('duplicate', `Already Exists: ${what}`)
export const accessDenied = (message: string) => new GoogleError('accessDenied', `Access Denied: ${message}`)

/** What BigQuery may well do, but this double does not: said so that nobody takes it for Google's refusal. */
export const unspoken = (what: string) => invalidQuery(`The BigQuery double does not speak ${what}`)
