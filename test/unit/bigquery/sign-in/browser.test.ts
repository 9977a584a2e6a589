// Signing in through the browser: the way that works, and each way in which it doesn't. Nothing secret is ever told.
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BrowserSignIn, signInByBrowser } from '../../../../src/main/core/bigquery/sign-in/browser.ts'
import { authFor, signOut } from '../../../../src/main/core/bigquery/sign-in/index.ts'
import type { Vault } from '../../../../src/main/core/credentials/face.ts'
import { silentLog } from '../../../../src/main/core/log/log.ts'
import { type BigQueryDouble, type Logged, startBigQueryDouble } from '../../../bigquery-double/index.ts'
import { ANALYST, fakeClock, memoryVault, must, OWNER, remoteOf, TARGET } from '../remote/support.ts'

let double: BigQueryDouble
let vault: Vault

beforeAll(async () => {
  double = await startBigQueryDouble({ project: TARGET.project })
})
afterAll(() => double.close())
beforeEach(async () => {
  double.faults.clear()
  double.log.length = 0
  double.tokens.consent = { email: ANALYST }
  vault = await memoryVault()
})

type Reply = { status: number; text: string; headers: Record<string, unknown> }

/** A GET as a browser makes it, with any Host. */
function get(address: string, how: { method?: string; host?: string } = {}): Promise<Reply> {
  const url = new URL(address)
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: how.method ?? 'GET', headers: { host: how.host ?? url.host }, agent: false },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            headers: response.headers,
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

const isToken = ({ route }: Logged) => route === 'token'

/** Where Google's page sends the browser once the person has answered. */
async function answerOf(sign_in_url: string): Promise<URL> {
  const page = await get(sign_in_url)
  return new URL(String(page.headers.location))
}

/** A person who answers at once; what the tab then shows is kept. */
function browser() {
  const seen: { pages: Reply[]; asked: URL | null; back: URL | null } = { pages: [], asked: null, back: null }
  const open = async (url: string) => {
    seen.asked = new URL(url)
    seen.back = await answerOf(url)
    // Not awaited: a browser doesn't hold up whoever opened it.
    void get(seen.back.href).then(page => seen.pages.push(page))
  }
  return { seen, open }
}

const signIn = (how: Partial<BrowserSignIn>) =>
  signInByBrowser({
    owner: OWNER,
    client_id: double.tokens.app.clientId,
    client_secret: double.tokens.app.clientSecret,
    vault,
    open: async () => {},
    endpoints: { oauth: double.url },
    ...how,
  })

const kept = async () =>
  must(
    await vault.use(OWNER, 'bigquery', ['refresh_token', 'client_secret'], async values => ({ ...values })),
  )

/** Nobody listens there any more. */
const expectClosed = (url: URL | null) =>
  expect(get(url?.href ?? '')).rejects.toMatchObject({ code: 'ECONNREFUSED' })

describe('signing in', () => {
  it('keeps the refresh token and the client secret in the vault, and answers neither', async () => {
    const { open, seen } = browser()
    expect(await signIn({ open })).toEqual({ ok: true, value: null })
    const { refresh_token, client_secret } = await kept()
    expect(double.tokens.refresh(String(refresh_token))?.email).toBe(ANALYST)
    expect(client_secret).toBe(double.tokens.app.clientSecret)
    await expect.poll(() => seen.pages.length).toBe(1)
    expect(seen.pages[0]?.status).toBe(200)
    expect(seen.pages[0]?.text).toContain('You can close this tab.')
    expect(seen.pages[0]?.headers['content-security-policy']).toContain("default-src 'none'")
    await expectClosed(seen.back)
  })

  it('asks for BigQuery alone, with PKCE, and proves it with the verifier', async () => {
    const { open, seen } = browser()
    must(await signIn({ open }))
    const asked = Object.fromEntries(seen.asked?.searchParams ?? [])
    expect(asked).toMatchObject({
      scope: 'https://www.googleapis.com/auth/bigquery',
      response_type: 'code',
      access_type: 'offline',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    })
    expect(asked.state?.length).toBeGreaterThanOrEqual(32)
    expect(asked.client_secret).toBeUndefined()
    const code_verifier: unknown = Reflect.get(Object(double.log.find(isToken)?.body), 'code_verifier')
    expect(createHash('sha256').update(String(code_verifier)).digest('base64url')).toBe(asked.code_challenge)
  })

  it('works at once: the account is the person’s', async () => {
    must(await signIn({ open: browser().open }))
    const auth = must(
      await authFor(
        { way: 'browser', client_id: double.tokens.app.clientId },
        { vault, owner: OWNER, project: TARGET.project, endpoints: { oauth: double.url }, log: silentLog },
      ),
    )
    expect(await remoteOf(double, auth, fakeClock()).account()).toEqual({ ok: true, value: ANALYST })
  })

  it('a second time takes the client secret of the vault', async () => {
    must(await vault.set(OWNER, 'bigquery', { client_secret: double.tokens.app.clientSecret }))
    const how: Partial<BrowserSignIn> = { open: browser().open }
    expect(
      await signInByBrowser({
        owner: OWNER,
        client_id: double.tokens.app.clientId,
        vault,
        open: async () => {},
        endpoints: { oauth: double.url },
        ...how,
      }),
    ).toEqual({ ok: true, value: null })
  })

  it('signing out forgets it', async () => {
    must(await signIn({ open: browser().open }))
    must(await signOut(vault, OWNER))
    expect(await kept()).toEqual({})
  })
})

