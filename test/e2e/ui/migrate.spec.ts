// The way from the reference system: found from the first page, checked, migrated, and what came of it told row by row.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { answerOf, PROFILE, startApp } from '../../support/app.ts'
import {
  audienceRow,
  audiencesOf,
  distributionRow,
  distributionsOf,
  platformRow,
  platformsOf,
  time,
  writeJunk,
  writeReference,
} from '../../support/reference.ts'
import { test as base, expect, expectAccessibleInBothThemes } from './audience-fixtures.ts'

const user_id = PROFILE
const BLOB = 'gAAAAABl5f3kTHISISTHEBLOBk3y9Zx'

async function writeFolder(folder: string) {
  const runs = ['pending', 'in_progress', 'failed'].map(status =>
    distributionRow({ user_id, distribution_id: `dist_${status}`, status }),
  )
  await writeReference(folder, [
    {
      path: audiencesOf(user_id, '2025-03'),
      rows: [
        audienceRow({ user_id }),
        audienceRow({ user_id, audience_id: 'aud_luxury', name: 'Luxury travellers', status: 'paused' }),
        audienceRow({ user_id, audience_id: 'aud_broken', segments: '[{"segment_id": 1,' }),
      ],
    },
    {
      path: audiencesOf(user_id, '2025-05'),
      rows: [audienceRow({ user_id, name: 'Eco renters', updated_at: time('2025-05-02 08:00:00') })],
    },
    {
      path: platformsOf(user_id),
      rows: [
        platformRow({ user_id, credentials: BLOB }),
        platformRow({ user_id, platform_id: 'plat_fb', platform_type: 'facebook', name: 'Brand page' }),
      ],
    },
    {
      path: distributionsOf(user_id, '2025-03'),
      rows: [
        distributionRow({ user_id }),
        ...runs,
        distributionRow({ user_id, distribution_id: 'dist_lost', audience_id: 'aud_gone' }),
      ],
    },
    { path: audiencesOf('somebody-else', '2025-03'), rows: [audienceRow({ user_id: 'somebody-else' })] },
  ])
  await writeJunk(folder, audiencesOf(user_id, '2025-06'), 'not a Parquet file')
}

const test = base.extend<{ reference: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  reference: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'activation-reference-'))
    await writeFolder(folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  },
  app: async ({ reference }, use) => {
    const app = await startApp({ welcomed: false, migrate_from: reference })
    await use(app)
    await app.close()
  },
})

/** With the mouse over nothing: what it happens to be over has colours of its own. */
async function expectAtRest(page: Page) {
  await page.mouse.move(0, 0)
  await expectAccessibleInBothThemes(page)
}

test('a folder is found on the first page, checked, migrated, and migrated again without a change', async ({
  app,
  page,
  reference,
}) => {
  await page.goto(app.url)
  await page.getByRole('button', { name: /^Migrate from the reference system/ }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: 'Migrate from the reference system' }),
  ).toBeVisible()
  const look = page.getByRole('button', { name: 'Look in the folder' })
  await look.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(reference, { exact: true })).toBeVisible()
  // A token speaks for one profile: of others the page learns nothing.
  await expect(page.getByRole('table', { name: 'Users of the folder' }).getByRole('row')).toHaveCount(2)

  await page.getByRole('button', { name: 'Check', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What a migration will do' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Audiences 4 2 1 0 0 0 1$/ })).toBeVisible()
  await expect(page.getByText('Runs that were under way become failed')).toBeVisible()
  expect(answerOf(await app.invoke('audiences.count', {})).total).toBe(0)
  const rows = page.getByRole('region', { name: 'Row by row' })
  await expect(rows.getByText('segments is not valid JSON')).toBeVisible()
  await expect(rows.getByText('is not a whole Parquet file')).toBeVisible()
  await rows.getByRole('radio', { name: /^Changed on the way/ }).click()
  await expect(rows.getByText('status “paused” is not known here')).toBeVisible()
  await expectAtRest(page)

  const downloading = page.waitForEvent('download')
  await rows.getByRole('button', { name: 'Save list as CSV' }).click()
  const csv = await readFile(await (await downloading).path(), 'utf8')
  expect(csv).toContain('refused,audience')
  expect(csv.trimEnd().split('\r\n')).toHaveLength(5)

  await page.getByRole('button', { name: 'Migrate 8 records' }).click()
  await expect(page.getByRole('heading', { name: 'Migrated', exact: true })).toBeVisible()
  await expectAtRest(page)
  await page.getByRole('link', { name: 'Enter credentials of Brand page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Brand page/ })).toBeVisible()
  await page.goBack()
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('button', { name: 'Nothing to migrate' })).toBeDisabled()

  await page.getByRole('link', { name: 'Audiences', exact: true }).first().click()
  await expect(page.getByText('Eco renters')).toBeVisible()
  expect(JSON.stringify(answerOf(await app.invoke('platforms.list', {})))).not.toContain('BLOB')
})
