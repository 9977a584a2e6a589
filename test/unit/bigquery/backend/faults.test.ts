// Records kept in BigQuery, and BigQuery is not there, cut off, or says no: nothing is lost, doubled, or claimed to be saved.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../../src/main/core/store/face.ts'
import type { ErrorCode } from '../../../../src/shared/errors.ts'
import type { Fault } from '../../../bigquery-double/index.ts'
import { seeded } from '../../../store/random.ts'
import { audience, OWNER, platform, putAudience, putPlatform } from '../../../store/records.ts'
import { type BigQueryWorld, SERVICE_ACCOUNT, SERVICE_KEY, startBigQuery } from '../../../support/bigquery.ts'
import { expectThere, stagingTables } from '../whole/there.ts'
import { type At, type Computer, computerAt, must, setUpIn } from './computer.ts'

const dataset = 'team'
const READER = ['roles/bigquery.jobUser', 'roles/bigquery.dataViewer']
/** The discard port: nobody listens there. */
const NOBODY = {
  addresses: { BIGQUERY_API_ENDPOINT: 'http://127.0.0.1:9', BIGQUERY_OAUTH_ENDPOINT: 'http://127.0.0.1:9' },
}
let world: BigQueryWorld
let workspace = ''
let one: Computer
let count = 0
/** A record that is new to each test. */
let id = ''

const at = (over: Partial<At> = {}): At => ({ dataset, workspace, ...over })
const made = (name: string) => audience(seeded(7), { audience_id: id, name })
const nameIn = async ({ store }: Pick<Computer, 'store'>) =>
  must(await store.get('audience', OWNER, id))?.name ?? null
const nameThere = async () =>
  (await world.double.rows(`${dataset}.audiences`)).find(row => row.audience_id === id)?.name ?? null
const there = () =>
  expectThere(world.double, dataset, { store: one.store, user_id: OWNER, account: SERVICE_ACCOUNT })

beforeAll(async () => {
  world = await startBigQuery()
  await setUpIn(world, dataset)
  workspace = await mkdtemp(join(tmpdir(), 'bigquery-backend-faults-'))
  one = await computerAt(world, at())
})
beforeEach(async () => {
  id = `aud_${++count}`
  must(await one.put(made('Before'), 'new'))
})
afterEach(async () => {
  world.double.faults.clear()
  world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.admin'])
  must(await one.look())
  expect(one.store.info()).toMatchObject({ state: 'open', live: { saving: 0, problem: null } })
})
afterAll(async () => {
  await one.close()
  await world.double.close()
  await rm(workspace, { recursive: true, force: true })
})

/** The next start on the same copy; `work` has the place of `one`. */
async function restarted(
  next: Pick<BigQueryWorld, 'addresses'>,
  over: Partial<At>,
  work: (next: Computer) => Promise<void>,
) {
  await one.close()
  const computer = await computerAt(next, at(over))
  try {
    await work(computer)
  } finally {
    await computer.close()
    one = await computerAt(world, at())
  }
}

describe('what passes by itself', () => {
  const faults: Fault[] = [
    { kind: 'reset', when: 'before' },
    { kind: 'reset', when: 'after' },
    { kind: 'answer', status: 503, reason: 'backendError' },
    { kind: 'answer', status: 503, reason: 'backendError', processed: true },
    { kind: 'answer', status: 401, reason: 'authError' },
    { kind: 'answer', status: 429, reason: 'rateLimitExceeded' },
  ]
  const failedJobs: Fault[] = [
    { kind: 'job_error', reason: 'backendError', applied: false },
    { kind: 'job_error', reason: 'jobRateLimitExceeded', applied: true },
  ]
  const calls = [
    ...faults.flatMap(fault => ['jobs.insert', 'jobs.getQueryResults'].map(route => ({ route, fault }))),
    ...failedJobs.map(fault => ({ route: 'jobs.insert', fault })),
  ]
  it.each(calls)('at $route, $fault: the save is made once', async ({ route, fault }) => {
    world.double.faults.on(route, 1, fault)
    expect(must(await one.put(made('After'), 1)).version).toBe(2)
    expect(world.double.faults.unmet()).toEqual([])
    expect([await nameIn(one), await nameThere()]).toEqual(['After', 'After'])
  })
})

