// The whole life of more than fifty secrets in the real program, killed twice on the way; afterwards none is to be found in
// what it wrote, printed or sent, in any form.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Job } from '../../../src/shared/domain/job.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { eventually } from '../../support/eventually.ts'
import { type Account, oddAccounts } from './accounts.ts'
import { filesBelow, type Secrets, secretsBelow, secretsIn } from './forms.ts'
import { hostileCalls } from './hostile-calls.ts'
import { cells, made, sealedPlaces } from './left-behind.ts'
import { type OddPlatforms, startOddPlatforms } from './odd-platforms.ts'
import { ENCRYPTION_KEY, nothingHeard, type Place, type Program, startProgram, TOKEN } from './program.ts'

/** Generous, for a busy machine: it is a matter of milliseconds. */

// A dozen writes of the encrypted file, each with scrypt at its full cost, take their time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 30_000 })

/** In a note, where the program keeps it as it is: the search has to find it in every place where a secret would lie. */
const PLANTED = 'planted "\\/+=ü& value'
const given = oddAccounts()
const secrets: Record<string, string> = { ...given.secrets, ENCRYPTION_KEY }
const fieldNames: Record<string, string> = {}
const heard = nothingHeard()
/** By the account's name. */
const ids = new Map<string, string>()
let place: Place
let odd: OddPlatforms
let program: Program

beforeAll(async () => {
  odd = await startOddPlatforms(given)
  const root = mkdtempSync(join(tmpdir(), 'secrets-'))
  place = { root, workspace: join(root, 'workspace'), platforms: odd.double.url }
  mkdirSync(place.workspace)
  program = await startProgram(place, heard)
})
afterAll(async () => {
  await program?.kill()
  await odd.double.close()
  rmSync(place.root, { recursive: true, force: true, maxRetries: 5 })
})

const idOf = (name: string) => ids.get(name) ?? `no account ${name}`
const current = (name: string) => program.must('platforms.get', { platform_id: idOf(name) })

async function ended(job: Job): Promise<Job> {
  return eventually(async () => {
    const now = await program.must('jobs.get', { job_id: job.job_id })
    expect(now.finished_at).not.toBeNull()
    return now
  })
}

async function store({ input }: Account, door: 'rpc' | 'rest'): Promise<void> {
  if (door === 'rpc') {
    ids.set(input.name, (await program.must('platforms.create', input)).platform_id)
    return
  }
  const made = await program.call('POST', '/api/platforms', input)
  expect(made).toMatchObject({ status: 201, body: { success: true } })
  ids.set(input.name, (made.body as { platform_id: string }).platform_id)
}

it('more than fifty secrets of eight types are stored', async () => {
  const types = new Set(given.accounts.map(({ input }) => input.platform_type))
  await program.must('platforms.create', {
    name: 'folder, good',
    platform_type: 'folder',
    settings: { path: place.root },
    notes: PLANTED,
  })
  expect(types.size + 1).toBe(8)
  await Promise.all(given.accounts.map((account, at) => store(account, at % 2 === 0 ? 'rpc' : 'rest')))
  expect(given.accounts.flatMap(({ input }) => Object.keys(input.credentials ?? {})).length).toBeGreaterThan(
    50,
  )
  const { items } = await program.must('platforms.list', {})
  const set = items.flatMap(one =>
    Object.values(one.credential_fields).filter(field => field.state === 'set'),
  )
  expect(set.length).toBeGreaterThan(50)
})

