// What signs the calls: tokens that run out, are replaced or revoked, service accounts, default credentials. No leaks.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SignInConfig } from '../../../../src/main/core/bigquery/sign-in/face.ts'
import {
  authFor,
  endpointsFrom,
  keepServiceAccountKey,
} from '../../../../src/main/core/bigquery/sign-in/index.ts'
import { parseServiceAccountKey } from '../../../../src/main/core/bigquery/sign-in/service-account.ts'
import type { Vault } from '../../../../src/main/core/credentials/face.ts'
import { silentLog } from '../../../../src/main/core/log/log.ts'
import { type BigQueryDouble, startBigQueryDouble } from '../../../bigquery-double/index.ts'
import {
  ANALYST,
  fakeClock,
  memoryVault,
  must,
  OWNER,
  remoteOf,
  signedIn,
  TARGET,
} from '../remote/support.ts'

let double: BigQueryDouble
let vault: Vault
let folder: string
const ROBOT = 'robot@double-project.iam.gserviceaccount.com'
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const KEY = {
  type: 'service_account',
  project_id: TARGET.project,
  private_key_id: '0123456789abcdef',
  private_key: privateKey,
  client_email: ROBOT,
  client_id: '1',
  token_uri: 'https://attacker.example/token',
}

beforeAll(async () => {
  double = await startBigQueryDouble({ project: TARGET.project })
  double.tokens.addServiceAccount(ROBOT, publicKey)
  folder = await mkdtemp(join(tmpdir(), 'bigquery-sign-in-'))
})
afterAll(async () => {
  await double.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  double.faults.clear()
  double.log.length = 0
  vault = await memoryVault()
})

const made = async (config: SignInConfig) =>
  authFor(config, {
    vault,
    owner: OWNER,
    project: TARGET.project,
    endpoints: { oauth: double.url },
    log: silentLog,
  })
const tokenCalls = () => double.log.filter(({ route }) => route === 'token').length

describe('a person', () => {
  it('one access token serves many calls; one that has run out is replaced', async () => {
    const remote = remoteOf(double, await signedIn(double, vault), fakeClock())
    must(await remote.dataset('a'))
    must(await remote.dataset('b'))
    expect(tokenCalls()).toBe(1)
    double.tokens.expireAccess()
    must(await remote.dataset('c'))
    expect(tokenCalls()).toBe(2)
  })

  it('a refresh token that replaces the one used is kept', async () => {
    const auth = await signedIn(double, vault)
    const rotated = double.tokens.issueRefresh(ANALYST)
    // As the sign-in library tells of it.
    auth.client.emit('tokens', { refresh_token: rotated })
    const read = () => vault.use(OWNER, 'bigquery', ['refresh_token'], async values => values.refresh_token)
    await expect.poll(async () => must(await read())).toBe(rotated)
    auth.renew()
    must(await remoteOf(double, auth, fakeClock()).dataset('a'))
    expect(double.log.find(({ route }) => route === 'token')?.body).toMatchObject({ refresh_token: rotated })
  })

  it.each(['invalid_grant', 'invalid_client', 'unknown_thing'])('%s asks to sign in again', async error => {
    const remote = remoteOf(double, await signedIn(double, vault), fakeClock())
    double.faults.on('token', 'every', { kind: 'token_error', error })
    expect(await remote.dataset('a')).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', details: { reason: error } },
    })
    expect(tokenCalls()).toBe(1)
  })

  it('a busy token endpoint is tried again with pauses', async () => {
    const clock = fakeClock()
    const remote = remoteOf(double, await signedIn(double, vault), clock)
    double.faults.on('token', 1, { kind: 'token_error', error: 'backend_error', status: 503 })
    must(await remote.dataset('a'))
    expect([tokenCalls(), clock.slept.length]).toEqual([2, 1])
  })

  it('who is not signed in is told so, without a call', async () => {
    expect(await made({ way: 'browser', client_id: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'unauthorized' },
    })
    expect(await made({ way: 'service_account' })).toMatchObject({
      ok: false,
      error: { code: 'unauthorized' },
    })
    expect(double.log).toEqual([])
  })
})