describe('what does not pass', () => {
  type Trouble = [string, () => unknown, ErrorCode]
  const always = (route: string, fault: Fault) => () => world.double.faults.on(route, 'every', fault)
  const refusing = (status: number, reason: string): Fault => ({ kind: 'answer', status, reason })
  it.each<Trouble>([
    ['the connection', always('jobs.insert', { kind: 'reset', when: 'before' }), 'offline'],
    ['faults of Google', always('jobs.insert', refusing(503, 'backendError')), 'bigquery_failed'],
    ['a quota', always('jobs.insert', refusing(403, 'quotaExceeded')), 'quota_exceeded'],
    ['a permission', () => world.double.permissions.set(SERVICE_ACCOUNT, READER), 'forbidden'],
    ['a statement', always('jobs.insert', refusing(400, 'invalidQuery')), 'bigquery_failed'],
  ])('%s: the save is refused with what to do, and nothing is changed', async (_, trouble, code) => {
    trouble()
    const refused = await one.put(made('After'), 1)
    expect(refused).toMatchObject({
      ok: false,
      error: { code, hint: expect.stringMatching(/\w/), message: expect.stringMatching(/save/) },
    })
    expect([await nameIn(one), await nameThere()]).toEqual(['Before', 'Before'])
    world.double.faults.clear()
    world.double.permissions.set(SERVICE_ACCOUNT, ['roles/bigquery.admin'])
    must(await one.put(made('After'), 1))
    await there()
  })

  it('an answer that never comes is no save; what came of it is read, and saved again makes no call', async () => {
    world.double.faults.on('jobs.getQueryResults', 'every', { kind: 'reset', when: 'after' })
    expect(await one.put(made('After'), 1)).toMatchObject({
      ok: false,
      error: { code: 'offline', message: expect.stringContaining('did not confirm') },
    })
    expect([await nameIn(one), await nameThere()]).toEqual(['Before', 'After'])
    world.double.faults.clear()
    must(await one.look())
    expect(await nameIn(one)).toBe('After')
    world.double.log.length = 0
    must(await one.put(made('After'), 2))
    expect(world.double.log).toEqual([])
  })

  it('a sign-in that was taken back: told as such, everything can be read, and nothing was changed', async () => {
    world.double.tokens.expireAccess()
    world.double.faults.on('token', 'every', { kind: 'token_error', error: 'invalid_grant' })
    expect(await one.put(made('After'), 1)).toMatchObject({ error: { code: 'unauthorized' } })
    expect(await one.look()).toMatchObject({ error: { code: 'unauthorized' } })
    expect(one.store.info()).toMatchObject({ state: 'read_only', reason: { code: 'unauthorized' } })
    expect([await nameIn(one), await nameThere()]).toEqual(['Before', 'Before'])
  })

  it('tables of a newer app: neither read nor changed', async () => {
    const table = `\`double-project.${dataset}.schema_version\``
    await world.run(`ALTER TABLE ${table} ADD COLUMN version_2 BOOL`)
    expect(await one.look()).toMatchObject({ error: { code: 'unsupported' } })
    expect(await one.put(made('After'), 1)).toMatchObject({ error: { code: 'unsupported' } })
    await world.run(`ALTER TABLE ${table} DROP COLUMN version_2`)
    must(await one.look())
  })
})

describe('a start without BigQuery', () => {
  it('shows what was read, as old as it is, and saves nothing but what this computer alone knows', async () => {
    const folder = platform({ platform_id: `plt_${count}` })
    must(await one.store.commit(OWNER, [putPlatform(folder, 'new')]))
    must(await one.look())
    const { read_at } = one.store.info().live ?? {}
    await restarted(NOBODY, {}, async offline => {
      expect(await nameIn(offline)).toBe('Before')
      expect(await offline.look()).toMatchObject({ error: { code: 'offline' } })
      expect(offline.store.info()).toMatchObject({
        state: 'read_only',
        reason: { code: 'offline' },
        live: { read_at, account: SERVICE_ACCOUNT, problem: { code: 'offline' } },
      })
      expect(await offline.put(made('After'), 1)).toMatchObject({
        ok: false,
        error: { code: 'offline', message: expect.stringContaining('Nothing was saved') },
      })
      expect(await nameIn(offline)).toBe('Before')
      const tested = { ...folder, last_sync: '2026-11-26T09:00:00.000Z' }
      must(await offline.store.commit(OWNER, [putPlatform(tested, 1)]))
    })
    expect(await nameThere()).toBe('Before')
  })

  it('and without a copy shows nothing, says why, and is filled when BigQuery is there again', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'bigquery-backend-fresh-'))
    const offline = await computerAt(NOBODY, at({ workspace: fresh }))
    expect(offline.store.info()).toMatchObject({
      state: 'read_only',
      live: { read_at: null, account: null, problem: { code: 'offline' } },
    })
    expect(await offline.store.owners()).toEqual([])
    expect(await offline.put(made('New'), 'new')).toMatchObject({ error: { code: 'offline' } })
    await offline.close()
    const online = await computerAt(world, at({ workspace: fresh }))
    expect(await nameIn(online)).toBe('Before')
    await online.close()
    await rm(fresh, { recursive: true, force: true })
  })
})

