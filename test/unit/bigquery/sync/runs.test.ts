// An audience or platform that was deleted elsewhere while runs here use it: asked about, and no run is touched.
import { afterEach, describe, expect, it } from 'vitest'
import type { Put } from '../../../../src/main/core/store/face.ts'
import type { Distribution } from '../../../../src/shared/domain/distribution.ts'
import { seeded } from '../../../store/random.ts'
import { audience, distribution, platform } from '../../../store/records.ts'
import { createDevice, type Device, must } from './device.ts'
import { emptyWorld, modelRemote } from './model.ts'

const USER = 'retail-analytics'
const open: Device[] = []
afterEach(async () => {
  for (const device of open.splice(0)) await device.close()
})

const AUDIENCE: Put = {
  entity: 'audience',
  record: audience(seeded(3), { audience_id: 'aud_1', user_id: USER, deleted: false }),
  expected: 'any',
}
const PLATFORM: Put = {
  entity: 'platform',
  record: platform({ platform_id: 'plat_1', user_id: USER }),
  expected: 'any',
}
const deletedOf = (put: Put) => ({ ...put, record: { ...put.record, deleted: true } }) as Put
const run = (over: Partial<Distribution>): Put => ({
  entity: 'distribution',
  record: distribution({ distribution_id: 'dist_1', user_id: USER, status: 'scheduled', ...over }),
  expected: 'any',
})
const plannedIn = (planned_in: string) => ({
  metadata: { ...distribution({ distribution_id: 'x' }).metadata, planned_in },
})

/** Two computers that agree on an audience, a platform, and these runs. */
async function both(...runs: Put[]) {
  const world = emptyWorld()
  const make = async (home: string) => {
    const device = await createDevice({
      user_id: USER,
      home,
      remote: () => modelRemote(world, 'analyst@retail-media.example'),
    })
    open.push(device)
    return device
  }
  const [desk, laptop] = [await make('desk'), await make('laptop')]
  await desk.save(AUDIENCE, PLATFORM, ...runs)
  must(await desk.push())
  must(await laptop.pull())
  return { world, desk, laptop }
}
const asked = async (device: Device) => (await device.conflicts()).map(({ entity, id }) => `${entity} ${id}`)
const stands = async (device: Device, entity: 'audience' | 'platform', id: string) =>
  must(await device.store.get(entity, USER, id))?.deleted === false
const runOn = async (device: Device) => must(await device.store.get('distribution', USER, 'dist_1'))

describe.each([
  ['an audience', 'audience', 'aud_1', AUDIENCE],
  ['a platform', 'platform', 'plat_1', PLATFORM],
] as const)('of %s that was deleted elsewhere', (_name, entity, id, put) => {
  it('a run that is still to start here asks, and stays as it is either way', async () => {
    for (const choice of ['mine', 'theirs'] as const) {
      const { desk, laptop } = await both(run(plannedIn('desk')))
      await laptop.save(deletedOf(put))
      must(await laptop.push())
      expect(must(await desk.pull()).reconciled).toMatchObject({ asked: 1, taken: 0 })
      expect(await asked(desk)).toEqual([`${entity} ${id}`])
      expect(await stands(desk, entity, id)).toBe(true)
      const { reconcile, conflicts } = await desk.session()
      expect(must(await reconcile.sidesOfAll(conflicts.all()))).toMatchObject([
        {
          deleted: 'theirs',
          fields: [{ path: 'deleted', mine: false, theirs: true }],
          runs: [{ distribution_id: 'dist_1', status: 'scheduled' }],
        },
      ])
      must(await desk.pull())
      expect(await asked(desk)).toEqual([`${entity} ${id}`])
      await desk.settle(choice)
      must(await desk.push())
      must(await laptop.pull())
      for (const device of [desk, laptop]) {
        expect(await stands(device, entity, id)).toBe(choice === 'mine')
        expect(await runOn(device)).toMatchObject({ status: 'scheduled', deleted: false })
      }
    }
  })

  it('a run that was changed here asks and keeps its edit; one that is over, or starts elsewhere, does not', async () => {
    const edited = await both(run({ status: 'completed' }))
    await edited.desk.save(
      run({ status: 'completed', metadata: { campaign_name: 'Edited at the desk' } as never }),
    )
    await edited.laptop.save(deletedOf(put))
    must(await edited.laptop.push())
    must(await edited.desk.push())
    expect(await asked(edited.desk)).toEqual([])
    expect(await runOn(edited.desk)).toMatchObject({ metadata: { campaign_name: 'Edited at the desk' } })

    const unpushed = await both(run({ status: 'completed' }))
    await unpushed.desk.save(
      run({ status: 'completed', metadata: { campaign_name: 'Edited at the desk' } as never }),
    )
    await unpushed.laptop.save(deletedOf(put))
    must(await unpushed.laptop.push())
    must(await unpushed.desk.pull())
    expect(await asked(unpushed.desk)).toEqual([`${entity} ${id}`])
    await unpushed.desk.settle('theirs')
    must(await unpushed.desk.push())
    must(await unpushed.laptop.pull())
    expect(await runOn(unpushed.laptop)).toMatchObject({ metadata: { campaign_name: 'Edited at the desk' } })

    const over = await both(run({ status: 'completed' }))
    await over.laptop.save(deletedOf(put))
    must(await over.laptop.push())
    expect(must(await over.desk.pull()).reconciled).toMatchObject({ asked: 0, taken: 1 })
    const elsewhere = await both(run(plannedIn('laptop')))
    await elsewhere.laptop.save(deletedOf(put))
    must(await elsewhere.laptop.push())
    expect(must(await elsewhere.desk.pull()).reconciled).toMatchObject({ asked: 0, taken: 1 })
  })

  it('is taken over after all where the same pull brings the end of its runs', async () => {
    const { desk, laptop } = await both(run(plannedIn('desk')))
    await laptop.save(deletedOf(put), run({ ...plannedIn('desk'), status: 'cancelled' }))
    must(await laptop.push())
    expect(must(await desk.pull()).reconciled).toMatchObject({ asked: 0, taken: 2 })
    expect(await asked(desk)).toEqual([])
    expect(await stands(desk, entity, id)).toBe(false)
  })
})

it('a run that was changed elsewhere comes in although its audience was deleted here', async () => {
  const { desk, laptop } = await both(run(plannedIn('laptop')))
  await desk.save(deletedOf(AUDIENCE))
  must(await desk.push())
  await laptop.save(run({ ...plannedIn('laptop'), status: 'cancelled' }))
  must(await laptop.push())
  must(await desk.pull())
  expect(await runOn(desk)).toMatchObject({ status: 'cancelled' })
  expect(await stands(desk, 'audience', 'aud_1')).toBe(false)
  expect([await asked(desk), await asked(laptop)]).toEqual([[], []])
})
