// Into the trash and back: secrets go with the record, at once or as soon as the keychain lets them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPlatformEnv, hook, LOCKED, type PlatformEnv } from './support.ts'

let env: PlatformEnv
beforeEach(async () => {
  env = await createPlatformEnv()
})
afterEach(() => env.close())

const listed = async (deleted: boolean) =>
  (await env.must('platforms.list', { filter: { deleted } })).items.map(({ name }) => name)

it('deletes the record and its secrets, and restores it without them', async () => {
  const { platform_id } = await env.must('platforms.create', hook())
  const gone = await env.must('platforms.delete', { platform_id })
  expect(gone).toMatchObject({ deleted: true, credential_fields: { secret: { state: 'missing' } } })
  expect(await env.kept(platform_id, ['secret'])).toEqual({})
  expect([await listed(false), await listed(true)]).toEqual([[], ['Loyalty hook']])
  const back = await env.must('platforms.undelete', { platform_id })
  expect(back).toMatchObject({
    deleted: false,
    credential_fields: { secret: { state: 'missing' } },
    connection: { state: 'untested' },
  })
  expect([await listed(false), await listed(true)]).toEqual([['Loyalty hook'], []])
})

it('refuses edits and tests of what is in the trash', async () => {
  const { platform_id } = await env.must('platforms.create', hook())
  await env.must('platforms.delete', { platform_id })
  for (const [operation, more] of [
    ['platforms.update', { expected_version: 2, patch: { name: 'Hook' } }],
    ['platforms.setStatus', { status: 'inactive' }],
    ['platforms.testConnection', {}],
    ['platforms.restoreVersion', { version: 1, expected_version: 2 }],
  ] as const)
    expect((await env.refused(operation, { platform_id, ...more })).code, operation).toBe('conflict')
  expect((await env.must('platforms.delete', { platform_id })).version).toBe(2)
})

it('doesn’t come back under a name that was taken meanwhile', async () => {
  const { platform_id } = await env.must('platforms.create', hook())
  await env.must('platforms.delete', { platform_id })
  await env.must('platforms.create', hook())
  expect((await env.refused('platforms.undelete', { platform_id })).code).toBe('conflict')
  expect(await listed(true)).toEqual(['Loyalty hook'])
})

it('deletes with a locked keychain; the secrets go as soon as it is unlocked, and not back with the record', async () => {
  const { platform_id } = await env.must('platforms.create', hook())
  env.refuse.all = LOCKED
  await env.must('platforms.delete', { platform_id })
  expect(await listed(false)).toEqual([])
  const journal = await readFile(join(env.folder, '_meta', 'credential-removals.json'), 'utf8')
  expect(JSON.parse(journal)).toEqual({ places: [{ owner: 'retail-analytics', platform_id }] })
  expect((await env.refused('platforms.undelete', { platform_id })).code).toBe('keychain_locked')

  env.refuse.all = null
  expect(await env.kept(platform_id, ['secret'])).toEqual({ secret: 'loyalty-signing-secret-0001' })
  await env.must('credentials.state', {})
  expect(await env.kept(platform_id, ['secret'])).toEqual({})
  await env.must('platforms.undelete', { platform_id })
})