describe('a service account', () => {
  it('signs in by its key, at Google alone', async () => {
    expect(must(await keepServiceAccountKey(vault, OWNER, JSON.stringify(KEY)))).toEqual({
      client_email: ROBOT,
      project_id: TARGET.project,
    })
    const remote = remoteOf(double, must(await made({ way: 'service_account' })), fakeClock())
    expect(await remote.account()).toEqual({ ok: true, value: ROBOT })
    expect(tokenCalls()).toBe(1)
  })

  it('a token that BigQuery refuses is replaced once', async () => {
    must(await keepServiceAccountKey(vault, OWNER, JSON.stringify(KEY)))
    const remote = remoteOf(double, must(await made({ way: 'service_account' })), fakeClock())
    must(await remote.dataset('a'))
    double.tokens.expireAccess()
    must(await remote.dataset('b'))
    expect(tokenCalls()).toBe(2)
  })

  it('what is kept has no more than is used', async () => {
    must(await keepServiceAccountKey(vault, OWNER, JSON.stringify(KEY)))
    const text = await vault.use(
      OWNER,
      'bigquery',
      ['service_account_key'],
      async values => values.service_account_key,
    )
    expect(Object.keys(JSON.parse(must(text) ?? ''))).toEqual([
      'type',
      'client_email',
      'private_key',
      'private_key_id',
      'project_id',
    ])
  })

  const short = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  it.each([
    ['no JSON', 'planted-secret', ['']],
    ['a list', '[]', ['']],
    [
      'a person’s file',
      JSON.stringify({ type: 'authorized_user', refresh_token: 'planted-secret' }),
      ['type'],
    ],
    ['an OAuth client', JSON.stringify({ installed: { client_secret: 'planted-secret' } }), ['type']],
    [
      'an empty one',
      JSON.stringify({ type: 'service_account' }),
      ['project_id', 'private_key_id', 'client_email', 'private_key'],
    ],
    ['no key', JSON.stringify({ ...KEY, private_key: 'planted-secret' }), ['private_key']],
    ['a key of another kind', JSON.stringify({ ...KEY, private_key: short.privateKey }), ['private_key']],
    ['half a key', JSON.stringify({ ...KEY, private_key: privateKey.slice(0, 400) }), ['private_key']],
    [
      'a person’s address',
      JSON.stringify({ ...KEY, client_email: 'planted-secret@example.com' }),
      ['client_email'],
    ],
    [
      'values of other types',
      JSON.stringify({ ...KEY, project_id: 7, client_email: null }),
      ['project_id', 'client_email'],
    ],
  ])('%s is refused, field by field, without its values', async (_name, text, fields) => {
    const parsed = parseServiceAccountKey(text)
    expect(parsed).toMatchObject({
      ok: false,
      error: {
        code: 'validation_failed',
        details: {
          fields: fields.map(field => ({
            path: field ? `service_account_key.${field}` : 'service_account_key',
          })),
        },
      },
    })
    expect(JSON.stringify(parsed)).not.toMatch(/planted-secret|BEGIN|MII/)
    expect((await keepServiceAccountKey(vault, OWNER, text)).ok).toBe(false)
  })
})

