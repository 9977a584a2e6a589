// Times as files carry them: ISO 8601 with or without zone and fraction (Python writes naive UTC and microseconds).

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|[+-]\d\d:?(?:\d\d)?)?$/

/** Our own form, with which most files come, on a day that every month has: a time for certain, from 1970 on. */
const OWN_FORM =
  /^(?:19[789]\d|[2-9]\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

const EARLIEST = 0
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** The same instant as `2026-11-22T09:30:00.000Z`; null when it isn't one. Without a zone it is taken as UTC. */
export function readTimestamp(value: unknown): string | null {
  if (typeof value !== 'string') return null
  if (OWN_FORM.test(value)) return value
  const parts = FORM.exec(value.trim())
  if (!parts) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts
  const millisecond = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number)
  const local = Date.UTC(y ?? 0, (mo ?? 0) - 1, d, h, mi, s, millisecond)
  // A day or hour that doesn't exist rolls over into the next; then the parts differ.
  const date = new Date(local)
  const same = date.getUTCMonth() + 1 === mo && date.getUTCDate() === d && date.getUTCHours() === h
  if (!same || date.getUTCMinutes() !== mi || date.getUTCSeconds() !== s) return null
  const instant = local - zoneMinutes(zone) * 60_000
  if (!(instant >= EARLIEST && instant <= LATEST)) return null
  return new Date(instant).toISOString()
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)]
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}
