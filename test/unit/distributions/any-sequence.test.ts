// Whatever people, clocks, platforms and crashes do, in any order: no run makes an illegal move, none is lost, and each
// attempt that succeeded had one effect. Through the real service and engine, against a platform that counts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeliverInput } from '../../../src/main/core/delivery/face.ts'
import type { Plan } from '../../../src/shared/contract/distributions.ts'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import {
  AUDIENCE,
  createEnv,
  DONE,
  type Env,
  FOLDER,
  FULL,
  failedBy,
  folderPlatform,
  never,
  WAITING,
} from './support.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OTHER = 'plat_other'

/** Written here anew, so that it isn't the program's own table that says what is legal. */
const LEGAL: Readonly<Record<Distribution['status'], readonly Distribution['status'][]>> = {
  scheduled: ['scheduled', 'processing', 'cancelled'],
  processing: ['processing', 'matching', 'failed'],
  matching: ['completed', 'failed'],
  completed: ['completed'],
  failed: ['scheduled', 'cancelled'],
  cancelled: [],
}
const HELD: readonly unknown[] = ['pending', 'rejected']

const FATES = [
  'done',
  'done',
  'waiting',
  'retryable',
  'asks to wait',
  'refused',
  'throws',
  'hangs',
  'is deaf',
  'dies before',
  'dies after',
  'dies at the commit',
] as const
type Fate = (typeof FATES)[number]

/** A platform that knows a key again: what it has done it doesn't do once more. */
function obey(env: Env, next: () => Fate) {
  env.platformSide.answer = async (input: DeliverInput) => {
    if (env.effects.has(input.key)) return DONE
    const fate = next()
    switch (fate) {
      case 'retryable':
        return failedBy(true)
      case 'asks to wait':
        return failedBy(true, 7_200)
      case 'refused':
        return failedBy(false)
      case 'throws':
        throw new Error('A mistake in a connector')
      case 'hangs':
        return env.hang(input)
      case 'is deaf':
        return env.hang(input, true)
      case 'dies before':
        env.drop()
        return never()
    }
    env.happened(input.key)
    if (fate === 'dies after') env.drop()
    if (fate === 'dies at the commit')
      env.refuse.commit = () => {
        env.refuse.commit = null
        env.drop()
        return FULL
      }
    return fate === 'waiting' ? WAITING : DONE
  }
}

