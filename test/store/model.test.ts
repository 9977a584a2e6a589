// Random work on the store, with crashes and power cuts, compared step by step with the store kept in memory.
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createMemoryStore } from '../support/memory-store.ts'
import { forgetAll } from './faults.ts'
import { commands } from './model-commands.ts'
import { newReal } from './model-real.ts'

afterAll(forgetAll)

const RUNS = Number(process.env.TORTURE_RUNS ?? 0)
/** The ordinary test run takes the same lives each time, so that it fails for a change and never by chance. */
const SEED = process.env.TORTURE_SEED ?? (RUNS > 0 ? undefined : '20261122')

test('the store answers as its model does, through crashes and power cuts', {
  timeout: 3_600_000,
}, async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: '+1' }), async list => {
      runs += 1
      const real = await newReal()
      try {
        await fc.asyncModelRun(() => ({ model: { store: createMemoryStore() }, real }), list)
      } finally {
        await real.end()
      }
    }),
    // A bounded time in the ordinary test run; as many as asked for otherwise.
    {
      ...(RUNS > 0 ? { numRuns: RUNS } : { numRuns: 200, interruptAfterTimeLimit: 15_000 }),
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    },
  )
  console.log(`${runs} random lives compared with the model`)
  expect(runs).toBeGreaterThan(5)
})
