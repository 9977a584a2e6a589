// When a plan repeats: local times of day in an IANA time zone, turned into instants. Zones are those of Intl.
import type { Schedule } from './distribution.ts'

/** A schedule with a next time; `none` is one run at one instant. */
export type RepeatingSchedule = Schedule & { repeat: Exclude<Schedule['repeat'], 'none'> }
/** A day of the calendar, wherever it is. `month` is 1 to 12. */
export type LocalDate = { year: number; month: number; day: number }

const SECOND = 1_000
const DAY = 86_400_000
/** Making one takes longer than a hundred uses of it. There are some 600 zones and aliases; the rest is other spellings. */
const formatters = new Map<string, Intl.DateTimeFormat>()
const MOST_FORMATTERS = 1_000

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  if (formatters.size >= MOST_FORMATTERS) formatters.clear()
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

/** Whether the text names a time zone, such as Europe/Berlin. Offsets such as +02:00 are none: they know no summer time. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    formatterOf(text)
    return true
  } catch {
    return false
  }
}

const WALL = /^(\d\d)\/(\d\d)\/(\d+), (\d\d):(\d\d):(\d\d)$/

/** What a clock on the wall shows at an instant, as the milliseconds that it would be in UTC. Whole seconds. */
function wallOf(instant: number, zone: string): number {
  const text = formatterOf(zone).format(instant)
  const found = WALL.exec(text)
  if (!found) throw new Error(`A date was written in an unexpected way: ${text}`)
  const [, month, day, year, hour, minute, second] = found.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}

/** What has to be added to UTC, in milliseconds. */
const offsetAt = (instant: number, zone: string) =>
  wallOf(instant, zone) - Math.floor(instant / SECOND) * SECOND

/** The first instant at which the clock shows this or, where it is skipped, something later. */
function instantOf(wall: number, zone: string): number {
  // Both sides of any change that could matter: no zone is a whole day away from UTC.
  const before = offsetAt(wall - DAY, zone)
  const after = offsetAt(wall + DAY, zone)
  if (before === after) return wall - before
  const fits = [wall - before, wall - after].filter(instant => wallOf(instant, zone) === wall)
  if (fits.length > 0) return Math.min(...fits)
  let early = wall - DAY
  let late = wall + DAY
  while (late - early > SECOND) {
    const middle = early + Math.floor((late - early) / 2 / SECOND) * SECOND
    if (wallOf(middle, zone) < wall) early = middle
    else late = middle
  }
  return late
}

const timeOfDay = (at: string) => {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  return (hour * 60 + minute) * 60 * SECOND
}

/** The instant of a local day and time (`HH:MM`). Throws a RangeError for what is no zone: ask `isZone` first. */
export const instantAt = ({ year, month, day }: LocalDate, at: string, zone: string): Date =>
  new Date(instantOf(Date.UTC(year, month - 1, day) + timeOfDay(at), zone))

/** The day that the calendar shows at an instant. Throws a RangeError for what is no zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  const wall = new Date(wallOf(instant.getTime(), zone))
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() }
}

export const isRepeating = (schedule: Schedule): schedule is RepeatingSchedule => schedule.repeat !== 'none'

/** Local midnights, as in UTC, of the days on which it runs; the first is this day or later. */
function* daysFrom(schedule: RepeatingSchedule, today: number): Generator<number, never> {
  const date = new Date(today)
  switch (schedule.repeat) {
    case 'daily':
      for (let day = today; ; day += DAY) yield day
    case 'weekly': {
      const ahead = ((schedule.weekday ?? 1) - date.getUTCDay() + 7) % 7
      for (let day = today + ahead * DAY; ; day += 7 * DAY) yield day
    }
    case 'monthly':
      for (let month = date.getUTCMonth(); ; month += 1) {
        const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
        yield Date.UTC(date.getUTCFullYear(), month, Math.min(schedule.day ?? 1, last))
      }
  }
}

/**
 * The first run after an instant, never at it. A time that the clocks skip is the first instant after the gap; one that
 * they show twice is the first of the two; day 31 is the last one of a shorter month. Monday and the first of the month
 * where none is said. Throws a RangeError for what is no zone: ask `isZone` first.
 */
export function nextOccurrence(schedule: RepeatingSchedule, after: Date): Date {
  const today = Math.floor(wallOf(after.getTime(), schedule.zone) / DAY) * DAY
  const time = timeOfDay(schedule.at)
  const days = daysFrom(schedule, today)
  for (;;) {
    const next = instantOf(days.next().value + time, schedule.zone)
    if (next > after.getTime()) return new Date(next)
  }
}

/** The next runs in order, as UTC; empty for a schedule that doesn't repeat or whose zone isn't known here. */
export function nextOccurrences(schedule: Schedule, after: Date, count: number): string[] {
  if (!isRepeating(schedule) || !isZone(schedule.zone)) return []
  const found: string[] = []
  for (let last = after; found.length < count; ) {
    last = nextOccurrence(schedule, last)
    found.push(last.toISOString())
  }
  return found
}