describe('application default credentials', () => {
  const before = { ...process.env }
  afterEach(() => {
    for (const name of ['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG', 'HOME', 'APPDATA']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })

  it('a person’s file is used', async () => {
    const file = join(folder, 'adc.json')
    const { clientId, clientSecret } = double.tokens.app
    await writeFile(
      file,
      JSON.stringify({
        type: 'authorized_user',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: double.tokens.issueRefresh(ANALYST),
      }),
    )
    process.env.GOOGLE_APPLICATION_CREDENTIALS = file
    const auth = must(await made({ way: 'default' }))
    const remote = remoteOf(double, auth, fakeClock())
    expect(await remote.account()).toEqual({ ok: true, value: ANALYST })
    auth.renew()
    must(await remote.dataset('a'))
    expect(tokenCalls()).toBe(2)
  })

  it('where there are none, the command that makes them is told, and no network is asked', async () => {
    delete process.env.GOOGLE_APPLICATION_CREDENTIALS
    Object.assign(process.env, { HOME: folder, APPDATA: folder })
    expect(await made({ way: 'default' })).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', hint: expect.stringContaining('gcloud auth application-default login') },
    })
  })

  it('a file that is none is told without what is in it', async () => {
    const file = join(folder, 'broken.json')
    await writeFile(file, 'planted-secret')
    process.env.GOOGLE_APPLICATION_CREDENTIALS = file
    const result = await made({ way: 'default' })
    expect(result).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
    expect(JSON.stringify(result)).not.toContain('planted-secret')
  })
})

describe('nothing secret is told', () => {
  it.each([
    ['token', { kind: 'token_error', error: 'invalid_grant' }],
    ['token', { kind: 'token_error', error: 'backend_error', status: 503 }],
    ['token', { kind: 'reset', when: 'after' }],
    ['datasets.get', { kind: 'answer', status: 401, reason: 'authError' }],
    ['datasets.get', { kind: 'reset', when: 'before' }],
  ] as const)('when %s meets %o', async (route, fault) => {
    const lines: unknown[] = []
    const say = (event: string, fields?: object) => void lines.push(event, fields)
    const log = { ...silentLog, info: say, warn: say, error: say, debug: say }
    const { clientId, clientSecret } = double.tokens.app
    const refresh_token = double.tokens.issueRefresh(ANALYST)
    must(await vault.set(OWNER, 'bigquery', { refresh_token, client_secret: clientSecret }))
    const auth = must(
      await authFor(
        { way: 'browser', client_id: clientId },
        { vault, owner: OWNER, project: TARGET.project, endpoints: { oauth: double.url }, log },
      ),
    )
    double.faults.on(route, 'every', fault)
    const result = await remoteOf(double, auth, fakeClock()).dataset('a')
    expect(result.ok).toBe(false)
    const access = double.log.flatMap(({ answer }) => /access-\w+/.exec(JSON.stringify(answer) ?? '') ?? [])
    const told = JSON.stringify([result, lines])
    for (const secret of [refresh_token, clientSecret, ...access]) expect(told).not.toContain(secret)
  })
})

describe('addresses instead of Google’s', () => {
  it.each([
    [{}, {}],
    [{ BIGQUERY_API_ENDPOINT: '' }, {}],
    [{ BIGQUERY_API_ENDPOINT: 'http://127.0.0.1:9050' }, { api: 'http://127.0.0.1:9050' }],
    [{ BIGQUERY_API_ENDPOINT: 'http://localhost:9050/' }, { api: 'http://localhost:9050' }],
    [
      {
        BIGQUERY_API_ENDPOINT: 'https://bigquery.corp.example',
        BIGQUERY_OAUTH_ENDPOINT: 'https://sign-in.corp.example/x/',
      },
      { api: 'https://bigquery.corp.example', oauth: 'https://sign-in.corp.example/x' },
    ],
  ])('%o', (env, endpoints) => {
    expect(endpointsFrom(env)).toEqual({ ok: true, value: endpoints })
  })

  it.each([
    { BIGQUERY_API_ENDPOINT: 'http://bigquery.corp.example' },
    { BIGQUERY_OAUTH_ENDPOINT: 'http://10.0.0.1:9050' },
    { BIGQUERY_OAUTH_ENDPOINT: 'https://name:password@sign-in.example' },
    { BIGQUERY_API_ENDPOINT: 'https://a.example?x=1' },
    { BIGQUERY_API_ENDPOINT: 'bigquery' },
    { BIGQUERY_API_ENDPOINT: 'file:///etc/passwd' },
  ])('%o is refused', env => {
    expect(endpointsFrom(env)).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
  })
})
