// What is around every push, pull and look: what it works with, how it ends when it is cancelled, what lasts of its refusal.
import { type AppError, fail, type Result } from '../../../../shared/errors.ts'
import type { JobContext } from '../../jobs/face.ts'
import type { Store } from '../../store/face.ts'
import type { Remote, Table } from '../face.ts'
import type { LookDeps } from '../sync/look.ts'
import type { Reconciled } from '../sync/reconciled.ts'
import type { Session } from './sessions.ts'
import { words } from './words.ts'

export type Ran = { pushed: number; reconciled: Reconciled }
export type RunDeps = { store: Store; session: Session; context: JobContext; now(): Date }

/** Problems that a later push meets again, until someone does something about them. */
const LASTING: readonly AppError['code'][] = [
  'unauthorized',
  'forbidden',
  'not_found',
  'quota_exceeded',
  'unsupported',
]
/** The same among what Google refuses for reasons of its own. */
const LASTING_REASONS: readonly unknown[] = ['accessNotConfigured', 'billingNotEnabled']
const lasts = ({ code, details }: AppError) =>
  LASTING.includes(code) || LASTING_REASONS.includes(details?.reason)

/** What keeps the next one from working until someone sees to it; what passes by itself leaves it as it was. */
export const problemAfter = (done: Result<unknown>, before: AppError | null): AppError | null =>
  done.ok ? null : lasts(done.error) ? done.error : before

export const pullDeps = ({ store, session, context, now }: RunDeps, remote: Remote): LookDeps => ({
  ...session,
  store,
  remote,
  now,
  signal: context.signal,
  progress(table: Table, rows: number) {
    context.message(words.pull(table.name, rows))
    context.progress(rows)
  },
})

/** A job that is cancelled stops wherever it is; what was on the disk by then is carried on the next time. */
export async function withoutThrowing<T>(
  work: () => Promise<Result<T>>,
  signal: AbortSignal,
): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    if (!signal.aborted) throw error
    return fail('cancelled', 'The push was stopped.', {
      hint: 'What was not sent yet goes with the next push.',
    })
  }
}
