// Connection tests as jobs: the verdict is kept if it is still of what is there, and says so if not.
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDue } from '../../../src/main/core/platforms/tests.ts'
import { TRAVEL } from '../../support/core.ts'
import {
  createPlatformEnv,
  EXPIRED,
  hook,
  LOCKED,
  OFFLINE,
  OK,
  type PlatformEnv,
  SECRET,
  tradeDesk,
} from './support.ts'

let env: PlatformEnv
beforeEach(async () => {
  env = await createPlatformEnv()
})
afterEach(() => env.close())

const get = (platform_id: string) => env.must('platforms.get', { platform_id })
async function test(platform_id: string) {
  const job = await env.must('platforms.testConnection', { platform_id })
  return env.ended(job.job_id)
}
/** Answers when it is told to; `asked` resolves when the connector has been called. */
function held() {
  let go = () => {}
  let called = () => {}
  const asked = new Promise<void>(resolve => {
    called = resolve
  })
  const wait = new Promise<void>(resolve => {
    go = resolve
  })
  return { asked, go: () => go(), called: () => called(), wait }
}

describe('one account', () => {
  it('is lent its secrets, and its record gets the verdict', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    const job = await test(platform_id)
    expect(env.calls).toEqual([{ type: 'the_trade_desk', credentials: { token: SECRET } }])
    expect(job).toMatchObject({
      kind: 'connection_test',
      state: 'completed',
      title: 'Test the connection of “Trade Desk, retail seat”',
      result: { changed: 1, error_count: 0 },
    })
    expect((await get(platform_id)).connection).toMatchObject({
      state: 'ok',
      account_label: 'Retail US',
      checked: ['The advertiser can be read.'],
      error: null,
    })
  })

  it('keeps a bad verdict with its cause and fix, and the job names them', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    await test(platform_id)
    env.answer.with = async () => EXPIRED
    const job = await test(platform_id)
    expect(job).toMatchObject({
      state: 'completed',
      result: {
        error_count: 1,
        errors: [{ path: 'Trade Desk, retail seat', message: 'The token has expired. Get a new one.' }],
      },
    })
    expect((await get(platform_id)).connection).toMatchObject({
      state: 'failed',
      account_label: null,
      error: { message: 'The token has expired.', hint: 'Get a new one.' },
    })
  })

  it('fails with the keychain’s own words when the secrets can’t be read, and keeps the last verdict', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    await test(platform_id)
    const before = await get(platform_id)
    env.refuse.all = LOCKED
    expect(await test(platform_id)).toMatchObject({ state: 'failed', error: LOCKED.error })
    expect(await get(platform_id)).toEqual(before)
  })

  it('is tested once at a time: a second request gets the first one’s job', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    const hold = held()
    env.answer.with = async () => {
      hold.called()
      await hold.wait
      return OK
    }
    const first = await env.must('platforms.testConnection', { platform_id })
    await hold.asked
    const second = await env.must('platforms.testConnection', { platform_id })
    expect(second.job_id).toBe(first.job_id)
    hold.go()
    await env.ended(first.job_id)
    expect(env.calls).toHaveLength(1)
    expect((await env.must('platforms.testConnection', { platform_id })).job_id).not.toBe(first.job_id)
  })

  it('can be cancelled, and is as it was', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    const hold = held()
    env.answer.with = ({ signal }) =>
      new Promise(resolve => {
        hold.called()
        signal.addEventListener('abort', () =>
          resolve({
            state: 'failed',
            cause: 'cancelled',
            checked: [],
            error: { code: 'cancelled', message: 'Cancelled.', hint: '' },
          }),
        )
      })
    const { job_id } = await env.must('platforms.testConnection', { platform_id })
    await hold.asked
    await env.must('jobs.cancel', { job_id })
    expect((await env.ended(job_id)).state).toBe('cancelled')
    expect(await get(platform_id)).toMatchObject({ version: 1, connection: { state: 'untested' } })
  })

  it.each([
    ['a secret', { credentials: { token: 'ttd-api-token-000000000000000000002' } }],
    ['a setting', { settings: { advertiser_id: 'zzz9999' } }],
  ])('drops the verdict when %s was changed meanwhile', async (_what, patch) => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    const hold = held()
    env.answer.with = async () => {
      hold.called()
      await hold.wait
      return OK
    }
    const { job_id } = await env.must('platforms.testConnection', { platform_id })
    await hold.asked
    await env.must('platforms.update', { platform_id, expected_version: 1, patch })
    hold.go()
    expect(await env.ended(job_id)).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
    expect((await get(platform_id)).connection.state).toBe('untested')
  })

  it('keeps the verdict when only the name was changed meanwhile', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    const hold = held()
    env.answer.with = async () => {
      hold.called()
      await hold.wait
      return OK
    }
    const { job_id } = await env.must('platforms.testConnection', { platform_id })
    await hold.asked
    await env.must('platforms.update', {
      platform_id,
      expected_version: 1,
      patch: { name: 'Trade Desk, US' },
    })
    hold.go()
    await env.ended(job_id)
    expect(await get(platform_id)).toMatchObject({ name: 'Trade Desk, US', connection: { state: 'ok' } })
  })

  it('puts a token that the platform replaced into the vault, and tells how it ends', async () => {
    const { platform_id } = await env.must('platforms.create', {
      name: 'Google Ads, retail',
      platform_type: 'google_ads',
      settings: { customer_id: '123-456-7890' },
      credentials: {
        client_id: 'client-1',
        client_secret: 'secret-000000000001',
        refresh_token: 'refresh-0000000001',
      },
    })
    env.answer.with = async ({ saveTokens }) => {
      await saveTokens?.({ refresh_token: 'refresh-000000000002' })
      return OK
    }
    await test(platform_id)
    expect((await env.kept(platform_id, ['refresh_token'])).refresh_token).toBe('refresh-000000000002')
    const { credential_fields, connection } = await get(platform_id)
    expect([credential_fields.refresh_token, connection.state]).toEqual([
      { state: 'set', last4: '0002' },
      'ok',
    ])
  })

  it('doesn’t put such a token over one that was entered meanwhile', async () => {
    const { platform_id } = await env.must('platforms.create', {
      name: 'Google Ads, retail',
      platform_type: 'google_ads',
      credentials: {
        client_id: 'client-1',
        client_secret: 'secret-000000000001',
        refresh_token: 'refresh-0000000001',
      },
    })
    const hold = held()
    env.answer.with = async ({ saveTokens }) => {
      hold.called()
      await hold.wait
      await saveTokens?.({ refresh_token: 'refresh-000000000002' })
      return OK
    }
    const { job_id } = await env.must('platforms.testConnection', { platform_id })
    await hold.asked
    const patch = { credentials: { refresh_token: 'refresh-of-the-user' } }
    await env.must('platforms.update', { platform_id, expected_version: 1, patch })
    hold.go()
    expect(await env.ended(job_id)).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
    expect((await env.kept(platform_id, ['refresh_token'])).refresh_token).toBe('refresh-of-the-user')
  })

  it('answers a connector that breaks as a failed job, without what it said', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    env.answer.with = async () => {
      throw new Error(`bug with ${SECRET}`)
    }
    expect(await test(platform_id)).toMatchObject({ state: 'failed', error: { code: 'internal' } })
    const told = inspect([env.log.lines, env.events], { depth: 9, maxStringLength: null })
    expect(told).toContain('bug with [secret]')
    expect(told).not.toContain(SECRET)
  })
})

