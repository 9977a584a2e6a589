// The short form of `npm run torture`: a real writer process is killed at random moments. TORTURE_KILLS says how often.
import { expect, test } from 'vitest'
import { torture } from '../torture/run.ts'

const KILLS = Number(process.env.TORTURE_KILLS ?? 14)

test(`${KILLS} kills of a busy writer lose nothing and double nothing`, {
  timeout: 120_000 + KILLS * 5_000,
}, async () => {
  const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000)
  const { said, ...figures } = await torture({ kills: KILLS, seconds: 0, seed })
  console.log(JSON.stringify({ seed, ...figures }))
  expect(said).toEqual([])
  expect(figures.commits).toBeGreaterThan(100)
  expect(figures.killed_in_flush).toBeGreaterThan(0)
})
