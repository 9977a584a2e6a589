// When plans repeat: zones, changes of the clocks, short months; against a slow search over every minute.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  instantAt,
  isRepeating,
  isZone,
  localDateOf,
  nextOccurrence,
  nextOccurrences,
  type RepeatingSchedule,
} from '../../../../src/shared/domain/schedule.ts'

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Kiritimati',
  'UTC',
]
const daily = (at: string, zone: string): RepeatingSchedule => ({ repeat: 'daily', at, zone })
const weekly = (weekday: number, at: string, zone: string): RepeatingSchedule => ({
  repeat: 'weekly',
  weekday,
  at,
  zone,
})
const monthly = (day: number, at: string, zone: string): RepeatingSchedule => ({
  repeat: 'monthly',
  day,
  at,
  zone,
})

describe('nextOccurrence', () => {
  it.each<[string, RepeatingSchedule, string, string]>([
    ['later today', daily('09:30', 'Europe/Berlin'), '2026-11-22T08:00:00.000Z', '2026-11-22T08:30:00.000Z'],
    [
      'never at the instant itself',
      daily('09:30', 'Europe/Berlin'),
      '2026-11-22T08:30:00.000Z',
      '2026-11-23T08:30:00.000Z',
    ],
    [
      'a millisecond before',
      daily('09:30', 'Europe/Berlin'),
      '2026-11-22T08:29:59.999Z',
      '2026-11-22T08:30:00.000Z',
    ],
    [
      'nine stays nine when summer begins',
      daily('09:00', 'Europe/Berlin'),
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ],
    [
      'a time that is skipped',
      daily('02:30', 'Europe/Berlin'),
      '2026-03-28T12:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'the day after it was skipped',
      daily('02:30', 'Europe/Berlin'),
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ],
    [
      'a time that comes twice is the first',
      daily('02:30', 'Europe/Berlin'),
      '2026-10-24T12:00:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'and runs once that day',
      daily('02:30', 'Europe/Berlin'),
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ],
    [
      'a skip in New York',
      daily('02:00', 'America/New_York'),
      '2026-03-07T12:00:00.000Z',
      '2026-03-08T07:00:00.000Z',
    ],
    [
      'half an hour’s offset',
      daily('00:00', 'Asia/Kolkata'),
      '2026-11-22T18:29:00.000Z',
      '2026-11-22T18:30:00.000Z',
    ],
    [
      'half an hour’s skip',
      daily('02:15', 'Australia/Lord_Howe'),
      '2026-10-03T12:00:00.000Z',
      '2026-10-03T15:30:00.000Z',
    ],
    [
      'half an hour twice',
      daily('01:45', 'Australia/Lord_Howe'),
      '2026-04-04T12:00:00.000Z',
      '2026-04-04T14:45:00.000Z',
    ],
    [
      'a day that was left out',
      daily('09:30', 'Pacific/Apia'),
      '2011-12-30T00:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ],
    [
      'the day after that',
      daily('09:30', 'Pacific/Apia'),
      '2011-12-30T10:00:00.000Z',
      '2011-12-30T19:30:00.000Z',
    ],
    [
      'no midnight in São Paulo',
      daily('00:00', 'America/Sao_Paulo'),
      '2018-11-03T12:00:00.000Z',
      '2018-11-04T03:00:00.000Z',
    ],
    [
      'next Monday',
      weekly(1, '09:00', 'Europe/Berlin'),
      '2026-11-22T12:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
    ],
    ['Sunday, today', weekly(7, '23:59', 'UTC'), '2026-11-22T12:00:00.000Z', '2026-11-22T23:59:00.000Z'],
    ['a week later', weekly(7, '09:00', 'UTC'), '2026-11-22T12:00:00.000Z', '2026-11-29T09:00:00.000Z'],
    [
      'the day of the zone, not of UTC',
      weekly(1, '09:00', 'Pacific/Kiritimati'),
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T19:00:00.000Z',
    ],
    ['the 31st', monthly(31, '12:00', 'UTC'), '2027-01-01T00:00:00.000Z', '2027-01-31T12:00:00.000Z'],
    ['31 in February', monthly(31, '12:00', 'UTC'), '2027-01-31T12:00:00.000Z', '2027-02-28T12:00:00.000Z'],
    [
      '31 in a leap year’s February',
      monthly(31, '12:00', 'UTC'),
      '2028-02-01T00:00:00.000Z',
      '2028-02-29T12:00:00.000Z',
    ],
    [
      '31 again in March',
      monthly(31, '12:00', 'UTC'),
      '2027-02-28T12:00:00.000Z',
      '2027-03-31T12:00:00.000Z',
    ],
    [
      'over the year’s end',
      monthly(1, '00:00', 'Europe/Berlin'),
      '2026-12-15T00:00:00.000Z',
      '2026-12-31T23:00:00.000Z',
    ],
  ])('%s', (_name, schedule, after, next) => {
    expect(nextOccurrence(schedule, new Date(after)).toISOString()).toBe(next)
  })

  it('takes Monday and the first where none is said', () => {
    const after = new Date('2026-11-22T12:00:00.000Z')
    const of = (repeat: 'weekly' | 'monthly') => nextOccurrence({ repeat, at: '08:00', zone: 'UTC' }, after)
    expect(of('weekly').toISOString()).toBe('2026-11-23T08:00:00.000Z')
    expect(of('monthly').toISOString()).toBe('2026-12-01T08:00:00.000Z')
  })
})

const two = (value: number) => String(value).padStart(2, '0')
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`)
const schedule: fc.Arbitrary<RepeatingSchedule> = fc.record({
  repeat: fc.constantFrom('daily', 'weekly', 'monthly'),
  at: clock,
  zone: fc.constantFrom(...ZONES),
  weekday: fc.integer({ min: 1, max: 7 }),
  day: fc.integer({ min: 1, max: 31 }),
})
const instant = fc.date({
  min: new Date('1990-01-01T00:00:00.000Z'),
  max: new Date('2060-01-01T00:00:00.000Z'),
  noInvalidDate: true,
})

/** Written apart from the rule: what Intl's parts say. */
function partsAt(at: Date, zone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find(part => part.type === type)?.value ?? ''
  const lastDay = new Date(Date.UTC(Number(of('year')), Number(of('month')), 0)).getUTCDate()
  return {
    clock: `${of('hour')}:${of('minute')}`,
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday')) + 1,
    day: Number(of('day')),
    lastDay,
  }
}
function fits(schedule: RepeatingSchedule, at: Date): boolean {
  const { clock, weekday, day, lastDay } = partsAt(at, schedule.zone)
  if (clock !== schedule.at) return false
  if (schedule.repeat === 'weekly') return weekday === schedule.weekday
  return schedule.repeat === 'daily' || day === Math.min(schedule.day ?? 1, lastDay)
}
const MINUTE = 60_000

describe('over all zones', () => {
  it('comes after the instant, in order, and within its period', () => {
    fc.assert(
      fc.property(schedule, instant, (plan, after) => {
        const [first = '', second = ''] = nextOccurrences(plan, after, 2)
        const days = { daily: 2, weekly: 8, monthly: 32 }[plan.repeat]
        expect(Date.parse(first)).toBeGreaterThan(after.getTime())
        expect(Date.parse(second)).toBeGreaterThan(Date.parse(first))
        expect(Date.parse(first) - after.getTime()).toBeLessThanOrEqual(days * 86_400_000)
        expect(nextOccurrence(plan, new Date(Date.parse(first) - 1)).toISOString()).toBe(first)
      }),
      { numRuns: 2_000 },
    )
  })

  it('shows the local time that was asked for, or is the first minute after a gap', () => {
    fc.assert(
      fc.property(schedule, instant, (plan, after) => {
        const next = nextOccurrence(plan, after)
        if (fits(plan, next)) return
        const before = partsAt(new Date(next.getTime() - MINUTE), plan.zone)
        const shown = partsAt(next, plan.zone)
        expect(before.clock < plan.at || before.day !== shown.day).toBe(true)
        expect(before.clock === shown.clock).toBe(false)
        const offset = (at: Date) => localOffset(at, plan.zone)
        expect(offset(next)).toBeGreaterThan(offset(new Date(next.getTime() - MINUTE)))
      }),
      { numRuns: 2_000 },
    )
  })

  it('leaves out no minute that fits, but for the second of a pair', () => {
    const aroundAChange = fc.constantFrom(
      ['Europe/Berlin', '2026-03-28T12:00:00.000Z'],
      ['Europe/Berlin', '2026-10-24T12:00:00.000Z'],
      ['America/New_York', '2026-11-01T00:00:00.000Z'],
      ['Australia/Lord_Howe', '2026-04-04T06:00:00.000Z'],
      ['Australia/Lord_Howe', '2026-10-03T06:00:00.000Z'],
      ['Pacific/Apia', '2011-12-29T20:00:00.000Z'],
      ['America/Sao_Paulo', '2018-02-17T12:00:00.000Z'],
    )
    fc.assert(
      fc.property(aroundAChange, clock, fc.integer({ min: 0, max: 2_000 }), ([zone, start], at, minutes) => {
        const plan = daily(at, zone ?? '')
        const after = new Date(Date.parse(start ?? '') + minutes * MINUTE)
        const next = nextOccurrence(plan, after).getTime()
        for (let each = after.getTime() + MINUTE; each < next; each += MINUTE) {
          if (!fits(plan, new Date(each))) continue
          const earlier = [30, 60].some(by => fits(plan, new Date(each - by * MINUTE)))
          expect(earlier).toBe(true)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('works out a thousand in 50 ms', () => {
    const plans = ZONES.flatMap(zone => [
      daily('02:30', zone),
      weekly(7, '02:30', zone),
      monthly(31, '23:30', zone),
    ])
    const run = () => {
      const began = performance.now()
      for (let n = 0; n < 1_000; n++)
        nextOccurrence(
          plans[n % plans.length] ?? daily('00:00', 'UTC'),
          new Date(Date.UTC(2026, 0, 1) + n * 31_000_003),
        )
      return performance.now() - began
    }
    run()
    expect(Math.min(run(), run(), run(), run(), run())).toBeLessThanOrEqual(50)
  })
})

function localOffset(at: Date, zone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(part => part.type === 'timeZoneName')?.value
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

describe('zones', () => {
  it.each([...ZONES, 'Etc/GMT+5', 'europe/berlin'])('%s is one', zone => expect(isZone(zone)).toBe(true))
  it.each([
    '',
    ' ',
    'Europe/Atlantis',
    '+02:00',
    '-0500',
    'Berlin, Germany',
    'Europe/Berlin\u0000',
    '../etc/passwd',
  ])('“%s” is none', text => expect(isZone(text)).toBe(false))
})

describe('one run at one instant', () => {
  const once = { repeat: 'none', at: '09:00', zone: 'UTC' } as const
  it('has no next one', () => {
    expect(isRepeating(once)).toBe(false)
    expect(nextOccurrences(once, new Date(), 3)).toEqual([])
  })
  it('a zone that isn’t known here has none either', () => {
    expect(nextOccurrences(daily('09:00', 'Mars/Olympus'), new Date(), 3)).toEqual([])
  })
  it('a local day and time is an instant, and back', () => {
    const at = instantAt({ year: 2026, month: 7, day: 4 }, '09:30', 'America/New_York')
    expect(at.toISOString()).toBe('2026-07-04T13:30:00.000Z')
    expect(localDateOf(new Date('2026-07-05T03:59:59.999Z'), 'America/New_York')).toEqual({
      year: 2026,
      month: 7,
      day: 4,
    })
  })
})
