// What a report shows of several users: whose records go into which profile, and links only to what is one's own.
// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { keys } from '../../../src/renderer/api/keys.ts'
import { queryClient } from '../../../src/renderer/api/query-client.ts'
import { Report, writtenBy } from '../../../src/renderer/pages/migrate/report.tsx'
import type { MigrationCounts, MigrationReport } from '../../../src/shared/contract/migration.ts'

afterEach(() => {
  cleanup()
  queryClient.clear()
})

const none = { rows: 0, added: 0, earlier: 0, updated: 0, unchanged: 0, kept: 0, refused: 0 }
const counts = (part: Partial<MigrationCounts>) => ({ ...none, ...part })
const report: MigrationReport = {
  job_id: 'job_1',
  folder: '/old/data',
  checked_only: false,
  complete: true,
  users: [
    {
      ...{ user_id: 'ana', profile_id: 'user_1', profile_is_new: false },
      audience: counts({ rows: 12, added: 9, earlier: 1, refused: 2 }),
      platform: counts({ rows: 1, added: 1 }),
      distribution: counts({ rows: 5, added: 3, updated: 1, refused: 1 }),
    },
    {
      ...{ user_id: 'ben@example.com', profile_id: 'ben@example.com', profile_is_new: true },
      audience: counts({ rows: 4, added: 4 }),
      platform: counts({}),
      distribution: counts({}),
    },
  ],
  files: { read: 7, unreadable: 1, foreign: 2 },
  changes: [{ what: 'Platforms of type facebook become meta', rows: 1 }],
  notes: { refused: 3, changed: 0, kept: 0 },
  credentials: [
    { profile_id: 'user_1', platform_id: 'plat_1', name: 'Brand page', platform_type: 'meta' },
    { profile_id: 'ben@example.com', platform_id: 'plat_2', name: 'Agency seat', platform_type: 'meta' },
  ],
  credential_count: 30,
}

function show(given: MigrationReport) {
  queryClient.setQueryData(keys.profile, { user_id: 'user_1' })
  render(
    <QueryClientProvider client={queryClient}>
      <Report report={given} />
    </QueryClientProvider>,
  )
}

test('of several users it says whose records go where, and sums them up', () => {
  show(report)
  expect(screen.getByRole('row', { name: /^Audiences 16 13 1 0 0 0 2$/ })).toBeTruthy()
  expect(screen.getByRole('row', { name: /^ana user_1 9 1 4 3$/ })).toBeTruthy()
  expect(screen.getByRole('row', { name: /^ben@example.com ben@example.com \(new\) 4 0 0 0$/ })).toBeTruthy()
  expect(
    screen.getByText(/7 files read · 1 file can’t be read · 2 other Parquet files left alone/),
  ).toBeTruthy()
  expect(writtenBy(report)).toBe(18)
})

test('credentials are entered for one’s own platforms, once they are here', () => {
  show(report)
  expect(screen.getByRole('link', { name: 'Enter credentials of Brand page' }).getAttribute('href')).toMatch(
    /\/platforms\/plat_1\/edit$/,
  )
  expect(screen.queryByRole('link', { name: /Agency seat/ })).toBeNull()
  expect(screen.getByText('and 28 more platforms')).toBeTruthy()
  cleanup()
  show({ ...report, checked_only: true })
  expect(screen.queryByRole('link')).toBeNull()
})
