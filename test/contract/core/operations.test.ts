// Every operation of the core: one success, and what each must refuse.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPEN_OPERATIONS } from '../../../src/main/core/handlers.ts'
import { type CoreOperation, isCoreOperation } from '../../../src/shared/contract.ts'
import { type AppError, fieldErrors, type Result } from '../../../src/shared/errors.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { cases } from './cases.ts'
import { createEnv, type Env } from './env.ts'
import { leavesOf, objectsOf, withChange, withKey } from './leaves.ts'

const CORE = OPERATION_NAMES.filter(isCoreOperation)
const desktop = { user_id: RETAIL, session: 'desktop', door: 'test' } as const
const OPEN: readonly CoreOperation[] = OPEN_OPERATIONS

/** Any JSON is allowed below these: each row of an import is judged by the import, a draft by nobody. */
const FREE: Partial<Record<CoreOperation, string>> = { 'imports.records': 'records', 'drafts.save': 'value' }
const isFree = (operation: CoreOperation, path: readonly (string | number)[]) =>
  (path.length > 0 && path[0] === FREE[operation]) || path.includes('characteristics')
/** What isn't known is kept in these: it may be another version's. The keys of a mapping are a file's own columns. */
const keepsUnknown = (path: readonly (string | number)[]) =>
  path.includes('metadata') || path.includes('settings') || path.includes('mapping')

let env: Env
beforeEach(async () => {
  env = await createEnv()
})
afterEach(() => env.close())

const ask = (operation: CoreOperation, input: unknown): Promise<Result<unknown>> =>
  env.core.invoke(operation, input, desktop)
const errorOf = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error)

it('has a case for every operation of the contract', () => {
  expect(Object.keys(cases).sort()).toEqual([...CORE].sort())
})

describe.each(CORE)('%s', operation => {
  it('answers as the contract says', async () => {
    const result = await ask(operation, await cases[operation](env))
    expect(errorOf(result)).toBeNull()
  })

  it('refuses what is no object', async () => {
    for (const input of [null, undefined, 'x', 42, true, [], [{}]])
      expect(errorOf(await ask(operation, input))?.code, String(input)).toBe('validation_failed')
  })

  it('refuses fields it doesn’t know, in every object but free metadata', async () => {
    const good = await cases[operation](env)
    for (const path of objectsOf(good)) {
      if (isFree(operation, path) || keepsUnknown(path)) continue
      const error = errorOf(await ask(operation, withChange(good, path, withKey('user_id_of', TRAVEL))))
      expect(error?.code, path.join('.')).toBe('validation_failed')
      const [named] = fieldErrors(error ?? { code: 'internal', message: '' })
      // Someone may have pasted a secret as a name: it isn't repeated.
      if (path.includes('credentials')) expect(named?.path).toBe('credentials')
      else expect(named?.message).toContain('user_id_of')
    }
  })

  it('refuses keys that reach for a prototype, wherever they are', async () => {
    const good = await cases[operation](env)
    for (const path of objectsOf(good)) {
      const bad = withChange(good, path, withKey('__proto__', { deleted: true }))
      const error = errorOf(await ask(operation, bad))
      expect(error?.code, path.join('.')).toBe('validation_failed')
      expect(error?.message).toContain('__proto__')
    }
  })

  it('refuses text that is far too long, and names the field', async () => {
    const good = await cases[operation](env)
    for (const { path, name, value } of leavesOf(good)) {
      if (typeof value !== 'string' || path.includes('records')) continue
      const error = errorOf(
        await ask(
          operation,
          withChange(good, path, () => 'x'.repeat(1_100_000)),
        ),
      )
      expect(error?.code, name).toBe('validation_failed')
      const named = fieldErrors(error ?? { code: 'internal', message: '' })[0]?.path ?? ''
      expect(named.startsWith(String(path[0])), `${named} for ${name}`).toBe(true)
      expect(JSON.stringify(error).length).toBeLessThan(2_000)
    }
  })

  it('refuses a value of another type in any field', async () => {
    const good = await cases[operation](env)
    for (const { path, name, value } of leavesOf(good)) {
      if (isFree(operation, path)) continue
      for (const wrong of [{ $gt: '' }, [['x']], Number.NaN, typeof value === 'string' ? false : 'one']) {
        const error = errorOf(
          await ask(
            operation,
            withChange(good, path, () => wrong),
          ),
        )
        expect(error?.code, `${name} as ${JSON.stringify(wrong)}`).toBe('validation_failed')
      }
    }
  })

  it('takes no id for more than an id', async () => {
    const good = await cases[operation](env)
    const ids = leavesOf(good).filter(({ path }) =>
      [
        'audience_id',
        'audience_ids',
        'platform_id',
        'distribution_id',
        'platform_ids',
        'job_id',
        'user_id',
        'key',
        'file_token',
      ].some(name => path.includes(name)),
    )
    const tricks = [
      '../../etc/passwd',
      '..',
      'a/b',
      'C:\\x',
      '',
      '\u0000',
      "' OR 1=1 --",
      'aud_1;DROP TABLE x',
      '%2e%2e',
      '😀',
    ]
    for (const { path, name } of ids) {
      if (isFree(operation, path)) continue
      for (const trick of tricks) {
        const error = errorOf(
          await ask(
            operation,
            withChange(good, path, () => trick),
          ),
        )
        expect(['validation_failed', 'not_found', 'forbidden'], `${name}: ${trick}`).toContain(error?.code)
      }
    }
  })

  it('answers before sign-in only what it may', async () => {
    const input = await cases[operation](env)
    const result = await env.core.invoke(operation, input, { ...desktop, user_id: null })
    const expected = !OPEN.includes(operation) || operation === 'profiles.update' ? 'unauthorized' : undefined
    expect(errorOf(result)?.code).toBe(expected)
  })
})