const on = fc.nat(20)
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      when: fc.constantFrom('now' as const, 'later' as const, 'daily' as const),
      platform: fc.constantFrom(FOLDER, OTHER),
      approval: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'approve' as const,
        'approve' as const,
        'reject' as const,
        'requestApproval' as const,
        'runNow' as const,
        'retry' as const,
        'enterResults' as const,
        'enterResults' as const,
      ),
      on,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), on, series: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      on,
      segment_ids: fc.subarray(['1', '2']),
      when: fc.constantFrom('as it is' as const, 'later' as const, 'daily' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      ms: fc.oneof(
        fc.constantFrom(60_000, 5 * 60_000, HOUR, DAY, 31 * DAY),
        fc.constantFrom(-60_000, -HOUR, -DAY),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('store is full' as const, 'store throws' as const) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const whenOf = (env: Env, when: 'later' | 'daily'): Plan['when'] =>
  when === 'later'
    ? { kind: 'at', at: new Date(env.clock.now + 2 * HOUR).toISOString() }
    : { kind: 'repeat', schedule: { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } }

async function make(env: Env, one: Step): Promise<void> {
  const runs = (await env.store.ids('distribution', 'retail-analytics', { where: [] })) as {
    ok: true
    value: string[]
  }
  const pick = (index: number) => runs.value[index % Math.max(1, runs.value.length)] ?? 'none'
  switch (one.do) {
    case 'create':
      await env.call('distributions.create', {
        audience_ids: [AUDIENCE],
        platform_ids: [one.platform],
        request_approval: one.approval,
        when: one.when === 'now' ? { kind: 'now' } : whenOf(env, one.when),
      })
      return
    case 'update': {
      const found = await env.call('distributions.get', { distribution_id: pick(one.on) })
      if (!found.ok) return
      await env.call('distributions.update', {
        distribution_id: found.value.distribution_id,
        expected_version: found.value.version,
        patch: {
          segment_ids: one.segment_ids,
          ...(one.when !== 'as it is' && { when: whenOf(env, one.when) }),
        },
      })
      return
    }
    case 'enterResults':
      await env.call('distributions.enterResults', {
        distribution_id: pick(one.on),
        results: { total_records: 10, matched_records: 4 },
      })
      return
    case 'cancel':
      await env.call('distributions.cancel', { distribution_id: pick(one.on), series: one.series })
      return
    case 'clock':
      env.clock.now += one.ms
      return
    case 'crash':
      env.drop()
      return
    case 'restart':
      await env.restart()
      return
    case 'store is full':
    case 'store throws':
      env.refuse.commit = () => {
        env.refuse.commit = null
        if (one.do === 'store throws') throw new Error('The store broke')
        return FULL
      }
      return
    default:
      await env.call(`distributions.${one.do}`, { distribution_id: pick(one.on) })
  }
}

const seen = new Set<string>()
let asked_again = 0

/** Who is sent, and how often: what an approver says yes to. */
const decidedOn = ({ segments_distributed, metadata: { schedule } }: Distribution) => ({
  who: [...segments_distributed].sort().join(),
  often: schedule?.repeat ?? 'none',
})

/** What was approved last of each version; a run that follows another begins with what was approved of that one. */
function checkApprovals(runs: readonly (readonly Distribution[])[]): void {
  type Approved = ReturnType<typeof decidedOn> | null
  const last = new Map<string, Approved>()
  const approvedOf = (versions: readonly Distribution[]): Approved => {
    const id = versions[0]?.distribution_id ?? ''
    const known = last.get(id)
    if (known !== undefined) return known
    const parent = /^Follows (.+)$/.exec(versions[0]?.change_note ?? '')?.[1]
    const before = runs.find(one => one[0]?.distribution_id === parent)
    let approved: Approved = before ? approvedOf(before) : null
    for (const [index, run] of versions.entries()) {
      const was = versions[index - 1]?.metadata.approval_status
      const is = run.metadata.approval_status
      if (index > 0 && is === 'approved' && was !== 'approved') approved = decidedOn(run)
      if (was === 'approved' && is === 'pending') asked_again += 1
      if (run.status !== 'processing' || is === undefined) continue
      expect(is, id).toBe('approved')
      const { who, often } = decidedOn(run)
      expect(who, `${id}: who is sent`).toBe(approved?.who)
      if (often !== 'none') expect(often, `${id}: how often`).toBe(approved?.often)
    }
    last.set(id, approved)
    return approved
  }
  for (const versions of runs) approvedOf(versions)
}

async function check(env: Env): Promise<void> {
  const ids = await env.store.ids('distribution', 'retail-analytics', { where: [] })
  if (!ids.ok) throw new Error(ids.error.message)
  const successes = new Set<string>()
  const series = new Map<string, Distribution[]>()
  const begun = new Set<string>()
  const histories = await Promise.all(ids.value.map(id => env.versions(id)))
  checkApprovals(histories)
  for (const versions of histories) {
    const id = versions[0]?.distribution_id ?? ''
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1))
    expect(versions[0]?.status).toBe('scheduled')
    const transitions: string[] = []
    for (const [index, after] of versions.entries()) {
      const before = versions[index - 1]
      if (!before) continue
      const name = `${before.status} → ${after.status}`
      seen.add(name)
      expect(LEGAL[before.status], `${id}: ${name}`).toContain(after.status)
      if (before.status !== after.status) transitions.push(name)
      const [was, is] = [before.metadata.attempt, after.metadata.attempt]
      if (after.status === 'processing' && before.status === 'scheduled') {
        expect(HELD).not.toContain(before.metadata.approval_status)
        expect(is).toMatchObject({ number: (was?.number ?? 0) + 1, key: `${id}.${(was?.number ?? 0) + 1}` })
        begun.add(is?.key ?? '')
      } else expect(is?.key).toBe(was?.key)
      if (after.status === 'matching') successes.add(is?.key ?? '')
    }
    // Each change of state is told at most once: a core that dies can't tell of its last one.
    const told = env.told.filter(one => one.distribution_id === id).map(one => `${one.from} → ${one.to}`)
    for (const name of new Set(told))
      expect(told.filter(one => one === name).length).toBeLessThanOrEqual(
        transitions.filter(one => one === name).length,
      )
    const last = versions.at(-1)
    if (last?.metadata.series_id)
      series.set(last.metadata.series_id, [...(series.get(last.metadata.series_id) ?? []), last])
  }
  for (const key of successes) expect(env.effects.get(key), key).toBe(1)
  for (const [key, count] of env.effects) {
    expect(count, key).toBe(1)
    expect(begun, 'an effect without an attempt').toContain(key)
  }
  // The first call of an attempt is a new one; each further one says that it goes on with it.
  const called = new Set<string>()
  for (const { key, resumed, distribution } of env.calls) {
    expect(key).toBe(distribution.metadata.attempt?.key)
    if (called.has(key)) expect(resumed, key).toBe(true)
    called.add(key)
  }
  // A plan that repeats has one run ahead at most, and never two for the same time.
  for (const runs of series.values()) {
    const ahead = runs.filter(one => one.status === 'scheduled' && one.metadata.attempt === undefined)
    expect(ahead.length).toBeLessThanOrEqual(1)
  }
}

