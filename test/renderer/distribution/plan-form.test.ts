// The form of a plan: what is wrong with it, what it comes to, and what an address asks to be chosen.
import { describe, expect, it } from 'vitest'
import {
  withAudiences,
  withLeftOut,
  withPlatforms,
  withPutBack,
} from '../../../src/renderer/pages/distribution-new/model/choices.ts'
import {
  checkPlan,
  chosenIn,
  emptyPlan,
  type PlanForm,
  pairsIn,
  planOf,
  planToCheck,
  scheduleOf,
  stepOf,
} from '../../../src/renderer/pages/distribution-new/model/form.ts'
import {
  inOrder,
  keptOf,
  standingOf,
  toSay,
  totalOf,
} from '../../../src/renderer/pages/distribution-new/model/verdicts.ts'
import { Plan, type Verdict } from '../../../src/shared/contract/distributions.ts'
import { leftOutOf } from '../../../src/shared/domain/plan-pairs.ts'

const NOW = new Date('2026-11-22T12:00:00.000Z')
const complete = emptyPlan(['aud_1'], ['plat_1'], 'Europe/Berlin')
const form = (patch: Partial<PlanForm>): PlanForm => ({ ...complete, ...patch })
const pair = (audience_id: string, platform_id: string) => ({ audience_id, platform_id })
const faults = (patch: Partial<PlanForm>) => [...checkPlan(form(patch), NOW).keys()]

describe('checkPlan', () => {
  it('has nothing to say of a complete one', () => {
    expect(faults({})).toEqual([])
  })
  it.each<[string, Partial<PlanForm>, string[]]>([
    ['nothing chosen', { audience_ids: [], platform_ids: [] }, ['audience_ids', 'platform_ids']],
    [
      'too many audiences',
      { audience_ids: Array.from({ length: 201 }, (_, n) => `a${n}`) },
      ['audience_ids'],
    ],
    [
      'too many pairs',
      {
        audience_ids: Array.from({ length: 101 }, (_, n) => `a${n}`),
        platform_ids: Array.from({ length: 10 }, (_, n) => `p${n}`),
      },
      ['audience_ids'],
    ],
    ['some segments, but none', { segments: 'some' }, ['segment_ids']],
    ['no time', { kind: 'at' }, ['when.at']],
    ['a time that has passed', { kind: 'at', at: '2026-11-20T10:00' }, ['when.at']],
    ['no clock', { kind: 'repeat', time: '9' }, ['when.schedule.at']],
    ['no zone', { kind: 'repeat', zone: 'Berlin' }, ['when.schedule.zone']],
    ['no day', { kind: 'repeat', repeat: 'monthly', day: '32' }, ['when.schedule.day']],
    ['a day that nobody asks for', { kind: 'repeat', repeat: 'daily', day: '32' }, []],
    ['long words', { campaign_name: 'x'.repeat(201), notes: 'x'.repeat(4_001) }, ['campaign_name', 'notes']],
    ['nothing left', { leave_out: [pair('aud_1', 'plat_1')] }, ['leave_out']],
    ['something left', { platform_ids: ['plat_1', 'plat_2'], leave_out: [pair('aud_1', 'plat_1')] }, []],
    ['a comment that isn’t sent', { approval_comment: 'x'.repeat(1_001) }, []],
    ['a long comment', { request_approval: true, approval_comment: 'x'.repeat(1_001) }, ['approval_comment']],
  ])('%s', (_, patch, expected) => {
    expect(faults(patch)).toEqual(expected)
    if (expected.length > 0) expect(planOf(form(patch), NOW)).toBeNull()
  })
})

describe('planOf', () => {
  it.each<[string, Partial<PlanForm>, Partial<Plan>]>([
    ['now', {}, { when: { kind: 'now' }, segment_ids: [], request_approval: false }],
    [
      'weekly',
      { kind: 'repeat', weekday: 3, day: '40' },
      {
        when: {
          kind: 'repeat',
          schedule: { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 3 },
        },
      },
    ],
    [
      'monthly',
      { kind: 'repeat', repeat: 'monthly', day: ' 31 ' },
      {
        when: {
          kind: 'repeat',
          schedule: { repeat: 'monthly', at: '09:00', zone: 'Europe/Berlin', day: 31 },
        },
      },
    ],
    [
      'segments, type and words',
      { segments: 'some', segment_ids: ['1'], type: 'incremental', campaign_name: ' Spring ', notes: 'n' },
      { segment_ids: ['1'], distribution_type: 'incremental', campaign_name: 'Spring', notes: 'n' },
    ],
    ['all segments again', { segments: 'all', segment_ids: ['1'] }, { segment_ids: [] }],
    [
      'an approval with words',
      { request_approval: true, approval_comment: ' Please ' },
      { request_approval: true, approval_comment: 'Please' },
    ],
  ])('%s', (_, patch, expected) => {
    const plan = planOf(form(patch), NOW)
    expect(plan).toMatchObject(expected)
    // What the form takes, the core takes.
    expect(Plan.safeParse(plan).success).toBe(true)
  })
  it('sends a local time as an instant', () => {
    const at = '2026-12-24T18:00'
    expect(planOf(form({ kind: 'at', at }), NOW)?.when).toEqual({
      kind: 'at',
      at: new Date(at).toISOString(),
    })
  })
  it('asks for no new verdict because of words', () => {
    expect(planToCheck(form({ notes: 'a', campaign_name: 'b' }), NOW)).toEqual(planOf(form({}), NOW))
    expect(planToCheck(form({ audience_ids: [] }), NOW)).toBeNull()
  })
  it('asks for the verdict on what is left out too, but doesn’t plan it', () => {
    const out = [pair('aud_1', 'plat_1')]
    const two = { platform_ids: ['plat_1', 'plat_2'], leave_out: out }
    expect(planOf(form(two), NOW)?.leave_out).toEqual(out)
    expect(planToCheck(form(two), NOW)).not.toHaveProperty('leave_out')
    // All of it left out: nothing to plan, and still something to look at, to put it back.
    expect(planOf(form({ leave_out: out }), NOW)).toBeNull()
    expect(planToCheck(form({ leave_out: out }), NOW)).not.toBeNull()
  })
})

