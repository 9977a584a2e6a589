// A list with audiences in it: imported through the program's own door, then the page on it.
import type { Locator, Page } from 'playwright/test'
import { type GeneratedAudience, generateAudiences } from '../../../scripts/sample/generate.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { type App, answerOf } from '../../support/app.ts'
import { test as base, expect } from './audience-fixtures.ts'

const BATCH = 10_000

async function ended(app: App, { job_id }: Job): Promise<Job> {
  for (;;) {
    const job = answerOf(await app.invoke('jobs.get', { job_id }))
    if (job.state !== 'queued' && job.state !== 'running') return job
    await new Promise(done => setTimeout(done, 50))
  }
}

/** Fills the workspace with so many generated audiences, and leaves no job behind. */
export async function fill(app: App, rows: number): Promise<void> {
  let batch: GeneratedAudience[] = []
  const send = async () => {
    const job = await ended(app, answerOf(await app.invoke('imports.records', { records: batch as never })))
    expect(job.result?.changed).toBe(batch.length)
    await app.invoke('jobs.dismiss', { job_id: job.job_id })
    batch = []
  }
  for (const audience of generateAudiences(rows)) {
    batch.push(audience)
    if (batch.length === BATCH) await send()
  }
  if (batch.length > 0) await send()
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

export const test = base.extend<{ rows: number; list: List }>({
  rows: [300, { option: true }],
  list: async ({ app, page, rows }, use) => {
    await fill(app, rows)
    await page.goto(app.url)
    const list = listOf(page)
    await expect(list.grid.getByRole('row').nth(1)).toBeVisible()
    await use(list)
  },
})
export { expect }
