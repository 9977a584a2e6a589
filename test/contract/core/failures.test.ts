// Every operation of the core when what it stands on fails: the store refuses, or breaks. A failure is an answer.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/main/core/store/face.ts'
import { type CoreOperation, isCoreOperation } from '../../../src/shared/contract.ts'
import { fail } from '../../../src/shared/errors.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { RETAIL } from '../../support/core.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { cases } from './cases.ts'
import { createEnv, type Env } from './env.ts'

const desktop = { user_id: RETAIL, session: 'desktop', door: 'test' } as const
/** These ask the store nothing; jobs ask it later, and end as failed. */
const WITHOUT_STORE: ReadonlySet<CoreOperation> = new Set([
  'profiles.signOut',
  'tokens.list',
  'tokens.create',
  'tokens.revoke',
  'imports.inspect',
  'imports.plan',
  'imports.start',
  'imports.records',
  'imports.errors',
  'imports.saveErrors',
  'samples.load',
  'queries.tables',
  'queries.cancel',
  'queries.export',
  'queries.list',
  'queries.save',
  'queries.remove',
  'exports.start',
  'publish.state',
  'publish.setUp',
  'publish.start',
  'migration.look',
  'migration.inspect',
  'migration.start',
  'migration.report',
  'migration.notes',
  'backups.state',
  'backups.setUp',
  'backups.list',
  'backups.create',
  'backups.verify',
  'backups.open',
  'backups.opened',
  'backups.close',
  'backups.restore',
  'migration.saveNotes',
  'jobs.list',
  'jobs.get',
  'jobs.cancel',
  'jobs.dismiss',
  'preferences.get',
  'preferences.set',
  'drafts.list',
  'drafts.save',
  'drafts.remove',
  'credentials.state',
  'bigquery.disconnect',
  'bigquery.signIn',
  'bigquery.check',
  'bigquery.setUp',
  'bigquery.profiles',
  'bigquery.push',
  'bigquery.pull',
  'bigquery.compare',
  'bigquery.history',
  'workspace.info',
  'workspace.home',
  'health.get',
])
/** Kept in memory since the profile was read. */
const FROM_MEMORY: ReadonlySet<CoreOperation> = new Set(['profiles.current'])
const CORE = OPERATION_NAMES.filter(isCoreOperation)

const full = fail('storage_full', 'The disk is full. Nothing was saved.')
type Mode = 'well' | 'refuses' | 'breaks'
let mode: Mode
let env: Env

/** Every method that answers with a promise fails as the mode says; the others stay. */
function failing(store: Store): Store {
  const stays = ['info', 'onChange', 'onInfo', 'close', 'discard', 'freeze']
  const methods = Object.entries(store).map(([name, method]) => {
    if (stays.includes(name)) return [name, method]
    const plain = name === 'owners' || name === 'stage'
    const replaced = async (...args: unknown[]) => {
      if (mode === 'well') return Reflect.apply(method, store, args)
      if (mode === 'breaks' || plain) throw new Error('a secret path: /home/retail')
      return full
    }
    return [name, replaced]
  })
  return Object.fromEntries(methods) as Store
}

beforeEach(async () => {
  mode = 'well'
  env = await createEnv(() => failing(createMemoryStore()))
})
afterEach(async () => {
  mode = 'well'
  await env.close()
})

async function answerIn(given: Mode, operation: CoreOperation) {
  const input = await cases[operation](env)
  mode = given
  env.release()
  const answer = await env.core.invoke(operation, input, desktop)
  mode = 'well'
  return answer
}

describe.each(CORE)('%s', operation => {
  const needsStore = !WITHOUT_STORE.has(operation) && !FROM_MEMORY.has(operation)

  it('passes on what the store refuses, in its words', async () => {
    const answer = await answerIn('refuses', operation)
    if (!needsStore) return expect(answer.ok).toBe(true)
    // The list of owners can't refuse; when it breaks, that is a bug.
    const expected = operation === 'profiles.list' ? { code: 'internal' } : full.error
    expect(answer).toMatchObject({ ok: false, error: expected })
  })

  it('answers a break with an id that is in the log, and nothing else of it', async () => {
    const answer = await answerIn('breaks', operation)
    if (!needsStore) return expect(answer.ok).toBe(true)
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('/home/retail')
    const id = answer.ok ? undefined : answer.error.details?.log_id
    expect(env.log.lines.some(({ level, fields }) => level === 'error' && fields.log_id === id)).toBe(true)
  })

  it('works again when the store does', async () => {
    await answerIn('refuses', operation)
    await answerIn('breaks', operation)
    expect(await env.must('audiences.get', { audience_id: env.audience.audience_id })).toMatchObject({
      name: env.audience.name,
    })
  })
})

describe.each([
  'imports.plan',
  'imports.start',
  'imports.records',
  'samples.load',
  'exports.start',
  'publish.start',
  'audiences.bulkMatching',
] as const)('the job of %s', operation => {
  it.each(['refuses', 'breaks'] as const)(
    'ends as failed when the store %s, and changes nothing',
    async how => {
      const input = await cases[operation](env)
      const started = await env.core.invoke(operation, input, desktop)
      mode = how
      env.release()
      const { job_id } = (started as { value: { job_id: string } }).value
      let job = await env.must('jobs.get', { job_id })
      for (; !job.finished_at; job = await env.must('jobs.get', { job_id }))
        await new Promise(resolve => setTimeout(resolve, 1))
      mode = 'well'
      expect(job).toMatchObject({ state: 'failed', result: null })
      expect(JSON.stringify(job)).not.toContain('/home/retail')
      expect(await env.must('audiences.count', {})).toMatchObject({ total: 2, by_status: { draft: 2 } })
    },
  )
})
