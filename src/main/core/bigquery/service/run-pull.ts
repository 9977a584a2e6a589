// A pull, or a look at everything, from beginning to end.
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Remote } from '../face.ts'
import { TABLES } from '../rows/tables.ts'
import { createLook } from '../sync/look.ts'
import { createPull } from '../sync/pull.ts'
import { nothingReconciled, type Reconciled, together } from '../sync/reconciled.ts'
import { problemAfter, pullDeps, type Ran, type RunDeps, withoutThrowing } from './around.ts'
import { refuseOtherVersion } from './schema-version.ts'

async function run(
  deps: RunDeps,
  work: (remote: Remote) => Promise<Result<Reconciled>>,
): Promise<Result<Ran>> {
  const { session, context } = deps
  const done = await withoutThrowing<Ran>(async () => {
    const opened = await session.remote()
    if (!opened.ok) return opened
    const newer = await refuseOtherVersion(opened.value, context.signal)
    if (!newer.ok) return newer
    const brought = await work(opened.value)
    return brought.ok ? ok({ pushed: 0, reconciled: brought.value }) : brought
  }, context.signal)
  const problem = problemAfter(done, session.file.current.problem)
  if (problem === session.file.current.problem) return done
  const noted = await session.file.change(state => ({ ...state, problem }))
  return done.ok && !noted.ok ? noted : done
}

export const runPull = (deps: RunDeps): Promise<Result<Ran>> =>
  run(deps, remote => createPull(pullDeps(deps, remote)).pull(TABLES))

/** Reads every row of every table. `conflict` while a push waits to be carried on: what it has done isn't known. */
export async function runCompare(deps: RunDeps): Promise<Result<Ran>> {
  if (deps.session.file.current.batch)
    return fail('conflict', 'The last push was cut short: what it has done by then isn’t known.', {
      hint: 'Push first, so that it goes on to its end. Then compare.',
    })
  return run(deps, async remote => {
    const look = createLook(pullDeps(deps, remote))
    let sum = nothingReconciled()
    for (const table of TABLES) {
      deps.context.signal.throwIfAborted()
      const found = await look(table, 'contents')
      if (!found.ok) return found
      sum = together(sum, found.value)
    }
    return ok(sum)
  })
}
