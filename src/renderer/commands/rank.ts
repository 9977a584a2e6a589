// The order of what the palette finds: names first, the store's order within each kind.

/** 0: the whole name; 1: it begins so; 2: it holds every word; 3: the words were found elsewhere in the record. */
function distance(name: string, search: string): number {
  const text = name.toLowerCase()
  if (text === search) return 0
  if (text.startsWith(search)) return 1
  return search.split(/\s+/).every(word => text.includes(word)) ? 2 : 3
}

/** The best `count` of what was found, those first whose name is meant. */
export function bestByName<T extends { name: string }>(
  found: readonly T[],
  search: string,
  count: number,
): T[] {
  const wanted = search.trim().toLowerCase()
  return found
    .map(item => ({ item, distance: distance(item.name, wanted) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ item }) => item)
}
