// Takes the pictures that README and docs show, from the built program with the sample workspace: `npm run pictures`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright'
import type { InputOf } from '../src/shared/contract.ts'
import type { PlatformInput } from '../src/shared/domain/platform.ts'
import { startPlatforms } from '../test/doubles/platforms/all.ts'
import { LINKEDIN } from '../test/doubles/platforms/linkedin.ts'
import { META } from '../test/doubles/platforms/meta.ts'
import { TTD } from '../test/doubles/platforms/the-trade-desk.ts'
import { type App, PROFILE, startApp } from '../test/support/app.ts'
import { atDouble } from '../test/support/bigquery-app.ts'
import { chromiumLaunch } from '../test/support/chromium.ts'
import { bigQueryForPictures, bigQueryPushed } from './pictures-bigquery.ts'
import { importPictures } from './pictures-import.ts'
import { folderChecked, referenceForPictures } from './pictures-migration.ts'

const FOLDER = resolve(import.meta.dirname, '../docs/images')
const SIZE = { width: 1360, height: 850 }

async function ended(app: App, job_id: string) {
  for (;;) {
    const job = await app.invoke('jobs.get', { job_id })
    if (!job.ok || job.value.state === 'failed') throw new Error('A job of the pictures failed')
    if (job.value.state === 'completed') return
    await new Promise(wait => setTimeout(wait, 50))
  }
}

async function sampleLoaded(app: App) {
  const started = await app.invoke('samples.load', {})
  if (!started.ok) throw new Error(started.error.message)
  await ended(app, started.value.job_id)
}

async function settled(page: Page) {
  await page.waitForLoadState('load')
  // As text: scripts are checked without the browser's types.
  await page.evaluate('document.fonts.ready.then(() => new Promise(done => setTimeout(done, 400)))')
}

/** Accounts in the states that a list of them has, each tested against a double of its platform. */
async function platformsConnected(app: App, dropFolder: string) {
  const inputs: PlatformInput[] = [
    {
      name: 'The Trade Desk US retail',
      platform_type: 'the_trade_desk',
      settings: { advertiser_id: TTD.advertiser_id, region: 'US' },
      credentials: { token: TTD.token },
    },
    {
      name: 'Meta prospecting',
      platform_type: 'meta',
      settings: { ad_account_id: META.ad_account_id },
      credentials: { access_token: META.access_token },
    },
    {
      name: 'LinkedIn decision makers',
      platform_type: 'linkedin',
      settings: { account_id: LINKEDIN.account_id },
      credentials: { access_token: 'linkedin-expired' },
    },
    { name: 'Google Ads holiday', platform_type: 'google_ads', settings: { customer_id: '123-456-7890' } },
    { name: 'Agency drop folder', platform_type: 'folder', settings: { path: dropFolder } },
    { name: 'TikTok spring launch', platform_type: 'tiktok', status: 'inactive' },
  ]
  for (const input of inputs) {
    const made = await app.invoke('platforms.create', input)
    if (!made.ok) throw new Error(made.error.message)
    if (input.status === 'inactive' || input.platform_type === 'google_ads') continue
    const { platform_id } = made.value
    const started = await app.invoke('platforms.testConnection', { platform_id })
    if (!started.ok) throw new Error(started.error.message)
    await ended(app, started.value.job_id)
  }
  const listed = await app.invoke('platforms.list', {})
  const idOf = (name: string) => {
    const found = listed.ok ? listed.value.items.find(platform => platform.name === name) : undefined
    if (!found) throw new Error(`There is no platform ${name}`)
    return found.platform_id
  }
  return {
    failing: idOf('LinkedIn decision makers'),
    desk: idOf('The Trade Desk US retail'),
    folder: idOf('Agency drop folder'),
  }
}