/** With everything working again, every run comes to where nothing but a person or the future is awaited. */
async function checkNothingIsLost(env: Env): Promise<void> {
  obey(env, () => 'done')
  env.refuse.commit = null
  await env.crash()
  for (let turn = 0; turn < 3; turn++) await env.later(DAY)
  const now = new Date(env.clock.now).toISOString()
  for (const run of await env.all()) {
    const held = HELD.includes(run.approval_status)
    expect(run.status, 'a run that nobody works on').not.toBe('processing')
    if (run.status === 'scheduled' && !held) expect(run.scheduled_at && run.scheduled_at > now).toBe(true)
    if (run.status === 'failed' && run.next_retry_at) expect(run.next_retry_at > now).toBe(true)
  }
}

describe('any sequence of what can happen', () => {
  it('makes legal moves only, loses nothing, and has each effect once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.boolean()), { minLength: 24, maxLength: 36 }),
        fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 12 }),
        async (steps, fates) => {
          const env = await createEnv({ end_within_ms: 3 })
          await env.put({
            entity: 'platform',
            record: folderPlatform({ platform_id: OTHER, name: 'Other folder' }),
            expected: 'new',
          })
          let turn = 0
          obey(env, () => fates[turn++ % fates.length] ?? 'done')
          const open: Promise<void>[] = []
          for (const [one, waits] of steps) {
            open.push(make(env, one).catch(error => expect(String(error)).toContain('The store broke')))
            if (waits) await Promise.all(open.splice(0))
            if (waits && env.alive()) await env.quiet()
            while (!env.alive()) await env.crash()
          }
          await Promise.all(open)
          while (!env.alive()) await env.crash()
          await env.quiet()
          await check(env)
          await checkNothingIsLost(env)
          await check(env)
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 60), seed: Number(process.env.SEED ?? 4), endOnFailure: true },
    )
    expect(asked_again).toBeGreaterThan(0)
    expect([...seen].sort()).toEqual([
      'completed → completed',
      'failed → cancelled',
      'failed → scheduled',
      'matching → completed',
      'matching → failed',
      'processing → failed',
      'processing → matching',
      'processing → processing',
      'scheduled → cancelled',
      'scheduled → processing',
      'scheduled → scheduled',
    ])
  }, 180_000)
})
