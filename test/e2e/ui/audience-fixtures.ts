// A page on a running app, and audiences to open: one with a history, one as large as the rules allow.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Locator, type Page } from 'playwright/test'
import type { WorkspaceInfo } from '../../../src/shared/contract/workspace.ts'
import type { Audience, AudienceInput } from '../../../src/shared/domain/audience.ts'
import { type App, answerOf, startApp } from '../../support/app.ts'
import { chromiumLaunch } from '../../support/chromium.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const ECO: AudienceInput = {
  name: 'Eco-conscious young families',
  status: 'active',
  data_type: 'first_party',
  identifier_type: 'rampid',
  description: 'Households that buy organic and drive hybrids.',
  original_query: 'Find environmentally conscious families with children under 12 in suburbs.',
  selected_variables: ['ECO_ATTITUDE_IDX', 'HYBRID_OWNER', 'ORGANIC_SPEND_12M'],
  variable_details: [
    {
      code: 'ECO_ATTITUDE_IDX',
      description: 'Environmental attitude index',
      relevance_score: 0.93,
      type: 'index',
      category: 'Attitudes',
    },
    {
      code: 'HYBRID_OWNER',
      description: 'Owns a hybrid',
      relevance_score: 0.81,
      type: 'boolean',
      category: 'Automotive',
    },
  ],
  segments: [
    {
      segment_id: '1',
      name: 'Suburban greens',
      size: 600_000,
      prizm_segments: ['Kids & Cul-de-Sacs', 'Winner’s Circle', 'Country Squires'],
      characteristics: { income: 'over 100,000', children: [1, 3] },
    },
    { segment_id: '2', name: 'City starters', size: 400_000, prizm_segments: ['Young Digerati'] },
  ],
  metadata: {
    tags: ['retail', 'spring'],
    campaign_id: 'cmp-2026-04',
    model: { name: 'relevance', version: 3 },
  },
}

/** 2,000 variables and 500 segments. */
export const LARGEST: AudienceInput = {
  name: 'National household file',
  data_type: 'third_party',
  selected_variables: Array.from({ length: 2_000 }, (_, n) => `HH_ATTR_${n}`),
  variable_details: Array.from({ length: 2_000 }, (_, n) => ({
    code: `HH_ATTR_${n}`,
    description: `Household attribute ${n} of the national file`,
    relevance_score: Math.round((1 - n / 2_000) * 1_000) / 1_000,
    type: 'count',
    category: ['Demographics', 'Automotive', 'Grocery', 'Travel'][n % 4] ?? '',
  })),
  segments: Array.from({ length: 500 }, (_, n) => ({
    segment_id: String(n + 1),
    name: `Cell ${n + 1}`,
    size: 2_000_000 - n * 3_500,
    prizm_segments: ['Gray Power', 'Upper Crust'],
    characteristics: { region: n % 4, income: 'middle' },
  })),
}

type Fixtures = { app: App; open: (route: string) => Promise<void>; eco: Audience }

export const test = base.extend<Fixtures>({
  launchOptions: [chromiumLaunch(), { scope: 'worker' }],
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  app: async ({}, use) => {
    const app = await startApp()
    await use(app)
    await app.close()
  },
  open: async ({ app, page }, use) => {
    await page.goto(app.url)
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await expect(page).toHaveURL(/#\/audiences$/)
    let here = '/audiences'
    await use(async route => {
      await page.evaluate(
        `globalThis.left = document.querySelector('main h1'); location.hash = ${JSON.stringify(route)}`,
      )
      // An audience's history is a part of its page. Otherwise the heading of the page before is still there for a moment.
      if (pageOf(route) !== pageOf(here))
        await expect.poll(() => page.evaluate("document.querySelector('main h1') !== left")).toBe(true)
      here = route
      await expect(page.locator('main h1')).toBeVisible()
      await page.evaluate(LISTENING)
    })
  },
  eco: async ({ app }, use) => use(answerOf(await app.invoke('audiences.create', ECO))),
})

const pageOf = (route: string) => route.replace(/\/history$/, '')

/** A page takes its keys right after it is drawn. */
const LISTENING = 'new Promise(done => requestAnimationFrame(() => setTimeout(done)))'

/** What fades in or out has other colours on the way: axe judges a page at rest. */
const AT_REST = `(async () => {
  const frame = () => new Promise(done => requestAnimationFrame(done))
  for (let still = 0; still < 2; still++) {
    await frame()
    const moving = document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity)
    if (moving.length > 0) still = -1
    await Promise.allSettled(moving.map(each => each.finished))
  }
})()`

/** The rules whose verdict another theme can change: a theme is colours and nothing else (styles/tokens.css). */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

async function violationsOn(page: Page, only?: readonly string[]): Promise<string[]> {
  await page.evaluate(AT_REST)
  // The page's own policy forbids foreign scripts; the test's is injected past it.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE)
  const options = JSON.stringify({ resultTypes: ['violations'], ...(only && { runOnly: only }) })
  return page.evaluate<string[]>(
    // A tooltip that the mouse or the focus happens to have opened is no content of its own, and has no landmark.
    `axe.run({ exclude: [["[data-radix-popper-content-wrapper]:has([role=tooltip])"]] }, ${options}).then(found => found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" ")))`,
  )
}

/** A notice may begin to fade while axe looks. What is wrong with the page at rest is wrong at each look. */
export async function expectAccessible(page: Page, only?: readonly string[]): Promise<void> {
  for (let look = 1; look < 3; look++) if ((await violationsOn(page, only)).length === 0) return
  expect(await violationsOn(page, only)).toEqual([])
}

/** On the page as it stands: each rule in the light theme, those of colours in the dark one as well. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await expectAccessible(page)
  const colour = () => page.evaluate<string>('getComputedStyle(document.body).color')
  const inLight = await colour()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(colour).not.toBe(inLight)
  await expectAccessible(page, OF_COLOURS)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Nothing of it is cut off at the side. What follows a window's new width does so a moment later. */
export async function expectFits(shown: Locator): Promise<void> {
  const beyond = () =>
    shown.evaluate(each => Reflect.get(each, 'scrollWidth') - Reflect.get(each, 'clientWidth'))
  await expect.poll(beyond).toBe(0)
}

/** Leaves out of the stream of events what is told of the workspace. */
const DEAF = `{
  const real = window.fetch
  const split = () => {
    let held = ''
    return new TransformStream({
      transform(text, controller) {
        const frames = (held + text).split('\\n\\n')
        held = frames.pop()
        for (const frame of frames)
          if (!frame.includes('workspace.changed')) controller.enqueue(frame + '\\n\\n')
      },
    })
  }
  window.fetch = async (input, init) => {
    const response = await real(input, init)
    if (!String(input).endsWith('/api/events') || !response.ok) return response
    const body = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(split()).pipeThrough(new TextEncoderStream())
    return new Response(body, response)
  }
}`

/**
 * The page takes this for what the program says of its workspace, whatever that tells of itself later on: it looks
 * through its files some seconds after its start.
 */
export async function showWorkspace(page: Page, info: WorkspaceInfo): Promise<void> {
  await page.addInitScript(DEAF)
  await page.route('**/api/rpc/workspace.info', route => route.fulfill({ json: { ok: true, value: info } }))
}

/** The tooltip that is open. That of a control before may be fading out still. */
export const tooltip = (page: Page) => page.locator('[role=tooltip][data-state$=open]')

export { expect }