describe('all accounts', () => {
  it('are checked where they are active and complete, and failing ones are named', async () => {
    await env.must('platforms.create', tradeDesk())
    const failing = await env.must('platforms.create', hook())
    await env.must('platforms.create', hook({ name: 'No secret yet', credentials: {} }))
    await env.must('platforms.create', hook({ name: 'Asleep', status: 'inactive' }))
    await env.must('platforms.create', hook({ name: 'Of another' }), TRAVEL)
    env.answer.with = async (_input, type) => (type === 'webhook' ? EXPIRED : OK)
    const job = await env.must('platforms.testAll', {})
    expect(job.title).toBe('Check 2 accounts')
    expect(await env.ended(job.job_id)).toMatchObject({
      state: 'completed',
      progress: { done: 2, total: 2, unit: 'accounts' },
      result: { changed: 1, skipped: 0, errors: [{ path: 'Loyalty hook' }] },
    })
    expect((await get(failing.platform_id)).connection.state).toBe('failed')
    expect(env.calls).toHaveLength(2)
  })

  it('refuses when there is nothing to check', async () => {
    await env.must('platforms.create', hook({ credentials: {} }))
    expect(await env.refused('platforms.testAll', {})).toMatchObject({ code: 'conflict' })
  })

  it('keeps the last verdict of an account that can’t be reached, and says that it couldn’t', async () => {
    const { platform_id } = await env.must('platforms.create', tradeDesk())
    await test(platform_id)
    const before = await get(platform_id)
    env.answer.with = async () => OFFLINE
    const { job_id } = await env.must('platforms.testAll', {})
    expect((await env.ended(job_id)).result).toMatchObject({ changed: 0, error_count: 1 })
    expect(await get(platform_id)).toEqual(before)
  })

  it('stops at a locked keychain in its words', async () => {
    await env.must('platforms.create', tradeDesk())
    env.refuse.all = LOCKED
    const { job_id } = await env.must('platforms.testAll', {})
    expect(await env.ended(job_id)).toMatchObject({ state: 'failed', error: LOCKED.error })
  })
})

describe('when a test is due', () => {
  const NOW = new Date('2026-11-22T09:30:00.000Z')
  const at = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString()
  const account = (tested: number | null, code: string | null = null) => ({
    updated_at: at(30),
    connection: {
      state: code ? ('failed' as const) : ('ok' as const),
      tested_at: tested === null ? null : at(tested),
      account_label: null,
      checked: [],
      error: code ? { code, message: 'It failed.' } : null,
    },
  })
  it.each([
    ['a day after the last test', account(24), true],
    ['not before', account(23.9), false],
    ['a day after it was set up, when it was never tested', account(null), true],
    ['an hour after a failure of the network', account(1, 'offline'), true],
    ['not at once after one', account(0.5, 'offline'), false],
    ['a day after any other failure', account(23, 'platform_rejected'), false],
  ])('%s', (_when, platform, due) => expect(isDue(platform, NOW)).toBe(due))
})
