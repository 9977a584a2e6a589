// A file that a job of this page wrote is fetched by the browser once, whichever is told of first: its beginning or its end.
import { beforeEach, expect, it, vi } from 'vitest'
import { fetchFinished, noteFileJob } from '../../../src/renderer/actions/files.ts'
import type { Job } from '../../../src/shared/domain/job.ts'

const fetched = vi.hoisted(() => [] as string[])
vi.mock('../../../src/renderer/api/client.ts', () => ({
  client: {
    shell: {
      showFile: async ({ file_token }: { file_token: string }) => {
        fetched.push(file_token)
        return { ok: true, value: null }
      },
    },
  },
}))

vi.mock('../../../src/renderer/components/ui/toast.tsx', () => ({ showError: () => undefined }))

const job = (job_id: string, ended: boolean): Job => ({
  job_id,
  kind: 'export',
  title: 'Export',
  message: '',
  state: ended ? 'completed' : 'running',
  progress: { done: 0, total: null, unit: 'rows' },
  cancellable: !ended,
  created_at: '2026-11-26T17:00:00.000Z',
  finished_at: ended ? '2026-11-26T17:00:01.000Z' : null,
  error: null,
  result: ended
    ? {
        changed: 1,
        skipped: 0,
        errors: [],
        error_count: 0,
        file: { file_token: job_id, name: 'a.csv', bytes: 1 },
      }
    : null,
})

beforeEach(() => {
  fetched.length = 0
  vi.stubGlobal('window', {})
})

it('begins, and ends', () => {
  noteFileJob(job('one', false))
  expect(fetched).toEqual([])
  fetchFinished(job('one', true))
  fetchFinished(job('one', true))
  expect(fetched).toEqual(['one'])
})

it('ends before the answer that it has begun', () => {
  fetchFinished(job('two', true))
  expect(fetched).toEqual([])
  noteFileJob(job('two', false))
  expect(fetched).toEqual(['two'])
})

it('was begun by another page: it only offers its file, and few are remembered', () => {
  for (let at = 0; at <= 20; at++) fetchFinished(job(`other-${at}`, true))
  expect(fetched).toEqual([])
  noteFileJob(job('other-0', false))
  noteFileJob(job('other-1', false))
  expect(fetched).toEqual(['other-1'])
})

it('is shown by the system’s own dialog in the desktop app', () => {
  vi.stubGlobal('window', { activation: {} })
  noteFileJob(job('three', false))
  fetchFinished(job('three', true))
  expect(fetched).toEqual([])
})