it('an end between BigQuery’s word and the copy loses nothing: the next start has it', async () => {
  const ended = new Error('The process ended here')
  /** Refuses to keep what BigQuery has. */
  const through = (cache: Store): Store => ({
    ...cache,
    commit: (owner, puts, options) =>
      puts.some(({ expected }) => expected === 'any')
        ? Promise.reject(ended)
        : cache.commit(owner, puts, options),
  })
  await restarted(world, { through }, async dying => {
    must(await dying.look())
    await expect(dying.put(made('After'), 1)).rejects.toBe(ended)
    expect([await nameIn(dying), await nameThere()]).toEqual(['Before', 'After'])
  })
  must(await one.look())
  expect(await nameIn(one)).toBe('After')
})

it('a look that began before a save does not bring the older version back', async () => {
  const rows = `\`double-project.${dataset}.audiences\``
  await world.run(
    `UPDATE ${rows} SET rev = 'by-hand', synced_at = CURRENT_TIMESTAMP() WHERE audience_id = '${id}'`,
  )
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  let reached = () => {}
  const reading = new Promise<void>(resolve => {
    reached = resolve
  })
  world.double.faults.on('jobs.query', 1, {
    kind: 'hold',
    when: 'after',
    met() {
      reached()
      return held
    },
  })
  const looking = one.look()
  await reading
  must(await one.put(made('After'), 'any'))
  release()
  must(await looking)
  expect(await nameIn(one)).toBe('After')
  must(await one.look())
  expect([await nameIn(one), await nameThere()]).toEqual(['After', 'After'])
})

const otherKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

it('a copy of another account is neither filled nor saved from', async () => {
  const email = 'colleague@double-project.iam.gserviceaccount.com'
  world.double.tokens.addServiceAccount(email, otherKey.publicKey)
  world.double.permissions.set(email, ['roles/bigquery.admin'])
  const key = JSON.stringify({
    ...JSON.parse(SERVICE_KEY),
    client_email: email,
    private_key: otherKey.privateKey,
  })
  await restarted(world, { key }, async other => {
    expect(await other.look()).toMatchObject({ error: { code: 'forbidden' } })
    expect(await other.put(made('After'), 1)).toMatchObject({ error: { code: 'forbidden' } })
    expect(other.store.info()).toMatchObject({ live: { account: SERVICE_ACCOUNT } })
  })
  expect(await nameThere()).toBe('Before')
  expect(await world.double.rows(`${dataset}.audiences`)).not.toContainEqual(
    expect.objectContaining({ owner_email: email }),
  )
})

it.each(['jobs.upload', 'jobs.getQueryResults', 'tables.delete'])(
  'at %s of many records, cut after it had its effect: all are saved once, and nothing is left behind',
  async route => {
    world.double.faults.on(route, 1, { kind: 'reset', when: 'after' })
    const many = Array.from({ length: 51 }, (_, n) =>
      putAudience(audience(seeded(n), { audience_id: `${id}_${n}` }), 'new'),
    )
    expect(must(await one.store.commit(OWNER, many))).toHaveLength(51)
    expect(world.double.faults.unmet()).toEqual([])
    expect(stagingTables(world.double)).toEqual([])
    const rows = await world.double.rows(`${dataset}.audiences`)
    expect(rows.filter(row => String(row.audience_id).startsWith(`${id}_`))).toHaveLength(51)
  },
)
