// Reads all that a store has through its face, so that it can be compared with the book or with another store.
import type { Entity, Store } from '../../src/main/core/store/face.ts'
import type { Result } from '../../src/shared/errors.ts'
import { type Found, hashOf, keyOf } from './book.ts'
import { OWNER } from './records.ts'

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

type Versions = { version: number; hash: string }[]

/** Every version of every record of these ids, through `history`. */
export async function historyOf(store: Store, entity: Entity, ids: readonly string[], owner = OWNER) {
  const found = new Map<string, Versions>()
  for (const id of ids) {
    const versions: Versions = []
    for (const record of must(await store.history(entity, owner, id)))
      versions.push({ version: record.version, hash: hashOf(record) })
    if (versions.length > 0) found.set(`${entity}/${id}`, versions)
  }
  return found
}

/** Every record there is, with its history, and complaints where two ways to read disagree. */
export async function readAll(
  store: Store,
  entities: readonly Entity[] = ['audience', 'platform'],
  owner = OWNER,
): Promise<{ found: Found; said: string[] }> {
  const found = new Map<string, Versions>()
  const said: string[] = []
  for (const entity of entities) {
    const ids = must(await store.ids(entity, owner, { where: [] }))
    if (new Set(ids).size !== ids.length) said.push(`ids of ${entity} has repeats`)
    const count = must(await store.count(entity, owner, { where: [] }))
    if (count !== ids.length) said.push(`count of ${entity} says ${count}, ids ${ids.length}`)
    for (const [key, versions] of await historyOf(store, entity, ids, owner)) found.set(key, versions)
    for (const record of must(await store.getMany(entity, owner, ids.slice(0, 1_000)))) {
      const versions = found.get(keyOf(entity, record)) ?? []
      const newest = versions.reduce((a, b) => (a.version > b.version ? a : b), { version: 0, hash: '' })
      if (newest.version !== record.version || newest.hash !== hashOf(record))
        said.push(
          `getMany of ${keyOf(entity, record)} is v${record.version}, its history ends at v${newest.version}`,
        )
    }
  }
  return { found, said }
}
