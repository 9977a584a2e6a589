// A secret typed into the form goes to the core once: no message to the page or to the main process holds it, nor does
// anything that the app keeps on the disk.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { META } from '../../doubles/platforms/meta.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { filesBelow, secretsBelow, secretsIn } from '../../unit/secrets/forms.ts'
import { call, expect, must, test } from './desktop-test.ts'

const SECRETS = {
  wrong: 'EAAB"\\/+wrong=&%>>>???~token',
  right: META.access_token,
  ENCRYPTION_KEY: 'key of the "desktop" run with + / and \\ and ü',
}

let platforms: Double
test.beforeEach(async () => {
  platforms = await startPlatforms()
})
test.afterEach(() => platforms.close())

test('it is used, and shown and kept nowhere', async ({ folders, start }) => {
  const tapped = join(folders.root, 'tapped')
  const temporary = join(folders.root, 'tmp')
  for (const folder of [tapped, temporary]) mkdirSync(folder)
  const tap = pathToFileURL(join(import.meta.dirname, 'secrets-tap.mjs')).href
  const env = {
    ENCRYPTION_KEY: SECRETS.ENCRYPTION_KEY,
    ACTIVATION_CREDENTIALS: 'file',
    ACTIVATION_LOG_LEVEL: 'debug',
    ACTIVATION_PLATFORM_BASE_URL: platforms.url,
    SECRETS_TAP: tapped,
    NODE_OPTIONS: `--import ${tap}`,
    ...{ TMPDIR: temporary, TMP: temporary, TEMP: temporary },
  }
  const app = await start({ env })
  test.skip(app.kind === 'electron', 'Messages between processes are taken down on the double only')
  const { page } = app
  await page.getByLabel('Name').first().fill('Retail analytics')
  await page.getByRole('button', { name: 'Create profile' }).click()
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
  await page.evaluate(`location.hash = '#/platforms/new/meta'`)
  await expect(page.getByRole('heading', { name: 'Connect Meta' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Name' }).fill('Meta, EU brand')
  await page.getByLabel('Access token').first().fill(SECRETS.wrong)
  await page.getByRole('textbox', { name: 'Ad account ID' }).fill(META.ad_account_id)
  await page.getByRole('button', { name: 'Save and test' }).click()
  await expect(page.getByText('Meta does not recognise the access token').first()).toBeVisible()

  const { items } = await must(call(page, 'platforms.list', {}))
  const platform_id = items[0]?.platform_id ?? ''
  await page.evaluate(`location.hash = '#/platforms/${platform_id}/edit'`)
  await page.getByRole('button', { name: 'Replace Access token' }).click()
  await page.getByLabel('New value of Access token').fill(SECRETS.right)
  await page.getByRole('button', { name: 'Save and test' }).click()
  await expect(page.getByText('North Shop · EU').first()).toBeVisible()
  const sent = platforms.received.map(({ headers }) => headers.authorization)
  expect(sent).toEqual(expect.arrayContaining([`Bearer ${SECRETS.wrong}`, `Bearer ${SECRETS.right}`]))

  // The page as it stands has no secret either, in no attribute and no storage.
  const standing = await page.evaluate<string[]>(`[
    document.documentElement.outerHTML,
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    location.href,
    JSON.stringify(history.state),
  ].map(String)`)
  expect(secretsIn('page', Buffer.from(standing.join('\n')), SECRETS)).toEqual([])

  await must(call(page, 'workspace.flush', {}))
  await app.close()
  for (const name of ['main-to-page', 'core-to-main']) {
    expect(existsSync(join(tapped, name)), name).toBe(true)
    // What was sent to the page is there, so that a secret would be.
    expect(readFileSync(join(tapped, name), 'utf8')).toContain('Meta, EU brand')
  }
  expect(filesBelow(folders.userData).size).toBeGreaterThan(0)
  expect([...filesBelow(folders.workspace).keys()]).toContain(join('_meta', 'credentials.enc'))
  expect(secretsBelow(folders.root, SECRETS)).toEqual([])
  expect(secretsIn('output', Buffer.from(app.output()), SECRETS)).toEqual([])
  expect(secretsBelow(folders.root, { name: 'Meta, EU brand' })).not.toEqual([])
})
