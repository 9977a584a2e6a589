// One double for a file's tests, signed in as an analyst, with time that passes only when something waits.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Column, Remote, Row, Step } from '../../../../src/main/core/bigquery/face.ts'
import type { Clock } from '../../../../src/main/core/bigquery/remote/clock.ts'
import { createRemote } from '../../../../src/main/core/bigquery/remote/index.ts'
import type { Auth } from '../../../../src/main/core/bigquery/sign-in/face.ts'
import { authFor } from '../../../../src/main/core/bigquery/sign-in/index.ts'
import type { Vault } from '../../../../src/main/core/credentials/face.ts'
import { createVault } from '../../../../src/main/core/credentials/index.ts'
import { silentLog } from '../../../../src/main/core/log/log.ts'
import { ok, type Result } from '../../../../src/shared/errors.ts'
import { type BigQueryDouble, startBigQueryDouble } from '../../../bigquery-double/index.ts'

// A proxy of the computer that runs the tests is not asked for what is on it.
process.env.NO_PROXY = [process.env.NO_PROXY, '127.0.0.1'].filter(Boolean).join(',')

export const ANALYST = 'analyst@example.com'
export const OWNER = 'user_1'
export const TARGET = {
  project: 'double-project',
  dataset: 'activation_manager',
  staging_dataset: 'activation_manager_staging',
  location: 'EU',
}
export const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'STRING' },
  { name: 'name', type: 'STRING' },
  { name: 'version', type: 'INT64' },
]

export type FakeClock = Clock & {
  /** Called whenever something begins to wait: the only moments at which time goes by. */
  waits: () => void
  slept: number[]
  total(): number
}

/** Sleeping takes no time; `slept` is how long it would have taken. */
export function fakeClock(): FakeClock {
  let now = Date.parse('2026-03-02T09:00:00Z')
  const slept: number[] = []
  const clock: FakeClock = {
    slept,
    waits() {},
    total: () => slept.reduce((sum, ms) => sum + ms, 0),
    now: () => now,
    random: () => 0.5,
    async sleep(ms, signal) {
      // As a timer would, this lets everything else go on first.
      await new Promise(resolve => setImmediate(resolve))
      clock.waits()
      if (signal?.aborted) return
      slept.push(ms)
      now += ms
    },
  }
  return clock
}

export async function memoryVault(): Promise<Vault> {
  return createVault({ workspace: tmpdir(), only: 'memory' })
}

export function must<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(`${result.error.code}: ${result.error.message} ${JSON.stringify(result.error.details)}`)
  return result.value
}

/** A step as the outbox keeps it: `kept` survives what happens to the call. */
export function stepOf(
  name: string,
  attempt = 0,
): { step: Step; kept: { attempt: number; begun: number[] } } {
  const kept = { attempt, begun: [] as number[] }
  const step: Step = {
    id: n => `am_device_batch_audiences_${name}_${n}`,
    attempt,
    async begin(n) {
      kept.attempt = n
      kept.begun.push(n)
      return ok(null)
    },
  }
  return { step, kept }
}

export async function rowsOf(pages: AsyncIterable<Result<readonly Row[]>>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...must(page))
  return rows
}

export type Setting = {
  double: BigQueryDouble
  clock: FakeClock
  vault: Vault
  auth: Auth
  remote: Remote
  /** Two rows of audiences, as Parquet. */
  file: string
  /** Calls since the test began, without those for tokens. */
  calls(): string[]
}

export async function signedIn(double: BigQueryDouble, vault: Vault): Promise<Auth> {
  const { clientId, clientSecret } = double.tokens.app
  must(
    await vault.set(OWNER, 'bigquery', {
      refresh_token: double.tokens.issueRefresh(ANALYST),
      client_secret: clientSecret,
    }),
  )
  return must(
    await authFor(
      { way: 'browser', client_id: clientId },
      { vault, owner: OWNER, project: TARGET.project, endpoints: { oauth: double.url }, log: silentLog },
    ),
  )
}

const TABLE = `\`${TARGET.project}.${TARGET.dataset}.audiences\``
export const SET_UP = [
  {
    sql: `CREATE SCHEMA IF NOT EXISTS \`${TARGET.project}.${TARGET.dataset}\` OPTIONS(location='EU')`,
  },
  {
    sql: `CREATE SCHEMA IF NOT EXISTS \`${TARGET.project}.${TARGET.staging_dataset}\` OPTIONS(location='EU')`,
  },
  {
    sql: `CREATE TABLE IF NOT EXISTS ${TABLE} (id STRING NOT NULL, name STRING, version INT64)`,
  },
]

/** Inserts what is new, changes what is older: twice is as good as once. */
export const mergeOf = (staging: string) => `MERGE ${TABLE} T
USING (SELECT * FROM \`${TARGET.project}.${TARGET.staging_dataset}.${staging}\`) S
ON T.id = S.id
WHEN MATCHED AND T.version < S.version THEN UPDATE SET name = S.name, version = S.version
WHEN NOT MATCHED THEN INSERT (id, name, version) VALUES (S.id, S.name, S.version);
SELECT T.id, T.name, T.version FROM ${TABLE} T ORDER BY T.id`

export function setting(
  options: { timeout_ms?: number; polls?: number; pageRows?: number } = {},
): () => Setting {
  let made: Setting | undefined
  let folder = ''
  beforeAll(async () => {
    const double = await startBigQueryDouble({ project: TARGET.project, ...options })
    folder = await mkdtemp(join(tmpdir(), 'bigquery-remote-'))
    const file = join(folder, 'audiences.parquet')
    const duck = await (await DuckDBInstance.create()).connect()
    await duck.run(
      `COPY (SELECT * FROM (VALUES ('aud_1', 'Coffee drinkers', 1::BIGINT), ('aud_2', 'Näher dran 🚀', 2::BIGINT)) t(id, name, version)) TO '${file}' (FORMAT PARQUET)`,
    )
    duck.closeSync()
    const vault = await memoryVault()
    const auth = await signedIn(double, vault)
    const clock = fakeClock()
    const remote = remoteOf(double, auth, clock, options.timeout_ms)
    const calls = () => double.log.map(({ route }) => route ?? 'unknown').filter(route => route !== 'token')
    made = { double, clock, vault, auth, remote, file, calls }
    for (const { sql } of SET_UP) {
      const { step } = stepOf(`set_up_${Math.random().toString(36).slice(2)}`)
      must(await remote.run(step, { sql }))
    }
  })
  beforeEach(async () => {
    const { double, clock } = get()
    double.faults.clear()
    double.log.length = 0
    clock.slept.length = 0
    clock.waits = () => {}
  })
  afterAll(async () => {
    await made?.double.close()
    await rm(folder, { recursive: true, force: true })
  })
  const get = () => {
    if (!made) throw new Error('Not begun')
    return made
  }
  return get
}

export const remoteOf = (
  double: BigQueryDouble,
  auth: Auth,
  clock: Clock,
  timeout_ms = 10_000,
  target = TARGET,
) => createRemote({ target, auth, endpoint: double.url, clock, timeout_ms, hold_ms: 20 })
