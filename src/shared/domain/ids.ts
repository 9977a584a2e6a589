// Record ids: a prefix and a time-ordered UUIDv7 (RFC 9562) in hex, so that newer ids sort after older ones.
import * as z from 'zod'

export const ID_PREFIX = {
  audience: 'aud',
  platform: 'plat',
  distribution: 'dist',
  user: 'user',
  job: 'job',
  query: 'query',
} as const
export type IdKind = keyof typeof ID_PREFIX

/** Ids of imported records are kept when they match this; ours always do. */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens or underscores')

/** Random bytes are fetched for many ids at once: a call of its own for each would take most of the time. */
const pool = new Uint8Array(2_048)
let unused = 0

function randomBytes(count: number): Uint8Array {
  if (unused < count) {
    crypto.getRandomValues(pool)
    unused = pool.length
  }
  unused -= count
  return pool.subarray(unused, unused + count)
}
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

let lastTime = 0
let counter = 0

/**
 * A new id, e.g. `aud_0198c3f29b6e7c41a5d0f3b2c6e8a901`. Ids made in one process are strictly increasing: within a
 * millisecond the 12 bits after the version count up, and when they run out the time is moved on by one.
 */
export function newId(kind: IdKind, now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastTime += 1
    counter = 0
  }
  const random = randomBytes(8)
  random[0] = 0x80 | ((random[0] ?? 0) & 0x3f)
  let tail = ''
  for (const byte of random) tail += HEX[byte]
  return `${ID_PREFIX[kind]}_${lastTime.toString(16).padStart(12, '0')}7${counter.toString(16).padStart(3, '0')}${tail}`
}
