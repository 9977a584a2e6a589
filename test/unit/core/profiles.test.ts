// Profiles over the desktop's session and over a token's.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../../src/main/core/face.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'

let test: TestCore
beforeEach(async () => {
  test = await createTestCore()
})
afterEach(() => test.close())

const token: Partial<Context> = { session: 'token', door: 'server', user_id: RETAIL }
const nobody: Partial<Context> = { user_id: null }
const as = async (operation: 'profiles.list' | 'profiles.current', given: Partial<Context>) => {
  const result = await test.core.invoke(
    operation,
    {},
    { user_id: RETAIL, session: 'desktop', door: 'test', ...given },
  )
  return result.ok ? result.value : result.error
}

describe('on the desktop', () => {
  it('lists every profile, by name', async () => {
    const { profiles } = await test.must('profiles.list', {})
    expect(profiles.map(profile => profile.display_name)).toEqual(['Retail analytics', 'Travel analytics'])
    expect(await as('profiles.list', nobody)).toEqual({ profiles })
  })

  it('makes a profile that is its own owner, without limits', async () => {
    const user = await test.must('profiles.create', {
      display_name: ' Media planning ',
      email: 'planning@example.com',
    })
    expect(user).toMatchObject({
      display_name: 'Media planning',
      organization: '',
      permissions: ['audiences', 'platforms', 'distributions'],
      quota: { max_audiences: null, max_distributions_per_month: null },
      version: 1,
      changed_by: user.user_id,
    })
    expect(user.last_login).toBe(user.created_at)
    expect(await test.must('profiles.current', {}, user.user_id)).toEqual(user)
  })

  it('notes when a profile was chosen', async () => {
    expect(await test.must('profiles.current', {})).toMatchObject({ last_login: null })
    const chosen = await test.must('profiles.choose', { user_id: TRAVEL })
    expect(chosen).toMatchObject({ user_id: TRAVEL, version: 2 })
    expect(await test.must('profiles.current', {}, TRAVEL)).toEqual(chosen)
  })

  it('lets all of several choices at once succeed', async () => {
    const all = await Promise.all([1, 2, 3].map(() => test.call('profiles.choose', { user_id: TRAVEL })))
    expect(all.every(result => result.ok)).toBe(true)
    expect(await test.must('profiles.current', {}, TRAVEL)).toMatchObject({ version: 4 })
  })

  it('changes one’s own profile and keeps the rest', async () => {
    const before = await test.must('profiles.choose', { user_id: RETAIL })
    const after = await test.must('profiles.update', {
      display_name: 'Retail insights',
      organization: 'Retail',
    })
    expect(after).toEqual({
      ...before,
      display_name: 'Retail insights',
      organization: 'Retail',
      version: 3,
      updated_at: after.updated_at,
    })
  })

  it('answers nobody when nobody is signed in, or the profile is unknown', async () => {
    expect(await as('profiles.current', nobody)).toBeNull()
    expect(await as('profiles.current', { user_id: 'user_unknown' })).toBeNull()
    expect(await test.must('profiles.signOut', {})).toBeNull()
  })

  it('refuses what can’t be', async () => {
    expect((await test.refused('profiles.choose', { user_id: 'user_unknown' })).code).toBe('not_found')
    expect((await test.refused('profiles.update', { display_name: 'X' }, nobody)).code).toBe('unauthorized')
    const gone = await test.refused('profiles.update', { display_name: 'X' }, { user_id: 'user_unknown' })
    expect(gone.code).toBe('not_found')
    expect((await test.refused('profiles.create', { display_name: ' ' })).code).toBe('validation_failed')
    expect((await test.refused('profiles.create', { display_name: 'X', email: 'no' })).code).toBe(
      'validation_failed',
    )
  })
})

describe('with a token', () => {
  it('knows its own profile alone', async () => {
    expect(await as('profiles.list', token)).toMatchObject({ profiles: [{ user_id: RETAIL }] })
    expect(await as('profiles.list', { ...token, user_id: null })).toEqual({ profiles: [] })
  })

  it('may choose its own profile, and no other', async () => {
    const own = await test.core.invoke(
      'profiles.choose',
      { user_id: RETAIL },
      { user_id: RETAIL, session: 'token', door: 'server' },
    )
    expect(own.ok).toBe(true)
    const other = await test.refused('profiles.choose', { user_id: TRAVEL }, token)
    const unknown = await test.refused('profiles.choose', { user_id: 'user_unknown' }, token)
    expect(other.code).toBe('forbidden')
    expect(unknown).toEqual(other)
  })

  it('may neither make a profile nor sign out', async () => {
    expect((await test.refused('profiles.create', { display_name: 'Second' }, token)).code).toBe('forbidden')
    expect((await test.refused('profiles.signOut', {}, token)).code).toBe('forbidden')
  })
})

describe('ensureProfile', () => {
  it('makes it once, also when asked twice at the same time', async () => {
    const both = await Promise.all(
      [1, 2].map(() => test.core.ensureProfile('analyst@example.com', 'Analyst')),
    )
    expect(both).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ])
    await test.core.ensureProfile('analyst@example.com', 'Another name')
    expect(await test.must('profiles.current', {}, 'analyst@example.com')).toMatchObject({
      display_name: 'Analyst',
      version: 1,
    })
  })

  it.each(['', '../up', 'a b', 'x'.repeat(65), 'CON/nul'])('refuses the id %j', async id => {
    const made = await test.core.ensureProfile(id, 'Analyst')
    expect(!made.ok && made.error.code).toBe('validation_failed')
  })

  it('refuses a name that is none', async () => {
    expect(await test.core.ensureProfile('analyst', '  ')).toMatchObject({
      ok: false,
      error: { code: 'validation_failed' },
    })
  })
})
