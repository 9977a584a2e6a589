// What a person decides: which side of a record that was changed here and in BigQuery stays.
import { SyncConflict } from '../../../../shared/contract/bigquery.ts'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { HandlersOf } from '../../handlers.ts'
import { pacer } from '../../pace.ts'
import type { Store } from '../../store/face.ts'
import type { Choice } from '../rows/merge.ts'
import type { OpenConflict } from '../sync/conflicts.ts'
import type { Sides } from '../sync/settle.ts'
import type { Session, Sessions } from './sessions.ts'
import type { Status } from './status.ts'

type Deps = {
  store: Store
  sessions: Sessions
  status: Status
  busy(user_id: string): Result<never> | null
  changed(user_id: string): void
}

const noConflict = (id: string) =>
  fail('not_found', 'There is nothing to decide about this record any more.', {
    hint: 'It may have been decided on another page, or by the last pull.',
    details: { id },
  })

/** Of each record; the others are counted. */
const SHOWN_RUNS = 5

const nameOf = (record: object): string =>
  ['name', 'display_name', 'audience_name']
    .map(field => Reflect.get(record, field))
    .find((name): name is string => typeof name === 'string') ?? ''

export function createDecisions({ sessions, status, busy, changed }: Deps) {
  const shown = (
    { entity, id, found_at }: OpenConflict,
    { mine, theirs, deleted, fields, runs }: Sides,
  ): SyncConflict => ({
    entity,
    id,
    name: nameOf(mine),
    deleted,
    runs: { count: runs.length, first: runs.slice(0, SHOWN_RUNS) },
    fields: SyncConflict.shape.fields.parse(fields),
    mine: { changed_by: mine.changed_by, updated_at: mine.updated_at, version: mine.version },
    theirs: { changed_by: theirs.changed_by, updated_at: theirs.updated_at },
    found_at,
  })

  async function decide(user_id: string, conflicts: (session: Session) => OpenConflict[], choice: Choice) {
    const session = await sessions.need(user_id)
    if (!session.ok) return session
    const running = busy(user_id)
    if (running) return running
    const settled = await session.value.reconcile.settleAll(conflicts(session.value), choice)
    changed(user_id)
    if (!settled.ok) return settled
    return status(user_id)
  }

  return {
    async 'bigquery.conflicts'(_input, { user_id }) {
      const session = await sessions.of(user_id)
      if (!session) return ok({ items: [] })
      const all = session.conflicts.all()
      const sides = await session.reconcile.sidesOfAll(all)
      if (!sides.ok) return sides
      const items: SyncConflict[] = []
      const pace = pacer()
      for (const [index, conflict] of all.entries()) {
        const both = sides.value[index]
        if (both) items.push(shown(conflict, both))
        await pace()
      }
      return ok({ items })
    },

    async 'bigquery.resolve'({ entity, id, choice }, { user_id }) {
      const session = await sessions.need(user_id)
      if (!session.ok) return session
      const conflict = session.value.conflicts.get(entity, id)
      return conflict ? decide(user_id, () => [conflict], choice) : noConflict(id)
    },

    'bigquery.resolveAll': ({ choice }, { user_id }) =>
      decide(user_id, session => session.conflicts.all(), choice),
  } satisfies Partial<HandlersOf<'bigquery'>>
}
