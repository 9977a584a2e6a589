// Notes of attempts: there as long as an attempt may be resumed, and gone once its end is in the record, whenever the core ends.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { notedAttempts, readNote, writeNote } from '../../../src/main/core/delivery/notes.ts'
import { eventually } from '../../support/eventually.ts'
import { createEnv, DONE, type Env, FULL, failedBy, profile, record, WAITING } from './support.ts'

const deliveries = (env: Env) => join(env.folder, '_meta', 'deliveries')
const noted = async (env: Env) => (await notedAttempts(deliveries(env))).map(({ key }) => key).sort()
const note = (env: Env, key: string) =>
  writeNote(deliveries(env), 'object', { key, platform_audience_id: 'theirs-1' })

/** What a platform's delivery notes before it answers. */
const noting = (env: Env, answer: typeof DONE) =>
  env.deliverTo(async ({ key, folder }) => {
    expect(folder).toBe(deliveries(env))
    await note(env, key)
    return answer
  })

it.each([
  ['completed', DONE],
  ['matching', WAITING],
  ['failed', failedBy(true)],
  ['failed', failedBy(false)],
] as const)('are gone when the run is %s', async (status, answer) => {
  const env = await createEnv()
  noting(env, answer)
  const id = await env.plan()
  await env.quiet()
  expect([(await env.run(id)).status, await noted(env)]).toEqual([status, []])
})

it('stay while the attempt is under way, and while its end can’t be written down', async () => {
  const env = await createEnv()
  noting(env, DONE)
  let refusals = 0
  env.refuse.commit = puts => {
    const ends = puts.some(({ record: one }) => 'distribution_id' in one && one.status === 'completed')
    if (ends) refusals += 1
    return ends ? FULL : null
  }
  const id = await env.plan()
  await env.quiet()
  expect([(await env.run(id)).status, refusals > 0, await noted(env)]).toEqual([
    'processing',
    true,
    [`${id}.1`],
  ])
  env.refuse.commit = null
  await env.quiet()
  expect([(await env.run(id)).status, await noted(env)]).toEqual(['completed', []])
})

it('are there for the attempt that goes on after the core ended, and gone when that one has ended', async () => {
  const env = await createEnv()
  const seen: (string | null | undefined)[] = []
  env.platformSide.answer = async ({ key, folder }) => {
    seen.push((await readNote(folder, 'object', key))?.platform_audience_id)
    await note(env, key)
    return DONE
  }
  env.refuse.commit = puts => {
    if (!puts.some(({ record: one }) => 'distribution_id' in one && one.status === 'completed')) return null
    env.refuse.commit = null
    env.drop()
    return FULL
  }
  const id = await env.plan()
  await env.quiet()
  expect(await noted(env)).toEqual([`${id}.1`])
  await env.crash()
  expect([(await env.run(id)).status, seen, await noted(env)]).toEqual([
    'completed',
    [undefined, 'theirs-1'],
    [],
  ])
})

it('that a core left which ended before it took them away are gone after the next start; no others', async () => {
  const env = await createEnv()
  await env.put(
    record({ distribution_id: 'dist_over', status: 'completed' }),
    record({ distribution_id: 'dist_failed', status: 'failed' }),
  )
  const theirs = record({ distribution_id: 'dist_theirs', status: 'completed', user_id: 'stranger' })
  await env.store.commit('stranger', [theirs, profile('stranger')])
  env.platformSide.answer = input => env.hang(input)
  const running = await env.plan()
  await env.quiet()
  for (const key of [
    'dist_over.1',
    'dist_over.2',
    'dist_failed.1',
    'dist_theirs.1',
    `${running}.1`,
    'dist_none.1',
  ])
    await note(env, key)
  await writeFile(join(deliveries(env), '.notes', 'dist_over.3.package.json.part'), '{"key"')
  await writeFile(join(deliveries(env), '.notes', 'read me'), 'Not ours.')
  await env.crash()
  const left = ['dist_none.1', 'dist_theirs.1', `${running}.1`].sort()
  await eventually(async () => expect(await noted(env)).toEqual(left))
  await env.quiet('stranger')
  await eventually(async () => expect(await noted(env)).toEqual(left.filter(key => key !== 'dist_theirs.1')))
})
