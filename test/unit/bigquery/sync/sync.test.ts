// What a push and a pull do to two computers and to BigQuery, case by case.
import { afterEach, describe, expect, it } from 'vitest'
import { fail } from '../../../../src/shared/errors.ts'
import { audienceOn, closeAll, device, edit, put, rowsOf } from './desk.ts'
import { must } from './device.ts'
import { emptyWorld } from './model.ts'

afterEach(closeAll)

describe('a push', () => {
  it('sends what was saved, and then nothing more and calls nobody', async () => {
    const world = emptyWorld()
    const one = await device(world)
    await one.save(put('aud_1'), put('aud_2', { deleted: true }))
    expect(await one.unpushed('audience')).toBe(2)
    expect(must(await one.push())).toMatchObject({ pushed: 2 })
    expect(rowsOf(world)).toHaveLength(2)
    expect(await one.unpushed('audience')).toBe(0)
    world.calls.length = 0
    expect(must(await one.push())).toMatchObject({ pushed: 0 })
    expect(world.calls).toEqual([])
    expect([...world.staging.keys()]).toEqual([])
  })

  it('sends an edit of any record, however many others were pulled before', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    const ids = Array.from({ length: 60 }, (_, n) => `aud_${n}`)
    await one.save(...ids.map(id => put(id, { deleted: false })))
    must(await one.push())
    must(await two.pull())
    expect(await two.unpushed('audience')).toBe(0)
    for (const id of ['aud_0', 'aud_31', 'aud_59']) {
      await edit(two, id, { name: `Edited ${id}` })
      expect(await two.unpushed('audience')).toBe(1)
      expect(must(await two.push())).toMatchObject({ pushed: 1 })
      expect(rowsOf(world).find(row => row.audience_id === id)?.name).toBe(`Edited ${id}`)
    }
  })

  it('sends only what differs: a change that was taken back makes no call', async () => {
    const world = emptyWorld()
    const one = await device(world)
    await one.save(put('aud_1', { name: 'Coffee lovers' }), put('aud_2'))
    must(await one.push())
    await edit(one, 'aud_1', { name: 'Coffee' })
    await edit(one, 'aud_1', { name: 'Coffee lovers' })
    world.calls.length = 0
    must(await one.push())
    expect(world.calls).toEqual([])
    await edit(one, 'aud_2', { name: 'Tea' })
    expect(must(await one.push())).toMatchObject({ pushed: 1 })
  })

  it('goes on where it was, whichever call fails or whose answer is lost', async () => {
    for (const when of ['trouble', 'lost'] as const)
      for (let at = 1; at <= 7; at++) {
        const world = emptyWorld()
        const one = await device(world)
        await one.save(put('aud_1'), put('aud_2'))
        must(await one.push())
        await edit(one, 'aud_1', { name: `Changed before the fault at ${at}` })
        await one.save(put('aud_3'))
        let n = 0
        world[when] = () => (++n === at ? fail('offline', 'The network is down.') : null)
        const first = await one.push()
        world[when] = null
        if (!first.ok) {
          expect(first.error.code).toBe('offline')
          one.restart()
          must(await one.push())
        }
        expect(rowsOf(world).map(row => row.name)).toContain(`Changed before the fault at ${at}`)
        expect(rowsOf(world)).toHaveLength(3)
        expect([await one.unpushed('audience'), world.staging.size]).toEqual([0, 0])
        expect((await one.session()).file.current.batch).toBeNull()
      }
  })
})

describe('a pull', () => {
  it('brings everything to a computer that has nothing, as it was saved', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1'), put('aud_2', { deleted: true }))
    await edit(one, 'aud_1', { name: 'Café ☕ visitors' })
    must(await one.push())
    expect(must(await two.pull()).reconciled).toMatchObject({ taken: 2, asked: 0, refused: [] })
    expect(await two.records('audience')).toEqual(await one.records('audience'))
    expect(await two.unpushed('audience')).toBe(0)
    must(await two.pull())
    world.calls.length = 0
    must(await two.push())
    expect(world.calls).toEqual([])
  })

  it('takes over what the other changed and sends what was changed here', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1'))
    must(await one.push())
    must(await two.pull())
    await edit(two, 'aud_1', { name: 'By the second' })
    must(await two.push())
    must(await one.pull())
    expect((await audienceOn(one, 'aud_1'))?.name).toBe('By the second')
    await edit(one, 'aud_1', { description: 'By the first' })
    must(await one.push())
    must(await two.pull())
    expect(await two.records('audience')).toEqual(await one.records('audience'))
  })

  it('says what has to be seen to before the next one, and no more once one has worked', async () => {
    const world = emptyWorld()
    const one = await device(world)
    const problem = async () => (await one.session()).file.current.problem
    world.trouble = () => fail('forbidden', 'Your account lacks a permission.')
    expect((await one.pull()).ok).toBe(false)
    expect(await problem()).toMatchObject({ code: 'forbidden' })
    world.trouble = () => fail('offline', 'The network is down.')
    expect((await one.pull()).ok).toBe(false)
    expect(await problem()).toMatchObject({ code: 'forbidden' })
    world.trouble = null
    must(await one.pull())
    expect(await problem()).toBeNull()
  })

  it('comes with each push by the clock, also where there is nothing to send', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1'))
    must(await one.push())
    expect(must(await two.scheduled())).toMatchObject({ pushed: 0, reconciled: { taken: 1 } })
    expect(await two.records('audience')).toEqual(await one.records('audience'))
    expect((await two.session()).file.current.history).toMatchObject([{ cause: 'schedule', pulled: 1 }])
  })

  it('keeps going after a crash between the saving and the note of it', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1'), put('aud_2'))
    must(await one.push())
    const { file } = await two.session()
    const change = file.change
    file.change = async next =>
      next(file.current).tables.audience.pulled.length > 0
        ? fail('storage_full', 'The disk is full.')
        : change(next)
    expect((await two.pull()).ok).toBe(false)
    two.restart()
    expect(must(await two.pull()).reconciled).toMatchObject({ taken: 0, asked: 0 })
    expect([await two.unpushed('audience'), (await two.conflicts()).length]).toEqual([0, 0])
    expect((await audienceOn(two, 'aud_1'))?.version).toBe(1)
  })

  it('leaves alone what can’t be read, and says which field', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1'), put('aud_2'))
    must(await one.push())
    const rows = world.tables.get('audiences')
    for (const [key, row] of rows ?? [])
      if (row.audience_id === 'aud_1') rows?.set(key, { ...row, status: 'sleeping' })
    const { refused, taken } = must(await two.pull()).reconciled
    expect(taken).toBe(1)
    expect(refused).toMatchObject([{ table: 'audiences', id: 'aud_1', path: 'status' }])
  })

  it('takes over rows that another program wrote, without a revision, and can push over them', async () => {
    const world = emptyWorld()
    const [one, two] = [await device(world), await device(world)]
    await one.save(put('aud_1'))
    must(await one.push())
    const rows = world.tables.get('audiences')
    for (const [key, row] of rows ?? []) rows?.set(key, { ...row, rev: null, synced_at: null })
    must(await two.pull())
    await edit(two, 'aud_1', { name: 'Edited over a row without revision' })
    must(await two.push())
    expect(rowsOf(world).map(({ name, rev }) => [name, rev !== null])).toEqual([
      ['Edited over a row without revision', true],
    ])
    expect(await two.conflicts()).toEqual([])
  })
})
