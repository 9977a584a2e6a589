// The whole life of BigQuery's secrets in the real program: a service account's private key, a client's secret, refresh and
// access tokens. Afterwards none is in any byte that it wrote, printed, answered, delivered or sent, but to where tokens are.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { TABLES } from '../../../src/main/core/bigquery/rows/tables.ts'
import type { InputOf } from '../../../src/shared/contract.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { audienceInput } from '../../support/audiences.ts'
import { type BigQueryWorld, connectInput, SERVICE_KEY, startBigQuery } from '../../support/bigquery.ts'
import { eventually } from '../../support/eventually.ts'
import { filesBelow, type Secrets, secretsBelow, secretsIn } from './forms.ts'
import { cells, sealedPlaces } from './left-behind.ts'
import { ENCRYPTION_KEY, nothingHeard, type Place, type Program, startProgram } from './program.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 30_000 })

const ANNA = 'anna@retail-media.example'
const CLIENT_SECRET = 'GOCSPX-"\\/+=>>>???~of-the-test'
/** In a note, where it may be: the search has to find it wherever a secret would lie. */
const PLANTED = 'planted "\\/+=ü& value'
const ROLES = ['roles/bigquery.admin']

const heard = nothingHeard()
let world: BigQueryWorld
let place: Place
let program: Program

beforeAll(async () => {
  world = await startBigQuery()
  world.double.tokens.app.clientSecret = CLIENT_SECRET
  world.double.tokens.consent = { email: ANNA }
  const root = mkdtempSync(join(tmpdir(), 'secrets-bigquery-'))
  place = { root, workspace: join(root, 'workspace'), platforms: world.double.url, env: world.addresses }
  mkdirSync(place.workspace)
  mkdirSync(join(root, 'drop'))
  program = await startProgram(place, heard)
})
afterAll(async () => {
  await program?.kill()
  await world.double.close()
  rmSync(place.root, { recursive: true, force: true, maxRetries: 5 })
})

const ended = ({ job_id }: Pick<Job, 'job_id'>): Promise<Job> =>
  eventually(
    async () => {
      const now = await program.must('jobs.get', { job_id })
      expect(now.finished_at).not.toBeNull()
      return now
    },
    { timeout: 30_000 },
  )
type Work = 'bigquery.setUp' | 'bigquery.push' | 'bigquery.pull' | 'bigquery.compare'
const done = async (...all: Work[]) => {
  for (const work of all) {
    const { state, error } = await ended(await program.must(work, {} as InputOf<Work>))
    expect([work, state, error]).toEqual([work, 'completed', null])
  }
}
async function everythingRead() {
  for (const read of ['status', 'check', 'profiles', 'preview', 'conflicts', 'history'] as const)
    await program.must(`bigquery.${read}`, {})
  await program.must('jobs.list', {})
}
const byBrowser = (client_secret?: string) => ({
  ...connectInput(),
  sign_in: {
    kind: 'browser' as const,
    client_id: world.double.tokens.app.clientId,
    ...(client_secret !== undefined && { client_secret }),
  },
})
async function signIn() {
  const { url, job_id } = await program.must('bigquery.signIn', {})
  const page = await fetch(url, { redirect: 'manual' })
  await fetch(page.headers.get('location') ?? '')
  expect((await ended({ job_id })).state).toBe('completed')
}

it('by a service account: connected, set up, delivered, pushed, pulled, compared, refused', async () => {
  await program.must('bigquery.connect', connectInput())
  await done('bigquery.setUp')
  const { audience_id } = await program.must(
    'audiences.create',
    audienceInput({ name: 'Coffee loyalists', status: 'active', metadata: { notes: PLANTED } }),
  )
  const { platform_id } = await program.must('platforms.create', {
    name: 'Agency drop folder',
    platform_type: 'folder',
    settings: { path: join(place.root, 'drop') },
  })
  const made = await program.must('distributions.create', {
    audience_ids: [audience_id],
    platform_ids: [platform_id],
    when: { kind: 'now' },
  })
  const [run] = made.distributions
  await eventually(
    async () => {
      const { status } = await program.must('distributions.get', {
        distribution_id: run?.distribution_id ?? '',
      })
      expect(status).toBe('completed')
    },
    { timeout: 30_000 },
  )
  await done('bigquery.push', 'bigquery.pull', 'bigquery.compare')
  await everythingRead()
  // Refused, with the key in hand: of a form that is none, and by Google.
  const bent = { ...connectInput(), sign_in: { kind: 'service_account', key: SERVICE_KEY.replace('}', '') } }
  expect(await program.rpc('bigquery.connect', bent as InputOf<'bigquery.connect'>)).toMatchObject({
    ok: false,
  })
  const misplaced = { ...connectInput(), dataset: SERVICE_KEY }
  expect(await program.rpc('bigquery.connect', misplaced)).toMatchObject({ ok: false })
  world.double.tokens.expireAccess()
  world.double.faults.on('jobs.query', 1, { kind: 'answer', status: 403, reason: 'accessDenied' })
  expect((await ended(await program.must('bigquery.pull', {}))).state).toBe('failed')
})

