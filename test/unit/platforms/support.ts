// A core with accounts in it, connectors that answer what a test tells them, and a vault whose failures are switched on.
import type { TestConnectionInput, Testers, Verdict } from '../../../src/main/core/connectors/face.ts'
import type { Vault } from '../../../src/main/core/credentials/face.ts'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import type { PlatformInput, PlatformType } from '../../../src/shared/domain/platform.ts'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import { type Fail, fail } from '../../../src/shared/errors.ts'
import { createTestCore, RETAIL, type TestCore } from '../../support/core.ts'

export const OK: Verdict = {
  state: 'ok',
  account_label: 'Retail US',
  checked: ['The advertiser can be read.'],
}
export const EXPIRED: Verdict = {
  state: 'failed',
  error: { code: 'platform_rejected', message: 'The token has expired.', hint: 'Get a new one.' },
  checked: [],
  cause: 'expired',
}
export const OFFLINE: Verdict = {
  state: 'failed',
  error: { code: 'offline', message: 'This computer is offline.', hint: 'Connect it, then test again.' },
  checked: [],
  cause: 'offline',
}

export const SECRET = 'ttd-api-token-000000000000000000001'
export const tradeDesk = (over: Partial<PlatformInput> = {}): PlatformInput => ({
  name: 'Trade Desk, retail seat',
  platform_type: 'the_trade_desk',
  settings: { advertiser_id: 'abc1234' },
  credentials: { token: SECRET },
  ...over,
})
export const hook = (over: Partial<PlatformInput> = {}): PlatformInput => ({
  name: 'Loyalty hook',
  platform_type: 'webhook',
  settings: { url: 'https://hooks.example.com/audiences' },
  credentials: { secret: 'loyalty-signing-secret-0001' },
  ...over,
})

export const LOCKED = fail('keychain_locked', 'The keychain is locked', { hint: 'Unlock it.' })

export type Tester = (input: TestConnectionInput, type: PlatformType) => Promise<Verdict>
export type PlatformEnv = TestCore & {
  vault: Vault
  /** What is answered instead of doing anything; null does it. */
  refuse: { set: Fail | null; clear: Fail | null; all: Fail | null }
  answer: { with: Tester }
  calls: { type: PlatformType; credentials: Record<string, string> }[]
  /** The job when it has ended. */
  ended(job_id: string): Promise<Awaited<ReturnType<typeof endedOf>>>
  /** The secrets of a platform that are in the vault. */
  kept(platform_id: string, fields: readonly string[]): Promise<Record<string, string>>
}

async function endedOf(test: TestCore, job_id: string) {
  for (;;) {
    const job = await test.must('jobs.get', { job_id })
    if (job.finished_at !== null) return job
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

export async function createPlatformEnv(
  options: Parameters<typeof createTestCore>[0] = {},
): Promise<PlatformEnv> {
  const real = options.vault ?? createVault({ workspace: '/nowhere', only: 'memory' })
  const refuse: PlatformEnv['refuse'] = { set: null, clear: null, all: null }
  const vault: Vault = {
    state: () => real.state(),
    set: async (...given) => refuse.all ?? refuse.set ?? real.set(...given),
    has: async (...given) => refuse.all ?? real.has(...given),
    clear: async (...given) => refuse.all ?? refuse.clear ?? real.clear(...given),
    use: async (...given) => refuse.all ?? real.use(...given),
  }
  const answer: PlatformEnv['answer'] = { with: async () => OK }
  const calls: PlatformEnv['calls'] = []
  const testers = Object.fromEntries(
    PLATFORM_TYPES.map(type => [
      type,
      (input: TestConnectionInput) => {
        calls.push({ type, credentials: { ...input.credentials } })
        return answer.with(input, type)
      },
    ]),
  ) as Testers
  const test = await createTestCore({ testers, ...options, vault })
  return {
    ...test,
    vault,
    refuse,
    answer,
    calls,
    ended: job_id => endedOf(test, job_id),
    async kept(platform_id, fields) {
      const used = await real.use(RETAIL, platform_id, fields, async values => ({ ...values }))
      if (!used.ok) throw new Error(used.error.message)
      return used.value
    },
  }
}
