// Saving platforms: record and secrets together or neither, names, edits and what they do to the last test.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fieldErrors } from '../../../src/shared/errors.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createPlatformEnv, hook, LOCKED, OK, type PlatformEnv, SECRET, tradeDesk } from './support.ts'

let env: PlatformEnv
let full = false
beforeEach(async () => {
  full = false
  const store = createMemoryStore()
  env = await createPlatformEnv({
    store: {
      ...store,
      commit: async (...given) =>
        full
          ? { ok: false, error: { code: 'storage_full', message: 'The disk is full.' } }
          : store.commit(...given),
    },
  })
})
afterEach(() => env.close())

const names = async () => (await env.must('platforms.list', {})).items.map(({ name }) => name)
async function tested(platform_id: string) {
  env.answer.with = async () => OK
  const job = await env.must('platforms.testConnection', { platform_id })
  await env.ended(job.job_id)
  return env.must('platforms.get', { platform_id })
}

describe('create', () => {
  it('tells that a secret is set and how it ends, and never what it is', async () => {
    const made = await env.must('platforms.create', tradeDesk())
    expect(made).toMatchObject({
      name: 'Trade Desk, retail seat',
      version: 1,
      connection: { state: 'untested' },
      credential_fields: { token: { state: 'set', last4: SECRET.slice(-4) } },
      settings: { refresh_frequency: 'weekly', auto_refresh: false },
      user_id: RETAIL,
    })
    expect(await env.kept(made.platform_id, ['token'])).toEqual({ token: SECRET })
    expect(
      JSON.stringify([made, await env.must('platforms.list', {}), env.events, env.log.lines]),
    ).not.toContain(SECRET)
  })

  it('saves one that is not complete yet', async () => {
    const made = await env.must('platforms.create', { name: 'Meta', platform_type: 'meta' })
    expect(Object.values(made.credential_fields).every(({ state }) => state === 'missing')).toBe(true)
  })

  it('refuses a name that is taken, whatever its case, and keeps no secret', async () => {
    await env.must('platforms.create', hook())
    const error = await env.refused('platforms.create', tradeDesk({ name: ' loyalty HOOK ' }))
    expect(error).toMatchObject({ code: 'conflict' })
    expect(error.details?.fields).toMatchObject([{ path: 'name' }])
    expect(await names()).toEqual(['Loyalty hook'])
  })

  it('gives the last free name to one of two that ask at once', async () => {
    const both = await Promise.all([
      env.call('platforms.create', hook()),
      env.call('platforms.create', hook()),
      env.call('platforms.create', tradeDesk({ name: 'Loyalty hook' })),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await names()).toEqual(['Loyalty hook'])
  })

  it('lets two profiles use the same name', async () => {
    await env.must('platforms.create', hook())
    await env.must('platforms.create', hook(), TRAVEL)
    expect(await names()).toEqual(['Loyalty hook'])
  })

  it('saves nothing when the keychain is locked; without secrets it does', async () => {
    env.refuse.all = LOCKED
    expect(await env.refused('platforms.create', tradeDesk())).toMatchObject(LOCKED.error)
    expect(await names()).toEqual([])
    await env.must('platforms.create', tradeDesk({ credentials: {} }))
    expect(await names()).toHaveLength(1)
  })

  it('leaves no secret behind when the record can’t be written', async () => {
    const places: string[] = []
    const set = env.vault.set
    env.vault.set = async (owner, platform_id, values) => {
      places.push(platform_id)
      return set(owner, platform_id, values)
    }
    full = true
    expect(await env.refused('platforms.create', tradeDesk())).toMatchObject({ code: 'storage_full' })
    full = false
    expect(places).toHaveLength(1)
    expect(await env.kept(places[0] ?? '', ['token'])).toEqual({})
    expect(await names()).toEqual([])
  })

  it('names every bad field, repeats no value, and changes nothing', async () => {
    const error = await env.refused('platforms.create', {
      name: '',
      platform_type: 'webhook',
      settings: { url: 'http://plain.example.com', batch_size: 0, secret: 'abcdefghijklmnopqrstuvwxyz' },
      credentials: { secret: 'short', other: SECRET },
    })
    expect(error.code).toBe('validation_failed')
    expect(fieldErrors(error).map(({ path }) => path)).toEqual(['name'])
    const rest = await env.refused('platforms.create', {
      name: 'Loyalty hook',
      platform_type: 'webhook',
      settings: { url: 'http://plain.example.com', batch_size: 0, secret: 'abcdefghijklmnopqrstuvwxyz' },
      credentials: { secret: 'short', other: SECRET },
    })
    expect(
      fieldErrors(rest)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['credentials', 'credentials.secret', 'settings.batch_size', 'settings.secret', 'settings.url'])
    expect(JSON.stringify(rest)).not.toContain(SECRET)
    expect(await names()).toEqual([])
  })
})

describe('update', () => {
  it('keeps what is left out, secrets too, when it is renamed', async () => {
    const made = await env.must('platforms.create', tradeDesk())
    const { platform_id } = made
    const before = await tested(platform_id)
    const renamed = await env.must('platforms.update', {
      platform_id,
      expected_version: before.version,
      patch: { name: 'Trade Desk, US' },
    })
    expect(renamed).toMatchObject({
      name: 'Trade Desk, US',
      settings: made.settings,
      connection: before.connection,
    })
    expect(await env.kept(platform_id, ['token'])).toEqual({ token: SECRET })
  })

  it('makes the connection untested when a secret or a setting of the type changes', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    for (const patch of [
      { credentials: { secret: 'loyalty-signing-secret-0002' } },
      { settings: { url: 'https://hooks.example.com/other' } },
      { credentials: { secret: null } },
    ]) {
      const { version, connection } = await tested(platform_id)
      expect(connection.state).toBe('ok')
      const next = await env.must('platforms.update', { platform_id, expected_version: version, patch })
      expect(next.connection).toMatchObject({ state: 'untested', tested_at: null })
    }
    expect(await env.kept(platform_id, ['secret'])).toEqual({})
    const { versions } = await env.must('platforms.history', { platform_id })
    expect(versions.map(({ change_note }) => change_note)).toContain('Entered: Signing secret')
    expect(versions.map(({ change_note }) => change_note)).toContain('Removed: Signing secret')
  })

  it('is no conflict with a test in between, and is one with another edit', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    await tested(platform_id)
    await env.must('platforms.update', { platform_id, expected_version: 1, patch: { notes: 'First' } })
    const error = await env.refused('platforms.update', {
      platform_id,
      expected_version: 1,
      patch: { notes: 'Second' },
    })
    expect(error).toMatchObject({ code: 'conflict', details: { current_version: 3, expected_version: 1 } })
  })

  it('is a conflict when a secret was replaced in between', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    const { version } = await tested(platform_id)
    const edit = (secret: string) => ({
      platform_id,
      expected_version: version,
      patch: { credentials: { secret } },
    })
    await env.must('platforms.update', edit('loyalty-signing-secret-xx-0001'))
    expect(await env.refused('platforms.update', edit('loyalty-signing-secret-yy-0001'))).toMatchObject({
      code: 'conflict',
    })
    expect(await env.kept(platform_id, ['secret'])).toEqual({ secret: 'loyalty-signing-secret-xx-0001' })
  })

  it('puts the old secret back when the record can’t be written', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    full = true
    const edit = { platform_id, expected_version: 1, patch: { credentials: { secret: 'n'.repeat(30) } } }
    expect(await env.refused('platforms.update', edit)).toMatchObject({ code: 'storage_full' })
    expect(await env.kept(platform_id, ['secret'])).toEqual({ secret: 'loyalty-signing-secret-0001' })
    const clear = { platform_id, expected_version: 1, patch: { credentials: { secret: null } } }
    expect(await env.refused('platforms.update', clear)).toMatchObject({ code: 'storage_full' })
    expect(await env.kept(platform_id, ['secret'])).toEqual({ secret: 'loyalty-signing-secret-0001' })
  })

  it('changes neither name nor secret when the keychain is locked; the name alone it does', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    env.refuse.all = LOCKED
    const patch = { name: 'Hook', credentials: { secret: 'n'.repeat(30) } }
    expect(await env.refused('platforms.update', { platform_id, expected_version: 1, patch })).toMatchObject({
      code: 'keychain_locked',
    })
    await env.must('platforms.update', { platform_id, expected_version: 1, patch: { name: 'Hook' } })
    expect(await names()).toEqual(['Hook'])
  })

  it('writes no version when nothing changed', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    const same = await env.must('platforms.update', {
      platform_id,
      expected_version: 1,
      patch: { name: 'Loyalty hook', settings: { auto_refresh: false } },
      change_note: 'Nothing, really',
    })
    expect(same.version).toBe(1)
  })

  it('may change the case of its own name, and not take another’s', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    await env.must('platforms.create', tradeDesk())
    await env.must('platforms.update', { platform_id, expected_version: 1, patch: { name: 'LOYALTY hook' } })
    const taken = { platform_id, expected_version: 2, patch: { name: 'trade desk, RETAIL seat' } }
    expect(await env.refused('platforms.update', taken)).toMatchObject({ code: 'conflict' })
  })
})

