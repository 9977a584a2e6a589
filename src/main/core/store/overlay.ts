// What is saved in the log but not yet in a part: kept as records in memory, by shelf.
import type { Entity } from './face.ts'
import type { Version } from './log-lines.ts'

export type Unflushed = Version & { owner: string; at: string; id: string }

export function createOverlay() {
  const shelves = new Map<string, Map<string, Unflushed[]>>()
  let count = 0
  const key = (entity: Entity, owner: string) => `${entity}\n${owner}`
  const shelf = (entity: Entity, owner: string) => shelves.get(key(entity, owner))

  return {
    add(version: Unflushed) {
      const name = key(version.entity, version.owner)
      const records = shelves.get(name) ?? new Map<string, Unflushed[]>()
      shelves.set(name, records)
      records.set(version.id, [...(records.get(version.id) ?? []), version])
      count += 1
    },
    /** Oldest first. */
    versions: (entity: Entity, owner: string, id: string): readonly Unflushed[] =>
      shelf(entity, owner)?.get(id) ?? [],
    latest: (entity: Entity, owner: string): Unflushed[] =>
      [...(shelf(entity, owner)?.values() ?? [])].flatMap(versions => versions.slice(-1)),
    of: (entity: Entity, owner: string): Unflushed[] => [...(shelf(entity, owner)?.values() ?? [])].flat(),
    all: (): Unflushed[] =>
      [...shelves.values()].flatMap(records => [...records.values()].flat()).sort((a, b) => a.seq - b.seq),
    /** Forgets what is in a part now. */
    drop(gone: readonly Unflushed[]) {
      const seqs = new Set(gone.map(version => version.seq))
      for (const { entity, owner, id } of gone) {
        const records = shelf(entity, owner)
        const versions = records?.get(id)
        if (!records || !versions) continue
        const rest = versions.filter(version => !seqs.has(version.seq))
        count -= versions.length - rest.length
        if (rest.length > 0) records.set(id, rest)
        else records.delete(id)
      }
    },
    count: () => count,
    owners: () => [...new Set([...shelves.keys()].map(name => name.slice(name.indexOf('\n') + 1)))],
  }
}
export type Overlay = ReturnType<typeof createOverlay>
