// Editing and deleting over the platform calls, and whose records they may name.
import { beforeEach, describe, expect, it } from 'vitest'
import { contract } from '../../../src/shared/contract.ts'
import { applyPlatformPatch } from '../../../src/shared/domain/platform-rules.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { account, idIn, platform, platformDoor, SECRET } from './platform-support.ts'
import { PROFILE, type Send } from './support.ts'

const { core, send, inputs, answersGet } = platformDoor()

describe('PATCH /api/platforms/{id}', () => {
  const patch = (body: object) => send('/api/platforms/plat_1', { method: 'PATCH', body })
  beforeEach(() => {
    answersGet()
    core().answer['platforms.update'] = input => {
      const parsed = parseInput(contract['platforms.update'].input, input)
      if (!parsed.ok) return parsed
      const changed = applyPlatformPatch(platform('plat_1'), parsed.value.patch)
      return changed.ok ? ok(platform('plat_1', { ...changed.value.content, version: 4 })) : changed
    }
  })

  it('edits what is there now, and answers it with its health', async () => {
    const credentials = { access_token: SECRET }
    const reply = await patch({
      user_id: PROFILE,
      name: 'Meta, all of Europe',
      status: 'connected',
      credentials,
    })
    expect([reply.status, reply.json()]).toMatchObject([
      200,
      {
        success: true,
        platform: { name: 'Meta, all of Europe', version: 4, health: { state: 'healthy' } },
      },
    ])
    expect(inputs('platforms.update')).toEqual([
      {
        platform_id: 'plat_1',
        expected_version: 3,
        patch: { name: 'Meta, all of Europe', status: 'active', credentials },
      },
    ])
  })

  it('passes on the version that is expected, and a note', async () => {
    await patch({ notes: 'Owned by the Nordics team', expected_version: 2, change_note: 'New owner' })
    expect(inputs('platforms.update')).toEqual([
      {
        platform_id: 'plat_1',
        expected_version: 2,
        patch: { notes: 'Owned by the Nordics team' },
        change_note: 'New owner',
      },
    ])
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ status: 'pending' }, 'status'],
    [{ expected_version: '3' }, 'expected_version'],
    [{ platform_type: 'tiktok' }, ''],
    [{ colour: SECRET }, ''],
    [{ credentials: SECRET }, 'credentials'],
    [{ credentials: { [SECRET]: null } }, 'credentials'],
    [{ credentials: { access_token: { value: SECRET } } }, 'credentials.access_token'],
    [{ settings: { refresh_token: SECRET } }, 'settings.refresh_token'],
  ])('refuses %j and names the field', async (body, path) => {
    const reply = await patch(body)
    expect([reply.status, reply.json()]).toMatchObject([
      400,
      { success: false, code: 'validation_failed', details: { fields: [{ path }] } },
    ])
  })

  it('doesn’t know one in the trash, nor one that isn’t there', async () => {
    answersGet({ deleted: true })
    expect((await patch({ name: 'Meta', expected_version: 3 })).status).toBe(404)
    core().answer['platforms.get'] = () => fail('not_found', 'There is no such platform')
    expect((await patch({ name: 'Meta' })).status).toBe(404)
    expect(inputs('platforms.update')).toEqual([])
  })

  it('answers a conflict as 409', async () => {
    core().answer['platforms.update'] = () => fail('conflict', 'It was changed in the meantime')
    expect((await patch({ name: 'Meta' })).status).toBe(409)
  })
})

describe('DELETE /api/platforms/{id}', () => {
  const remove = (query = '', what: Send = {}) =>
    send(`/api/platforms/plat_1${query}`, { method: 'DELETE', ...what })
  beforeEach(() => {
    core().answer['platforms.delete'] = input => ok(platform(idIn(input), { deleted: true, version: 4 }))
  })

  it.each([
    ['', {}, {}],
    [`?user_id=${PROFILE}&expected_version=3`, {}, { expected_version: 3 }],
    ['', { body: { user_id: PROFILE } }, {}],
  ])('puts it into the trash: %s %j', async (query, what, expected) => {
    const reply = await remove(query, what)
    expect([reply.status, reply.json()]).toEqual([
      200,
      { success: true, platform_id: 'plat_1', message: 'Platform “Meta, Nordics” is in the trash' },
    ])
    expect(inputs('platforms.delete')).toEqual([{ platform_id: 'plat_1', ...expected }])
  })

  it.each([
    ['?expected_version=three', {}],
    ['', { body: { expected_version: 3 } }],
    ['', { body: [] }],
    ['', { body: '{', headers: { 'content-type': 'application/json' } }],
  ])('refuses %s %j', async (query, what) => {
    expect((await remove(query, what)).status).toBe(400)
    expect(core().calls).toEqual([])
  })

  it('fails in the reference’s words', async () => {
    core().answer['platforms.delete'] = () => fail('not_found', 'There is no such platform')
    const reply = await remove()
    expect([reply.status, reply.json()]).toMatchObject([404, { success: false, code: 'not_found' }])
  })
})

describe('another user', () => {
  const other = 'someone-else'
  it.each([
    ['GET', `/api/platforms?user_id=${other}`, undefined],
    ['GET', `/api/platforms?user_id=${PROFILE}&user_id=${other}`, undefined],
    ['GET', `/api/platforms/plat_1?user_id=${other}`, undefined],
    ['POST', '/api/platforms', { ...account, user_id: other }],
    ['POST', `/api/platforms?user_id=${other}`, account],
    ['PUT', '/api/platforms/plat_1/status', { status: 'active', user_id: other }],
    ['PATCH', '/api/platforms/plat_1', { ...account, user_id: other }],
    ['DELETE', `/api/platforms/plat_1?user_id=${other}`, undefined],
    ['DELETE', '/api/platforms/plat_1', { user_id: other }],
    ['POST', `/api/platforms/plat_1/test?user_id=${other}`, undefined],
    ['POST', '/api/platforms/plat_1/test', { user_id: [PROFILE] }],
  ])('is forbidden: %s %s', async (method, path, body) => {
    const reply = await send(path, { method, ...(body && { body }) })
    expect([reply.status, reply.json()]).toMatchObject([403, { success: false, code: 'forbidden' }])
    expect(core().calls).toEqual([])
  })
})
