// Carries structured-clone values as text between page and host, own `__proto__` keys and all, as Electron's IPC does.

export type CloneWire = { encode(value: unknown): string; decode(text: string): unknown }

/** Self-contained: its source text is also put into the page. */
export function cloneWire(): CloneWire {
  const views = {
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
  }

  function pack(value: unknown): unknown {
    switch (typeof value) {
      case 'undefined':
        return ['u']
      case 'bigint':
        return ['i', String(value)]
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['n', Object.is(value, -0) ? '-0' : String(value)]
      case 'object':
        return value === null ? null : packObject(value)
      default:
        return value
    }
  }

  function packObject(value: object): unknown {
    if (Array.isArray(value)) return ['a', value.map(pack)]
    if (value instanceof Date) return ['d', value.getTime()]
    if (value instanceof Map) return ['m', [...value].map(pair => pair.map(pack))]
    if (value instanceof Set) return ['s', [...value].map(pack)]
    if (value instanceof Error) return ['e', value.name, value.message]
    for (const [name, View] of Object.entries(views))
      if (value instanceof View) return ['b', name, Array.from(value as Uint8Array)]
    return ['o', Object.keys(value).map(key => [key, pack(Reflect.get(value, key))])]
  }

  function unpack(packed: unknown): unknown {
    if (!Array.isArray(packed)) return packed
    const [tag, first, second] = packed as [string, never, never]
    switch (tag) {
      case 'u':
        return undefined
      case 'i':
        return BigInt(first)
      case 'n':
        return Number(first)
      case 'a':
        return (first as unknown[]).map(unpack)
      case 'd':
        return new Date(first)
      case 'm':
        return new Map((first as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]))
      case 's':
        return new Set((first as unknown[]).map(unpack))
      case 'e':
        return Object.assign(new Error(second), { name: first })
      case 'b':
        return views[first as keyof typeof views].from(second as number[])
      default:
        return unpackObject(first)
    }
  }

  function unpackObject(pairs: [string, unknown][]): object {
    const made = {}
    for (const [key, item] of pairs)
      Object.defineProperty(made, key, {
        value: unpack(item),
        writable: true,
        enumerable: true,
        configurable: true,
      })
    return made
  }

  return {
    // The clone first: it throws for functions and the like, as the real thing does.
    encode: value => JSON.stringify(pack(structuredClone(value))),
    decode: text => unpack(JSON.parse(text)),
  }
}