const ofOthers = [
  'audiences.get',
  'audiences.update',
  'audiences.setStatus',
  'audiences.duplicate',
  'audiences.delete',
  'audiences.undelete',
  'audiences.history',
  'audiences.restoreVersion',
  'audiences.diff',
  'platforms.get',
  'platforms.update',
  'platforms.setStatus',
  'platforms.duplicate',
  'platforms.delete',
  'platforms.undelete',
  'platforms.history',
  'platforms.restoreVersion',
  'platforms.testConnection',
  'distributions.preflight',
  'distributions.create',
  'distributions.get',
  'distributions.history',
  'distributions.update',
  'distributions.runNow',
  'distributions.retry',
  'distributions.cancel',
  'distributions.requestApproval',
  'distributions.approve',
  'distributions.reject',
  'distributions.enterResults',
  'distributions.receipt',
  'imports.inspect',
  'imports.plan',
  'imports.start',
  'imports.errors',
  'imports.saveErrors',
  'exports.start',
  'exports.audience',
  'queries.export',
  'queries.remove',
  'jobs.get',
  'jobs.cancel',
  'jobs.dismiss',
] as const satisfies readonly CoreOperation[]

describe.each(ofOthers)('%s of another profile', operation => {
  it('is answered exactly as one that doesn’t exist, and changes nothing', async () => {
    const theirs = await cases[operation](env)
    const before = await env.store.history('audience', RETAIL, env.audience.audience_id)
    const stranger = { ...desktop, user_id: TRAVEL }
    const refused = errorOf(await env.core.invoke(operation, theirs, stranger))
    const known = [env.audience.audience_id, env.second.audience_id]
    const absent = JSON.parse(
      JSON.stringify(theirs, (key, value: unknown) =>
        /_id$|^file_token$/.test(key) && typeof value === 'string'
          ? value.replaceAll(/[0-9a-f]/g, '0')
          : value,
      ),
    ) as unknown
    const never = errorOf(await env.core.invoke(operation, absent, stranger))
    expect(refused?.code).toBe('not_found')
    // The id that was asked for is the only difference.
    const plain = (error: AppError | null) => ({ ...error, details: Object.keys(error?.details ?? {}) })
    expect(plain(refused)).toEqual(plain(never))
    for (const id of known)
      if (!JSON.stringify(theirs).includes(id)) expect(JSON.stringify(refused)).not.toContain(id)
    expect(await env.store.history('audience', RETAIL, env.audience.audience_id)).toEqual(before)
  })
})

describe('lists', () => {
  it('show nothing of another profile', async () => {
    await env.startJob()
    await env.must('drafts.save', { key: 'new', value: 1 })
    expect((await env.must('audiences.list', {}, TRAVEL)).items).toEqual([])
    expect(await env.must('audiences.count', {}, TRAVEL)).toMatchObject({ total: 0, deleted: 0 })
    expect((await env.must('audiences.facets', {}, TRAVEL)).tags).toEqual([])
    expect((await env.must('platforms.list', {}, TRAVEL)).items).toEqual([])
    expect((await env.must('distributions.list', {}, TRAVEL)).items).toEqual([])
    await env.conflict()
    expect(await env.must('bigquery.status', {}, TRAVEL)).toMatchObject({ connection: null, conflicts: 0 })
    expect((await env.must('bigquery.conflicts', {}, TRAVEL)).items).toEqual([])
    expect((await env.must('jobs.list', {}, TRAVEL)).jobs).toEqual([])
    expect((await env.must('drafts.list', {}, TRAVEL)).drafts).toEqual([])
  })
})
