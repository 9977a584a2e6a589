// Times, and a run that is planned for an hour from now: what the tests of what people do with runs begin with.
import type { Env } from './support.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const daily = { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } as const
export const at = (env: Env, ms: number) => new Date(env.clock.now + ms).toISOString()
export const planned = (env: Env, over: Parameters<Env['plan']>[0] = {}) =>
  env.plan({ when: { kind: 'at', at: at(env, HOUR) }, ...over })
