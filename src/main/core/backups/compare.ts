// What is different between a backup and the workspace, record by record.
import { createHash } from 'node:crypto'
import { COMPARED, type Difference } from '../../../shared/contract/backups.ts'
import { sameJson } from '../../../shared/domain/diff.ts'
import type { Result } from '../../../shared/errors.ts'
import { pacer } from '../pace.ts'
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

/** A number for the text of each current version: equal texts have equal ones, and others nearly never. */
async function marksOf(store: Store, entity: Entity, owner: string, until: number, signal: AbortSignal) {
  const marks = new Map<string, number>()
  const changes = must(await store.changes(entity, owner, { after: 0, except: [], until }))
  const pace = pacer()
  try {
    const read = await changes.each('mine', async ({ id, records }) => {
      if (signal.aborted) throw cancelled()
      const text = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
      let from = 0
      for (const one of id) {
        const end = text.indexOf(0x0a, from)
        const digest = createHash('sha1').update(text.subarray(from, end)).digest()
        marks.set(one, digest.readUIntBE(0, 6))
        from = end + 1
        await pace()
      }
    })
    must(read)
  } finally {
    await changes.close()
  }
  return marks
}

async function ofOwner(
  entity: Entity,
  owner: string,
  [backup, here]: [Side, Side],
  signal: AbortSignal,
): Promise<Comparison[Entity]> {
  const ids = async ({ store }: Side) => must(await store.ids(entity, owner, LIVING))
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
  const [a, b] = [
    await marksOf(backup.store, entity, owner, backup.until, signal),
    await marksOf(here.store, entity, owner, here.until, signal),
  ]
  const unlike = both.filter(id => a.get(id) !== b.get(id))
  for (let at = 0; at < unlike.length; at += AT_ONCE) {
    if (signal.aborted) throw cancelled()
    const some = unlike.slice(at, at + AT_ONCE)
    for (const [id, one, other] of await pairs(entity, owner, some, backup.store, here.store))
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

/** A store, and the number up to which all is in its parts. */
type Side = { store: Store; until: number }

/** Throws `Refused`. What is saved here meanwhile may or may not be seen. */
export async function compare(
  backup: Store,
  here: Store,
  { signal, progress }: { signal: AbortSignal; progress(done: number, total: number): void },
): Promise<Comparison> {
  const sides: [Side, Side] = [
    { store: backup, until: must(await backup.snapshot()) },
    { store: here, until: must(await here.snapshot()) },
  ]
  const owners = [...new Set([...(await backup.owners()), ...(await here.owners())])].sort()
  const none = () => ({ only_backup: [], only_here: [], differs: [], same: 0 })
  const all: Comparison = { audience: none(), platform: none(), distribution: none(), user: none() }
  let done = 0
  for (const owner of owners)
    for (const entity of COMPARED) {
      if (signal.aborted) throw cancelled()
      const found = await ofOwner(entity, owner, sides, signal)
      for (const kind of ['only_backup', 'only_here', 'differs'] as const)
        for (const ref of found[kind]) all[entity][kind].push(ref)
      all[entity].same += found.same
      progress(++done, owners.length * COMPARED.length)
    }
  return all
}
