// Days of the week and time zones to choose from, and instants as a clock in a zone shows them.
import { isZone } from '../../../../shared/domain/schedule.ts'

/** 4 January 2027 is a Monday. */
const MONDAY = Date.UTC(2027, 0, 4)
const DAY = 86_400_000
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' })

/** 1 is Monday. */
export const weekdayName = (day: number) => weekday.format(MONDAY + (day - 1) * DAY)
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7].map(day => ({ value: String(day), label: weekdayName(day) }))

const shown = (zone: string) => zone.replaceAll('_', ' ')

/** Zones that the engine still lists by a name that people and calendars have given up. */
const RENAMED: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
}

export function todaysName(zone: string): string {
  const name = RENAMED[zone]
  return name !== undefined && isZone(name) ? name : zone
}

/** All that this computer knows, and the one that is chosen already. */
export function zoneOptions(chosen: string): { value: string; label: string }[] {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(todaysName)])
  if (isZone(chosen)) known.add(chosen)
  return [...known].sort((a, b) => a.localeCompare(b)).map(value => ({ value, label: shown(value) }))
}

/** `Mon, 23 Nov 2026, 09:00` as the zone's clocks show it; in this computer's where the zone isn't known. */
export function momentIn(iso: string, zone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(isZone(zone) && { timeZone: zone }),
  }).format(new Date(iso))
}