it('by the browser: signed in, pushed, revoked, signed in again, killed and started anew', async () => {
  await program.must('bigquery.connect', byBrowser(CLIENT_SECRET))
  world.double.permissions.set(ANNA, ROLES)
  await signIn()
  await program.must('audiences.create', audienceInput({ name: 'New movers' }))
  await done('bigquery.push')
  world.double.tokens.revoke(ANNA)
  await program.must('audiences.create', audienceInput({ name: 'Runners' }))
  const refused = await ended(await program.must('bigquery.push', {}))
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'unauthorized' } })
  await signIn()
  await program.kill()
  program = await startProgram(place, heard)
  await done('bigquery.push')
  await everythingRead()
  await program.must('bigquery.connect', byBrowser())
  await program.must('workspace.flush', {})
  expect(await sealedPlaces(place.workspace, ENCRYPTION_KEY)).toEqual(
    expect.arrayContaining(['bigquery client_secret', 'bigquery refresh_token']),
  )
  await program.must('bigquery.disconnect', {})
  expect(await program.close()).toBe(0)
  expect(await sealedPlaces(place.workspace, ENCRYPTION_KEY)).toEqual([])
})

it('then no secret is in any byte that was written, printed, answered, delivered or sent', async () => {
  const { double } = world
  const granted = double.log
    .filter(({ route }) => route === 'token')
    .map(({ answer }) => answer as { access_token?: string; refresh_token?: string })
  const { private_key } = JSON.parse(SERVICE_KEY) as { private_key: string }
  const lines = private_key.split('\n').filter(line => line !== '' && !line.startsWith('-----'))
  const secrets: Secrets = {
    client_secret: CLIENT_SECRET,
    ...Object.fromEntries(lines.map((line, at) => [`line ${at + 1} of the private key`, line])),
    ...Object.fromEntries(
      granted.flatMap(({ access_token, refresh_token }, at) => [
        ...(access_token ? [[`access token ${at}`, access_token]] : []),
        ...(refresh_token ? [[`refresh token ${at}`, refresh_token]] : []),
      ]),
    ),
  }
  expect(Object.keys(secrets).filter(name => name.startsWith('refresh'))).toHaveLength(2)
  expect(Object.keys(secrets).filter(name => name.startsWith('access')).length).toBeGreaterThan(3)

  const rows = await cells(place.workspace)
  const there: unknown[] = []
  for (const { name } of TABLES) there.push(...(await double.rows(`activation_manager.${name}`)))
  const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
  const received = double.log.filter(({ route }) => route !== 'token')
  const everywhere = (wanted: Secrets) => [
    ...secretsBelow(place.root, wanted),
    ...secretsIn('rows', rows, wanted),
    ...secretsIn('rows of BigQuery', Buffer.from(JSON.stringify(there, plain)), wanted),
    ...received.flatMap(({ path, query, body, upload, answer }, at) => [
      ...secretsIn(`call ${at}`, Buffer.from(JSON.stringify([path, query, body, answer])), wanted),
      ...(upload ? secretsIn(`upload ${at}`, upload, wanted) : []),
    ]),
    ...Object.entries(heard).flatMap(([where, chunks]) => secretsIn(where, Buffer.concat(chunks), wanted)),
  ]
  expect(everywhere(secrets)).toEqual([])

  const planted = everywhere({ PLANTED }).join('\n')
  expect(planted).toContain('rows: PLANTED')
  expect(planted).toContain('rows of BigQuery: PLANTED')
  expect(planted).toContain('answers: PLANTED as json')
  const files = filesBelow(place.root)
  const log = [...files].filter(([path]) => path.includes('logs')).join('\n')
  expect(log).toContain('"level":"debug"')
  expect([...files.keys()].some(path => path.startsWith('drop'))).toBe(true)
  expect(Buffer.concat(heard.events).toString()).toContain('event: bigquery.changed')
})
