// How many versions stand here and not in BigQuery.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Entity, Numbers, Store } from '../../store/face.ts'

/** The number of changes of one entity that aren't in BigQuery. */
export async function countUnpushed(
  store: Store,
  user_id: string,
  entity: Entity,
  { pushed, pulled }: { pushed: number; pulled: readonly Numbers[] },
): Promise<Result<number>> {
  const from = (value: number) => ({ column: 'seq', is: 'at_least', value }) as const
  const all = await store.count(entity, user_id, { where: [from(pushed + 1)] })
  if (!all.ok || all.value === 0) return all
  let { value } = all
  for (const [first, last] of pulled) {
    const known = await store.count(entity, user_id, {
      where: [from(Math.max(first, pushed + 1)), { column: 'seq', is: 'below', value: last + 1 }],
    })
    if (!known.ok) return known
    value -= known.value
  }
  return ok(value)
}
