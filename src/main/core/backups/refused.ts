// A refusal on its way out of a stream: generators can only throw. It is a value again at the edge.
import { type ErrorCode, type Fail, fail, type Result } from '../../../shared/errors.ts'

export class Refused extends Error {
  readonly answer: Fail
  constructor(code: ErrorCode, message: string, hint?: string) {
    super(message)
    this.answer = fail(code, message, hint === undefined ? {} : { hint })
  }
}

export const damaged = (what: string) =>
  new Refused(
    'storage_corrupt',
    `The backup is damaged: ${what}.`,
    'Use another backup. Nothing was taken from this one.',
  )

export const cancelled = () => new Refused('cancelled', 'Cancelled. Nothing was changed.')

/**
 * What the disk says of a file that is written or read, in words; null for what isn't the disk's. `written`: where there was
 * no room, if that isn't the same place.
 */
export function fileRefusal(error: unknown, place: string, written = place): Fail | null {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('storage_full', `The disk is full: ${written} has no room for it. Nothing was changed.`, {
        hint: 'Free some space, then try again.',
      })
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('not_found', `${place} is not there`, {
        hint: 'Connect the disk that it is on, or choose another place.',
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('forbidden', `${place} may not be used by this account`, {
        hint: 'Check its permissions, or choose another place.',
      })
    case 'EBUSY':
    case 'EMFILE':
    case 'ENFILE':
      return fail('storage_busy', `${place} is in use by another program`, { hint: 'Try again in a moment.' })
    case 'EIO':
    case 'ENXIO':
    case 'ENODEV':
      return fail('storage_corrupt', `The disk reported a fault at ${place}`, {
        hint: 'Check the disk, or choose another place.',
      })
    default:
      return null
  }
}

/** Runs work that throws refusals and disk errors, and answers them as values; a bug is thrown on. */
export async function answering<T>(
  place: string,
  work: () => Promise<T>,
  written = place,
): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof Refused) return error.answer
    const refusal = fileRefusal(error, place, written)
    if (refusal) return refusal
    throw error
  }
}
