// A store whose refusal doesn't say that nothing was saved, as BigQuery's when its answer was lost: each run has one effect.
import { expect, it } from 'vitest'
import type { Put, Store } from '../../../src/main/core/store/face.ts'
import { fail } from '../../../src/shared/errors.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { AUDIENCE, createEnv, FOLDER, OWNER } from './support.ts'

const LOST = fail('offline', 'BigQuery did not confirm the save.', { hint: 'Look whether it is there.' })

/** Saves all the same what it refuses. */
function losingAnswers() {
  const store = createMemoryStore()
  const lose = { next: 0 }
  const commit = async (owner: string, puts: readonly Put[]) => {
    const saved = await store.commit(owner, puts)
    const runs = puts.some(({ entity }) => entity === 'distribution')
    return runs && --lose.next === 0 ? LOST : saved
  }
  return { lose, store: { ...store, commit: commit as Store['commit'] } }
}

it.each([
  ['the plan of it', 1],
  ['its start', 2],
  ['its end', 3],
])('a run goes on when the answer to %s is lost', async (_, nth) => {
  const { lose, store } = losingAnswers()
  const env = await createEnv({ store, uncertain: true })
  lose.next = nth
  await env.call('distributions.create', {
    audience_ids: [AUDIENCE],
    platform_ids: [FOLDER],
    when: { kind: 'now' },
  })
  // What was saved is known of with a later look.
  for (let looks = 0; looks < 3; looks++) await env.quiet(OWNER)
  expect(lose.next).toBeLessThan(1)
  const runs = await env.all()
  expect(runs.map(({ status }) => status)).toEqual(['completed'])
  expect([...env.effects]).toEqual([[env.calls[0]?.key, 1]])
})
