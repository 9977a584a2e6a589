// Two computers of one person and one of another save, push, pull, fail and end in any order: nothing is lost, nothing is
// doubled, and in the end all agree.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../../../src/main/core/bigquery/face.ts'
import { revOf } from '../../../../src/main/core/bigquery/rows/rev.ts'
import { recordOf } from '../../../../src/main/core/bigquery/rows/row.ts'
import { TABLES } from '../../../../src/main/core/bigquery/rows/tables.ts'
import type { Audience } from '../../../../src/shared/domain/audience.ts'
import { fail } from '../../../../src/shared/errors.ts'
import { seeded } from '../../../store/random.ts'
import { audience } from '../../../store/records.ts'
import { byHand, HANDS } from './by-hand.ts'
import { createDevice, type Device, must } from './device.ts'
import { emptyWorld, modelRemote } from './model.ts'

/** SYNC_RUNS=1000 for the whole number; each run is a sequence of up to 24 steps. */
const RUNS = Number(process.env.SYNC_RUNS ?? 150)
const IDS = ['aud_1', 'aud_2', 'aud_3']
const ACCOUNTS = ['anna@retail-media.example', 'anna@retail-media.example', 'ben@retail-media.example']
const USERS = ['retail-analytics', 'retail-analytics', 'travel-analytics']

const who = fc.integer({ min: 0, max: 2 })
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      who,
      id: fc.constantFrom(...IDS),
      field: fc.constantFrom('name', 'description', 'variables', 'deleted', 'notes'),
      n: fc.nat(99),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pull' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      who,
      side: fc.constantFrom('mine' as const, 'theirs' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('compare' as const), who }) },
  // So long that the next pull looks at everything.
  { weight: 1, arbitrary: fc.record({ do: fc.constant('night' as const) }) },
  // Someone changes a row by SQL.
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('sql' as const),
      who,
      id: fc.constantFrom(...IDS),
      hand: fc.constantFrom(...HANDS),
      n: fc.nat(99),
    }),
  },
  // The next push or pull of whoever meets it fails at its nth call: before it has an effect, or after.
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      at: fc.integer({ min: 1, max: 9 }),
      lost: fc.boolean(),
    }),
  },
)

async function edit(device: Device, { id, field, n }: { id: string; field: string; n: number }) {
  const current = must(await device.store.get('audience', device.user_id, id))
  const { version: _, ...record } = current ?? {
    version: 0,
    ...audience(seeded(n), { audience_id: id, user_id: device.user_id, deleted: false }),
  }
  const text = `${device.user_id} ${field} ${n}`
  const next: Omit<Audience, 'version'> = {
    ...record,
    ...(field === 'name' && { name: text }),
    ...(field === 'description' && { description: text }),
    ...(field === 'variables' && {
      selected_variables: [...new Set([...record.selected_variables, `V_${n}`])],
    }),
    ...(field === 'deleted' && { deleted: !record.deleted }),
    ...(field === 'notes' && { metadata: { ...record.metadata, notes: text } }),
  }
  await device.save({ entity: 'audience', record: next, expected: current?.version ?? 'new' })
  return revOf('audience', next)
}

/** Every content that a device has or had of its audiences. */
async function seen(device: Device): Promise<Set<string>> {
  const revs = new Set<string>()
  for (const id of IDS)
    for (const version of must(await device.store.history('audience', device.user_id, id)))
      revs.add(`${id} ${revOf('audience', version)}`)
  return revs
}

/** A row's content as its revision: that in the row may be one that somebody made up. */
const contentOf = (row: Row, user_id: string) =>
  revOf('audience', must(recordOf('audience', row, { user_id, local: null })).record)

describe('any order of saves, pushes, pulls, faults and ends', () => {
  it('comes to one state, and every acknowledged edit is current, in a history, or waiting for a decision', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async steps => {
        const world = emptyWorld()
        let at = Date.parse('2026-11-26T08:00:00.000Z')
        const devices = await Promise.all(
          USERS.map((user_id, index) =>
            createDevice({
              user_id,
              remote: () => modelRemote(world, ACCOUNTS[index] ?? ''),
              now: () => new Date(at),
            }),
          ),
        )
        const saved = devices.map(() => new Set<string>())
        const ofOthers = (account: string) =>
          JSON.stringify(
            [...world.tables].map(([, rows]) => [...rows].filter(([, row]) => row.owner_email !== account)),
          )
        try {
          for (const one of steps) {
            if (one.do === 'fault') {
              let n = 0
              world[one.lost ? 'lost' : 'trouble'] = () => (++n === one.at ? fail('offline', 'Down.') : null)
              continue
            }
            if (one.do === 'night') {
              at += 21 * 3_600_000
              continue
            }
            const device = devices[one.who]
            if (!device) continue
            if (one.do === 'edit') saved[one.who]?.add(`${one.id} ${await edit(device, one)}`)
            if (one.do === 'restart') device.restart()
            if (one.do === 'decide') await device.settle(one.side)
            if (one.do === 'sql') byHand(world, ACCOUNTS[one.who] ?? '', one.id, one.hand, `By hand ${one.n}`)
            if (one.do === 'push' || one.do === 'pull' || one.do === 'compare') {
              const before = ofOthers(ACCOUNTS[one.who] ?? '')
              const done = await device[one.do]()
              // A look at everything waits for the end of a push that was cut short.
              const waits = one.do === 'compare' && (await device.session()).file.current.batch !== null
              if (!done.ok) expect(done.error.code).toBe(waits ? 'conflict' : 'offline')
              expect(ofOthers(ACCOUNTS[one.who] ?? '')).toBe(before)
              world.lost = world.trouble = null
            }
          }
          world.lost = world.trouble = null
          // In the end everyone syncs, decides, and syncs again.
          for (let round = 0; round < 4; round++)
            for (const device of devices) {
              must(await device.push())
              must(await device.pull())
              must(await device.compare())
              await device.settle('mine')
              must(await device.push())
            }
          for (const device of devices) must(await device.pull())

          for (const [index, device] of devices.entries()) {
            expect(await device.unpushed('audience')).toBe(0)
            expect(await device.conflicts()).toEqual([])
            const all = await seen(device)
            for (const rev of saved[index] ?? []) expect(all.has(rev)).toBe(true)
            const account = ACCOUNTS[index]
            const there = [...(world.tables.get('audiences')?.values() ?? [])]
              .filter(row => row.owner_email === account)
              .map(row => [row.audience_id, contentOf(row, USERS[index] ?? '')])
            const here = [...(await device.records('audience'))].map(([id, record]) => [
              id,
              revOf('audience', record),
            ])
            expect(here.sort()).toEqual(there.sort())
          }
          expect(world.staging.size).toBe(0)
          for (const { name, id } of TABLES) {
            const keys = [...(world.tables.get(name)?.values() ?? [])].map(
              row => `${row.owner_email} ${row[id]}`,
            )
            expect(new Set(keys).size).toBe(keys.length)
          }
        } finally {
          await Promise.all(devices.map(device => device.close()))
        }
      }),
      { numRuns: RUNS },
    )
  }, 1_800_000)
})
