// When the clock makes a backup, and which stay.
import { describe, expect, it } from 'vitest'
import { nextBackup, superfluous } from '../../../src/main/core/backups/schedule.ts'

const BERLIN = 'Europe/Berlin'
const daily = { repeat: 'daily', at: '18:00', weekday: 5, folder: '/b' } as const
const past = { since: '2026-11-01T09:00:00.000Z', made_at: null, failed_at: null }

describe('the next backup', () => {
  it.each([
    ['none when it is off', { ...daily, repeat: 'off' }, past, null],
    ['none without a folder', { ...daily, folder: null }, past, null],
    ['the first time after it was set up', daily, past, '2026-11-01T17:00:00.000Z'],
    [
      'the day after the last',
      daily,
      { ...past, made_at: '2026-11-20T17:00:04.000Z' },
      '2026-11-21T17:00:00.000Z',
    ],
    [
      'one that was missed, at the time it was missed',
      daily,
      { ...past, made_at: '2026-11-03T17:00:00.000Z' },
      '2026-11-04T17:00:00.000Z',
    ],
    [
      'by the new time when that was changed since',
      { ...daily, at: '09:30' },
      { ...past, since: '2026-11-20T18:00:00.000Z', made_at: '2026-11-20T17:00:00.000Z' },
      '2026-11-21T08:30:00.000Z',
    ],
    ['Friday', { ...daily, repeat: 'weekly' }, past, '2026-11-06T17:00:00.000Z'],
    ['Sunday', { ...daily, repeat: 'weekly', weekday: 0 }, past, '2026-11-01T17:00:00.000Z'],
    [
      'by the clock of the place, also in summer',
      daily,
      { ...past, since: '2026-07-01T12:00:00.000Z' },
      '2026-07-01T16:00:00.000Z',
    ],
    [
      'an hour after one that failed',
      daily,
      { ...past, failed_at: '2026-11-01T17:00:05.000Z' },
      '2026-11-01T18:00:05.000Z',
    ],
    [
      'not earlier for a failure of before',
      daily,
      { ...past, made_at: '2026-11-20T17:00:00.000Z', failed_at: '2026-11-20T16:00:00.000Z' },
      '2026-11-21T17:00:00.000Z',
    ],
  ] as const)('is %s', (_what, clocked, when, expected) => {
    expect(nextBackup(clocked, when, BERLIN)?.toISOString() ?? null).toBe(expected)
  })
})

describe('what stays', () => {
  const at = (...times: string[]) => times.map(made_at => ({ made_at }))
  it.each([
    [
      'the newest of each day',
      at('2026-11-26T08:00:00.000Z', '2026-11-26T17:00:00.000Z', '2026-11-25T17:00:00.000Z'),
      2,
      0,
      ['2026-11-26T08:00:00.000Z'],
    ],
    [
      'the days that have any, not the last of the calendar',
      at('2026-11-26T17:00:00.000Z', '2026-09-01T17:00:00.000Z', '2026-08-01T17:00:00.000Z'),
      2,
      0,
      ['2026-08-01T17:00:00.000Z'],
    ],
    [
      'the newest of each week besides',
      at(
        '2026-11-26T17:00:00.000Z',
        '2026-11-25T17:00:00.000Z',
        '2026-11-22T17:00:00.000Z',
        '2026-11-21T17:00:00.000Z',
        '2026-11-15T17:00:00.000Z',
        '2026-11-08T17:00:00.000Z',
      ),
      1,
      3,
      ['2026-11-25T17:00:00.000Z', '2026-11-21T17:00:00.000Z', '2026-11-08T17:00:00.000Z'],
    ],
    [
      'days by the clock of the place',
      at('2026-11-25T23:30:00.000Z', '2026-11-26T17:00:00.000Z'),
      2,
      0,
      ['2026-11-25T23:30:00.000Z'],
    ],
    ['the newest always', at('2026-11-26T17:00:00.000Z'), 1, 0, []],
    ['nothing of nothing', [], 7, 4, []],
  ] as const)('is %s', (_what, backups, keep_days, keep_weeks, gone) => {
    const found = superfluous(backups, { keep_days, keep_weeks }, BERLIN)
    expect(found.map(one => one.made_at).sort()).toEqual([...gone].sort())
  })
})