describe('refusals', () => {
  it('of the person', async () => {
    double.tokens.consent = { error: 'access_denied' }
    const { open, seen } = browser()
    expect(await signIn({ open })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    await expect.poll(() => seen.pages[0]?.text).toContain('not signed in')
    expect(await kept()).toEqual({})
    await expectClosed(seen.back)
  })

  it('of a code that is not good', async () => {
    double.faults.on('token', 1, { kind: 'token_error', error: 'invalid_grant' })
    const { open, seen } = browser()
    expect(await signIn({ open })).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
    expect(await kept()).toEqual({})
    await expectClosed(seen.back)
  })

  it('of a wrong client secret', async () => {
    const secret = 'planted-client-secret-0123456789'
    const result = await signIn({ open: browser().open, client_secret: secret })
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', message: expect.stringContaining('client secret') },
    })
    expect(JSON.stringify(result)).not.toContain(secret)
  })

  it('without a client secret nothing is opened', async () => {
    let opened = 0
    const result = await signInByBrowser({
      owner: OWNER,
      client_id: 'x.apps.googleusercontent.com',
      vault,
      open: async () => void opened++,
    })
    expect(result).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
    expect(opened).toBe(0)
  })

  it('when no browser opens', async () => {
    let asked = ''
    const open = async (url: string) => {
      asked = url
      throw new Error('xdg-open: not found')
    }
    expect(await signIn({ open })).toMatchObject({ ok: false, error: { code: 'unsupported' } })
    await expectClosed(new URL(new URL(asked).searchParams.get('redirect_uri') ?? ''))
  })

  it('when nobody answers in time', async () => {
    let asked = ''
    const open = async (url: string) => {
      asked = url
    }
    expect(await signIn({ open, timeout_ms: 30 })).toMatchObject({ ok: false, error: { code: 'timeout' } })
    await expectClosed(new URL(new URL(asked).searchParams.get('redirect_uri') ?? ''))
  })

  it('when it is cancelled', async () => {
    const control = new AbortController()
    const open = async () => control.abort()
    expect(await signIn({ open, signal: control.signal })).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
  })

  it('when the vault keeps nothing', async () => {
    const refused = { ok: false as const, error: { code: 'keychain_locked' as const, message: 'Locked' } }
    const locked: Vault = { ...vault, set: async () => refused }
    expect(await signIn({ open: browser().open, vault: locked })).toEqual(refused)
  })
})

describe('what else comes to the listener', () => {
  it('changes nothing, and the true answer still counts', async () => {
    const statuses: Record<string, number> = {}
    const open = async (url: string) => {
      const back = await answerOf(url)
      const changed = (change: (url: URL) => void) => {
        const other = new URL(back)
        change(other)
        return other.href
      }
      const tries: Record<string, Promise<Reply>> = {
        'another state': get(changed(one => one.searchParams.set('state', 'guess'))),
        'no state': get(changed(one => one.searchParams.delete('state'))),
        'another host': get(back.href, { host: 'attacker.example' }),
        'a name for it': get(back.href, { host: `localhost:${back.port}` }),
        'another path': get(new URL('/favicon.ico', back).href + back.search),
        'another method': get(back.href, { method: 'POST' }),
        'neither code nor error': get(changed(one => one.searchParams.delete('code'))),
      }
      for (const [name, reply] of Object.entries(tries)) {
        const { status, text } = await reply
        statuses[name] = status
        expect(text).not.toContain(back.searchParams.get('code') ?? 'no code')
      }
      void get(back.href)
    }
    expect(await signIn({ open })).toEqual({ ok: true, value: null })
    expect(Object.values(statuses)).toEqual([404, 404, 404, 404, 404, 404, 404])
    expect(double.log.filter(isToken)).toHaveLength(1)
  })

  it('a second answer finds nobody', async () => {
    const { open, seen } = browser()
    must(await signIn({ open }))
    await expectClosed(seen.back)
  })
})
