// Platforms to open and to connect, on a running app whose calls go to the platforms' doubles.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import type { Platform, PlatformInput } from '../../../src/shared/domain/platform.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { type App, answerOf, startApp } from '../../support/app.ts'
import { test as base, expect, expectAccessible, expectAccessibleInBothThemes } from './audience-fixtures.ts'

export const DESK: PlatformInput = {
  name: 'The Trade Desk US retail',
  platform_type: 'the_trade_desk',
  notes: 'Approved for CRM data in March.',
  settings: { advertiser_id: TTD.advertiser_id, region: 'US' },
  credentials: { token: TTD.token },
}

type Fixtures = {
  doubles: Double
  /** A folder that is there and writable, without a link on the way. */
  folder: string
  desk: Platform
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  doubles: async ({}, use) => {
    const doubles = await startPlatforms()
    await use(doubles)
    await doubles.close()
  },
  app: async ({ doubles }, use) => {
    const app = await startApp({ platform_base_url: doubles.url })
    await use(app)
    await app.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'activation-drop-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  },
  desk: async ({ app }, use) => use(await create(app, DESK)),
})

export const create = async (app: App, input: PlatformInput): Promise<Platform> =>
  answerOf(await app.invoke('platforms.create', input))

export const newest = async (app: App, { platform_id }: Pick<Platform, 'platform_id'>): Promise<Platform> =>
  answerOf(await app.invoke('platforms.get', { platform_id }))

/** The platform of this name, which must be there. */
export async function named(app: App, name: string): Promise<Platform> {
  const { items } = answerOf(await app.invoke('platforms.list', {}))
  const found = items.find(platform => platform.name === name)
  if (!found) throw new Error(`There is no platform ${name}`)
  return found
}

/** Tests the connection through the program's own door and waits for the verdict. */
export async function tested(app: App, platform: Pick<Platform, 'platform_id'>): Promise<Platform> {
  const { platform_id } = platform
  const { job_id } = answerOf(await app.invoke('platforms.testConnection', { platform_id }))
  await expect.poll(async () => answerOf(await app.invoke('jobs.get', { job_id })).finished_at).not.toBeNull()
  return newest(app, platform)
}

export const field = (page: Page, name: string): Locator => page.locator(`[data-control="${name}"]`)

export const toast = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Notices' }).getByRole('listitem').filter({ hasText: text })

/** Goes on by the Tab key until this control has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if ((await page.evaluate("document.activeElement?.dataset.control ?? ''")) === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key doesn’t reach ${name}`)
}

/** Nowhere in the page: its markup, what its fields hold, its address and title, nor what the browser keeps for it. */
export async function expectNowhere(page: Page, secret: string): Promise<void> {
  const everything = await page.evaluate<string>(`JSON.stringify([
    document.documentElement.outerHTML,
    [...document.querySelectorAll('input, textarea, select')].map(each => each.value),
    location.href, document.title, history.state,
    { ...localStorage }, { ...sessionStorage },
  ])`)
  expect(everything).not.toContain(secret)
}

export { expect, expectAccessible, expectAccessibleInBothThemes }
