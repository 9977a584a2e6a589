// A map for a million ids: many small ones, since a large one that grows is rehashed in one step, which holds the event loop.

const MAPS = 64
/** Ids differ at their ends. */
const LOOKED_AT = 12

function placeOf(id: string): number {
  let hash = 0
  for (let at = Math.max(0, id.length - LOOKED_AT); at < id.length; at++)
    hash = (Math.imul(hash, 31) + id.charCodeAt(at)) | 0
  return (hash ^ (hash >>> 15)) & (MAPS - 1)
}

export interface WideMap<V> {
  has(id: string): boolean
  get(id: string): V | undefined
  set(id: string, value: V): void
}

export function createWideMap<V>(): WideMap<V> {
  const maps = Array.from({ length: MAPS }, () => new Map<string, V>())
  const holding = (id: string) => maps[placeOf(id)] as Map<string, V>
  return {
    has: id => holding(id).has(id),
    get: id => holding(id).get(id),
    set: (id, value) => void holding(id).set(id, value),
  }
}
