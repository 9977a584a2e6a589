// The check of the set-up: what is missing is named one by one, and the set-up makes it.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Checked, Remote, Wanted } from '../../../../src/main/core/bigquery/face.ts'
import { checkSetup, isReady } from '../../../../src/main/core/bigquery/remote/check.ts'
import { setUp } from '../../../../src/main/core/bigquery/remote/set-up.ts'
import {
  SCHEMA_VERSION,
  SETUP_FILES,
  setupStatements,
} from '../../../../src/main/core/bigquery/rows/setup.ts'
import { TABLES } from '../../../../src/main/core/bigquery/rows/tables.ts'
import type { Auth } from '../../../../src/main/core/bigquery/sign-in/face.ts'
import { type BigQueryDouble, startBigQueryDouble } from '../../../bigquery-double/index.ts'
import { ANALYST, fakeClock, memoryVault, must, remoteOf, signedIn, TARGET } from './support.ts'

const VIEWS = ['v_recent_audiences', 'v_distribution_summary', 'v_user_activity']
const WANTED: Wanted = { tables: TABLES, views: VIEWS, version: SCHEMA_VERSION }
const THINGS = [...TABLES.map(({ name }) => `table:${name}`), ...VIEWS.map(name => `view:${name}`)]
const RESOURCES = resolve(import.meta.dirname, '../../../../resources/bigquery')
const STATEMENTS = setupStatements(
  TARGET,
  SETUP_FILES.map(name => readFileSync(join(RESOURCES, name), 'utf8')),
)

let double: BigQueryDouble
let remote: Remote
let auth: Auth

beforeEach(async () => {
  double = await startBigQueryDouble({ project: TARGET.project })
  auth = await signedIn(double, await memoryVault())
  remote = remoteOf(double, auth, fakeClock())
  return () => double.close()
})

const states = (all: readonly Checked[]) => Object.fromEntries(all.map(({ id, state }) => [id, state]))
const one = (all: readonly Checked[], id: string) => all.find(checked => checked.id === id)

const make = async () => must(await setUp(remote, STATEMENTS))

