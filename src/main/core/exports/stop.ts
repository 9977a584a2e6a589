// How a refusal, or a cancel, leaves the middle of a stream of rows.
import { type Fail, fail, type Result } from '../../../shared/errors.ts'

export class Stop extends Error {
  readonly refusal: Fail
  constructor(refusal: Fail) {
    super(refusal.error.message)
    this.refusal = refusal
  }
}

/** The value, or out of the stream. */
export function orStop<T>(result: Result<T>): T {
  if (!result.ok) throw new Stop(result)
  return result.value
}

export const exportCancelled = () => fail('cancelled', 'The export was cancelled. Nothing was written.')

export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Stop(exportCancelled())
}

/** The result of work that may stop. */
export async function stoppable<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Stop) return error.refusal
    throw error
  }
}