it('tests pass and fail in words, also where the platform repeats what it was sent', async () => {
  const found = await Promise.all(
    given.accounts.map(async ({ input }) => {
      const tested = await program.call('POST', `/api/platforms/${idOf(input.name)}/test`)
      return [input.name, (tested.body as { connection?: Platform['connection'] }).connection?.state]
    }),
  )
  expect(found).toEqual(given.accounts.map(({ input, verdict }) => [input.name, verdict]))
  const sent = given.accounts
    .filter(one => one.sent)
    .flatMap(({ input }) => Object.values(input.credentials ?? {}))
  expect(sent.filter(secret => !odd.used.has(String(secret)))).toEqual([])
  expect(odd.used).toContain(given.secrets['issued access token'])

  for (const trouble of ['cut', 'cut_midway', 'html_fault', 'not_json', 'redirect_elsewhere'] as const) {
    odd.double.trouble = trouble
    await ended(await program.must('platforms.testConnection', { platform_id: idOf('google_ads, good') }))
    expect([trouble, (await current('google_ads, good')).connection.state]).toEqual([trouble, 'failed'])
  }
  odd.double.trouble = 'hang'
  const asked = odd.double.received.length
  const slow = await program.must('platforms.testConnection', { platform_id: idOf('meta, good') })
  await eventually(() => expect(odd.double.received.length).toBe(asked + 1))
  await program.must('jobs.cancel', { job_id: slow.job_id })
  expect((await ended(slow)).state).toBe('cancelled')
  odd.double.trouble = null

  const all = await ended(await program.must('platforms.testAll', {}))
  expect(all.state).toBe('completed')
  // The refresh tokens that were handed out instead are in use now.
  expect(all.result?.error_count).toBe(given.accounts.filter(({ verdict }) => verdict === 'failed').length)
  expect(odd.used).toContain(given.secrets['issued refresh token'])
})

it('secrets are replaced and removed, platforms renamed, copied, deleted and brought back', async () => {
  const platform_id = idOf('meta, second')
  const { version } = await current('meta, second')
  secrets.replacement = 'replaced"\\/+=>>>???~with-another'
  const replaced = await program.must('platforms.update', {
    platform_id,
    expected_version: version,
    patch: { name: 'Meta, renamed', credentials: { access_token: secrets.replacement } },
  })
  const copy = await program.must('platforms.duplicate', { platform_id })
  expect(copy.credential_fields.access_token).toEqual({ state: 'missing' })
  await program.must('platforms.restoreVersion', { platform_id, version, expected_version: replaced.version })
  await program.must('platforms.setStatus', { platform_id, status: 'inactive' })

  const app = idOf('google_ads, good')
  const patched = await program.call('PATCH', `/api/platforms/${app}`, {
    notes: 'Without its app for now',
    credentials: { client_secret: null },
  })
  expect(patched).toMatchObject({
    status: 200,
    body: {
      platform: { credential_fields: { client_secret: { state: 'missing' }, client_id: { state: 'set' } } },
    },
  })
  await program.call('PUT', `/api/platforms/${app}/status`, { status: 'inactive' })
  for (const door of ['rpc', 'rest'] as const) {
    const gone = idOf(door === 'rpc' ? 'tiktok, expired' : 'linkedin, expired')
    if (door === 'rpc') await program.must('platforms.delete', { platform_id: gone })
    else expect((await program.call('DELETE', `/api/platforms/${gone}`)).status).toBe(200)
  }
  const back = await program.must('platforms.undelete', { platform_id: idOf('tiktok, expired') })
  expect(back.credential_fields.access_token).toEqual({ state: 'missing' })
})

it('everything that can be read is read', async () => {
  const { items } = await program.must('platforms.list', { limit: 500 })
  await program.must('platforms.list', { filter: { deleted: true } })
  await program.must('platforms.activity', { platform_ids: items.map(one => one.platform_id).slice(0, 100) })
  await program.call('GET', '/api/platforms?limit=500')
  for (const { platform_id, version } of items) {
    await program.call('GET', `/api/platforms/${platform_id}`)
    await program.must('platforms.history', { platform_id })
    for (let one = 1; one <= version; one++)
      await program.must('platforms.get', { platform_id, version: one })
  }
  await program.must('jobs.list', {})
  await program.must('drafts.list', {})
  await program.must('preferences.get', {})
  expect(await program.must('credentials.state', {})).toMatchObject({ kind: 'file', state: 'available' })
  await program.call('GET', '/api/health')
})

