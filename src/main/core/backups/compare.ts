// What is different between a backup and the workspace, record by record.
import { COMPARED, type Difference } from '../../../shared/contract/backups.ts'
import { sameJson } from '../../../shared/domain/diff.ts'
import type { Result } from '../../../shared/errors.ts'
import { pause } from '../pace.ts'
import type { Entity, Filter, RecordOf, Store } from '../store/face.ts'
import { cancelled, Refused } from './refused.ts'

export type RecordRef = { owner: string; id: string }
export type Comparison = Record<Entity, Record<Difference, RecordRef[]> & { same: number }>

const AT_ONCE = 500
const LIVING: Filter = { where: [{ column: 'deleted', is: 'one_of', values: [false] }] }

/** What changes without anyone editing: two records that differ in nothing else are the same. */
const UNEDITED: Record<Entity, readonly string[]> = {
  audience: [],
  platform: ['connection', 'last_sync', 'sync_status'],
  distribution: [],
  user: ['last_login'],
}
const OF_VERSION = ['version', 'updated_at', 'changed_by', 'change_note']

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Refused(result.error.code, result.error.message, result.error.hint)
}

/** Names of the fields in which two versions differ. */
export function fieldsThatDiffer(entity: Entity, one: object, other: object): string[] {
  const left = [...OF_VERSION, ...UNEDITED[entity]]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    name => !left.includes(name),
  )
  return names.filter(name => !sameJson(Reflect.get(one, name) ?? null, Reflect.get(other, name) ?? null))
}

/** Which version each record is at, and when that was saved, as one number: two of the same are the same version. */
async function marksOf(store: Store, entity: Entity, owner: string, signal: AbortSignal) {
  const marks = new Map<string, number>()
  const read = await store.stamps(entity, owner, async ({ id, version, updated_at }) => {
    if (signal.aborted) throw cancelled()
    for (const [index, one] of id.entries())
      marks.set(one, (updated_at[index] ?? 0) * 1_000 + ((version[index] ?? 0) % 1_000))
    await pause()
  })
  must(read)
  return marks
}

async function ofOwner(
  entity: Entity,
  owner: string,
  [backup, here]: readonly [Store, Store],
  signal: AbortSignal,
): Promise<Comparison[Entity]> {
  const ids = async (store: Store) => must(await store.ids(entity, owner, LIVING))
  const [theirs, ours] = [await ids(backup), await ids(here)]
  const [inBackup, isHere] = [new Set(theirs), new Set(ours)]
  const refs = (some: readonly string[]) => some.map(id => ({ owner, id }))
  const both = theirs.filter(id => isHere.has(id))
  const found: Comparison[Entity] = {
    only_backup: refs(theirs.filter(id => !isHere.has(id))),
    only_here: refs(ours.filter(id => !inBackup.has(id))),
    differs: [],
    same: 0,
  }
  if (both.length === 0) return found
  const [a, b] = [await marksOf(backup, entity, owner, signal), await marksOf(here, entity, owner, signal)]
  const unlike = both.filter(id => a.get(id) !== b.get(id))
  for (let at = 0; at < unlike.length; at += AT_ONCE) {
    if (signal.aborted) throw cancelled()
    const some = unlike.slice(at, at + AT_ONCE)
    for (const [id, one, other] of await pairs(entity, owner, some, backup, here))
      if (!one || !other || fieldsThatDiffer(entity, one, other).length > 0) found.differs.push({ owner, id })
  }
  found.same = both.length - found.differs.length
  return found
}

/** Each record as it is in the one and in the other. */
export async function pairs<E extends Entity>(
  entity: E,
  owner: string,
  ids: readonly string[],
  backup: Store,
  here: Store,
): Promise<[string, RecordOf[E] | null, RecordOf[E] | null][]> {
  const idOf = (record: RecordOf[E]): string => String(Reflect.get(record, `${entity}_id`))
  const by = (records: RecordOf[E][]) => new Map(records.map(record => [idOf(record), record]))
  const [theirs, ours] = [
    by(must(await backup.getMany(entity, owner, ids))),
    by(must(await here.getMany(entity, owner, ids))),
  ]
  return ids.map(id => [id, theirs.get(id) ?? null, ours.get(id) ?? null])
}

/** Throws `Refused`. What is saved here meanwhile may or may not be seen. */
export async function compare(
  backup: Store,
  here: Store,
  { signal, progress }: { signal: AbortSignal; progress(done: number, total: number): void },
): Promise<Comparison> {
  const owners = [...new Set([...(await backup.owners()), ...(await here.owners())])].sort()
  const none = () => ({ only_backup: [], only_here: [], differs: [], same: 0 })
  const all: Comparison = { audience: none(), platform: none(), distribution: none(), user: none() }
  let done = 0
  for (const owner of owners)
    for (const entity of COMPARED) {
      if (signal.aborted) throw cancelled()
      const found = await ofOwner(entity, owner, [backup, here], signal)
      for (const kind of ['only_backup', 'only_here', 'differs'] as const)
        for (const ref of found[kind]) all[entity][kind].push(ref)
      all[entity].same += found.same
      progress(++done, owners.length * COMPARED.length)
    }
  return all
}
