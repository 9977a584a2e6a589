// A stand-in for BigQuery with a service account that may use it, and a core that is connected to it.
import { generateKeyPairSync } from 'node:crypto'
import type { InputOf } from '../../src/shared/contract.ts'
import { type BigQueryDouble, startBigQueryDouble } from '../bigquery-double/index.ts'

export const SERVICE_ACCOUNT = 'activation@double-project.iam.gserviceaccount.com'

export type BigQueryWorld = {
  double: BigQueryDouble
  /** What the core is told of addresses. */
  addresses: { BIGQUERY_API_ENDPOINT: string; BIGQUERY_OAUTH_ENDPOINT: string }
  /** Runs a statement as somebody with every right. */
  run(query: string): Promise<void>
}

const PROJECT = 'double-project'
/** Made once: it takes a while. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
export const SERVICE_KEY = JSON.stringify({
  type: 'service_account',
  project_id: PROJECT,
  private_key_id: '7f1d2a9c4be04a31b2f0c6d8a1e5907b3c42d6f8',
  private_key: privateKey,
  client_email: SERVICE_ACCOUNT,
  client_id: '104857600000000000001',
  token_uri: 'https://oauth2.googleapis.com/token',
})

/** The input that connects a profile with the account. */
export const connectInput = (dataset = 'activation_manager'): InputOf<'bigquery.connect'> => ({
  project: PROJECT,
  dataset,
  location: 'EU',
  sign_in: { kind: 'service_account', key: SERVICE_KEY },
})

export async function startBigQuery(): Promise<BigQueryWorld> {
  const double = await startBigQueryDouble({ project: PROJECT })
  double.tokens.addServiceAccount(SERVICE_ACCOUNT, publicKey)
  return {
    double,
    addresses: { BIGQUERY_API_ENDPOINT: double.url, BIGQUERY_OAUTH_ENDPOINT: double.url },
    async run(query) {
      const response = await fetch(`${double.url}/bigquery/v2/projects/${double.project}/queries`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${double.tokenFor('admin@double-project.example')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query, useLegacySql: false, location: 'EU' }),
      })
      if (!response.ok) throw new Error(await response.text())
    },
  }
}
