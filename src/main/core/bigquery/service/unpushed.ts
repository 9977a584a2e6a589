// How much is saved here and not pushed yet.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Condition, Entity, Store } from '../../store/face.ts'
import { revOf } from '../rows/rev.ts'
import { tableOf } from '../rows/tables.ts'
import { baseRev } from '../sync/compare.ts'
import { countUnpushed } from '../sync/count-unpushed.ts'
import { isKnown, type TableState, unknownTo } from '../sync/state.ts'
import type { Session } from './sessions.ts'

/**
 * So few are looked at one by one: a version can say nothing that BigQuery would hear of, such as a sign-in, a tested
 * connection, or a change that was taken back.
 */
const FEW = 20

export async function unpushedOf(
  store: Store,
  { user_id, file, conflicts }: Pick<Session, 'user_id' | 'file' | 'conflicts'>,
  entity: Entity,
): Promise<Result<number>> {
  const table = file.current.tables[entity]
  const all = await countUnpushed(store, user_id, entity, table)
  if (!all.ok || all.value === 0 || all.value > FEW) return all
  const changed = await changedSince(store, user_id, entity, table)
  if (!changed.ok) return changed
  let count = 0
  for (const record of changed.value) {
    const id = String(Reflect.get(record, tableOf(entity).id))
    const versions = await store.numbered(entity, user_id, id)
    if (!versions.ok) return versions
    const [head] = versions.value
    if (!head || isKnown(table, head.seq) || conflicts.get(entity, id)) continue
    const base = versions.value.find(({ seq }) => isKnown(table, seq))
    if (!base || baseRev(entity, table, id, base) !== revOf(entity, head.record)) count++
  }
  return ok(count)
}

/** The few: those that were pulled since are not among them, however many they are. */
async function changedSince(
  store: Store,
  user_id: string,
  entity: Entity,
  table: TableState,
): Promise<Result<object[]>> {
  const sort = { by: 'created_at', direction: 'asc' } as const
  const changed: object[] = []
  for (const [from, below] of unknownTo(table)) {
    const where: Condition[] = [{ column: 'seq', is: 'at_least', value: from }]
    if (below !== null) where.push({ column: 'seq', is: 'below', value: below })
    const page = await store.list(entity, user_id, { where, sort, limit: FEW })
    if (!page.ok) return page
    changed.push(...page.value.items)
  }
  return ok(changed)
}
