// Rows that were changed or deleted by SQL: noticed once a day by their revisions, on demand by all they hold.
import { afterEach, describe, expect, it } from 'vitest'
import type { Put } from '../../../../src/main/core/store/face.ts'
import type { Audience } from '../../../../src/shared/domain/audience.ts'
import { fail } from '../../../../src/shared/errors.ts'
import { seeded } from '../../../store/random.ts'
import { audience, platform } from '../../../store/records.ts'
import { byHand } from './by-hand.ts'
import { createDevice, type Device, must } from './device.ts'
import { emptyWorld, modelRemote, type World } from './model.ts'

const ANNA = 'analyst@retail-media.example'
const USER = 'retail-analytics'
const HOUR = 3_600_000
const open: Device[] = []
afterEach(async () => {
  for (const device of open.splice(0)) await device.close()
})

const put = (audience_id: string, over: Partial<Audience> = {}): Put => ({
  entity: 'audience',
  record: audience(seeded(7), { audience_id, user_id: USER, deleted: false, ...over }),
  expected: 'any',
})
const named = async (on: Device, id: string) => must(await on.store.get('audience', USER, id))?.name
const rowsOf = (world: World) => [...(world.tables.get('audiences')?.values() ?? [])]
const rowOf = (world: World, id: string) => rowsOf(world).find(row => row.audience_id === id)

/** A computer that has pushed three audiences and pulled since; `wait` lets hours go by. */
async function pushed() {
  const world = emptyWorld()
  let at = Date.parse('2026-11-26T08:00:00.000Z')
  const device = await createDevice({
    user_id: USER,
    remote: () => modelRemote(world, ANNA),
    now: () => new Date(at),
  })
  open.push(device)
  await device.save(put('aud_1', { name: 'Runners' }), put('aud_2'), put('aud_3', { name: 'Cyclists' }))
  must(await device.push())
  // Later, so that a pull no longer asks for the rows of before.
  world.clock += HOUR
  await device.save({ entity: 'platform', record: platform({ platform_id: 'plat_1' }), expected: 'new' })
  await device.save(put('aud_2', { name: 'Walkers' }))
  must(await device.push())
  must(await device.pull())
  world.calls.length = 0
  return { world, device, wait: (hours: number) => (at += hours * HOUR) }
}

describe('the look of each day', () => {
  it('brings what got another revision or was added without a time, and only then reads rows', async () => {
    const { world, device, wait } = await pushed()
    wait(21)
    expect(must(await device.pull()).reconciled).toMatchObject({ taken: 0, resent: 0 })
    expect(world.calls.filter(call => call === 'query audiences')).toHaveLength(2)
    byHand(world, ANNA, 'aud_1', 'renames', 'Trail runners')
    const other = rowOf(world, 'aud_3')
    if (other)
      world.tables.get('audiences')?.set(`${ANNA} aud_4`, {
        ...other,
        audience_id: 'aud_4',
        name: 'By hand',
        synced_at: '2020-01-01T00:00:00.000Z',
      })
    expect(must(await device.pull()).reconciled.taken).toBe(0)
    wait(21)
    expect(must(await device.pull()).reconciled).toMatchObject({ taken: 2, resent: 0 })
    expect([await named(device, 'aud_1'), await named(device, 'aud_4')]).toEqual(['Trail runners', 'By hand'])
    expect(await device.unpushed('audience')).toBe(0)
    wait(21)
    expect(must(await device.pull()).reconciled.taken).toBe(0)
  })

  it('is once a day, with a push as well, and of the tables that it pulls', async () => {
    const { world, device, wait } = await pushed()
    const asked = async () => {
      await device.save(put('aud_2', { name: `Edited ${world.clock}` }))
      world.calls.length = 0
      must(await device.push())
      return world.calls.filter(call => call.startsWith('query'))
    }
    expect(await asked()).toEqual(['query audiences'])
    wait(21)
    expect(await asked()).toEqual(['query audiences', 'query audiences'])
    expect(await asked()).toEqual(['query audiences'])
  })

  it('sends again what is gone: nothing is deleted here, and what was saved since is not touched', async () => {
    const { world, device, wait } = await pushed()
    await device.save(put('aud_2', { name: 'Edited since' }))
    byHand(world, ANNA, 'aud_1', 'deletes', '')
    byHand(world, ANNA, 'aud_2', 'deletes', '')
    wait(21)
    expect(must(await device.pull()).reconciled).toMatchObject({ taken: 0, resent: 2 })
    expect(await device.unpushed('audience')).toBe(2)
    device.restart()
    expect((await device.session()).file.current.resent).toBe(2)
    wait(21)
    expect(must(await device.pull()).reconciled.resent).toBe(0)
    must(await device.push())
    expect(
      rowsOf(world)
        .map(row => row.name)
        .sort(),
    ).toEqual(['Cyclists', 'Edited since', 'Runners'])
    const { resent, history } = (await device.session()).file.current
    expect([resent, history[0]?.resent, await device.unpushed('audience')]).toEqual([0, 2, 0])
    const versions = must(await device.store.history('audience', USER, 'aud_1'))
    expect(versions.map(({ change_note }) => change_note)).toEqual(['Was gone from BigQuery', null])
  })

  it('sends everything again where a table was emptied, without a version more', async () => {
    const { world, device, wait } = await pushed()
    world.tables.get('audiences')?.clear()
    wait(21)
    expect(must(await device.pull()).reconciled.resent).toBe(3)
    must(await device.push())
    expect(rowsOf(world)).toHaveLength(3)
    expect(must(await device.store.history('audience', USER, 'aud_1'))).toHaveLength(1)
    expect(await device.unpushed('audience')).toBe(0)
  })

  it('leaves alone what waits for a decision, and what a push that was cut short may have done', async () => {
    const { world, device, wait } = await pushed()
    byHand(world, ANNA, 'aud_1', 'renames', 'Trail runners')
    await device.save(put('aud_1', { name: 'Marathon runners' }))
    wait(21)
    expect(must(await device.pull()).reconciled).toMatchObject({ asked: 1, resent: 0 })
    byHand(world, ANNA, 'aud_1', 'deletes', '')
    wait(21)
    expect(must(await device.pull()).reconciled).toMatchObject({ asked: 0, resent: 0 })
    await device.settle('mine')
    must(await device.push())
    expect(rowOf(world, 'aud_1')?.name).toBe('Marathon runners')

    await device.save(put('aud_2', { name: 'Cut short' }))
    world.trouble = call => (call === 'drop' || call.startsWith('merge') ? fail('offline', 'Down.') : null)
    wait(21)
    expect((await device.push()).ok).toBe(false)
    world.trouble = null
    expect(await device.compare()).toMatchObject({ ok: false, error: { code: 'conflict' } })
    byHand(world, ANNA, 'aud_3', 'deletes', '')
    wait(21)
    expect(must(await device.pull()).reconciled.resent).toBe(0)
    must(await device.push())
    wait(21)
    expect(must(await device.pull()).reconciled.resent).toBe(1)
  })
})

