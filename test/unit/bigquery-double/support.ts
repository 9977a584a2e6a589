// A double for a test, and the real client on it for anyone who signs in.
import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery'
import { afterEach } from 'vitest'
import { type BigQueryDouble, type DoubleOptions, startBigQueryDouble } from '../../bigquery-double/index.ts'

export const ANA = 'ana@example.com'
export const BEN = 'ben@example.com'

const open: BigQueryDouble[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(double => double.close()))
})

/** Jobs are done at the first answer, for the client's own waiting takes half a second a look. */
export async function start(options: DoubleOptions = {}): Promise<BigQueryDouble> {
  const double = await startBigQueryDouble({ polls: 0, ...options })
  open.push(double)
  return double
}

type AuthClient = NonNullable<BigQueryOptions['authClient']>

/** The part of an AuthClient that the client uses; the app brings the whole one. */
function authFor(token: () => string): AuthClient {
  const getRequestHeaders = async () => new Headers({ authorization: `Bearer ${token()}` })
  return { getRequestHeaders, on: () => undefined, universeDomain: 'googleapis.com' } as unknown as AuthClient
}

export function clientFor(double: BigQueryDouble, email = ANA, options: BigQueryOptions = {}): BigQuery {
  const token = double.tokenFor(email)
  return new BigQuery({
    projectId: double.project,
    apiEndpoint: double.url,
    authClient: authFor(() => token),
    location: 'EU',
    autoRetry: false,
    ...options,
  })
}
