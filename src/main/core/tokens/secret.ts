// What an access token looks like, and how one is told from a guess without keeping it.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** `act_`, a public id to find it by, and 256 random bits. The fixed start lets scanners of code and logs know it. */
const FORM = /^act_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/

const digest = (text: string) => createHash('sha256').update(text).digest()
/** Compared with where there is no token of that id, so that a guess takes as long. */
const NOBODYS = digest(randomBytes(32).toString('base64url'))

export type Secret = { token: string; token_id: string; sha256: string; last4: string }

export function newSecret(): Secret {
  const token_id = randomBytes(8).toString('hex')
  const token = `act_${token_id}_${randomBytes(32).toString('base64url')}`
  return { token, token_id, sha256: digest(token).toString('hex'), last4: token.slice(-4) }
}

/** null for what can't be a token of ours. */
export const tokenIdOf = (given: string): string | null => FORM.exec(given)?.[1] ?? null

/** In constant time. `sha256` is hex; undefined where there is no such token. */
export function isToken(given: string, sha256: string | undefined): boolean {
  const known = sha256 === undefined ? NOBODYS : Buffer.from(sha256, 'hex')
  return timingSafeEqual(digest(given), known) && sha256 !== undefined
}
