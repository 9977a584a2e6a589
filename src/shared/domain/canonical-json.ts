// JSON in the one form that is hashed: a sum must come out the same wherever and whenever it is worked out.

const members = (value: object) =>
  Object.entries(value)
    .filter(([, item]) => item !== undefined)
    // By UTF-16 code units, as RFC 8785 says: the order of a locale differs from computer to computer.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

function write(value: unknown, gap: string, indent: string): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no canonical JSON`)
  const inner = gap && indent + gap
  const around = (open: string, items: string[], close: string) => {
    if (items.length === 0) return open + close
    const separator = gap ? `,\n${inner}` : ','
    return gap
      ? `${open}\n${inner}${items.join(separator)}\n${indent}${close}`
      : open + items.join(separator) + close
  }
  if (Array.isArray(value)) {
    const items = Array.from(value, (item: unknown) => write(item, gap, inner))
    return around('[', items, ']')
  }
  const colon = gap ? ': ' : ':'
  const items = members(value).map(([key, item]) => JSON.stringify(key) + colon + write(item, gap, inner))
  return around('{', items, '}')
}

/**
 * RFC 8785: keys sorted, no blanks, numbers and texts as ECMAScript writes them. Members that are undefined are left
 * out, as in JSON. Throws a TypeError for what JSON doesn't have: a number that isn't finite, a function, a hole.
 */
export const canonicalJson = (value: unknown): string => write(value, '', '')

/** The same order over several lines, for a file that people read too; ends with a line break. */
export const readableJson = (value: unknown): string => `${write(value, '  ', '')}\n`
