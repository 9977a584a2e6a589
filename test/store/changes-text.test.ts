// The text that changes are read as is the record, whatever its entity and whatever is in it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { definitions } from '../../src/main/core/store/entities.ts'
import type { Entity, Put, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { answerOf } from '../support/app.ts'
import { audiences, distributions, platforms, users } from '../unit/bigquery/records.ts'
import { seeded } from './random.ts'
import { extremes, OWNER } from './records.ts'

let folder: string
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-changes-text-'))
  store = answerOf(await openStore({ folder }))
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const sampled = <T extends object>(of: fc.Arbitrary<T>, id: string, count: number) =>
  fc
    .sample(of, { numRuns: count, seed: 20_261_126 })
    .map((record, at) => ({ ...record, [id]: `r${at}`, user_id: OWNER }))

const cases: [Entity, object[]][] = [
  ['audience', [...sampled(audiences, 'audience_id', 25), ...extremes(seeded(7))]],
  ['platform', sampled(platforms, 'platform_id', 25)],
  ['distribution', sampled(distributions, 'distribution_id', 25)],
  ['user', sampled(users, 'user_id', 1)],
]

it.each(cases)('of %s', async (entity, records) => {
  const puts = records.map(record => {
    const { version: _version, ...content } = record as { version?: number }
    return { entity, record: content, expected: 'any' } as Put
  })
  const saved = answerOf(await store.commit(OWNER, puts))
  const until = answerOf(await store.snapshot())
  const changes = answerOf(await store.changes(entity, OWNER, { after: 0, except: [], until }))
  const ids: string[] = []
  let text = ''
  answerOf(
    await changes.each('mine', batch => {
      ids.push(...batch.id)
      text += Buffer.from(batch.records).toString()
    }),
  )
  await changes.close()
  const lines = text.split('\n')
  expect(lines.pop()).toBe('')
  const byId = new Map(lines.map((line, at) => [ids[at], JSON.parse(line)]))
  const { id } = definitions[entity]
  expect(byId).toEqual(new Map(saved.map(record => [String(Reflect.get(record, id)), record])))
})
