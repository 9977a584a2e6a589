// Runs the statements of the set-up, one by one. Each does nothing where its object is there already.
import { randomUUID } from 'node:crypto'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Remote, Statement, Step } from '../face.ts'

export type SetUpProgress = { done: number; total: number; object: string }

const KINDS: Readonly<Record<string, string>> = { SCHEMA: 'dataset', TABLE: 'table', VIEW: 'view' }
const OBJECT = /\b(SCHEMA|TABLE|VIEW)\s+(?:IF NOT EXISTS\s+)?`(?:[^`]*\.)?([^`.]+)`/

/** What a statement makes or changes, as a person says it: "table audiences". */
function objectOf({ sql }: Statement): string {
  const [, kind = '', name] = OBJECT.exec(sql) ?? []
  return name ? `${KINDS[kind]} ${name}` : 'statement'
}

/** A set-up has no outbox: begun anew, its statements find what is there. */
function passingStep(): Step {
  const run = randomUUID()
  return { id: attempt => `am_set_up_${run}_${attempt}`, attempt: 0, begin: async () => ok(null) }
}

/** Ends at the first refusal, which names the object; what was made before stays, and is found by the next run. */
export async function setUp(
  remote: Pick<Remote, 'run'>,
  statements: readonly Statement[],
  how: { signal?: AbortSignal; onProgress?: (progress: SetUpProgress) => void } = {},
): Promise<Result<null>> {
  const total = statements.length
  for (const [done, statement] of statements.entries()) {
    const object = objectOf(statement)
    how.onProgress?.({ done, total, object })
    const ran = await remote.run(passingStep(), statement, how.signal)
    if (ran.ok) continue
    const { error } = ran
    if (error.code === 'cancelled') return ran
    const message = `${object[0]?.toUpperCase()}${object.slice(1)} could not be set up. ${error.message}`
    return { ok: false, error: { ...error, message, details: { ...error.details, object } } }
  }
  return ok(null)
}
