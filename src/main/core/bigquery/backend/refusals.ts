// Refusals of a save, in the analyst's words.
import { type AppError, type Fail, fail } from '../../../../shared/errors.ts'
import { KEPT } from '../remote/words.ts'

/** The answer can have been lost after BigQuery did what it was asked for. */
const UNCERTAIN: readonly AppError['code'][] = ['offline', 'timeout', 'cancelled', 'rate_limited']

/** The same without what it says of pushes. */
export const ofNoPush = ({ hint, ...error }: AppError): AppError => ({
  ...error,
  ...(hint && { hint: hint.replace(KEPT, '').trim() }),
})

/** BigQuery was not asked to change anything. */
export const notReached = (error: AppError): Fail => ({
  ok: false,
  error: { ...ofNoPush(error), message: `${error.message} Nothing was saved.` },
})

/** BigQuery was asked, and did not confirm. */
export function notConfirmed(error: AppError): Fail {
  if (!UNCERTAIN.includes(error.code)) return notReached(error)
  const hint = 'It may have been saved all the same: look once BigQuery answers again, before you save anew.'
  return {
    ok: false,
    error: { ...error, message: `${error.message} BigQuery did not confirm the save.`, hint },
  }
}

/** BigQuery has it, and this computer's copy does not. */
export const notKept = ({ code, details }: AppError): Fail =>
  fail(code, 'BigQuery has this save, but this computer’s copy could not be written.', {
    hint: 'Look at the disk of the workspace folder. The save is shown with the next read of BigQuery.',
    ...(details && { details }),
  })

export const changedAgain = (ids: readonly string[]): Fail =>
  fail('conflict', 'Others changed these records in BigQuery while they were saved. Nothing was changed.', {
    hint: 'Look at what changed, then try again.',
    details: { id: ids[0] },
  })
