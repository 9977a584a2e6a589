// A list with audiences in it: imported through the program's own door, once for all specs, then the page on a copy.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { type GeneratedAudience, generateAudiences } from '../../../scripts/sample/generate.ts'
import type { PickedFile } from '../../../src/shared/contract/shell.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import type { Result } from '../../../src/shared/errors.ts'
import { type App, answerOf, startApp } from '../../support/app.ts'
import { test as base, expect } from './audience-fixtures.ts'

async function ended(app: App, { job_id }: Job): Promise<Job> {
  for (;;) {
    const job = answerOf(await app.invoke('jobs.get', { job_id }))
    if (job.state !== 'queued' && job.state !== 'running') return job
    await new Promise(done => setTimeout(done, 50))
  }
}

function* linesOf(audiences: Iterable<GeneratedAudience>): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  for (const audience of audiences) yield encoder.encode(`${JSON.stringify(audience)}\n`)
}

/** Fills the workspace with so many generated audiences, through an upload as a page makes it, and leaves no job behind. */
export async function fill(app: App, rows: number): Promise<void> {
  const { origin, hash } = new URL(app.url)
  const uploaded = await fetch(`${origin}/api/uploads`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${hash.replace('#token=', '')}`,
      'content-type': 'application/octet-stream',
      'x-file-name': 'audiences.ndjson',
    },
    body: ReadableStream.from(linesOf(generateAudiences(rows))),
    duplex: 'half',
  })
  const { file_token } = answerOf((await uploaded.json()) as Result<PickedFile>)
  const job = await ended(app, answerOf(await app.invoke('imports.start', { files: [{ file_token }] })))
  expect(job.result?.changed).toBe(rows)
  await app.invoke('jobs.dismiss', { job_id: job.job_id })
}

export type List = {
  grid: Locator
  /** The row that the keyboard is on. */
  current: () => Locator
  row: (name: string) => Locator
  search: Locator
  /** The line under the table. */
  footer: Locator
  toast: (text: string | RegExp) => Locator
}

export function listOf(page: Page): List {
  const grid = page.getByRole('grid', { name: 'Audiences' })
  return {
    grid,
    current: () => page.locator('[role=row][data-current]'),
    row: name => grid.getByRole('row').filter({ hasText: name }),
    search: page.getByRole('searchbox'),
    footer: page.locator('main footer').getByRole('status'),
    toast: text =>
      page.getByRole('region', { name: 'Notices' }).getByRole('listitem').filter({ hasText: text }),
  }
}

/** The name that a row shows. */
export const nameIn = async (row: Locator) => (await row.getByRole('gridcell').nth(1).textContent()) ?? ''

type Filled = {
  /** A workspace with so many audiences, to copy; filled once for all specs of a worker. */
  filled: (rows: number) => Promise<string>
}

export const test = base.extend<{ rows: number; list: List }, Filled>({
  filled: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
    async ({}, use) => {
      const parent = await mkdtemp(join(tmpdir(), 'activation-filled-'))
      const made = new Map<number, Promise<string>>()
      const make = async (rows: number) => {
        const workspace = join(parent, String(rows))
        const app = await startApp({ workspace })
        await fill(app, rows)
        await app.close()
        return workspace
      }
      await use(rows => {
        const folder = made.get(rows) ?? make(rows)
        made.set(rows, folder)
        return folder
      })
      await rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
    { scope: 'worker' },
  ],
  rows: [300, { option: true }],
  app: async ({ filled, rows }, use) => {
    const app = await startApp({ copyOf: await filled(rows) })
    await use(app)
    await app.close()
  },
  list: async ({ app, page }, use) => {
    await page.goto(app.url)
    const list = listOf(page)
    await expect(list.grid.getByRole('row').nth(1)).toBeVisible()
    await use(list)
  },
})
export { expect }
