// What a person decides: which side of a record that was changed here and in BigQuery stays.
import { SyncConflict } from '../../../../shared/contract/bigquery.ts'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { HandlersOf } from '../../handlers.ts'
import type { Store } from '../../store/face.ts'
import type { Choice } from '../rows/merge.ts'
import { tableOf } from '../rows/tables.ts'
import type { OpenConflict } from '../sync/conflicts.ts'
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

const nameOf = (record: object): string =>
  ['name', 'display_name', 'audience_name']
    .map(field => Reflect.get(record, field))
    .find((name): name is string => typeof name === 'string') ?? ''

export function createDecisions({ sessions, status, busy, changed }: Deps) {
  async function shown(session: Session, conflict: OpenConflict): Promise<Result<SyncConflict | null>> {
    const sides = await session.reconcile.sides(tableOf(conflict.entity), conflict)
    if (!sides.ok || !sides.value) return sides.ok ? ok(null) : sides
    const { mine, theirs, deleted } = sides.value
    const fields = SyncConflict.shape.fields.parse(sides.value.fields)
    return ok({
      entity: conflict.entity,
      id: conflict.id,
      name: nameOf(mine),
      deleted,
      fields,
      mine: { changed_by: mine.changed_by, updated_at: mine.updated_at, version: mine.version },
      theirs: { changed_by: theirs.changed_by, updated_at: theirs.updated_at },
      found_at: conflict.found_at,
    })
  }

  async function decide(user_id: string, conflicts: (session: Session) => OpenConflict[], choice: Choice) {
    const session = await sessions.need(user_id)
    if (!session.ok) return session
    const running = busy(user_id)
    if (running) return running
    for (const conflict of conflicts(session.value)) {
      const settled = await session.value.reconcile.settle(tableOf(conflict.entity), conflict, choice)
      if (!settled.ok) return settled
    }
    changed(user_id)
    return status(user_id)
  }

  return {
    async 'bigquery.conflicts'(_input, { user_id }) {
      const session = await sessions.of(user_id)
      const items: SyncConflict[] = []
      for (const conflict of session?.conflicts.all() ?? []) {
        const one = session && (await shown(session, conflict))
        if (one && !one.ok) return one
        if (one?.value) items.push(one.value)
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
