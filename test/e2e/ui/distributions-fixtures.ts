// Distributions in each state: planned through the program's own door, delivered to a folder and to the platforms' doubles.
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import type { Plan } from '../../../src/shared/contract/distributions.ts'
import type { DistributionStatus, DistributionSummary } from '../../../src/shared/domain/distribution.ts'
import { META } from '../../doubles/platforms/meta.ts'
import { type App, answerOf } from '../../support/app.ts'
import { ECO, expectAccessible, expectAccessibleInBothThemes } from './audience-fixtures.ts'
import { test as base, create, expect, toast } from './platform-fixtures.ts'

export const NAMES = {
  done: 'Eco-conscious young families',
  later: 'Weekend commuters',
  held: 'Holiday travellers',
  failed: 'New movers in cities',
  waiting: 'Loyal grocery shoppers',
}
export type Given = Record<keyof typeof NAMES, DistributionSummary>

/** A page takes its keys right after it is drawn. */
const LISTENING = 'new Promise(done => requestAnimationFrame(() => setTimeout(done)))'
const DAY_MS = 86_400_000
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

/** The one distribution of a plan for one audience and one platform. */
export async function plan(app: App, given: Plan): Promise<DistributionSummary> {
  const [made] = answerOf(await app.invoke('distributions.create', given)).distributions
  if (!made) throw new Error('Nothing was planned')
  return made
}

/** Waits until it is in this state. */
export async function reaches(app: App, distribution_id: string, status: DistributionStatus): Promise<void> {
  await expect
    .poll(async () => answerOf(await app.invoke('distributions.get', { distribution_id })).status)
    .toBe(status)
}

export const audienceOf = async (app: App, name: string): Promise<string> =>
  answerOf(await app.invoke('audiences.create', { ...ECO, name })).audience_id

/** One completed, one for later, one that waits for approval, one that failed, one that waits for its results. */
async function fill(app: App, folder: string): Promise<Given> {
  const drop = await create(app, {
    name: 'Agency drop folder',
    platform_type: 'folder',
    settings: { path: folder },
  })
  const partner = await create(app, {
    name: 'Measurement partner',
    platform_type: 'folder',
    settings: { path: folder, approval_needed: true },
  })
  const unplugged = await create(app, {
    name: 'Unplugged disk',
    platform_type: 'folder',
    settings: { path: join(folder, 'unplugged') },
  })
  const meta = await create(app, {
    name: 'Meta brand awareness',
    platform_type: 'meta',
    credentials: { access_token: META.access_token },
    settings: { ad_account_id: META.ad_account_id },
  })
  const to = async (name: string, platform: { platform_id: string }, more: Partial<Plan> = {}) =>
    plan(app, {
      audience_ids: [await audienceOf(app, name)],
      platform_ids: [platform.platform_id],
      when: { kind: 'now' },
      ...more,
    })
  const made = {
    done: await to(NAMES.done, drop, { campaign_name: 'Holiday 2026' }),
    later: await to(NAMES.later, drop, { when: { kind: 'at', at: inDays(20) } }),
    held: await to(NAMES.held, partner, { approval_comment: 'For the holiday plan' }),
    failed: await to(NAMES.failed, unplugged),
    waiting: await to(NAMES.waiting, meta),
  }
  await reaches(app, made.done.distribution_id, 'completed')
  await reaches(app, made.failed.distribution_id, 'failed')
  await reaches(app, made.waiting.distribution_id, 'matching')
  return made
}

export type List = {
  grid: Locator
  /** The row that the keyboard is on. */
  current: () => Locator
  row: (name: string) => Locator
  footer: Locator
  preview: Locator
  tab: (name: string) => Locator
  toast: (text: string | RegExp) => Locator
}

export function listOf(page: Page): List {
  const grid = page.getByRole('grid', { name: 'Distributions' })
  return {
    grid,
    current: () => page.locator('[role=row][data-current]'),
    row: name => grid.getByRole('row').filter({ hasText: name }),
    footer: page.locator('main footer').getByRole('status'),
    preview: page.getByRole('complementary', { name: 'Preview' }),
    tab: name => page.getByRole('radio', { name: new RegExp(`^${name}`) }),
    toast: text => toast(page, text),
  }
}

type Fixtures = {
  /** Whether anything is planned before the page is opened. */
  filled: boolean
  given: Given
  list: List
  /** Opens the list, as the rail's link does. */
  show: () => Promise<void>
}

export const test = base.extend<Fixtures>({
  filled: [true, { option: true }],
  // Before the page is opened, so that nothing is announced to it.
  given: async ({ app, folder, filled }, use) => use(filled ? await fill(app, folder) : ({} as Given)),
  list: async ({ page, given: _given }, use) => use(listOf(page)),
  show: async ({ app, page, list: _list }, use) =>
    use(async () => {
      await page.goto(app.url)
      await page.getByRole('link', { name: 'Distributions' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Distributions' })).toBeVisible()
      await page.evaluate(LISTENING)
    }),
})
export { expect, expectAccessible, expectAccessibleInBothThemes }
