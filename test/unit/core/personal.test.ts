// Preferences and drafts: kept per person, whole or not at all, and damage never in the way.
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskRefusal, removeFile, safeName, writeJson } from '../../../src/main/core/personal/files.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'

let test: TestCore
beforeEach(async () => {
  test = await createTestCore()
})
afterEach(() => test.close())

const DEFAULTS = {
  theme: 'system',
  density: 'regular',
  last_route: '/',
  check_platforms_daily: true,
  views: {},
}
const preferencesFolder = () => join(test.folder, '_meta', 'preferences')
const draftsFolder = (user: string) => join(test.folder, '_meta', 'drafts', safeName(user))

describe('preferences', () => {
  it('begin with defaults and keep what is set', async () => {
    expect(await test.must('preferences.get', {})).toEqual(DEFAULTS)
    await test.must('preferences.set', { theme: 'dark', views: { audiences: { sort: 'name' } } })
    const next = await test.must('preferences.set', { last_route: '/audiences', views: { board: [1] } })
    expect(next).toEqual({
      ...DEFAULTS,
      theme: 'dark',
      last_route: '/audiences',
      views: { audiences: { sort: 'name' }, board: [1] },
    })
    expect(await test.must('preferences.get', {})).toEqual(next)
    expect(await test.must('preferences.get', {}, TRAVEL)).toEqual(DEFAULTS)
  })

  it('lose none of several changes at once', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => test.must('preferences.set', { views: { [`view ${n}`]: n } })),
    )
    expect(Object.keys((await test.must('preferences.get', {})).views)).toHaveLength(10)
    expect(await readdir(preferencesFolder())).toEqual([`${safeName(RETAIL)}.json`])
  })

  it('are at most 256 kB', async () => {
    const half = 'x'.repeat(130_000)
    await test.must('preferences.set', { views: { a: half } })
    const error = await test.refused('preferences.set', { views: { b: half } })
    expect(error).toMatchObject({ code: 'validation_failed', details: { fields: [{ path: 'views' }] } })
    expect(Object.keys((await test.must('preferences.get', {})).views)).toEqual(['a'])
  })

  it.each(['{"theme":"dark"', '[]', '{"theme":"pink"}', ''])(
    'set a damaged file aside and go on with defaults: %j',
    async text => {
      await mkdir(preferencesFolder(), { recursive: true })
      await writeFile(join(preferencesFolder(), `${safeName(RETAIL)}.json`), text)
      expect(await test.must('preferences.get', {})).toEqual(DEFAULTS)
      const names = await readdir(preferencesFolder())
      expect(names).toHaveLength(1)
      expect(names[0]).toMatch(/\.json\.damaged-\d+$/)
      expect(await readFile(join(preferencesFolder(), names[0] ?? ''), 'utf8')).toBe(text)
      expect(test.log.lines.some(line => line.event === 'personal_file_damaged')).toBe(true)
      expect(await test.must('preferences.set', { theme: 'light' })).toMatchObject({ theme: 'light' })
    },
  )
})

describe('drafts', () => {
  const save = (key: string, value: { name: string } = { name: 'Weekend road trippers' }) =>
    test.must('drafts.save', { key, value, base_version: 3 })

  it('are kept by key, newest first, for their owner alone', async () => {
    await save('new')
    await new Promise(resolve => setTimeout(resolve, 2))
    const second = await save('aud_1')
    expect(second).toMatchObject({ key: 'aud_1', base_version: 3, value: { name: 'Weekend road trippers' } })
    const { drafts } = await test.must('drafts.list', {})
    expect(drafts.map(draft => draft.key)).toEqual(['aud_1', 'new'])
    expect((await test.must('drafts.list', {}, TRAVEL)).drafts).toEqual([])
  })

  it('replace the one of the same key', async () => {
    await save('new')
    await save('new', { name: 'Big Sky Families' })
    const { drafts } = await test.must('drafts.list', {})
    expect(drafts.map(draft => draft.value)).toEqual([{ name: 'Big Sky Families' }])
  })

  it('are removed; removing one that is gone is fine', async () => {
    await save('new')
    await test.must('drafts.remove', { key: 'new' }, TRAVEL)
    expect((await test.must('drafts.list', {})).drafts).toHaveLength(1)
    await test.must('drafts.remove', { key: 'new' })
    await test.must('drafts.remove', { key: 'new' })
    expect((await test.must('drafts.list', {})).drafts).toEqual([])
  })

  it('are at most 50, of 1 MB each', async () => {
    for (let n = 0; n < 50; n++) await save(`aud_${n}`)
    expect((await test.refused('drafts.save', { key: 'new', value: {} })).code).toBe('quota_exceeded')
    await save('aud_7', { name: 'Still editable' })
    const large = await test.refused('drafts.save', { key: 'aud_7', value: 'x'.repeat(1_000_001) })
    expect(large).toMatchObject({ code: 'validation_failed', details: { fields: [{ path: 'value' }] } })
  })

  it('survive a damaged neighbour', async () => {
    await save('new')
    await writeFile(join(draftsFolder(RETAIL), 'u-bad.json'), '{')
    expect((await test.must('drafts.list', {})).drafts).toHaveLength(1)
    expect((await readdir(draftsFolder(RETAIL))).some(name => name.startsWith('u-bad.json.damaged-'))).toBe(
      true,
    )
  })
})

describe('writing', () => {
  it.skipIf(process.platform !== 'linux')('says when a file can’t be removed', async () => {
    expect(await removeFile('/proc/version')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await removeFile(join(test.folder, 'none.json'))).toEqual({ ok: true, value: null })
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'says when the folder can’t be written to, and leaves nothing behind',
    async () => {
      await test.must('preferences.set', { theme: 'dark' })
      await chmod(preferencesFolder(), 0o500)
      const error = await test.refused('preferences.set', { theme: 'light' })
      await chmod(preferencesFolder(), 0o700)
      expect(error.code).toBe('forbidden')
      expect(await test.must('preferences.get', {})).toMatchObject({ theme: 'dark' })
      expect(await readdir(preferencesFolder())).toHaveLength(1)
    },
  )

  it('leaves no temporary file when it fails', async () => {
    const folder = join(test.folder, 'place')
    await mkdir(join(folder, 'taken.json', 'full'), { recursive: true })
    await expect(writeJson(join(folder, 'taken.json'), {})).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['taken.json'])
  })

  it.each([
    ['ENOSPC', 'storage_full'],
    ['EROFS', 'forbidden'],
    ['EBUSY', 'storage_busy'],
    ['EIO', undefined],
  ])('answers %s as %s', (code, expected) => {
    expect(diskRefusal(Object.assign(new Error('disk'), { code }))?.error.code).toBe(expected)
  })
})

describe('safeName', () => {
  it('fits every system and is different for every id, case ignored', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 64 }),
      fc.constantFrom('CON', 'con', '..', '.', 'a.', 'A'),
    )
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(safeName(a)).toMatch(/^u-[a-z0-9_-]*$/)
        // Lone surrogates have no UTF-8 form of their own.
        if (a !== b && a.isWellFormed() && b.isWellFormed()) expect(safeName(a)).not.toBe(safeName(b))
      }),
    )
  })

  it('stays within 255 bytes for the longest profile id', () => {
    expect(safeName('@'.repeat(64)).length).toBeLessThan(220)
  })
})
