// Access tokens: shown once, kept as a hash alone, refused at once when revoked or expired, each for its own profile.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { redactText } from '../../../src/main/core/log/redact.ts'
import { safeName } from '../../../src/main/core/personal/files.ts'
import { createDirectory } from '../../../src/main/core/profiles/directory.ts'
import { createTokens } from '../../../src/main/core/tokens/index.ts'
import { isToken, newSecret, tokenIdOf } from '../../../src/main/core/tokens/secret.ts'
import { ok } from '../../../src/shared/errors.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'

let test: TestCore
beforeEach(async () => {
  test = await createTestCore()
})
afterEach(() => test.close())

const make = (name: string, given: { scope?: 'read_only' } = {}, user = RETAIL) =>
  test.must('tokens.create', { name, scope: 'read_write', ...given }, user)
const names = async (user = RETAIL) => (await test.must('tokens.list', {}, user)).tokens.map(one => one.name)
async function holder(token: string, core = test.core) {
  const found = await core.tokenHolder(token)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}
const fileOf = (user: string) => join(test.folder, '_meta', 'tokens', `${safeName(user)}.json`)

describe('a token', () => {
  it('is answered once, and listed by what tells it from others', async () => {
    const { token, ...shown } = await make('Weekly report', { scope: 'read_only' })
    expect(token).toMatch(/^act_[0-9a-f]{16}_[\w-]{43}$/)
    expect(shown).toMatchObject({ scope: 'read_only', last4: token.slice(-4), last_used_at: null })
    await make('Notebook')
    const listed = await test.must('tokens.list', {})
    expect(listed.tokens.map(one => one.name).sort()).toEqual(['Notebook', 'Weekly report'])
    expect(JSON.stringify(listed)).not.toContain(token)
    expect(await names(TRAVEL)).toEqual([])
  })

  it('speaks for who made it, with its scope, and notes its use', async () => {
    const mine = await make('Mine', { scope: 'read_only' })
    const theirs = await make('Theirs', {}, TRAVEL)
    expect(await holder(mine.token)).toEqual({
      token_id: mine.token_id,
      user_id: RETAIL,
      scope: 'read_only',
    })
    expect(await holder(theirs.token)).toMatchObject({ user_id: TRAVEL, scope: 'read_write' })
    const [used] = (await test.must('tokens.list', {})).tokens
    expect(used?.last_used_at).toMatch(/^20/)
  })

  it('is known after a restart, with its last use, and of no other workspace', async () => {
    const { token, token_id } = await make('Nightly')
    await holder(token)
    await holder(token)
    await test.core.close()
    const again = await createTestCore({ workspace: test.folder })
    expect(await holder(token, again.core)).toMatchObject({ user_id: RETAIL })
    const [kept] = (await again.must('tokens.list', {})).tokens
    expect([kept?.token_id, kept?.last_used_at !== null]).toEqual([token_id, true])
    await again.core.close()
    const other = await createTestCore()
    expect(await holder(token, other.core)).toBeNull()
    await other.close()
  })

  it('is refused from the moment it is revoked, also to many at once', async () => {
    const { token, token_id } = await make('Lost laptop')
    const before = Array.from({ length: 20 }, () => holder(token))
    expect((await Promise.all(before)).every(one => one?.user_id === RETAIL)).toBe(true)
    await test.must('tokens.revoke', { token_id })
    expect(await holder(token)).toBeNull()
    expect(await names()).toEqual([])
    expect(await test.refused('tokens.revoke', { token_id })).toMatchObject({ code: 'not_found' })
    expect(test.events.filter(({ event }) => event === 'tokens.changed')).toEqual([
      { event: 'tokens.changed', payload: {}, user_id: RETAIL },
      { event: 'tokens.changed', payload: {}, user_id: RETAIL },
    ])
  })

  it('can’t be revoked by another profile', async () => {
    const { token, token_id } = await make('Mine')
    const refused = await test.refused('tokens.revoke', { token_id }, { user_id: TRAVEL })
    expect(refused.code).toBe('not_found')
    expect(await holder(token)).not.toBeNull()
  })

  it('ends when it expires, and never begins in the past', async () => {
    let now = Date.parse('2026-11-26T09:00:00Z')
    const tokens = createTokens({
      workspace: test.folder,
      directory: createDirectory(test.store),
      log: test.log,
      changed() {},
      now: () => now,
    })
    const context = { user_id: RETAIL, session: 'desktop', door: 'test' } as const
    const input = { name: 'For an hour', scope: 'read_only', expires_at: '2026-11-26T10:00:00.000Z' } as const
    const made = await tokens.handlers['tokens.create'](input, context)
    const token = made.ok ? made.value.token : ''
    now = Date.parse('2026-11-26T09:59:59.999Z')
    expect(await tokens.holder(token)).toMatchObject({ value: { user_id: RETAIL } })
    now += 1
    expect(await tokens.holder(token)).toEqual(ok(null))
    const again = await tokens.handlers['tokens.create'](input, context)
    expect(again).toMatchObject({ error: { details: { fields: [{ path: 'expires_at' }] } } })
    expect(await tokens.handlers['tokens.list']({}, context)).toMatchObject({
      value: { tokens: [{ name: 'For an hour', last_used_at: '2026-11-26T09:59:59.999Z' }] },
    })
    await tokens.close()
  })

  it('is one of at most 50', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => make(`Token ${n}`)))
    expect(await names()).toHaveLength(50)
    const input = { name: 'One more', scope: 'read_only' }
    expect(await test.refused('tokens.create', input)).toMatchObject({
      code: 'quota_exceeded',
      details: { limit: 50 },
    })
    const [last] = (await test.must('tokens.list', {})).tokens
    await test.must('tokens.revoke', { token_id: last?.token_id ?? '' })
    expect((await make('One more')).name).toBe('One more')
  })
})