describe('copies, status and old versions', () => {
  it('copies everything but the secrets', async () => {
    const { platform_id } = await env.must('platforms.create', hook({ notes: 'Of the loyalty team' }))
    const copy = await env.must('platforms.duplicate', { platform_id })
    expect(copy).toMatchObject({
      name: 'Loyalty hook (copy)',
      notes: 'Of the loyalty team',
      credential_fields: { secret: { state: 'missing' } },
      connection: { state: 'untested' },
    })
    expect(await env.kept(copy.platform_id, ['secret'])).toEqual({})
    expect((await env.must('platforms.duplicate', { platform_id })).name).toBe('Loyalty hook (copy 2)')
    expect(await env.refused('platforms.duplicate', { platform_id, name: 'loyalty hook' })).toMatchObject({
      code: 'conflict',
    })
  })

  it('deactivates and activates, and a second time changes nothing', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    const off = await env.must('platforms.setStatus', { platform_id, status: 'inactive' })
    expect(off).toMatchObject({ status: 'inactive', version: 2 })
    expect((await env.must('platforms.setStatus', { platform_id, status: 'inactive' })).version).toBe(2)
  })

  it('makes old settings the newest, with the secrets of now, untested where the type’s settings differ', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    await env.must('platforms.update', {
      platform_id,
      expected_version: 1,
      patch: {
        name: 'Hook of spring',
        settings: { url: 'https://hooks.example.com/spring' },
        credentials: { secret: 'loyalty-signing-secret-9999' },
      },
    })
    const { version } = await tested(platform_id)
    const back = await env.must('platforms.restoreVersion', {
      platform_id,
      version: 1,
      expected_version: version,
    })
    expect(back).toMatchObject({
      name: 'Loyalty hook',
      settings: { url: 'https://hooks.example.com/audiences' },
      connection: { state: 'untested' },
      credential_fields: { secret: { state: 'set', last4: '9999' } },
      change_note: 'Restored version 1',
    })
  })

  it('tells each version with what changed', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    await env.must('platforms.update', {
      platform_id,
      expected_version: 1,
      patch: { name: 'Hook', settings: { batch_size: 500 }, credentials: { secret: null } },
    })
    await tested(platform_id)
    const { versions } = await env.must('platforms.history', { platform_id })
    expect(versions.map(({ changed_fields }) => changed_fields)).toEqual([
      ['connection'],
      ['name', 'credential_fields.secret', 'settings.batch_size'],
      [],
    ])
  })
})
