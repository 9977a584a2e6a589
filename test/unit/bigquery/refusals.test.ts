// What a push can't do by itself: it says why and what to do, keeps everything, and completes once that was done.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '../../../src/shared/contract.ts'
import type { ErrorCode } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { type BigQueryWorld, connectInput, SERVICE_ACCOUNT, startBigQuery } from '../../support/bigquery.ts'
import { RETAIL, type TestCore } from '../../support/core.ts'
import { computerAt, done, ended, tried } from './whole/computer.ts'
import { expectThere, stagingTables } from './whole/there.ts'

const ANNA = 'anna@retail-media.example'
let world: BigQueryWorld
let core: TestCore
let datasets = 0
let dataset = ''
beforeAll(async () => {
  world = await startBigQuery()
})
afterAll(() => world.double.close())
beforeEach(async () => {
  dataset = `refusals_${++datasets}`
  core = await computerAt(world.addresses)
})
afterEach(async () => {
  world.double.faults.clear()
  world.double.settings.apiEnabled = true
  world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.admin'])
  await core.close()
})

const connect = (over: Partial<InputOf<'bigquery.connect'>> = {}) =>
  core.must('bigquery.connect', { ...connectInput(dataset), ...over })
const refusing = (reason: string, route: string) =>
  world.double.faults.on(route, 'every', { kind: 'answer', status: 403, reason })

/** What a person does in the browser. */
async function signIn() {
  world.double.tokens.consent = { email: ANNA }
  const { url, job_id } = await core.must('bigquery.signIn', {})
  const page = await fetch(url, { redirect: 'manual' })
  await fetch(page.headers.get('location') ?? '')
  expect(await ended(core, { job_id })).toMatchObject({ state: 'completed' })
}
async function connectByBrowser() {
  const { clientId: client_id, clientSecret: client_secret } = world.double.tokens.app
  await connect({ sign_in: { kind: 'browser', client_id, client_secret } })
  await signIn()
}

type Refusal = {
  code: ErrorCode
  hint: RegExp
  /** Told by the status until it is seen to. */
  lasting: boolean
  connect?(): Promise<unknown>
  account?: string
  set_up?: false
  trouble(): unknown
  mend(): unknown
}
const CASES: Readonly<Record<string, Refusal>> = {
  'a sign-in that was revoked': {
    code: 'unauthorized',
    hint: /sign in/i,
    lasting: true,
    connect: connectByBrowser,
    account: ANNA,
    trouble: () => world.double.tokens.revoke(ANNA),
    mend: signIn,
  },
  'a quota that is used up, when the rows are merged': {
    code: 'quota_exceeded',
    hint: /\w\.$/,
    lasting: true,
    trouble: () => refusing('quotaExceeded', 'jobs.insert'),
    mend: () => world.double.faults.clear(),
  },
  'a quota that is used up, when the rows are loaded': {
    code: 'quota_exceeded',
    hint: /\w\.$/,
    lasting: true,
    trouble: () => refusing('quotaExceeded', 'jobs.upload'),
    mend: () => world.double.faults.clear(),
  },
  'a project whose API is off': {
    code: 'bigquery_failed',
    hint: /enable/,
    lasting: true,
    trouble: () => (world.double.settings.apiEnabled = false),
    mend: () => (world.double.settings.apiEnabled = true),
  },
  'a project without billing': {
    code: 'bigquery_failed',
    hint: /billing/i,
    lasting: true,
    trouble: () => refusing('billingNotEnabled', 'jobs.insert'),
    mend: () => world.double.faults.clear(),
  },
  'an account that may run no jobs': {
    code: 'forbidden',
    hint: /roles\/bigquery\.jobUser/,
    lasting: true,
    trouble: () => world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.dataOwner']),
    mend: () => world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.admin']),
  },
  'an account that may read the tables and not change them': {
    code: 'forbidden',
    hint: /roles\/bigquery\.dataEditor/,
    lasting: true,
    trouble: () =>
      world.double.permissions.set(SERVICE_ACCOUNT, [
        'roles/bigquery.jobUser',
        { of: 'roles/bigquery.dataViewer', dataset },
        { of: 'roles/bigquery.dataEditor', dataset: `${dataset}_staging` },
      ]),
    mend: () => world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.admin']),
  },
  'another location than the dataset’s': {
    code: 'not_found',
    hint: /location/,
    lasting: true,
    trouble: () => connect({ location: 'US' }),
    mend: () => connect(),
  },
  'tables of a newer app': {
    code: 'unsupported',
    hint: /newest version/,
    lasting: true,
    trouble: () =>
      world.run(`ALTER TABLE \`double-project.${dataset}.schema_version\` ADD COLUMN version_2 STRING`),
    // As the app that knows them would see them.
    mend: async () => {
      await world.run(`DROP TABLE \`double-project.${dataset}.schema_version\``)
      await done(core, 'bigquery.setUp')
    },
  },
  'a dataset that is not there': {
    code: 'not_found',
    hint: /set-up/i,
    lasting: true,
    set_up: false,
    trouble: () => {},
    mend: () => done(core, 'bigquery.setUp'),
  },
  'tables that are not there': {
    code: 'not_found',
    hint: /set-up/i,
    lasting: true,
    trouble: () => world.run(`DROP TABLE \`double-project.${dataset}.schema_version\``),
    mend: () => done(core, 'bigquery.setUp'),
  },
  'a staging dataset that is gone': {
    code: 'not_found',
    hint: /set-up/i,
    lasting: true,
    trouble: () => world.run(`DROP SCHEMA \`double-project.${dataset}_staging\``),
    mend: () => done(core, 'bigquery.setUp'),
  },
  'a network that is cut': {
    code: 'offline',
    hint: /\w\.$/,
    lasting: false,
    trouble: () => world.double.faults.on('jobs.upload', 'every', { kind: 'reset', when: 'after' }),
    mend: () => world.double.faults.clear(),
  },
}

describe('a push meets', () => {
  it.each(Object.entries(CASES))('%s', async (_, refusal) => {
    const { code, hint, lasting, account = SERVICE_ACCOUNT } = refusal
    await (refusal.connect ?? connect)()
    if (refusal.set_up !== false) await done(core, 'bigquery.setUp')
    const { audience_id } = await core.must('audiences.create', audienceInput({ name: 'Coffee loyalists' }))
    const { unpushed } = await core.must('bigquery.status', {})
    expect(unpushed).toMatchObject({ user: 1, audience: 1, total: 2 })

    await refusal.trouble()
    const { state, error } = await tried(core, 'bigquery.push')
    expect({ state, code: error?.code }).toEqual({ state: 'failed', code })
    expect(error?.message).toMatch(/^\p{Lu}.*[.?]$/u)
    expect(error?.hint).toMatch(hint)
    const status = await core.must('bigquery.status', {})
    expect(status).toMatchObject({
      unpushed: { audience: 1 },
      last_push: { outcome: 'failed', error: { code } },
    })
    expect(status.problem).toEqual(lasting ? error : null)
    // Once more, it is no worse.
    expect((await tried(core, 'bigquery.push')).error?.code).toBe(code)

    await refusal.mend()
    await done(core, 'bigquery.push')
    expect(await core.must('audiences.get', { audience_id })).toMatchObject({ name: 'Coffee loyalists' })
    await expectThere(world.double, dataset, { store: core.store, user_id: RETAIL, account })
    expect(stagingTables(world.double)).toEqual([])
    expect(await core.must('bigquery.status', {})).toMatchObject({
      problem: null,
      waiting_batch: false,
      unpushed: { total: 0 },
      last_push: { outcome: 'completed' },
    })
  })
})