describe('comparing everything', () => {
  it('notices what kept its revision, and gives it one, so that every computer hears of it', async () => {
    const { world, device } = await pushed()
    const other = await createDevice({ user_id: USER, remote: () => modelRemote(world, ANNA) })
    open.push(other)
    must(await other.pull())
    byHand(world, ANNA, 'aud_1', 'edits', 'Trail runners')
    expect(must(await device.compare()).reconciled).toMatchObject({ taken: 1, merged: 0, resent: 0 })
    expect(await named(device, 'aud_1')).toBe('Trail runners')
    expect(await device.unpushed('audience')).toBe(1)
    must(await device.push())
    expect(must(await other.pull()).reconciled.taken).toBe(1)
    expect(await named(other, 'aud_1')).toBe('Trail runners')
    for (const one of [device, other])
      expect(must(await one.compare()).reconciled).toMatchObject({ taken: 0, merged: 0, asked: 0, resent: 0 })
  })

  it('merges it with what was changed here, or asks', async () => {
    const { world, device } = await pushed()
    byHand(world, ANNA, 'aud_1', 'edits', 'Trail runners')
    byHand(world, ANNA, 'aud_3', 'edits', 'Road cyclists')
    await device.save(
      put('aud_1', { name: 'Runners', description: 'Edited here' }),
      put('aud_3', { name: 'Bikers' }),
    )
    expect(must(await device.compare()).reconciled).toMatchObject({ merged: 1, asked: 1 })
    expect(await device.conflicts()).toMatchObject([{ id: 'aud_3' }])
    await device.settle('mine')
    must(await device.push())
    expect(rowOf(world, 'aud_1')).toMatchObject({ name: 'Trail runners', description: 'Edited here' })
    expect(rowOf(world, 'aud_3')?.name).toBe('Bikers')
  })

  it('says which rows can’t be read, and notes when it was', async () => {
    const { world, device } = await pushed()
    const row = rowOf(world, 'aud_2')
    if (row) world.tables.get('audiences')?.set(`${ANNA} aud_2`, { ...row, status: 'sleeping' })
    byHand(world, ANNA, 'aud_1', 'deletes', '')
    const { refused, resent } = must(await device.compare()).reconciled
    expect(refused).toMatchObject([{ id: 'aud_2', path: 'status' }])
    expect(resent).toBe(1)
    const { tables } = (await device.session()).file.current
    expect(Object.values(tables).every(({ looked_at }) => looked_at !== null)).toBe(true)
  })
})
