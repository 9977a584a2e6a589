// The short form of `npm run torture`: a real writer process is killed at random moments.
import { expect, test } from 'vitest'
import { torture } from '../torture/run.ts'

test('25 kills of a busy writer lose nothing and double nothing', { timeout: 120_000 }, async () => {
  const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000)
  const { said, ...figures } = await torture({ kills: 25, seconds: 0, seed })
  console.log(JSON.stringify({ seed, ...figures }))
  expect(said).toEqual([])
  expect(figures.commits).toBeGreaterThan(100)
  expect(figures.killed_in_flush).toBeGreaterThan(3)
})
