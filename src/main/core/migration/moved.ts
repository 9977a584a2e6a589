// Records that are here and differ in time from the folder's: which follow it, and which were edited here and stay.
import { ok, type Result } from '../../../shared/errors.ts'
import type { Store } from '../store/face.ts'
import type { Moved } from './source.ts'
import { MIGRATED, type MigratedEntity, type RowNote } from './terms.ts'

const AT_ONCE = 1_000

export type Decided = {
  /** Untouched since they came, and the folder has something newer. */
  follow: string[]
  /** How many stay as they are. */
  kept: number
  /** Of those, the ones that the folder has something newer of. */
  notes: RowNote[]
}
type Version = { change_note: string | null; updated_at: string }

/** What the folder's newest row is to the versions that are here, the newest first. Pure. */
export function standing(
  versions: readonly Version[],
  newest: number,
): 'follow' | 'silent' | 'edited' | 'foreign' {
  const [head] = versions
  const migrated = versions.find(({ change_note }) => change_note === MIGRATED)
  if (!migrated) return 'foreign'
  if (newest <= Date.parse(migrated.updated_at)) return 'silent'
  return head === migrated ? 'follow' : 'edited'
}

const WORDS = {
  edited: 'has a newer row, but was edited here since it was migrated; it stays as it is here',
  foreign: 'is here already, and didn’t come from the reference system; it stays as it is here',
}

export async function decide(
  store: Store,
  entity: MigratedEntity,
  owner: string,
  moved: readonly Moved[],
): Promise<Result<Decided>> {
  const decided: Decided = { follow: [], kept: 0, notes: [] }
  for (let from = 0; from < moved.length; from += AT_ONCE) {
    const group = moved.slice(from, from + AT_ONCE)
    const found = await store.getMany(
      entity,
      owner,
      group.map(one => one.id),
    )
    if (!found.ok) return found
    const heads = new Map(
      found.value.map(record => [String(Reflect.get(record, `${entity}_id`)), record as Version]),
    )
    for (const { id, newest, file, row } of group) {
      const head = heads.get(id)
      let versions = head ? [head] : []
      if (head?.change_note !== MIGRATED) {
        const history = await store.history(entity, owner, id)
        if (!history.ok) return history
        versions = history.value
      }
      const how = standing(versions, newest)
      if (how === 'follow') decided.follow.push(id)
      else decided.kept += 1
      if (how === 'edited' || how === 'foreign')
        decided.notes.push({ level: 'kept', id, file, row, message: WORDS[how] })
    }
  }
  return ok(decided)
}
