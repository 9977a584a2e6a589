// What is said of a run that was planned on another computer, and when nothing is.
// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { keys } from '../../../src/renderer/api/keys.ts'
import { queryClient } from '../../../src/renderer/api/query-client.ts'
import { ElsewhereNotice } from '../../../src/renderer/pages/distribution/parts/notices.tsx'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import { distribution } from '../../store/records.ts'

afterEach(() => {
  cleanup()
  queryClient.clear()
})

function show(status: Distribution['status'], planned_in?: string) {
  queryClient.setQueryData(keys.home, { home: '0123456789abcdef' })
  const run = distribution({ distribution_id: 'dist_1', status, metadata: planned_in ? { planned_in } : {} })
  render(
    <QueryClientProvider client={queryClient}>
      <ElsewhereNotice run={{ ...run, version: 1 }} />
    </QueryClientProvider>,
  )
  return screen.queryByText(/planned on another computer/)
}

test.each(['scheduled', 'processing'] as const)(
  'a %s run of another computer says where it starts',
  status => {
    expect(show(status, 'fedcba9876543210')).not.toBeNull()
  },
)

test('a run of this computer, one of nobody, and one that has ended say nothing', () => {
  expect(show('scheduled', '0123456789abcdef')).toBeNull()
  expect(show('scheduled')).toBeNull()
  expect(show('completed', 'fedcba9876543210')).toBeNull()
})
