// A list with platforms in each state: made through the program's own door, tested against the platforms' doubles.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Platform, PlatformInput } from '../../../src/shared/domain/platform.ts'
import type { Result } from '../../../src/shared/errors.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { AMAZON } from '../../doubles/platforms/amazon.ts'
import { LINKEDIN, LINKEDIN_TOKEN } from '../../doubles/platforms/linkedin.ts'
import { META } from '../../doubles/platforms/meta.ts'
import { OAUTH } from '../../doubles/platforms/oauth.ts'
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { TIKTOK } from '../../doubles/platforms/tiktok.ts'
import { type App, answerOf, startApp } from '../../support/app.ts'
import { test as base, expect } from './audience-fixtures.ts'

type Given = PlatformInput & { tested?: boolean }
type Invoke = <N extends CoreOperation>(operation: N, input: InputOf<N>) => Promise<Result<OutputOf<N>>>

/** A page takes its keys right after it is drawn. */
const LISTENING = 'new Promise(done => requestAnimationFrame(() => setTimeout(done)))'

/** Two that are well, one refused, one whose folder is gone, one incomplete, two untested, one switched off. */
export const accounts = (folder: string): Given[] => [
  {
    name: 'The Trade Desk US retail',
    platform_type: 'the_trade_desk',
    credentials: { token: TTD.token },
    settings: { advertiser_id: TTD.advertiser_id, default_match_rate: 0.42 },
    tested: true,
  },
  {
    name: 'The Trade Desk EU travel',
    platform_type: 'the_trade_desk',
    credentials: { token: 'ttd-token-expired' },
    settings: { advertiser_id: TTD.advertiser_id, region: 'EU' },
    tested: true,
  },
  { name: 'Google Ads holiday', platform_type: 'google_ads', settings: { customer_id: '1234567890' } },
  {
    name: 'Meta brand awareness',
    platform_type: 'meta',
    credentials: { access_token: META.access_token },
    settings: { ad_account_id: META.ad_account_id },
    tested: true,
  },
  {
    name: 'Amazon DSP grocery',
    platform_type: 'amazon_dsp',
    credentials: OAUTH,
    settings: { region: AMAZON.region, advertiser_id: '4455667788', profile_id: AMAZON.profile_id },
  },
  {
    name: 'LinkedIn decision makers',
    platform_type: 'linkedin',
    credentials: { access_token: LINKEDIN_TOKEN },
    settings: { account_id: LINKEDIN.account_id },
  },
  {
    name: 'TikTok spring launch',
    platform_type: 'tiktok',
    status: 'inactive',
    credentials: { access_token: TIKTOK.access_token },
    settings: { advertiser_id: TIKTOK.advertiser_id },
  },
  {
    name: 'Agency drop folder',
    platform_type: 'folder',
    settings: { path: join(folder, 'unplugged') },
    tested: true,
  },
]

async function tested(invoke: Invoke, platform_id: string): Promise<void> {
  const { job_id } = answerOf(await invoke('platforms.testConnection', { platform_id }))
  await expect
    .poll(async () => answerOf(await invoke('jobs.get', { job_id })).state, { intervals: [20, 50, 100] })
    .toBe('completed')
  await invoke('jobs.dismiss', { job_id })
}

/** Saves these accounts, tests those that are to be tested, and leaves no job behind. */
export async function connect(invoke: Invoke, given: readonly Given[]): Promise<Platform[]> {
  const made: Platform[] = []
  for (const { tested: toTest, ...input } of given) {
    const platform = answerOf(await invoke('platforms.create', input))
    made.push(platform)
    if (toTest) await tested(invoke, platform.platform_id)
  }
  return made
}

/** Answers an operation of the page in place of the program; null lets it through. */
export async function answered<N extends CoreOperation>(
  page: Page,
  operation: N,
  answer: (input: InputOf<N>) => Result<OutputOf<N>> | null,
): Promise<void> {
  await page.route(`**/api/rpc/${operation}`, route => {
    const given = answer(route.request().postDataJSON())
    return given ? route.fulfill({ json: given }) : route.continue()
  })
}

/** Answers so many accounts in place of those that are there, each with two match rates. */
export async function answerMany(app: App, page: Page, count: number): Promise<void> {
  const [sample] = answerOf(await app.invoke('platforms.list', { limit: 1 })).items
  if (!sample) throw new Error('No platform to copy')
  const items = Array.from({ length: count }, (_, n) => ({
    ...sample,
    platform_id: `many-${n}`,
    name: `Regional account ${n + 1}`,
  }))
  await answered(page, 'platforms.list', ({ filter, limit = 100, cursor = '0' }) => {
    const end = Number(cursor) + limit
    const living = { items: items.slice(Number(cursor), end), next_cursor: end < count ? String(end) : null }
    return { ok: true, value: filter?.deleted ? { items: [], next_cursor: null } : living }
  })
  await answered(page, 'platforms.activity', ({ platform_ids }) => ({
    ok: true,
    value: {
      platforms: platform_ids.map(platform_id => ({
        platform_id,
        last: null,
        match_rates: [0.9, 1.074].map((match_rate, n) => ({
          distribution_id: `${platform_id}-${n}`,
          audience_name: 'Suburban greens',
          at: '2026-11-01T00:00:00.000Z',
          match_rate,
        })),
      })),
    },
  }))
}

export type List = {
  grid: Locator
  /** The row that the keyboard is on. */
  current: () => Locator
  row: (name: string) => Locator
  footer: Locator
  preview: Locator
  toast: (text: string | RegExp) => Locator
}

export function listOf(page: Page): List {
  const grid = page.getByRole('grid', { name: 'Platforms' })
  return {
    grid,
    current: () => page.locator('[role=row][data-current]'),
    row: name => grid.getByRole('row').filter({ hasText: name }),
    footer: page.locator('main footer').getByRole('status'),
    preview: page.getByRole('complementary', { name: 'Preview' }),
    toast: text =>
      page.getByRole('region', { name: 'Notices' }).getByRole('listitem').filter({ hasText: text }),
  }
}

type Fixtures = {
  double: Awaited<ReturnType<typeof startPlatforms>>
  /** What is connected before the page is opened. */
  filled: boolean
  made: Platform[]
  list: List
  /** Opens the list, as the rail's link does. */
  show: () => Promise<void>
}

export const test = base.extend<Fixtures>({
  filled: [true, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  double: async ({}, use) => {
    const double = await startPlatforms()
    await use(double)
    await double.close()
  },
  app: async ({ double }, use) => {
    const app = await startApp({ platform_base_url: double.url })
    await use(app)
    await app.close()
  },
  made: async ({ app, filled }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'activation-platforms-'))
    await use(filled ? await connect(app.invoke, accounts(folder)) : [])
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  },
  // Before the page is opened, so that nothing is announced to it.
  list: async ({ page, made: _made }, use) => use(listOf(page)),
  show: async ({ app, page, list: _list }, use) =>
    use(async () => {
      await page.goto(app.url)
      await page.getByRole('link', { name: 'Platforms' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Platforms' })).toBeVisible()
      await page.evaluate(LISTENING)
    }),
})
export { expect }
