// The timeline's rows: runs from the newest, with a header where another day begins.
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'

export type TimelineRow =
  | { kind: 'day'; key: string; at: Date }
  | { kind: 'run'; key: string; run: DistributionSummary }

const dayKey = (at: Date) => `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`

/** Days are the person's own. */
export function timelineRows(runs: readonly DistributionSummary[]): TimelineRow[] {
  const rows: TimelineRow[] = []
  let day = ''
  for (const run of runs) {
    const at = new Date(run.happens_at)
    const next = dayKey(at)
    if (next !== day) rows.push({ kind: 'day', key: next, at })
    day = next
    rows.push({ kind: 'run', key: run.distribution_id, run })
  }
  return rows
}
