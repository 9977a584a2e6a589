// What the tray says of tests of accounts, beside the words it has for imports and changes.
import { expect, test } from 'vitest'
import { isQuiet, resultText } from '../../../src/renderer/components/frame/job-text.ts'
import { standingOf } from '../../../src/renderer/components/ui/status.tsx'
import type { Job } from '../../../src/shared/domain/job.ts'

const REFUSED = 'The token has expired. Create another one.'
const result = (changed: number, failing: number, skipped = 0): NonNullable<Job['result']> => ({
  changed,
  skipped,
  errors: Array.from({ length: failing }, (_, n) => ({
    path: `Account ${n}`,
    message: REFUSED,
    row: n + 1,
    line: null,
  })),
  error_count: failing,
})

test.each<[Job['kind'], Job['result'], string | null, string]>([
  ['connection_test', result(1, 0), 'Connected', 'completed'],
  ['connection_test', result(0, 1), REFUSED, 'problem'],
  ['connection_test', null, null, 'completed'],
  ['health_check', result(12, 0), '12 checked, all fine', 'completed'],
  ['health_check', result(1_200, 2), '1,200 fine · 2 with a problem', 'problem'],
  ['health_check', result(0, 3, 3), '0 fine · 3 with a problem', 'problem'],
  ['import', result(5, 0), '5 saved', 'completed'],
  ['import', result(5, 2, 1), '5 saved · 1 left as they were · 2 refused', 'partly'],
  ['import', result(0, 2), '2 refused', 'refused'],
])('%s with %j', (kind, given, text, standing) => {
  if (text === null) expect(resultText({ kind, result: given })).toBeNull()
  else expect(resultText({ kind, result: given })).toContain(text)
  expect(standingOf({ kind, result: given, state: 'completed' })).toBe(standing)
})

test.each<[string, Job['kind'], Job['state'], Job['result'], boolean, boolean]>([
  ['the daily check, all fine', 'health_check', 'completed', result(3, 0), false, true],
  ['the daily check, without a network', 'health_check', 'completed', result(0, 3, 3), false, true],
  ['the daily check, one refused', 'health_check', 'completed', result(0, 3, 2), false, false],
  ['the daily check, broken', 'health_check', 'failed', null, false, false],
  ['a check that was asked for', 'health_check', 'completed', result(3, 0), true, false],
  ['a test that was asked for', 'connection_test', 'completed', result(1, 0), false, false],
  ['a compaction', 'compaction', 'completed', result(1, 0), false, true],
  ['an import', 'import', 'completed', result(1, 0), false, false],
])('%s', (_name, kind, state, given, asked, quiet) =>
  expect(isQuiet({ kind, state, result: given }, asked)).toBe(quiet),
)
