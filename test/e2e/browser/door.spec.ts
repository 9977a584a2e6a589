// The browser door as a person meets it: the printed address opens the app, the token leaves the address at once,
// a file goes in through the page, and a notebook's save shows up by itself.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'playwright/test'
import { chromiumLaunch } from '../../support/chromium.ts'

const root = resolve(import.meta.dirname, '../../..')
let folder: string
let server: ChildProcess
let page: Page
let address: URL
let complaints: string[]

function listening(child: ChildProcess): Promise<URL> {
  return new Promise((done, reject) => {
    child.stdout?.once('data', (line: Buffer) =>
      done(new URL(line.toString().replace('listening ', '').trim())),
    )
    child.once('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
}

test.use({ launchOptions: chromiumLaunch() })

test.beforeEach(async ({ page: opened }) => {
  folder = mkdtempSync(join(tmpdir(), 'browser-door-'))
  server = spawn(
    process.execPath,
    [
      join(root, 'out/main/cli.js'),
      'serve',
      '--workspace',
      join(folder, 'ws'),
      '--profile',
      'retail-analytics',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // No test may touch the keychain of who runs it.
      env: { ...process.env, ACTIVATION_CREDENTIALS: 'memory' },
    },
  )
  address = await listening(server)
  page = opened
  complaints = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
})

test.afterEach(async () => {
  server.kill('SIGTERM')
  await new Promise(done => server.once('exit', done))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const token = () => address.hash.replace('#token=', '')
const post = (body: object) =>
  fetch(`${address.origin}/api/audiences`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('the printed address opens the app, and the token leaves it', async () => {
  await page.goto(address.href)
  await expect(page.getByText('Welcome, retail-analytics')).toBeVisible()
  expect(page.url()).not.toContain(token())
  await page.reload()
  await expect(page.getByText('Welcome, retail-analytics')).toBeVisible()
  expect(await page.context().cookies()).toEqual([])
  expect(complaints).toEqual([])
})

test('a file chosen in the page is imported', async () => {
  const file = join(folder, 'audiences.json')
  writeFileSync(
    file,
    JSON.stringify([
      { name: 'Young Digerati, urban core', data_type: 'first_party' },
      { name: 'Money & Brains, garden owners', data_type: 'third_party' },
    ]),
  )
  await page.goto(address.href)
  await page.getByRole('button', { name: 'Import audiences' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await choosing).setFiles(file)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Import 2 audiences' }).click()
  await expect
    .poll(async () => {
      const headers = { authorization: `Bearer ${token()}` }
      const reply = await fetch(`${address.origin}/api/audiences`, { headers })
      return ((await reply.json()) as { count: number }).count
    })
    .toBe(2)
  await page.goto(`${address.origin}/#/audiences`)
  await expect(page.getByText('Money & Brains, garden owners')).toBeVisible()
  expect(complaints).toEqual([])
})

test('what a script saves appears in the open page', async () => {
  await page.goto(address.href)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await page.goto(`${address.origin}/#/audiences`)
  expect((await post({ name: 'Upper Crust, second homes', data_type: 'clean_room' })).status).toBe(201)
  await expect(page.getByText('Upper Crust, second homes')).toBeVisible()
  expect(
    (await post({ name: 'Kids & Cul-de-Sacs, minivan intenders', data_type: 'first_party' })).status,
  ).toBe(201)
  await expect(page.getByText('Kids & Cul-de-Sacs, minivan intenders')).toBeVisible()
  expect(complaints).toEqual([])
})

test('without the token the page shows no record', async () => {
  expect((await post({ name: 'Upper Crust, second homes', data_type: 'clean_room' })).status).toBe(201)
  const asked = page.waitForResponse(response => response.url().includes('/api/rpc/'))
  await page.goto(address.origin)
  expect((await asked).status()).toBe(401)
  // Whatever the page says to that, it says something, and it isn't the record.
  await expect(page.locator('body')).toHaveText(/\w{3,}/)
  await expect(page.getByText('Upper Crust, second homes')).toHaveCount(0)
})
