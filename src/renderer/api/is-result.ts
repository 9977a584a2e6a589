// Tells an answer of the browser door from anything else that a server could send.
import type { Result } from '../../shared/errors.ts'

/** The door answers what the contract says; only that it is an answer at all is checked here. */
export const isResult = <T>(body: unknown): body is Result<T> =>
  typeof body === 'object' && body !== null && 'ok' in body && typeof body.ok === 'boolean'
