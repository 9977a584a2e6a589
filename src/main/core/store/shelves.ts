// The shelves of an open workspace, each loaded when it is first asked for.
import type { Entity } from './face.ts'
import type { Shelf } from './shelf.ts'

export function createShelves(
  load: (entity: Entity, owner: string) => Promise<Shelf>,
  onError: (error: unknown) => void,
) {
  const asked = new Map<string, Promise<Shelf>>()
  const loaded = new Map<string, Shelf>()
  /** Forgotten, and not yet at rest. */
  const leaving = new Set<Promise<void>>()
  const key = (entity: Entity, owner: string) => `${entity}\n${owner}`
  return {
    shelf(entity: Entity, owner: string): Promise<Shelf> {
      const name = key(entity, owner)
      const existing = asked.get(name)
      if (existing) return existing
      const loading = load(entity, owner)
      asked.set(name, loading)
      loading.then(
        shelf => loaded.set(name, shelf),
        () => asked.delete(name),
      )
      return loading
    },
    loaded: () => [...loaded.values()],
    /** Forgets a loaded shelf; whether there was one. */
    forget(entity: Entity, owner: string): boolean {
      const name = key(entity, owner)
      const old = loaded.get(name)
      if (!old) return false
      asked.delete(name)
      loaded.delete(name)
      const left = old.search
        .close()
        .then(() => old.model.drop())
        .catch(onError)
        .finally(() => leaving.delete(left))
      leaving.add(left)
      return true
    },
    /** Waits for those that are being loaded. */
    async settled() {
      await Promise.allSettled([...asked.values()])
    },
    /** Ends what goes on behind them; none writes anything after. */
    async close() {
      for (const shelf of loaded.values()) await shelf.search.close()
      await Promise.all(leaving)
    },
  }
}
