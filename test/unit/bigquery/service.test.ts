// Push and pull through the whole core against the stand-in: connected, checked, set up, pushed, pulled, decided.
import { readdir, readFile, stat } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CoreOperation } from '../../../src/shared/contract.ts'
import { audienceInput } from '../../support/audiences.ts'
import {
  type BigQueryWorld,
  connectInput,
  SERVICE_ACCOUNT,
  SERVICE_KEY,
  startBigQuery,
} from '../../support/bigquery.ts'
import { RETAIL, type TestCore } from '../../support/core.ts'
import { computerAt, done, tried } from './whole/computer.ts'

let world: BigQueryWorld
let cores: TestCore[] = []
let datasets = 0
let dataset = ''
beforeAll(async () => {
  world = await startBigQuery()
})
afterAll(() => world.double.close())
beforeEach(() => {
  dataset = `activation_${++datasets}`
})
afterEach(async () => {
  world.double.faults.clear()
  world.double.log.length = 0
  for (const core of cores) await core.close()
  cores = []
})

async function computer(environment = {}): Promise<TestCore> {
  const core = await computerAt(world.addresses, { environment })
  cores.push(core)
  return core
}

async function ready(core: TestCore) {
  await core.must('bigquery.connect', connectInput(dataset))
  await done(core, 'bigquery.setUp')
}
const table = (name: string) => world.double.rows(`${dataset}.${name}`)
const calls = () => world.double.log.filter(({ route }) => route !== 'token')

describe('connecting', () => {
  it('says what is missing, makes it, and then finds all in order', async () => {
    const core = await computer()
    expect(await core.must('bigquery.status', {})).toMatchObject({ connection: null, unpushed: { total: 0 } })
    const connected = await core.must('bigquery.connect', connectInput(dataset))
    expect(connected.connection).toMatchObject({
      dataset,
      sign_in: { kind: 'service_account', account: SERVICE_ACCOUNT, state: 'ready' },
    })
    const before = await core.must('bigquery.check', {})
    expect(before.checks.find(({ id }) => id === 'dataset')).toMatchObject({ state: 'failed' })
    await done(core, 'bigquery.setUp')
    const after = await core.must('bigquery.check', {})
    expect(after.checks.filter(({ state }) => state !== 'ok')).toEqual([])
    await done(core, 'bigquery.setUp')
  })

  it('keeps the key in the vault and in no answer, file or log line', async () => {
    const core = await computer()
    const answer = await core.must('bigquery.connect', connectInput(dataset))
    const secret = JSON.parse(SERVICE_KEY).private_key.split('\n')[1]
    expect(JSON.stringify([answer, core.log.lines, core.events])).not.toContain(secret)
    const names = await readdir(core.folder, { recursive: true })
    for (const name of names) {
      const path = `${core.folder}/${name}`
      if ((await stat(path)).isFile()) expect(await readFile(path, 'utf8')).not.toContain(secret)
    }
  })

  it('is by the environment where that names a project', async () => {
    const core = await computer({ project: 'double-project', dataset })
    const { connection } = await core.must('bigquery.status', {})
    expect(connection).toMatchObject({
      project: 'double-project',
      dataset,
      location: 'US',
      from_environment: ['project', 'dataset'],
    })
  })

  it('takes from the environment each part that it names, and leaves the others to be chosen', async () => {
    const core = await computer({ location: 'EU' })
    expect(await core.must('bigquery.status', {})).toMatchObject({ connection: null })
    const { connection } = await core.must('bigquery.connect', { ...connectInput(dataset), location: 'US' })
    expect(connection).toMatchObject({ project: 'double-project', dataset, location: 'EU' })
    expect(connection?.from_environment).toEqual(['location'])
  })

  it('refuses a key that is none, and names the field', async () => {
    const core = await computer()
    const input = { ...connectInput(dataset), sign_in: { kind: 'service_account', key: '{"type":"user"}' } }
    expect(await core.refused('bigquery.connect', input)).toMatchObject({ code: 'validation_failed' })
    expect((await core.must('bigquery.status', {})).connection).toBeNull()
  })

  it('refuses everything else before there is a connection, and says where to make one', async () => {
    const core = await computer()
    const operations: CoreOperation[] = [
      'bigquery.push',
      'bigquery.pull',
      'bigquery.preview',
      'bigquery.check',
    ]
    for (const operation of operations)
      expect(await core.refused(operation, {}), operation).toMatchObject({
        code: 'unsupported',
        hint: expect.stringContaining('BigQuery page'),
      })
  })
})

