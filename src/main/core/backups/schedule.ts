// When the clock makes a backup, and which of those it made stay. Pure.
import type { BackupSettings } from '../../../shared/contract/backups.ts'
import { localDateOf, nextOccurrence, type RepeatingSchedule } from '../../../shared/domain/schedule.ts'

const HOUR = 3_600_000
const DAY = 86_400_000

export type Clocked = Pick<BackupSettings, 'repeat' | 'at' | 'weekday' | 'folder'>
export type Past = {
  /** Since when this schedule holds. */
  since: string
  /** When one was last made. */
  made_at: string | null
  /** When one last failed, after that. */
  failed_at: string | null
}

/** null when the clock makes none. One that was missed is due at once; one that failed is tried again after an hour. */
export function nextBackup({ repeat, at, weekday, folder }: Clocked, past: Past, zone: string): Date | null {
  if (repeat === 'off' || folder === null) return null
  const after = past.made_at !== null && past.made_at > past.since ? past.made_at : past.since
  const schedule: RepeatingSchedule = { repeat, at, zone, ...(repeat === 'weekly' && { weekday }) }
  const next = nextOccurrence(schedule, new Date(after))
  if (past.failed_at === null) return next
  return new Date(Math.max(next.getTime(), Date.parse(past.failed_at) + HOUR))
}

/** The Monday of the week, as days since 1970. */
const weekOf = (day: number) => day - ((day + 3) % 7)

/** Those that are not the newest of one of the last days, nor of one of the last weeks, that have any. Never the newest. */
export function superfluous<T extends { made_at: string }>(
  backups: readonly T[],
  { keep_days, keep_weeks }: Pick<BackupSettings, 'keep_days' | 'keep_weeks'>,
  zone: string,
): T[] {
  const newest = [...backups].sort((a, b) => (a.made_at < b.made_at ? 1 : -1))
  const days = new Set<number>()
  const weeks = new Set<number>()
  return newest.filter(({ made_at }, index) => {
    const { year, month, day } = localDateOf(new Date(made_at), zone)
    const date = Date.UTC(year, month - 1, day) / DAY
    const week = weekOf(date)
    const ofDay = !days.has(date) && days.size < keep_days
    const ofWeek = !weeks.has(week) && weeks.size < keep_weeks
    if (ofDay) days.add(date)
    if (ofWeek) weeks.add(week)
    return index > 0 && !ofDay && !ofWeek
  })
}
