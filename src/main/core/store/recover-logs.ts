// The logs of a workspace that is opened: all that can be read of them, and what can't.
import { join } from 'node:path'
import type { Files } from './files.ts'
import { type Layout, logName, logNumber } from './layout.ts'
import { decodeLines, type LogLine } from './log-lines.ts'
import type { RecoverDeps, Report } from './recover.ts'

export type Logs = {
  lines: LogLine[]
  numbers: number[]
  last: number
  sealed: { log: number; bytes: number }[]
}

/** All good lines in order. What lies beyond a log's stated end, or is the torn end of the newest, never counted. */
export async function readLogs(
  { files, layout }: RecoverDeps,
  first: number,
  fresh: boolean,
  report: Report,
): Promise<Logs> {
  const numbers = (await files.list(layout.wal))
    .map(entry => logNumber(entry.name))
    .filter(number => number >= first)
    .sort((a, b) => a - b)
  const logs = await Promise.all(
    numbers.map(async number => {
      const bytes = (await files.read(join(layout.wal, logName(number)))) ?? Buffer.alloc(0)
      return { number, bytes, lines: decodeLines(bytes) }
    }),
  )
  const ends = new Map<number, number>()
  for (const { line } of logs.flatMap(log => log.lines)) {
    if (line?.kind === 'seal') for (const { log, bytes } of line.logs) ends.set(log, bytes)
  }
  const last = numbers.at(-1) ?? (fresh ? first - 1 : first)
  for (let number = first; number <= last; number++) {
    if (numbers.includes(number)) continue
    report(
      `_meta/wal/${logName(number)}`,
      null,
      'A log file is missing.',
      'Restore it from a backup: it may hold saves that are nowhere else.',
    )
  }
  const lines: LogLine[] = []
  const open: { log: number; bytes: number }[] = []
  for (const log of logs) {
    const end = ends.get(log.number)
    const good = log.lines.filter(
      line => line.line && line.complete && (end === undefined || line.end <= end),
    )
    const reach = good.at(-1)?.end ?? 0
    if (end === undefined) open.push({ log: log.number, bytes: reach })
    // Without a stated end the log was in use when the program died: what follows its last good line was not acknowledged.
    const within = log.lines.filter(line => line.offset < (end ?? reach))
    const bad = within.filter(line => !line.line)
    if (bad.length > 0 || (end !== undefined && log.bytes.length < end)) {
      const what =
        bad.length > 0
          ? `${bad.length} ${bad.length === 1 ? 'line is' : 'lines are'} damaged`
          : 'the file is cut short'
      report(
        `_meta/wal/${logName(log.number)}`,
        bad.length || null,
        `Saves in the log can’t be read: ${what}. The other saves in it are fine.`,
        'The file is kept. Compare recent changes with a backup.',
      )
      await keep(files, layout, log.number, log.bytes)
    }
    lines.push(...good.flatMap(({ line }) => (line ? [line] : [])))
  }
  return { lines, numbers, last: numbers.at(-1) ?? first - 1, sealed: open }
}

/** A copy of a damaged log outlives the flush that would drop it. */
async function keep(files: Files, layout: Layout, number: number, bytes: Buffer) {
  try {
    await files.mkdir(layout.quarantine)
    await files.write(join(layout.quarantine, `wal-${logName(number)}`), bytes)
  } catch {
    // A folder that can't be written to keeps the original where it is.
  }
}