/** Runs in the states that a list of them has; answers the one that waits for what is done by hand. */
async function distributionsPlanned(app: App, desk: string, folder: string): Promise<string> {
  const found = await app.invoke('audiences.list', { filter: { status: ['active'] }, limit: 9 })
  const ids = found.ok ? found.value.items.map(one => one.audience_id) : []
  const [first = '', ...others] = ids
  const planned = async (plan: InputOf<'distributions.create'>) => {
    const made = await app.invoke('distributions.create', plan)
    if (!made.ok) throw new Error(made.error.message)
    return made.value.distributions.map(one => one.distribution_id)
  }
  const sent = await planned({
    audience_ids: others.slice(0, 4),
    platform_ids: [folder],
    when: { kind: 'now' },
  })
  const [handed = ''] = await planned({
    audience_ids: [first],
    platform_ids: [desk],
    when: { kind: 'now' },
    campaign_name: 'Holiday prospecting',
  })
  const day = 86_400_000
  const at = (days: number) => new Date(Date.now() + days * day).toISOString()
  await planned({ audience_ids: others.slice(4, 6), platform_ids: [folder], when: { kind: 'at', at: at(2) } })
  await planned({
    audience_ids: others.slice(6, 7),
    platform_ids: [folder],
    when: {
      kind: 'repeat',
      schedule: { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 },
    },
  })
  await planned({
    audience_ids: others.slice(7, 8),
    platform_ids: [folder],
    when: { kind: 'at', at: at(1) },
    request_approval: true,
  })
  for (const distribution_id of [handed, ...sent])
    for (;;) {
      const run = await app.invoke('distributions.get', { distribution_id })
      if (!run.ok || run.value.status === 'failed') throw new Error('A run of the pictures failed')
      if (run.value.status === 'completed' || run.value.status === 'matching') break
      await new Promise(wait => setTimeout(wait, 50))
    }
  for (const [at, share] of [0.62, 0.71, 0.58].entries()) {
    const distribution_id = sent[at] ?? ''
    const run = await app.invoke('distributions.get', { distribution_id })
    if (!run.ok) throw new Error(run.error.message)
    const matched_records = Math.round((run.value.match_results.total_records ?? 0) * share)
    const entered = await app.invoke('distributions.enterResults', {
      distribution_id,
      results: { matched_records },
    })
    if (!entered.ok) throw new Error(entered.error.message)
  }
  return handed
}

type Go = (route: string) => Promise<void>
type Shot = (what: string) => Promise<unknown>

/** Takes the same pictures in light and in dark. */
async function inBothThemes(take: (go: Go, shot: Shot, page: Page) => Promise<void>) {
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: SIZE, colorScheme: theme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const go = async (route: string) => {
      await page.goto(app.url)
      await page.waitForFunction("!location.hash.startsWith('#token')")
      await page.evaluate(`location.hash = ${JSON.stringify(route)}`)
      await settled(page)
    }
    await take(go, what => page.screenshot({ path: join(FOLDER, `${what}-${theme}.png`) }), page)
    await context.close()
  }
}

