// A folder of the reference system for the pictures: a small team's two years, with what such folders have.
import type { Page } from 'playwright'
import {
  audienceRow,
  audiencesOf,
  distributionRow,
  distributionsOf,
  platformRow,
  platformsOf,
  time,
  writeReference,
} from '../test/support/reference.ts'
import { generateAudiences } from './sample/generate.ts'

const MONTHS = ['2025-03', '2025-06', '2025-09']
const ACCOUNTS = [
  ['facebook', 'Meta prospecting'],
  ['google', 'Google Ads holiday'],
  ['the_trade_desk', 'The Trade Desk US retail'],
  ['linkedin', 'LinkedIn decision makers'],
] as const

export async function referenceForPictures(folder: string, user_id: string): Promise<void> {
  const audiences = [...generateAudiences(180)]
  const idOf = (index: number) => `aud_${(0x1a2b3c00 + index).toString(16)}`
  const status = (index: number) =>
    ['completed', 'completed', 'pending', 'completed', 'failed', 'in_progress'][index % 6] ?? ''
  await writeReference(folder, [
    ...MONTHS.map((month, at) => ({
      path: audiencesOf(user_id, month),
      rows: audiences.slice(at * 60, at * 60 + 60).map(({ name, description = '' }, index) =>
        audienceRow({
          ...{ user_id, name, description, audience_id: idOf(at * 60 + index) },
          ...(index === 17 && { segments: '[{"segment_id": 1, "name": ' }),
          ...(index === 31 && { data_type: null }),
          created_at: time(`${month}-05 09:30:00`),
          updated_at: time(`${month}-05 09:30:00`),
        }),
      ),
    })),
    {
      path: audiencesOf(user_id, '2025-10'),
      rows: audiences.slice(0, 24).map(({ name }, index) =>
        audienceRow({
          user_id,
          name: `${name}, autumn`,
          audience_id: idOf(index),
          updated_at: time('2025-10-02 08:00:00'),
        }),
      ),
    },
    {
      path: platformsOf(user_id),
      rows: ACCOUNTS.map(([platform_type, name], index) =>
        platformRow({ user_id, platform_type, name, platform_id: `plat_${index}` }),
      ),
    },
    {
      path: distributionsOf(user_id, '2025-09'),
      rows: Array.from({ length: 240 }, (_, index) =>
        distributionRow({
          ...{ user_id, distribution_id: `dist_${index}`, platform_id: `plat_${index % 4}` },
          ...{ audience_id: index === 77 ? 'aud_deleted' : idOf(index % 170), status: status(index) },
        }),
      ),
    },
  ])
}

export async function folderChecked(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look in the folder' }).click()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByRole('heading', { name: 'What a migration will do' }).waitFor()
}
