// Changes an input in one place at a time, so that every field of every operation meets what it should refuse.

type Path = readonly (string | number)[]
type Leaf = { path: Path; name: string; value: unknown }

/** Every place that holds neither an object nor a list. */
export function leavesOf(value: unknown, path: Path = []): Leaf[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, child]) =>
      leavesOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
    )
  return [{ path, name: path.join('.'), value }]
}

/** Every place that holds an object, the whole first. */
export function objectsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, child]) =>
    objectsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return Array.isArray(value) ? inner : [path, ...inner]
}

/** A copy with the place changed. Objects are made by defining keys, so that `__proto__` becomes one. */
export function withChange(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  const copy: object = Array.isArray(value) ? [...value] : { ...(value as object) }
  Reflect.set(copy, key, withChange(Reflect.get(copy, key), rest, change))
  return copy
}

export const withKey = (key: string, added: unknown) => (old: unknown) =>
  Object.defineProperty({ ...(old as object) }, key, {
    value: added,
    enumerable: true,
    configurable: true,
    writable: true,
  })
