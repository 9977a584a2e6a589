// Takes the pictures that README and docs show, from the built program with the sample workspace: `npm run pictures`.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright'
import { startApp } from '../test/support/app.ts'
import { chromiumLaunch } from '../test/support/chromium.ts'

const FOLDER = resolve(import.meta.dirname, '../docs/images')
const SIZE = { width: 1360, height: 850 }

async function sampleLoaded(app: Awaited<ReturnType<typeof startApp>>) {
  const started = await app.invoke('samples.load', {})
  if (!started.ok) throw new Error(started.error.message)
  for (;;) {
    const job = await app.invoke('jobs.get', { job_id: started.value.job_id })
    if (!job.ok || job.value.state === 'failed') throw new Error('The sample workspace could not be loaded')
    if (job.value.state === 'completed') return
    await new Promise(wait => setTimeout(wait, 50))
  }
}

async function settled(page: Page) {
  await page.waitForLoadState('load')
  // As text: scripts are checked without the browser's types.
  await page.evaluate('document.fonts.ready.then(() => new Promise(done => setTimeout(done, 400)))')
}

const app = await startApp()
const browser = await chromium.launch(chromiumLaunch())
mkdirSync(FOLDER, { recursive: true })
try {
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

  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: SIZE, colorScheme: theme, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const shot = (what: string) => page.screenshot({ path: join(FOLDER, `${what}-${theme}.png`) })
    const go = async (route: string) => {
      await page.goto(app.url)
      await page.waitForFunction("!location.hash.startsWith('#token')")
      await page.evaluate(`location.hash = ${JSON.stringify(route)}`)
      await settled(page)
    }
    await go('#/audiences')
    await page.getByRole('row').nth(4).getByRole('gridcell').nth(4).click()
    const preview = page.getByRole('complementary', { name: 'Preview' })
    // The second theme finds it open: the app comes back as it was left.
    if (!(await preview.isVisible())) await page.keyboard.press('Space')
    await preview.waitFor()
    await settled(page)
    await shot('audiences')
    await go(`#/audiences/${id}`)
    await shot('audience')
    await go(`#/audiences/${id}/history`)
    await shot('history')
    await go(`#/audiences/${id}/edit`)
    await shot('edit')
    await go('#/settings')
    await shot('settings')
    await context.close()
  }
} finally {
  await browser.close()
  await app.close()
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
