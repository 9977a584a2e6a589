// Records that two computers changed, and rows of others: merged, asked about, or never touched.
import { afterEach, describe, expect, it } from 'vitest'
import type { Audience } from '../../../../src/shared/domain/audience.ts'
import { fail } from '../../../../src/shared/errors.ts'
import { ANNA, audienceOn, closeAll, content, device, edit, put, rowsOf, USER } from './desk.ts'
import { must } from './device.ts'
import { emptyWorld } from './model.ts'

afterEach(closeAll)

describe('a record that both changed', () => {
  async function apart(mine: Partial<Audience>, theirs: Partial<Audience>) {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1', { name: 'Runners', description: 'People who run' }))
    must(await one.push())
    must(await two.pull())
    await edit(two, 'aud_1', theirs)
    must(await two.push())
    await edit(one, 'aud_1', mine)
    return { world, one, two }
  }

  it('is merged where the fields differ, and both computers come to the same', async () => {
    const { one, two } = await apart({ name: 'Trail runners' }, { description: 'Who run on trails' })
    expect(must(await one.push()).reconciled).toMatchObject({ merged: 1, asked: 0 })
    must(await two.pull())
    expect(await audienceOn(two, 'aud_1')).toMatchObject({
      name: 'Trail runners',
      description: 'Who run on trails',
    })
    expect(content((await audienceOn(one, 'aud_1')) as Audience)).toEqual(
      content((await audienceOn(two, 'aud_1')) as Audience),
    )
  })

  it.each(['mine', 'theirs'] as const)(
    'in one field waits for a person: %s stays, the other is in the history',
    async choice => {
      const { world, one, two } = await apart({ name: 'Trail runners' }, { name: 'Marathon runners' })
      expect(must(await one.push()).reconciled.asked).toBe(1)
      expect((await audienceOn(one, 'aud_1'))?.name).toBe('Trail runners')
      expect(rowsOf(world)[0]?.name).toBe('Marathon runners')
      world.calls.length = 0
      must(await one.push())
      expect(world.calls).toEqual([])
      one.restart()
      expect(await one.conflicts()).toMatchObject([{ id: 'aud_1' }])
      await one.settle(choice)
      expect(await one.conflicts()).toEqual([])
      must(await one.push())
      must(await two.pull())
      const name = choice === 'mine' ? 'Trail runners' : 'Marathon runners'
      expect([(await audienceOn(one, 'aud_1'))?.name, (await audienceOn(two, 'aud_1'))?.name]).toEqual([
        name,
        name,
      ])
      const history = must(await one.store.history('audience', USER, 'aud_1')).map(one => one.name)
      expect(history).toEqual(expect.arrayContaining(['Runners', 'Trail runners', 'Marathon runners']))
    },
  )

  it('is none where the other change is our own push, whose answer was lost', async () => {
    const world = emptyWorld()
    const one = await device(world)
    await one.save(put('aud_1', { name: 'Runners' }))
    must(await one.push())
    await edit(one, 'aud_1', { name: 'Trail runners' })
    world.lost = call => (call === 'merge audiences' ? fail('offline', 'The network is down.') : null)
    expect((await one.push()).ok).toBe(false)
    world.lost = null
    expect(rowsOf(world)[0]?.name).toBe('Trail runners')
    await edit(one, 'aud_1', { name: 'Ultra runners' })
    expect(must(await one.pull()).reconciled).toMatchObject({ taken: 0, merged: 0, asked: 0 })
    expect(await one.unpushed('audience')).toBe(1)
    must(await one.push())
    expect([await one.conflicts(), rowsOf(world)[0]?.name]).toEqual([[], 'Ultra runners'])
  })

  it('and one deleted waits for a person too', async () => {
    const { one } = await apart({ name: 'Trail runners' }, { deleted: true })
    expect(must(await one.pull()).reconciled.asked).toBe(1)
    const session = await one.session()
    const [conflict] = session.conflicts.all()
    if (!conflict) throw new Error('There is no conflict')
    expect(must(await session.reconcile.sidesOfAll([conflict]))).toMatchObject([{ deleted: 'theirs' }])
    expect((await audienceOn(one, 'aud_1'))?.deleted).toBe(false)
  })

  it('the same way is no conflict', async () => {
    const { one } = await apart({ name: 'Trail runners' }, { name: 'Trail runners' })
    expect(must(await one.push()).reconciled).toMatchObject({ merged: 0, asked: 0 })
    expect(await one.unpushed('audience')).toBe(0)
  })

  it('and goes on being edited while the decision waits keeps every edit', async () => {
    const { one, two } = await apart({ name: 'Trail runners' }, { name: 'Marathon runners' })
    must(await one.push())
    await edit(one, 'aud_1', { description: 'Edited while it waits' })
    must(await one.push())
    await one.settle('mine')
    must(await one.push())
    must(await two.pull())
    expect(await audienceOn(two, 'aud_1')).toMatchObject({
      name: 'Trail runners',
      description: 'Edited while it waits',
    })
  })
})

describe('rows of others', () => {
  it('are never touched or taken over, though their ids are the same', async () => {
    const world = emptyWorld()
    const anna = await device(world)
    const ben = await device(world, 'ben@retail-media.example', 'travel-analytics')
    await anna.save(put('aud_1', { name: 'Anna’s' }))
    await ben.save(put('aud_1', { name: 'Ben’s', user_id: 'travel-analytics' }))
    must(await anna.push())
    must(await ben.push())
    must(await anna.pull())
    must(await ben.pull())
    expect(rowsOf(world).map(({ owner_email, name }) => [owner_email, name])).toEqual([
      [ANNA, 'Anna’s'],
      ['ben@retail-media.example', 'Ben’s'],
    ])
    expect((await audienceOn(anna, 'aud_1'))?.name).toBe('Anna’s')
  })
})
