// What the title bar says of a workspace that is kept in BigQuery.
import { expect, it } from 'vitest'
import { ageOf, liveStandingOf, liveWord } from '../../../src/renderer/components/sync/live.ts'
import type { Live } from '../../../src/shared/contract/workspace.ts'

const READ_AT = '2026-11-26T09:00:00.000Z'
const live = (over: Partial<Live> = {}): Live => ({
  project: 'acme-marketing',
  dataset: 'activation_manager',
  account: 'anna@acme.example',
  read_at: READ_AT,
  reading: false,
  saving: 0,
  problem: null,
  ...over,
})
const problem = (code: 'offline' | 'timeout' | 'forbidden') => ({ code, message: 'No' })
const after = (seconds: number) => Date.parse(READ_AT) + seconds * 1_000

it.each<[string, Partial<Live>, ReturnType<typeof liveStandingOf>, string]>([
  ['all is well', {}, 'live', 'Live in BigQuery · read 20s ago'],
  ['a read is under way', { reading: true }, 'live', 'Live in BigQuery · read 20s ago'],
  ['the first read is under way', { reading: true, read_at: null }, 'reading', 'Reading BigQuery…'],
  ['a save is under way', { saving: 2 }, 'saving', 'Saving to BigQuery…'],
  [
    'a save is tried without network',
    { saving: 1, problem: problem('offline') },
    'saving',
    'Saving to BigQuery…',
  ],
  ['there is no network', { problem: problem('offline') }, 'offline', 'Offline · read 20s ago'],
  ['no answer comes', { problem: problem('timeout') }, 'offline', 'Offline · read 20s ago'],
  ['nothing was ever read', { problem: problem('offline'), read_at: null }, 'offline', 'Offline'],
  ['Google says no', { problem: problem('forbidden') }, 'problem', 'Can’t save · read 20s ago'],
  [
    'and did at the first start',
    { problem: problem('forbidden'), read_at: null },
    'problem',
    'Can’t read BigQuery',
  ],
])('when %s', (_, over, standing, word) => {
  expect(liveStandingOf(live(over))).toBe(standing)
  expect(liveWord(live(over), after(24))).toBe(word)
})

it.each([
  [-3, 'just now'],
  [9, 'just now'],
  [12, '10s ago'],
  [59, '55s ago'],
  [60, '1 minute ago'],
  [7_300, '2 hours ago'],
])('%i seconds after a read it is from %s', (seconds, word) => {
  expect(ageOf(READ_AT, after(seconds))).toBe(word)
})