describe('what is kept', () => {
  it('is the hash alone, for its owner alone to read, and nothing of it in the log', async () => {
    const { token } = await make('Weekly report')
    await holder(token)
    const secret = token.slice(21)
    const files = await readdir(test.folder, { recursive: true, withFileTypes: true })
    for (const file of files.filter(one => one.isFile()))
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(secret)
    if (process.platform !== 'win32') expect((await stat(fileOf(RETAIL))).mode & 0o077).toBe(0)
    expect(JSON.stringify(test.log.lines)).not.toContain(secret)
    expect(redactText(`GET failed with ${token}, again`)).toBe('GET failed with [redacted], again')
  })

  it('that is damaged is set aside, and its tokens are refused', async () => {
    const mine = await make('Mine')
    const theirs = await make('Theirs', {}, TRAVEL)
    await test.core.close()
    await writeFile(fileOf(RETAIL), '{"user_id":"retail-analytics","tokens":[{"sha256":""}]}')
    const again = await createTestCore({ workspace: test.folder })
    expect(await holder(mine.token, again.core)).toBeNull()
    expect(await holder(theirs.token, again.core)).not.toBeNull()
    await again.core.close()
  })
})

describe('a guess', () => {
  const { token, token_id, sha256 } = newSecret()
  it.each([
    ['the token', token, true],
    ['another of the same id', `act_${token_id}_${'A'.repeat(43)}`, false],
    ['a shorter one', token.slice(0, -1), false],
    ['a longer one', `${token}x`, false],
    ['the hash', sha256, false],
    ['nothing', '', false],
  ])('is compared: %s', (_what, given, expected) => expect(isToken(given, sha256)).toBe(expected))

  it('is compared with something also where there is no such token', () =>
    expect(isToken(token, undefined)).toBe(false))

  it.each(['', 'act_', `act_${'0'.repeat(16)}_`, `${token} `, `x${token}`, tmpdir()])(
    'that can’t be one has no id: %j',
    given => expect(tokenIdOf(given)).toBeNull(),
  )
})
