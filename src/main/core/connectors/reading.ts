// Reads values out of answers of unknown shape.

/** The value under the keys, one inside the other; undefined where there is none. Numbers are indexes of lists. */
export function at(value: unknown, ...keys: (string | number)[]): unknown {
  return keys.reduce<unknown>((part, key) => {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined
    return Reflect.get(part, key)
  }, value)
}

/** The text there, or a number as its digits; null for anything else. */
export function textAt(value: unknown, ...keys: (string | number)[]): string | null {
  const found = at(value, ...keys)
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' ? found : null
}

/** The list there; empty for anything else. */
export function listAt(value: unknown, ...keys: (string | number)[]): readonly unknown[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? found : []
}