it('secrets in the wrong places are refused and not repeated', async () => {
  const { calls, secrets: misplaced, names } = hostileCalls(idOf('meta, good'))
  Object.assign(secrets, misplaced)
  Object.assign(fieldNames, names)
  for (const { method, path, body } of calls) {
    const refused = await program.call(method, path, body)
    expect([path, body, refused.status >= 400]).toEqual([path, body, true])
  }
})

it('killed in the middle of saving secrets, and in the middle of a test, it goes on', async () => {
  await program.must('workspace.flush', {})
  const { seen, watcher } = made(join(place.workspace, '_meta'), /^credentials\.enc\..*tmp$/)
  const saves = [1, 2, 3].map(async number => {
    secrets[`cut short ${number}`] = `cut-short-"\\/+${number}>>>???~${number * 7919}`
    const credentials = { token: secrets[`cut short ${number}`] }
    const input = { name: `Cut short ${number}`, platform_type: 'the_trade_desk', credentials } as const
    // Cut off with the program.
    await program.rpc('platforms.create', input).catch(() => null)
  })
  await seen
  await program.kill()
  watcher.close()
  await Promise.all(saves)

  program = await startProgram(place, heard)
  const tested = await program.call('POST', `/api/platforms/${idOf('the_trade_desk, good')}/test`)
  expect(tested.body).toMatchObject({ connection: { state: 'ok' } })
  odd.double.trouble = 'hang'
  const asked = odd.double.received.length
  await program.must('platforms.testConnection', { platform_id: idOf('amazon_dsp, good') })
  await eventually(() => expect(odd.double.received.length).toBe(asked + 1))
  await program.kill()
  odd.double.trouble = null

  program = await startProgram(place, heard)
  const again = await program.call('POST', `/api/platforms/${idOf('amazon_dsp, good')}/test`)
  expect(again.body).toMatchObject({ connection: { state: 'ok' } })
})

it('no secret without its platform, and no platform without its secrets, is left', async () => {
  await eventually(async () => expect((await program.must('credentials.state', {})).removals_waiting).toBe(0))
  const { items } = await program.must('platforms.list', { limit: 500 })
  await program.must('workspace.flush', {})
  expect(await program.close()).toBe(0)
  const told = items.flatMap(({ platform_id, credential_fields }) =>
    Object.keys(credential_fields).flatMap(field =>
      credential_fields[field]?.state === 'set' ? [`${platform_id} ${field}`] : [],
    ),
  )
  expect(told.length).toBeGreaterThan(40)
  expect((await sealedPlaces(place.workspace, ENCRYPTION_KEY)).sort()).toEqual(told.sort())
})

it('then no secret is in any byte that was written, printed or sent', async () => {
  const rows = await cells(place.workspace)
  const everywhere = (wanted: Secrets) => [
    ...secretsBelow(place.root, wanted),
    ...secretsIn('rows', rows, wanted),
    ...Object.entries(heard).flatMap(([where, chunks]) => secretsIn(where, Buffer.concat(chunks), wanted)),
  ]
  expect(everywhere(secrets)).toEqual([])
  const told = everywhere(fieldNames)
  expect(told.filter(one => !one.startsWith('answers: '))).toEqual([])
  expect(everywhere({ TOKEN })).toEqual(['stdout: TOKEN as plain'])

  const planted = everywhere({ PLANTED }).join('\n')
  expect(planted).toContain('rows: PLANTED as plain')
  expect(planted).toContain('answers: PLANTED as json')
  const log = [...filesBelow(join(place.workspace, 'logs')).values()].join('\n')
  expect(log).toContain('"level":"debug"')
  expect(Buffer.concat(heard.events).toString()).toContain('event: job.updated')
})
