// Which test of an account is still to be waited for, and which says nothing any more.
import { expect, it } from 'vitest'
import { standingOf } from '../../../src/renderer/pages/platform/model/test-job.ts'
import type { JobState } from '../../../src/shared/domain/job.ts'

const at = (second: number) => `2026-11-01T09:00:${String(second).padStart(2, '0')}.000Z`
/** A test that began at second 10; ended ones at second 20. */
const job = (state: JobState) => ({
  state,
  created_at: at(10),
  finished_at: state === 'running' || state === 'queued' ? null : at(20),
})
const shown = (updated: number, tested: number | null) => ({
  updated_at: at(updated),
  connection: { tested_at: tested === null ? null : at(tested) },
})

it.each<[string, ReturnType<typeof job> | null, ReturnType<typeof shown>, string]>([
  ['none', null, shown(1, null), 'none'],
  ['a queued one', job('queued'), shown(1, null), 'running'],
  ['a running one', job('running'), shown(1, 1), 'running'],
  ['a done one whose verdict isn’t here yet', job('completed'), shown(1, 1), 'running'],
  ['a done one whose first verdict isn’t here yet', job('completed'), shown(1, null), 'running'],
  ['a done one with its verdict', job('completed'), shown(19, 19), 'none'],
  ['a done one, edited since', job('completed'), shown(30, null), 'none'],
  ['a cancelled one', job('cancelled'), shown(1, 1), 'unfinished'],
  ['a failed one', job('failed'), shown(1, null), 'unfinished'],
  ['a failed one, edited since', job('failed'), shown(30, null), 'none'],
])('%s', (_what, of, platform, standing) => expect(standingOf(of, platform)).toBe(standing))