it('has no schedule while something is missing', () => {
  expect(scheduleOf(form({ repeat: 'monthly', day: '' }))).toBeNull()
  expect(scheduleOf(form({ time: '25:00' }))).toBeNull()
})

it('forgets the segments of another audience', () => {
  const chosen = form({ segments: 'some', segment_ids: ['1'] })
  expect(withAudiences(chosen, ['aud_2'])).toMatchObject({ segments: 'all', segment_ids: [] })
})

describe('leaving out pairs', () => {
  const four = form({ audience_ids: ['a', 'b'], platform_ids: ['p', 'q'] })
  const two = withLeftOut(four, [pair('a', 'p'), pair('b', 'q')])
  it.each<[string, PlanForm, number]>([
    ['none', four, 4],
    ['two', two, 2],
    ['the same again', withLeftOut(two, [pair('a', 'p')]), 2],
    ['one put back', withPutBack(two, [pair('a', 'p')]), 3],
    ['one put back that never was out', withPutBack(two, [pair('a', 'q')]), 2],
    ['with its audience gone', withAudiences(two, ['b']), 1],
    ['with its platform gone', withPlatforms(two, ['q']), 1],
    ['with its platform chosen again', withPlatforms(withPlatforms(two, ['q']), ['q', 'p']), 3],
  ])('%s', (_, changed, pairs) => expect(pairsIn(changed)).toBe(pairs))
})

it.each([
  ['audience_ids', 'what'],
  ['segment_ids[2]', 'segments'],
  ['platform_ids', 'where'],
  ['when.schedule.zone', 'when'],
  ['notes', 'more'],
  ['leave_out[0]', 'pairs'],
])('finds the step of %s', (control, step) => expect(stepOf(control)).toBe(step))

it.each([
  [
    '?audiences=aud_1,aud_2,aud_1&platforms=plat_1',
    { audience_ids: ['aud_1', 'aud_2'], platform_ids: ['plat_1'] },
  ],
  ['', { audience_ids: [], platform_ids: [] }],
  ['audiences=%3Cscript%3E,aud-1&token=x', { audience_ids: ['aud-1'], platform_ids: [] }],
])('reads the address %j', (query, chosen) => expect(chosenIn(query)).toEqual(chosen))

describe('verdicts', () => {
  const verdict = (
    platform_id: string,
    ready: boolean,
    levels: ('ok' | 'note' | 'warning' | 'block')[],
  ): Verdict => ({
    audience_id: 'aud_1',
    audience_name: 'One',
    platform_id,
    platform_name: platform_id,
    platform_type: 'folder',
    ready,
    checks: levels.map((level, n) => ({ id: `${n}`, level, message: level, hint: null, next: null })),
    people: 10,
    forecast: { rate: null, low: null, high: null, basis: 'unknown', runs: 0, matches: null },
    cost: null,
    approval_needed: false,
    starts: [],
  })
  it('come with what blocks first, otherwise as chosen', () => {
    const pairs = [
      verdict('a', true, ['ok', 'note']),
      verdict('b', true, ['warning']),
      verdict('c', false, ['block', 'ok']),
      verdict('d', true, ['ok']),
    ]
    expect(inOrder(pairs).map(({ platform_id }) => platform_id)).toEqual(['c', 'b', 'a', 'd'])
    expect(pairs.map(standingOf)).toEqual(['ready', 'warned', 'blocked', 'ready'])
  })
  it('say the gravest first, and count what is fine', () => {
    const { said, fine } = toSay(verdict('a', false, ['ok', 'note', 'block', 'warning', 'ok']).checks)
    expect(said.map(({ level }) => level)).toEqual(['block', 'warning', 'note'])
    expect(fine).toHaveLength(2)
  })
  it('are of what stays, with what it costs together', () => {
    const pairs = [verdict('a', true, []), verdict('b', false, ['block']), verdict('c', true, [])]
    const kept = keptOf(pairs, leftOutOf({ leave_out: [pair('aud_1', 'b'), pair('aud_2', 'a')] }))
    expect(kept.map(({ platform_id }) => platform_id)).toEqual(['a', 'c'])
    const priced = [
      { cost: { amount: 10.5, currency: 'USD', basis: '' } },
      { cost: { amount: 2, currency: 'EUR', basis: '' } },
      { cost: { amount: 0.25, currency: 'USD', basis: '' } },
      { cost: null },
    ]
    expect(totalOf(priced)).toEqual({
      costs: [
        { amount: 10.75, currency: 'USD' },
        { amount: 2, currency: 'EUR' },
      ],
      unknown: 1,
    })
    expect(totalOf([])).toEqual({ costs: [], unknown: 0 })
  })
})
