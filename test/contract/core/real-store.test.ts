// Every operation once more, over the store on disk: what the store in memory promises, the real one keeps.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/main/core/store/index.ts'
import { type CoreOperation, contract, isCoreOperation } from '../../../src/shared/contract.ts'
import type { AudienceInput } from '../../../src/shared/domain/audience.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { cases } from './cases.ts'
import { createEnv, type Env } from './env.ts'

let env: Env
const open = async () => {
  env = await createEnv(async folder => {
    const store = await openStore({ folder })
    if (!store.ok) throw new Error(store.error.message)
    return store.value
  })
}
const close = () => env.close()

async function fulfils(operation: CoreOperation) {
  const input = await cases[operation](env)
  const context = { user_id: RETAIL, session: 'desktop', door: 'test' } as const
  const result = await env.core.invoke(operation, input, context)
  expect(result.ok ? null : result.error).toBeNull()
}

const CORE_NAMES = OPERATION_NAMES.filter(isCoreOperation)
/** Only reads, and its case asks for nothing to be under way, connected or opened before. */
const leavesAll = (operation: CoreOperation) =>
  contract[operation].effect === 'read' && !/^(backups|bigquery|imports|jobs|migration)\./.test(operation)

// What only reads leaves the store as it is: opening one for each would take most of the time.
describe('on one disk', () => {
  beforeAll(open)
  afterAll(close)
  it.each(CORE_NAMES.filter(leavesAll))('%s answers as the contract says', fulfils)
})

describe('on a disk of its own', () => {
  beforeEach(open)
  afterEach(close)

  describe.each(CORE_NAMES.filter(name => !leavesAll(name)))('%s on disk', operation => {
    it('answers as the contract says', () => fulfils(operation))
  })

  describe('content at its limits', () => {
    const free = {
      constructor: 'agency',
      '': { '': [null, -1e308, 5e-324] },
      'a.b\\"': '\u001f\u2028\uffff\u{10ffff}',
    }
    const limits: AudienceInput[] = [
      { name: 'Free JSON', data_type: 'first_party', metadata: { tags: ['hasOwnProperty'], ...free } },
      {
        name: '東京 😀 \u202e ﷽',
        data_type: 'clean_room',
        original_query: '\t\u0001\r\n',
        selected_variables: ['__proto__', 'constructor'],
        variable_details: [{ code: '__proto__', relevance_score: 1 }],
        segments: [
          { segment_id: Number.MAX_SAFE_INTEGER, name: '"', size: 2 ** 53 - 1, characteristics: free },
          { segment_id: 'constructor', name: '\\', size: 0 },
        ],
      },
      { name: 'x'.repeat(200), data_type: 'third_party', total_audience_size: 2 ** 53 - 1 },
      {
        name: 'Pasted from a file',
        data_type: 'third_party',
        description: '\ufeff\ufeffwith its mark',
        original_query: '\ufeff',
        metadata: { tags: [], notes: '\ufeffas well', other: ['\ufeff'] },
      },
    ]

    it('is the same after the log is written out into Parquet', async () => {
      const saved = await Promise.all(limits.map(input => env.must('audiences.create', input)))
      expect((await env.must('workspace.flush', {})).unflushed_rows).toBe(0)
      for (const audience of saved)
        expect(await env.must('audiences.get', { audience_id: audience.audience_id })).toEqual(audience)
      expect(await env.must('audiences.count', { filter: { size_min: 2 ** 53 - 1 } })).toMatchObject({
        total: 2,
      })
      expect(await env.must('audiences.count', { filter: { variables: ['__proto__'] } })).toMatchObject({
        total: 1,
      })
    })

    it('finds by the first and the last instant there is', async () => {
      const [updated_from, updated_to] = ['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']
      expect((await env.must('audiences.count', { filter: { updated_from, updated_to } })).total).toBe(2)
      expect((await env.must('audiences.count', { filter: { updated_from: updated_to } })).total).toBe(0)
      expect((await env.must('audiences.count', { filter: { updated_to: updated_from } })).total).toBe(0)
    })
  })

  describe('after a few edits', () => {
    it('counts, lists and tells history as in memory', async () => {
      const id = { audience_id: env.audience.audience_id }
      const memory = await createEnv()
      try {
        const answers = await Promise.all(
          [env, memory].map(async each => {
            const one = { audience_id: each.audience.audience_id }
            await each.must('audiences.update', {
              ...one,
              expected_version: 1,
              patch: { name: 'Zürich commuters' },
            })
            await each.must('audiences.duplicate', one)
            await each.must('audiences.bulk', {
              audience_ids: [one.audience_id],
              action: { do: 'tag', tags: ['q3'] },
            })
            await each.must('audiences.delete', { audience_id: each.second.audience_id })
            const { items } = await each.must('audiences.list', { sort: { by: 'name', direction: 'asc' } })
            const { versions } = await each.must('audiences.history', one)
            return {
              count: await each.must('audiences.count', { filter: { search: 'zÜRICH' } }),
              facets: await each.must('audiences.facets', {}),
              names: items.map(item => item.name),
              history: versions.map(({ version, changed_fields }) => ({ version, changed_fields })),
              strangers: await each.must('audiences.count', {}, TRAVEL),
            }
          }),
        )
        expect(answers[0]).toEqual(answers[1])
        expect(answers[0]?.names).toEqual(['Zürich commuters', 'Zürich commuters (copy)'])
        expect((await env.must('audiences.get', id)).metadata.tags).toContain('q3')
      } finally {
        await memory.close()
      }
    })
  })
})
