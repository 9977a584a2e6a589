// A second computer that gets everything: thousands of rows, some of which are odd, double, bad, or here already.
import { afterEach, describe, expect, it } from 'vitest'
import { rowOf } from '../../../../src/main/core/bigquery/rows/row.ts'
import { fail } from '../../../../src/shared/errors.ts'
import { seeded } from '../../../store/random.ts'
import { audience } from '../../../store/records.ts'
import { createDevice, type Device, must } from './device.ts'
import { emptyWorld, modelRemote, type World } from './model.ts'

const ANNA = 'analyst@retail-media.example'
const USER = 'retail-analytics'
const open: Device[] = []
afterEach(async () => {
  for (const device of open.splice(0)) await device.close()
})

const recordOf = (id: string, name = `Audience ${id}`) =>
  audience(seeded(5), { audience_id: id, user_id: USER, name, deleted: false })
const idOf = (n: number) => `aud_${String(n).padStart(5, '0')}`

/** As another computer left it: each row in its third version. */
function filled(count: number): World {
  const world = emptyWorld()
  const rows = world.tables.get('audiences')
  for (let n = 0; n < count; n++) {
    const { base_rev: _base, ...row } = rowOf('audience', recordOf(idOf(n)), USER)
    const synced_at = new Date(world.clock).toISOString()
    rows?.set(`${ANNA} ${idOf(n)}`, {
      ...row,
      version: 3,
      owner_email: ANNA,
      pushed_by: ANNA,
      synced_at,
    })
  }
  return world
}

async function deviceOn(world: World) {
  const device = await createDevice({ user_id: USER, remote: () => modelRemote(world, ANNA) })
  open.push(device)
  return device
}

describe('everything', () => {
  it.each([120, 2_300])('of %i rows comes with its numbers, and nothing is left to push', async count => {
    const world = filled(count)
    const device = await deviceOn(world)
    const rows = world.tables.get('audiences')
    const change = (n: number, part: object) => {
      const key = `${ANNA} ${idOf(n)}`
      const row = rows?.get(key)
      if (row) rows?.set(key, { ...row, ...part })
      return row
    }
    // Written by another program; a row that can't be read; one that is there twice; one that is here already.
    change(7, { rev: null })
    change(8, { status: 'sleeping' })
    const twice = change(9, {})
    if (twice) rows?.set('twice', { ...twice, name: 'The second of two' })
    await device.save({ entity: 'audience', record: recordOf(idOf(10), 'Here already'), expected: 'new' })

    const { reconciled } = must(await device.pull())
    expect(reconciled).toMatchObject({ asked: 1, refused: [{ id: idOf(8), path: 'status' }] })
    const ids = must(await device.store.ids('audience', USER, { where: [] }))
    expect(ids).toHaveLength(count - 1)
    const got = must(await device.store.get('audience', USER, idOf(3)))
    expect(got).toEqual({ ...recordOf(idOf(3)), version: 3 })
    expect(must(await device.store.history('audience', USER, idOf(3)))).toHaveLength(1)
    await device.settle('theirs')
    expect(await device.unpushed('audience')).toBe(0)

    // What another program wrote can be changed and pushed over.
    const odd = must(await device.store.get('audience', USER, idOf(7)))
    if (odd) {
      const { version, ...record } = odd
      await device.save({ entity: 'audience', record: { ...record, name: 'Edited' }, expected: version })
    }
    must(await device.push())
    expect([...(rows?.values() ?? [])].find(row => row.audience_id === idOf(7))?.name).toBe('Edited')
    expect(must(await device.pull()).reconciled).toMatchObject({ asked: 0, merged: 0 })
  })

  it('that breaks off keeps what came by then, and goes on from there', async () => {
    const world = filled(250)
    const device = await deviceOn(world)
    const session = await device.session()
    const remote = must(await session.remote())
    let pages = 0
    const { query } = remote
    session.remote = async () => ({
      ok: true,
      value: {
        ...remote,
        async *query(...asked) {
          for await (const page of query(...asked)) {
            if (++pages > 2) return yield fail('offline', 'The network is down.')
            yield page
          }
        },
      },
    })
    expect(await device.pull()).toMatchObject({ ok: false, error: { code: 'offline' } })
    const came = must(await device.store.ids('audience', USER, { where: [] })).length
    expect(came).toBeGreaterThan(0)
    expect(came).toBeLessThan(250)
    device.restart()
    expect(must(await device.pull()).reconciled).toMatchObject({ taken: 250 - came, asked: 0 })
    expect(must(await device.store.ids('audience', USER, { where: [] }))).toHaveLength(250)
  })
})