describe('a push', () => {
  it('shows before what it will send, sends it, and links to its jobs', async () => {
    const core = await computer()
    await ready(core)
    await core.must('audiences.create', audienceInput({ name: 'Coffee loyalists' }))
    const preview = await core.must('bigquery.preview', {})
    expect(preview.tables.find(({ table }) => table === 'audiences')).toMatchObject({ added: 1, changed: 0 })
    expect(preview).toMatchObject({ why: null })
    expect(preview.billed_bytes).toBeGreaterThanOrEqual(40 * 2 ** 20)
    const job = await done(core, 'bigquery.push')
    expect(job.result).toMatchObject({ changed: 2, error_count: 0 })
    expect(await table('audiences')).toMatchObject([
      { name: 'Coffee loyalists', owner_email: SERVICE_ACCOUNT },
    ])
    const { pushes } = await core.must('bigquery.history', {})
    expect(pushes).toMatchObject([{ outcome: 'completed', cause: 'person', pushed: 2, conflicts: 0 }])
    expect(pushes[0]?.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['users', 1],
      ['audiences', 1],
    ])
    expect(pushes[0]?.tables[0]?.jobs).toHaveLength(2)
    const status = await core.must('bigquery.status', {})
    expect(status).toMatchObject({ unpushed: { total: 0 }, waiting_batch: false, problem: null })
    expect(world.double.tables().filter(name => name.includes('_staging.'))).toEqual([])
  })

  it('takes at most eight calls for a changed table, however many rows, and none for no change', async () => {
    const core = await computer()
    await ready(core)
    await done(core, 'bigquery.push')
    for (const rows of [1, 40]) {
      for (let n = 0; n < rows; n++)
        await core.must('audiences.create', audienceInput({ name: `Audience ${rows} ${n}` }))
      world.double.log.length = 0
      await done(core, 'bigquery.push')
      expect(calls().length, `${rows} rows`).toBeLessThanOrEqual(8)
    }
    world.double.log.length = 0
    await done(core, 'bigquery.push')
    expect(world.double.log).toEqual([])
  })

  it('stops with the right words and keeps everything when a permission is missing', async () => {
    const core = await computer()
    await ready(core)
    await core.must('audiences.create', audienceInput())
    world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.dataOwner'])
    const job = await tried(core, 'bigquery.push')
    world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.admin'])
    expect(job).toMatchObject({ state: 'failed', error: { code: 'forbidden' } })
    const status = await core.must('bigquery.status', {})
    expect(status).toMatchObject({ problem: { code: 'forbidden' }, last_push: { outcome: 'failed' } })
    expect(status.unpushed.audience).toBe(1)
    await done(core, 'bigquery.push')
    expect(await core.must('bigquery.status', {})).toMatchObject({ problem: null, unpushed: { total: 0 } })
  })

  it('is made when the app ends, for those who want it', async () => {
    const core = await computer()
    await ready(core)
    await core.must('bigquery.setAutomatic', { every_minutes: null, on_quit: true })
    await core.must('audiences.create', audienceInput({ name: 'Saved on Friday evening' }))
    await core.core.close()
    expect(await table('audiences')).toMatchObject([{ name: 'Saved on Friday evening' }])
  })

  it('leaves tables of a newer app alone', async () => {
    const core = await computer()
    await ready(core)
    await world.run(`ALTER TABLE \`double-project.${dataset}.schema_version\` ADD COLUMN version_2 STRING`)
    const job = await tried(core, 'bigquery.push')
    expect(job.error).toMatchObject({ code: 'unsupported', details: { remote_version: 2 } })
    expect(await table('users')).toEqual([])
    expect(await core.must('bigquery.status', {})).toMatchObject({ unpushed: { user: 1 } })
  })
})