const doubles = await startPlatforms()
const bigquery = await bigQueryForPictures()
const dropFolder = mkdtempSync(join(tmpdir(), 'agency-drop-'))
const reference = mkdtempSync(join(tmpdir(), 'reference-data-'))
await referenceForPictures(reference, PROFILE)
const app = await startApp({
  migrate_from: reference,
  platform_base_url: doubles.url,
  env: {
    ACTIVATION_CREDENTIALS: 'file',
    ENCRYPTION_KEY: 'only for the pictures of this run',
    ...atDouble(bigquery),
  },
})
const browser = await chromium.launch(chromiumLaunch())
mkdirSync(FOLDER, { recursive: true })
try {
  await app.invoke('profiles.update', { display_name: 'Retail analytics' })
  await sampleLoaded(app)
  const list = await app.invoke('audiences.list', { filter: { search: 'eco' }, limit: 1 })
  const id = list.ok ? list.value.items[0]?.audience_id : undefined
  const audience = id ? await app.invoke('audiences.get', { audience_id: id }) : undefined
  if (!id || !audience?.ok) throw new Error('The sample workspace has no audience to show')
  const { name, version, segments } = audience.value
  const [first, ...rest] = segments
  if (!first) throw new Error('The audience to show has no segments')
  await app.invoke('audiences.update', {
    audience_id: id,
    expected_version: version,
    patch: {
      name: `${name}, autumn`,
      // Without shares: they are worked out from the sizes.
      segments: [{ ...first, size: Math.round(first.size * 1.2) }, ...rest].map(segment => ({
        ...segment,
        size_percentage: 0,
      })),
    },
    change_note: 'Autumn sizes from the clean room',
  })

  const { failing, desk, folder } = await platformsConnected(app, dropFolder)
  const handed = await distributionsPlanned(app, desk, folder)

  await inBothThemes(async (go, shot, page) => {
    await go('#/audiences')
    await page.getByRole('row').nth(4).getByRole('gridcell').nth(4).click()
    const preview = page.getByRole('complementary', { name: 'Preview' })
    // The second theme finds it open: the app comes back as it was left.
    if (!(await preview.isVisible())) await page.keyboard.press('Space')
    await preview.waitFor()
    await settled(page)
    await shot('audiences')
    await page.keyboard.press('Control+Shift+E')
    await page.getByRole('dialog').waitFor()
    await shot('export')
    await page.keyboard.press('Escape')
    await go(`#/audiences/${id}`)
    await shot('audience')
    await go(`#/audiences/${id}/history`)
    await shot('history')
    await go(`#/audiences/${id}/edit`)
    await shot('edit')
    await importPictures(go, shot, page)
    await go('#/platforms')
    await page.getByRole('row').nth(1).waitFor()
    await settled(page)
    await shot('platforms')
    await go(`#/platforms/${failing}`)
    await shot('platform')
    await go('#/distributions')
    await page.getByRole('row').nth(1).waitFor()
    await settled(page)
    await shot('distributions')
    await go(`#/distributions/${handed}`)
    await shot('distribution')
    await go('#/distributions/new')
    await shot('plan')
    await go('#/platforms/new/the_trade_desk')
    await shot('connect')
    await go('#/sql')
    await page.getByRole('radio', { name: 'Saved' }).click()
    await page.getByRole('button', { name: 'Variables that audiences share' }).first().click()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('grid').waitFor()
    await page.getByRole('radio', { name: 'Tables' }).click()
    await page.getByRole('radio', { name: 'Chart' }).click()
    await shot('sql')
    await go('#/migrate')
    await folderChecked(page)
    await settled(page)
    await shot('migration')
    await go('#/settings')
    await shot('settings')
  })
  // Last: the title bar tells of what waits for BigQuery on every page.
  await bigQueryPushed(app, bigquery, id)
  await inBothThemes(async (go, shot, page) => {
    await go('#/bigquery')
    await page.getByText(/^Costs /).waitFor()
    await shot('bigquery')
    await go('#/bigquery/conflicts')
    await page.getByRole('option').filter({ hasText: 'and winter' }).click()
    await page.locator('[data-path="name"]').getByRole('radio', { name: 'Mine' }).click()
    await page.locator('[data-path="description"]').getByRole('radio', { name: 'Theirs' }).click()
    await shot('conflicts')
    await go('#/bigquery/set-up')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByRole('heading', { name: 'Ready to push' }).waitFor()
    await shot('bigquery-set-up')
  })
} finally {
  await browser.close()
  await app.close()
  await doubles.close()
  await bigquery.close()
  rmSync(dropFolder, { recursive: true, force: true })
  rmSync(reference, { recursive: true, force: true })
}

const fresh = await startApp({ welcomed: false })
const starting = await chromium.launch(chromiumLaunch())
try {
  for (const theme of ['light', 'dark'] as const) {
    const page = await starting.newPage({ viewport: SIZE, colorScheme: theme })
    await page.goto(fresh.url)
    await settled(page)
    await page.screenshot({ path: join(FOLDER, `start-${theme}.png`) })
    await page.close()
  }
} finally {
  await starting.close()
  await fresh.close()
}
