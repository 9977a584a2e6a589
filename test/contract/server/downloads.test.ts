// Downloads: the bytes of a finished file under its own name, by token, and nothing to whom it doesn't belong.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { attachment } from '../../../src/main/server/routes/downloads.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { type Door, PROFILE, startServer } from './support.ts'

let door: Door
beforeEach(async () => {
  door = await startServer()
})
afterEach(() => door.stop())

it('a place to save to is a download of the name that was asked for', async () => {
  const body = { suggested_name: 'Zürich audiences.csv', kind: 'csv' }
  const reply = await door.send('/api/rpc/shell.chooseSaveFile', { body })
  expect(reply.json()).toEqual(ok({ file_token: 'target_1', name: 'Zürich audiences.csv' }))
  expect(door.core.targets).toEqual([
    { place: { download: 'Zürich audiences.csv', by: 'page' }, user_id: PROFILE },
  ])
  const wrong = await door.send('/api/rpc/shell.chooseSaveFile', { body: { ...body, path: '/etc/passwd' } })
  expect([wrong.status, door.core.targets.length]).toEqual([400, 1])
})

it('sends the bytes as a file', async () => {
  const path = join(door.folder, 'made')
  await writeFile(path, 'name\nMoney & Brains\n')
  door.core.savedAnswer = (token, user_id) =>
    token === 'target_1' && user_id === PROFILE
      ? ok({ path, name: 'Zürich.csv', bytes: 20, place: 'page' })
      : fail('not_found', 'The file isn’t kept here any more')
  const reply = await door.send('/api/downloads/target_1')
  expect([reply.status, reply.text]).toEqual([200, 'name\nMoney & Brains\n'])
  expect(reply.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '20',
    'content-disposition': `attachment; filename="Z_rich.csv"; filename*=UTF-8''Z%C3%BCrich.csv`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  const other = await door.send('/api/downloads/target_2')
  expect([other.status, other.json()]).toMatchObject([404, { ok: false, error: { code: 'not_found' } }])
})

it('sends nothing without the door’s token, and nothing that is gone', async () => {
  door.core.savedAnswer = () =>
    ok({ path: join(door.folder, 'gone'), name: 'a.csv', bytes: 1, place: 'page' })
  expect((await door.send('/api/downloads/target_1', { token: null })).status).toBe(401)
  const gone = await door.send('/api/downloads/target_1')
  expect([gone.status, gone.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
  expect(door.bugs).toEqual([])
})

it('an access token fetches what one made room for, and not what was saved at the desk or from the page', async () => {
  const path = join(door.folder, 'made')
  await writeFile(path, 'name\n')
  const token = 'act_0000000000000001_reader'
  door.core.holders.set(token, { token_id: '1', user_id: PROFILE, scope: 'read_only' })
  const get = async (place: 'chosen' | 'page' | 'script', of: { token?: string }) => {
    door.core.savedAnswer = () => ok({ path, name: 'a.csv', bytes: 5, place })
    return (await door.send('/api/files/target_1', of)).status
  }
  for (const [place, status] of [
    ['chosen', 404],
    ['page', 404],
    ['script', 200],
  ] as const)
    expect([await get(place, { token }), await get(place, {})], place).toEqual([status, 200])
  await door.send('/api/files/targets', { body: { name: 'a.csv' } })
  expect(door.core.targets).toEqual([{ place: { download: 'a.csv', by: 'script' }, user_id: PROFILE }])
})

it.each([
  ['a.csv', `attachment; filename="a.csv"; filename*=UTF-8''a.csv`],
  ['"; x=(1).csv', `attachment; filename="_; x=(1).csv"; filename*=UTF-8''%22%3B%20x%3D%281%29.csv`],
])('the name %j can’t end its header', (name, header) => {
  expect(attachment(name)).toBe(header)
})
