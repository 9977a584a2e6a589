// Every operation once more, over the store on disk: what the store in memory promises, the real one keeps.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/main/core/store/index.ts'
import { isCoreOperation } from '../../../src/shared/contract.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { cases, createEnv, type Env } from './cases.ts'

let env: Env
beforeEach(async () => {
  env = await createEnv(async folder => {
    const store = await openStore({ folder })
    if (!store.ok) throw new Error(store.error.message)
    return store.value
  })
})
afterEach(() => env.close())

describe.each(OPERATION_NAMES.filter(isCoreOperation))('%s on disk', operation => {
  it('answers as the contract says', async () => {
    const input = await cases[operation](env)
    const result = await env.core.invoke(operation, input, {
      user_id: RETAIL,
      session: 'desktop',
      door: 'test',
    })
    expect(result.ok ? null : result.error).toBeNull()
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
