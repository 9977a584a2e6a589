// The token of one run, and how tokens are read from a request and compared without telling how much of one was right.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '../../shared/errors.ts'

const MIN_LENGTH = 32

/** The token of this run: 256 random bits, or the one that ACTIVATION_TOKEN sets. */
export function runToken(given: string | undefined): Result<string> {
  if (given === undefined || given === '') return ok(randomBytes(32).toString('base64url'))
  if (given.length < MIN_LENGTH) {
    return fail('validation_failed', `ACTIVATION_TOKEN is too short: it has ${given.length} characters`, {
      hint: `Use at least ${MIN_LENGTH} characters, or leave it out to get a random token.`,
    })
  }
  // What RFC 6750 allows in a bearer token, less what a URL hash would have to escape.
  if (!/^[A-Za-z0-9._~-]+$/.test(given)) {
    return fail('validation_failed', 'ACTIVATION_TOKEN has characters that a token can’t have', {
      hint: 'Use letters, digits and . _ ~ - only.',
    })
  }
  return ok(given)
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** What an Authorization header carries as a bearer token (RFC 6750); null for any other header. */
export const bearerOf = (header: string | undefined): string | null =>
  /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? null

/** Equal-length digests make the time independent of the guess. */
export const sameToken = (given: string, token: string): boolean =>
  timingSafeEqual(digest(given), digest(token))
