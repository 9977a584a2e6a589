// Files that were dropped on the window: the preload learns their paths from the system, the core takes them, the page gets tokens.
import * as z from 'zod'
import { fail, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { checkSender, type SenderEvent, type Trusted } from './sender.ts'

const Paths = z
  .array(z.string().min(1).max(4_096))
  .min(1, 'has no file in it')
  .max(50, 'at most 50 files at once')

export type DroppedParts = {
  trusted: Trusted
  offer(paths: readonly string[]): Promise<Result<unknown>>
  log(message: string, error: unknown): void
}

/** Answers the preload's own channel. */
export function answerDropped({ trusted, offer, log }: DroppedParts) {
  return async (event: SenderEvent, raw: unknown): Promise<Result<unknown>> => {
    const sender = checkSender(event, trusted)
    if (!sender.ok) return sender
    const paths = parseInput(Paths, raw)
    if (!paths.ok)
      return fail('validation_failed', 'This can’t be imported: it is no file of this computer', {
        hint: 'Drop up to 50 files at once.',
      })
    try {
      return await offer(paths.value)
    } catch (error) {
      log('Dropped files could not be taken', error)
      return fail('internal', 'The dropped files could not be taken', { hint: 'Choose them instead.' })
    }
  }
}
