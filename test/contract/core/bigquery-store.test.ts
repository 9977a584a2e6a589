// Every operation once more, with the records kept in BigQuery: what the store on disk promises, this one keeps.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBackend } from '../../../src/main/core/bigquery/backend/index.ts'
import { TABLES } from '../../../src/main/core/bigquery/rows/tables.ts'
import { silentLog } from '../../../src/main/core/log/log.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { type CoreOperation, isCoreOperation } from '../../../src/shared/contract.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { type BigQueryWorld, startBigQuery } from '../../support/bigquery.ts'
import { RETAIL } from '../../support/core.ts'
import { must, remoteOf, setUpIn, targetOf } from '../../unit/bigquery/backend/computer.ts'
import { revsOf } from '../../unit/bigquery/whole/there.ts'
import { cases } from './cases.ts'
import { createEnv, type Env } from './env.ts'

/** BIGQUERY_BACKEND=all for every operation; otherwise those that save in a way of their own. */
const ALL = process.env.BIGQUERY_BACKEND === 'all'
const PART: readonly CoreOperation[] = [
  'audiences.bulkMatching',
  'distributions.receipt',
  'imports.records',
  'bigquery.pull',
]

/** What the environment decides, and what there is nothing of where each save is in BigQuery at once. */
const REFUSED: Partial<Record<CoreOperation, string>> = {
  'bigquery.connect': 'unsupported',
  'bigquery.setAutomatic': 'unsupported',
  'bigquery.disconnect': 'unsupported',
  'bigquery.signIn': 'unsupported',
  'bigquery.adopt': 'unsupported',
  'bigquery.compare': 'unsupported',
  'bigquery.resolve': 'not_found',
}
/** Inputs where the case would make a record that is to be decided on. */
const INPUTS: Readonly<Record<string, unknown>> = {
  'bigquery.conflicts': {},
  'bigquery.resolve': { entity: 'audience', id: 'aud_1', choice: 'mine' },
  'bigquery.resolveAll': { choice: 'theirs' },
}

const dataset = 'team'
/** Some saves and reads by HTTP before each: a busy machine takes its time. */
const PATIENT_MS = 60_000
let world: BigQueryWorld
let env: Env

beforeAll(async () => {
  world = await startBigQuery()
  await setUpIn(world, dataset)
})
beforeEach(async () => {
  for (const { name } of TABLES) await world.double.sql(`DELETE FROM ${dataset}.${name}`)
  env = await createEnv(async workspace => {
    const cache = must(await openStore({ folder: workspace }))
    const connect = () => remoteOf(world, dataset)
    const backend = await openBackend({
      workspace,
      cache,
      target: targetOf(dataset),
      connect,
      log: silentLog,
    })
    return { store: backend.store, backend }
  })
}, PATIENT_MS)
afterEach(() => env.close())
afterAll(() => world.double.close())

const names = OPERATION_NAMES.filter(isCoreOperation)
const invoke = (operation: CoreOperation, input: unknown) =>
  env.core.invoke(operation, input, { user_id: RETAIL, session: 'desktop', door: 'test' })

describe.each(ALL ? names.filter(name => !(name in REFUSED)) : PART)('%s in BigQuery', operation => {
  it(
    'answers as the contract says, and all there is stands there',
    async () => {
      const result = await invoke(operation, INPUTS[operation] ?? (await cases[operation](env)))
      expect(result.ok ? null : result.error).toBeNull()
      const jobs = async () => (await env.must('jobs.list', {})).jobs
      env.release()
      while ((await jobs()).some(job => job.finished_at === null))
        await new Promise(resolve => setTimeout(resolve, 5))
      for (const { state, error } of await jobs()) if (state === 'failed') expect(error).toBeNull()
      await standsThere()
    },
    PATIENT_MS,
  )
})

it('refuses what the environment decides, and what there is nothing of', async () => {
  for (const [operation, code] of Object.entries(REFUSED)) {
    const input = INPUTS[operation] ?? (await cases[operation as CoreOperation](env))
    expect([operation, await invoke(operation as CoreOperation, input)]).toMatchObject([
      operation,
      { ok: false, error: { code } },
    ])
  }
})

/** A row for each record, of its content. A version that only this computer has, such as a sign-in, has none. */
async function standsThere() {
  const rows: Record<string, unknown> = {}
  for (const { entity, name, id } of TABLES)
    for (const row of await world.double.rows(`${dataset}.${name}`)) rows[`${entity} ${row[id]}`] = row.rev
  const owners = await env.store.owners()
  const here = await Promise.all(owners.map(owner => revsOf(env.store, owner)))
  expect(rows).toEqual(Object.assign({}, ...here))
}