describe('the check', () => {
  it('all is well, and each thing is told as soon as it is known', async () => {
    await make()
    const heard: string[] = []
    const all = await checkSetup(remote, WANTED, { onChecked: ({ id }) => heard.push(id) })
    expect(all.filter(({ state }) => state !== 'ok')).toEqual([])
    expect(isReady(all)).toBe(true)
    expect(heard).toEqual(all.map(({ id }) => id))
    expect(one(all, 'account')?.message).toBe(`Signed in as ${ANALYST}.`)
    expect(all.map(({ id }) => id)).toEqual([
      'account',
      'api',
      'project',
      'jobs',
      'dataset',
      'staging',
      'staging_write',
      ...THINGS,
      'version',
    ])
  })

  it('leaves all as it was', async () => {
    await make()
    const before = [double.tables(), await double.rows(`${TARGET.dataset}.audiences`)]
    await checkSetup(remote, WANTED)
    expect([double.tables(), await double.rows(`${TARGET.dataset}.audiences`)]).toEqual(before)
  })

  it('before the set-up: what is not there, and nothing that follows from it', async () => {
    const all = await checkSetup(remote, WANTED)
    expect(states(all)).toEqual({
      account: 'ok',
      api: 'ok',
      project: 'ok',
      jobs: 'ok',
      dataset: 'failed',
      staging: 'failed',
      staging_write: 'skipped',
      ...Object.fromEntries(THINGS.map(id => [id, 'skipped'])),
      version: 'skipped',
    })
    expect(one(all, 'dataset')).toMatchObject({
      message: 'There is no dataset activation_manager.',
      hint: expect.stringContaining('set-up'),
    })
  })

  it('signed out', async () => {
    double.tokens.revoke(ANALYST)
    const all = await checkSetup(remote, WANTED)
    expect(one(all, 'account')).toMatchObject({
      state: 'failed',
      hint: expect.stringContaining('Sign in again'),
    })
    expect(all.filter(({ state }) => state === 'skipped')).toHaveLength(all.length - 1)
  })

  it('API off', async () => {
    double.settings.apiEnabled = false
    const all = await checkSetup(remote, WANTED)
    expect(states(all)).toMatchObject({ account: 'ok', api: 'failed', project: 'skipped', jobs: 'skipped' })
    expect(one(all, 'api')?.hint).toContain('gcloud services enable')
  })

  it('another project', async () => {
    const elsewhere = remoteOf(double, auth, fakeClock(), 5_000, { ...TARGET, project: 'other-project' })
    const all = await checkSetup(elsewhere, WANTED)
    expect(states(all)).toMatchObject({ account: 'ok', api: 'ok', project: 'failed', jobs: 'skipped' })
    expect(one(all, 'project')?.message).toContain('other-project')
  })

  it('no jobs', async () => {
    await make()
    double.permissions.deny(ANALYST, 'bigquery.jobs.create')
    const all = await checkSetup(remote, WANTED)
    expect(states(all)).toMatchObject({ account: 'ok', project: 'ok', jobs: 'failed', dataset: 'skipped' })
    expect(one(all, 'jobs')).toMatchObject({
      message: expect.stringContaining('bigquery.jobs.create'),
      hint: expect.stringContaining('roles/bigquery.jobUser'),
    })
  })

  it.each([
    ['table:audiences', 'bigquery.tables.getData', { dataset: TARGET.dataset, table: 'audiences' }],
    ['table:audiences', 'bigquery.tables.updateData', { dataset: TARGET.dataset, table: 'audiences' }],
    [
      'view:v_recent_audiences',
      'bigquery.tables.getData',
      { dataset: TARGET.dataset, table: 'v_recent_audiences' },
    ],
    ['table:audiences', 'bigquery.tables.get', { dataset: TARGET.dataset, table: 'audiences' }],
    ['dataset', 'bigquery.datasets.get', { dataset: TARGET.dataset }],
    ['staging_write', 'bigquery.tables.create', { dataset: TARGET.staging_dataset }],
    ['staging_write', 'bigquery.tables.updateData', { dataset: TARGET.staging_dataset }],
  ])('%s without %s', async (id, permission, where) => {
    await make()
    double.permissions.deny(ANALYST, permission, where)
    const checked = one(await checkSetup(remote, WANTED), id)
    expect(checked).toMatchObject({ state: 'failed', message: expect.stringContaining(permission) })
    expect(checked?.hint).toContain('roles/bigquery.dataEditor')
  })

  it('datasets in another place', async () => {
    await make()
    const there = remoteOf(double, auth, fakeClock(), 5_000, { ...TARGET, location: 'US' })
    const all = await checkSetup(there, WANTED)
    expect(one(all, 'dataset')).toMatchObject({
      state: 'failed',
      message: 'The dataset activation_manager is in EU, not in US.',
      hint: 'Set the location to EU in the settings.',
    })
    expect(one(all, 'table:audiences')?.state).toBe('skipped')
  })

  it('a table that is missing, one without all columns, and a view that is missing', async () => {
    await make()
    const [audiences] = TABLES.filter(({ name }) => name === 'audiences')
    const more = [
      { name: 'shoe_size', type: 'INT64' },
      { name: 'name', type: 'JSON' },
    ] as const
    const wanted: Wanted = {
      tables: [
        { name: 'audiences', columns: [...(audiences?.columns ?? []), ...more] },
        { name: 'campaigns', columns: [] },
      ],
      views: ['v_none'],
      version: SCHEMA_VERSION,
    }
    const all = await checkSetup(remote, wanted)
    expect(one(all, 'table:audiences')?.message).toBe(
      'The table audiences lacks columns: shoe_size, name (is not JSON).',
    )
    expect(one(all, 'table:campaigns')?.message).toBe('There is no table campaigns.')
    expect(one(all, 'view:v_none')?.message).toBe('There is no view v_none.')
  })

  it('tables of a newer version', async () => {
    await make()
    const newer = `ALTER TABLE \`${TARGET.project}.${TARGET.dataset}.schema_version\` ADD COLUMN version_2 STRING`
    must(await setUp(remote, [{ sql: newer }]))
    expect(one(await checkSetup(remote, WANTED), 'version')).toMatchObject({
      state: 'failed',
      message: 'The tables are of version 2; this app knows version 1.',
      hint: expect.stringContaining('newest version'),
    })
  })

  it('tables of an older version, or of none', async () => {
    await make()
    const older = await checkSetup(remote, { ...WANTED, version: 2 })
    expect(one(older, 'version')).toMatchObject({ state: 'failed', hint: expect.stringContaining('set-up') })
    must(await setUp(remote, [{ sql: `DROP TABLE \`${TARGET.project}.${TARGET.dataset}.schema_version\`` }]))
    const none = one(await checkSetup(remote, WANTED), 'version')
    expect(none?.message).toBe('The dataset does not say which version its tables have.')
  })
})

describe('the set-up', () => {
  it('tells how far it is, and does no harm when it is run again', async () => {
    const seen: string[] = []
    const how = {
      onProgress: ({ done, total, object }: { done: number; total: number; object: string }) =>
        seen.push(`${done}/${total} ${object}`),
    }
    must(await setUp(remote, STATEMENTS, how))
    expect(seen).toEqual([
      '0/10 dataset activation_manager',
      '1/10 dataset activation_manager_staging',
      '2/10 table users',
      '3/10 table platforms',
      '4/10 table audiences',
      '5/10 table distributions',
      '6/10 table schema_version',
      '7/10 view v_recent_audiences',
      '8/10 view v_distribution_summary',
      '9/10 view v_user_activity',
    ])
    const tables = double.tables()
    must(await setUp(remote, STATEMENTS))
    expect(double.tables()).toEqual(tables)
  })

  it('names the object that could not be made', async () => {
    double.permissions.deny(ANALYST, 'bigquery.tables.create')
    expect(await setUp(remote, STATEMENTS)).toMatchObject({
      ok: false,
      error: {
        code: 'forbidden',
        message: expect.stringMatching(/^Table users could not be set up\. .*bigquery\.tables\.create/),
        details: { object: 'table users', permission: 'bigquery.tables.create' },
      },
    })
  })

  it('a lost answer is no failure', async () => {
    double.faults.on('jobs.insert', 3, { kind: 'reset', when: 'after' })
    must(await setUp(remote, STATEMENTS))
    expect(double.tables()).toHaveLength(8)
  })

  it('can be cancelled', async () => {
    const signal = AbortSignal.abort()
    expect(await setUp(remote, STATEMENTS, { signal })).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
    expect(double.tables()).toEqual([])
  })
})