describe('comparing everything', () => {
  it('finds what SQL changed and deleted without a sign, brings the one and sends the other again', async () => {
    const core = await computer()
    await ready(core)
    const edited = await core.must('audiences.create', audienceInput({ name: 'Runners' }))
    const deleted = await core.must('audiences.create', audienceInput({ name: 'Cyclists' }))
    await done(core, 'bigquery.push')
    await done(core, 'bigquery.pull')
    const audiences = `\`double-project.${dataset}.audiences\``
    await world.run(
      `UPDATE ${audiences} SET name = 'Trail runners' WHERE audience_id = '${edited.audience_id}'`,
    )
    await world.run(`DELETE FROM ${audiences} WHERE audience_id = '${deleted.audience_id}'`)
    expect((await done(core, 'bigquery.pull')).result).toMatchObject({ changed: 0 })
    expect((await done(core, 'bigquery.compare')).result).toMatchObject({ changed: 1, error_count: 0 })
    expect(await core.must('audiences.get', { audience_id: edited.audience_id })).toMatchObject({
      name: 'Trail runners',
    })
    expect(await core.must('bigquery.status', {})).toMatchObject({
      resent: 1,
      last_look_at: expect.any(String),
      unpushed: { audience: 2 },
    })
    await done(core, 'bigquery.push')
    expect((await table('audiences')).map(row => row.name).sort()).toEqual(['Cyclists', 'Trail runners'])
    expect(await core.must('bigquery.status', {})).toMatchObject({
      resent: 0,
      last_push: { resent: 1 },
      unpushed: { total: 0 },
    })
  })
})

describe('a second computer', () => {
  it('goes on as the profile of the first and gets the whole workspace', async () => {
    const first = await computer()
    await ready(first)
    const made = await first.must('audiences.create', audienceInput({ name: 'Überraschung 🎁' }))
    await first.must('platforms.create', { name: 'TikTok spring', platform_type: 'tiktok' })
    await done(first, 'bigquery.push')

    const second = await computer()
    const profile = await second.must('profiles.create', { display_name: 'New laptop' })
    const as = profile.user_id
    await second.must('bigquery.connect', connectInput(dataset), as)
    const { profiles } = await second.must('bigquery.profiles', {}, as)
    expect(profiles).toMatchObject([{ user_id: RETAIL, audiences: 1 }])
    await second.must('bigquery.adopt', { user_id: RETAIL }, as)
    await done(second, 'bigquery.pull', as)
    const got = await second.must('audiences.get', { audience_id: made.audience_id }, as)
    const { user_id: _mine, ...content } = await first.must('audiences.get', {
      audience_id: made.audience_id,
    })
    const { user_id: _theirs, ...theirs } = got
    expect(theirs).toEqual(content)
    const { items } = await second.must('platforms.list', {}, as)
    expect(items).toMatchObject([{ name: 'TikTok spring', connection: { state: 'untested' } }])
    expect(await second.must('bigquery.status', {}, as)).toMatchObject({
      unpushed: { audience: 0, platform: 0 },
    })
  })

  it('and the first decide about what both changed, field by field', async () => {
    const [first, second] = [await computer(), await computer()]
    await ready(first)
    await second.must('bigquery.connect', connectInput(dataset))
    const { audience_id } = await first.must('audiences.create', audienceInput({ name: 'Runners' }))
    await done(first, 'bigquery.push')
    await done(second, 'bigquery.pull')
    const rename = (core: TestCore, name: string, description: string) =>
      core.must('audiences.update', { audience_id, expected_version: 1, patch: { name, description } })
    await rename(first, 'Trail runners', 'On trails')
    await rename(second, 'Marathon runners', 'On roads')
    await done(first, 'bigquery.push')
    const push = await done(second, 'bigquery.push')
    expect(push.result).toMatchObject({ skipped: 1 })
    const { items } = await second.must('bigquery.conflicts', {})
    expect(items).toMatchObject([
      { entity: 'audience', id: audience_id, name: 'Marathon runners', deleted: null },
    ])
    expect(items[0]?.fields).toMatchObject([
      { path: 'description', mine: 'On roads', theirs: 'On trails' },
      { path: 'name', mine: 'Marathon runners', theirs: 'Trail runners' },
    ])
    const choice = { name: 'mine', description: 'theirs' } as const
    expect(
      await second.must('bigquery.resolve', { entity: 'audience', id: audience_id, choice }),
    ).toMatchObject({
      conflicts: 0,
      unpushed: { audience: 1 },
    })
    expect(await second.must('audiences.get', { audience_id })).toMatchObject({
      name: 'Marathon runners',
      description: 'On trails',
    })
    expect(
      await second.refused('bigquery.resolve', { entity: 'audience', id: audience_id, choice: 'mine' }),
    ).toMatchObject({ code: 'not_found' })
    await done(second, 'bigquery.push')
    expect(await table('audiences')).toMatchObject([{ name: 'Marathon runners', description: 'On trails' }])
  })
})
