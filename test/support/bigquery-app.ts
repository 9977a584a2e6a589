// Connects a running app to the double of BigQuery by a service account's key, and pushes and pulls through its own door.
import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SETUP_FILES, setupStatements } from '../../src/main/core/bigquery/rows/setup.ts'
import type { Job } from '../../src/shared/domain/job.ts'
import type { BigQueryDouble } from '../bigquery-double/index.ts'
import { type App, answerOf } from './app.ts'

const LOOK_MS = 50

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
/** A piece of the key that nobody may see. */
export const KEY_PIECE = privateKey.split('\n')[3] ?? ''

export type Robot = { email: string /** The text of the key file that Google gives once. */; key: string }

/** A service account of the double's project, which the double knows from now on. */
export function addRobot(double: BigQueryDouble): Robot {
  const email = `push@${double.project}.iam.gserviceaccount.com`
  double.tokens.addServiceAccount(email, publicKey)
  const key = JSON.stringify({
    type: 'service_account',
    project_id: double.project,
    private_key_id: 'k1',
    private_key: privateKey,
    client_email: email,
  })
  return { email, key }
}

/** Makes the tables as an administrator does. */
export async function makeTables(double: BigQueryDouble, location = 'US'): Promise<void> {
  const dataset = 'activation_manager'
  const target = { project: double.project, dataset, staging_dataset: `${dataset}_staging`, location }
  const folder = join(import.meta.dirname, '../../resources/bigquery')
  const files = await Promise.all(SETUP_FILES.map(name => readFile(join(folder, name), 'utf8')))
  const headers = {
    authorization: `Bearer ${double.tokenFor(`admin@${double.project}.example`)}`,
    'content-type': 'application/json',
  }
  for (const { sql } of setupStatements(target, files)) {
    const body = JSON.stringify({ query: sql, useLegacySql: false, location })
    const url = `${double.url}/bigquery/v2/projects/${double.project}/queries`
    const response = await fetch(url, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(await response.text())
  }
}

/** The environment of a program whose records are kept in the double. `key_file` holds the robot's key. */
export const keptIn = (double: BigQueryDouble, key_file: string) => ({
  ...atDouble(double),
  STORAGE_BACKEND: 'bigquery',
  GOOGLE_CLOUD_PROJECT: double.project,
  GOOGLE_APPLICATION_CREDENTIALS: key_file,
})

/** So that everything of Google is the double. */
export const atDouble = (double: BigQueryDouble) => ({
  BIGQUERY_API_ENDPOINT: double.url,
  BIGQUERY_OAUTH_ENDPOINT: double.url,
})

/** Waits until the job has ended; throws when it didn't complete. */
export async function completed(app: App, { job_id }: Pick<Job, 'job_id'>): Promise<Job> {
  for (;;) {
    const job = answerOf(await app.invoke('jobs.get', { job_id }))
    if (job.state === 'completed') return job
    if (job.finished_at !== null) throw new Error(`${job.title}: ${job.state}, ${job.error?.message}`)
    await new Promise(wait => setTimeout(wait, LOOK_MS))
  }
}

/** Connects, and makes what is missing. */
export async function connect(
  app: App,
  double: BigQueryDouble,
  { key }: Pick<Robot, 'key'>,
  location = 'US',
): Promise<void> {
  const sign_in = { kind: 'service_account' as const, key }
  const place = { project: double.project, dataset: 'activation_manager', location }
  answerOf(await app.invoke('bigquery.connect', { ...place, sign_in }))
  await completed(app, answerOf(await app.invoke('bigquery.setUp', {})))
}

export const pushed = async (app: App): Promise<Job> =>
  completed(app, answerOf(await app.invoke('bigquery.push', {})))
export const pulled = async (app: App): Promise<Job> =>
  completed(app, answerOf(await app.invoke('bigquery.pull', {})))
