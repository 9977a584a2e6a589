// What the benchmark says: one line a measured operation, as JSON and as a table.

export type BenchLine = {
  op: string
  /** Audiences in the workspace. */
  rows: number
  /** How often it was measured. */
  n: number
  p50_ms: number | null
  p95_ms: number | null
  /** For the delay of the event loop. */
  p99_ms?: number | null
  /** The bare work that can't be avoided, measured in turn with the operation in the same process. */
  floor_p50_ms: number | null
  floor_p95_ms: number | null
  /** Resident memory of the process that was measured. */
  rss_mb: number | null
}

export const rssMb = () => Math.round(process.memoryUsage.rss() / 1_048_576)

/** Nearest rank. */
export function percentile(times: readonly number[], share: number): number | null {
  const sorted = [...times].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  return value === undefined ? null : Math.round(value * 1_000) / 1_000
}

export function lineOf(
  op: string,
  rows: number,
  times: readonly number[],
  floors: readonly number[] = [],
  rss_mb: number | null = rssMb(),
): BenchLine {
  return {
    op,
    rows,
    n: times.length,
    p50_ms: percentile(times, 0.5),
    p95_ms: percentile(times, 0.95),
    floor_p50_ms: percentile(floors, 0.5),
    floor_p95_ms: percentile(floors, 0.95),
    rss_mb,
  }
}

const shown = (value: number | null | undefined) =>
  value === null || value === undefined
    ? ''
    : value >= 100
      ? value.toFixed(0)
      : value.toFixed(value >= 10 ? 1 : 2)

export function tableOf(lines: readonly BenchLine[]): string {
  const head = [
    'op',
    'rows',
    'n',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'floor p50',
    'floor p95',
    '× floor p95',
    'MB',
  ]
  const body = lines.map(line => [
    line.op,
    line.rows.toLocaleString('en'),
    String(line.n),
    shown(line.p50_ms),
    shown(line.p95_ms),
    shown(line.p99_ms),
    shown(line.floor_p50_ms),
    shown(line.floor_p95_ms),
    line.p95_ms && line.floor_p95_ms ? (line.p95_ms / line.floor_p95_ms).toFixed(2) : '',
    line.rss_mb === null ? '' : String(line.rss_mb),
  ])
  const widths = head.map((name, column) =>
    Math.max(name.length, ...body.map(row => (row[column] ?? '').length)),
  )
  const text = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  return [text(head), widths.map(width => '─'.repeat(width)).join('  '), ...body.map(text)].join('\n')
}
