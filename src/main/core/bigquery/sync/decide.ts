// What is to be done with one row of BigQuery: nothing, taken over, merged, or left to a person.
import { type AppError, ok, type Result } from '../../../../shared/errors.ts'
import type { Row, Table } from '../face.ts'
import { revOf } from '../rows/rev.ts'
import { recordOf } from '../rows/row.ts'
import type { Decision } from './carry-out.ts'
import { baseRev, compare } from './compare.ts'
import type { OpenConflict } from './conflicts.ts'
import type { How, RefusedRow } from './reconciled.ts'
import type { Standing } from './standing.ts'
import type { TableState } from './state.ts'
import { asPut, NOTES, onTop, type SyncedEntity } from './versions.ts'

export type Side = {
  id: string
  user_id: string
  here: Standing | undefined
  open: OpenConflict | undefined
  state: TableState
  how: How
  /** Runs that would lose their audience or platform. */
  has_runs: boolean
  now(): Date
}

export const revIn = ({ rev }: Row): string => (rev === null || rev === undefined ? '' : String(rev))

/** Of a row that makes no record: its first bad field. */
export function refusedRow(table: Table, id: string, error: AppError): RefusedRow {
  const fields = error.details?.fields as { path: string; message: string }[] | undefined
  const { path = '', message = error.message } = fields?.[0] ?? {}
  return { table: table.name, id, path, message }
}

/** null: nothing. */
export function decide(
  table: Table,
  row: Row,
  { id, user_id, here, open, state, how, has_runs, now }: Side,
): Result<Decision | RefusedRow | null> {
  const entity = table.entity as SyncedEntity
  const rev = revIn(row)
  const there = recordOf(entity, row, { user_id, local: here?.mine ?? null })
  if (!there.ok) return ok(refusedRow(table, id, there.error))
  const { version, record } = there.value
  if (!here) return ok({ id, rev, puts: [asPut(entity, record, 'new', version)] })
  const { mine, base, seq, base_seq, since } = here
  // What is there is what the local versions stand on: nothing new, and what is ahead here waits for its push.
  const known = base && base_seq !== null && baseRev(entity, state, id, { seq: base_seq, record: base })
  const holds = (there: object) => how === 'revisions' || revOf(entity, there) === revOf(entity, record)
  if (!open && base && known === rev && holds(base)) return ok(null)
  // Our own push, whose answer was lost: what was saved since is on top of it, and in no conflict with it.
  const ours = since.find(version => revOf(entity, version.record) === rev && holds(version.record))
  if (ours) return ok({ id, rev, puts: [], same: ours })
  const take = asPut(entity, record, mine.version, version)
  const result = compare(entity, base, mine, record)
  const onIt = (kept: object, note: keyof typeof NOTES) =>
    onTop(entity, kept, record, {
      updated_at: now().toISOString(),
      changed_by: user_id,
      change_note: NOTES[note],
    })
  const ask = (): Result<Decision | null> =>
    open?.theirs.rev === row.rev
      ? ok(null)
      : ok({
          id,
          rev,
          puts: [],
          ask: { entity, id, base_seq, theirs: row, found_at: now().toISOString() },
        })
  switch (result.kind) {
    case 'same':
      return ok({ id, rev, puts: [], same: { seq, record: mine } })
    case 'theirs':
      // Nobody changed it here, but runs need it.
      if (record.deleted && !mine.deleted && has_runs) return ask()
      return known === rev && !open
        ? ok({ id, rev, puts: [take, onIt(record, 'renamed')], renamed: true })
        : ok({ id, rev, puts: [take] })
    case 'mine':
    case 'merged': {
      const kept = result.kind === 'mine' ? mine : result.record
      // Theirs first, so that it stands in the history and is what the result began from.
      return ok({ id, rev, puts: [take, onIt(kept, result.kind)] })
    }
    case 'conflict':
      return ask()
  }
}
