// Values that fit a JSON Schema, and values that nearly do, for tests that read what a document says and send it.
import fc from 'fast-check'

export type Schema = { [key: string]: unknown }
type Components = Readonly<Record<string, unknown>>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : [])
const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)

const LONGEST = 40
const MOST_ITEMS = 3
const DEEPEST = 6

/** What attackers and broken scripts send. */
export const ODD_TEXTS = [
  '../../outside/canary.txt',
  '..%2f..%2foutside%2fcanary.txt',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  "' OR 1=1 --",
  '"; DROP TABLE audiences; --',
  '=HYPERLINK("http://evil.example")',
  '<script>alert(1)</script>',
  '__proto__',
  '\u0000',
  '\ud800',
  'ÄÖÜ 日本語 🙂',
  '',
  ' ',
  'x'.repeat(5_000),
]
const oddText = fc.constantFrom(...ODD_TEXTS)

export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  oddText,
  fc.constantFrom(null, true, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[[[]]]], { $gt: '' }),
)

function text(schema: Schema): fc.Arbitrary<string> {
  const minLength = numberOf(schema.minLength, 0)
  if (schema.format === 'date-time')
    return fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map(date => date.toISOString())
  if (typeof schema.pattern === 'string')
    try {
      const pattern = new RegExp(schema.pattern, 'u')
      return fc.oneof({ weight: 5, arbitrary: fc.stringMatching(pattern, { size: 'small' }) }, oddText)
    } catch {
      return fc.string({ minLength, maxLength: LONGEST })
    }
  const maxLength = Math.max(minLength, Math.min(numberOf(schema.maxLength, LONGEST), LONGEST))
  return fc.oneof(
    { weight: 8, arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme-ascii' }) },
    { weight: 1, arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme' }) },
    { weight: 1, arbitrary: oddText },
  )
}

function number(schema: Schema): fc.Arbitrary<number> {
  const min = numberOf(schema.minimum, -1_000_000)
  const max = Math.max(min, numberOf(schema.maximum, min + 2_000_000))
  if (schema.type === 'integer') {
    const near = { min: Math.ceil(min), max: Math.floor(Math.min(max, Math.ceil(min) + 1_000)) }
    return fc.oneof(
      fc.integer(near),
      fc.maxSafeInteger().map(n => Math.min(Math.max(n, min), max)),
    )
  }
  return fc.double({ min, max, noNaN: true, noDefaultInfinity: true })
}

/** `known` gives values for fields of a name, such as ids that exist. */
export function arbitraryOf(
  schema: Schema,
  components: Components,
  known: (name: string) => fc.Arbitrary<unknown> | null = () => null,
): fc.Arbitrary<unknown> {
  function object(of: Schema, depth: number): fc.Arbitrary<unknown> {
    const required = Array.isArray(of.required) ? of.required : []
    const properties = isSchema(of.properties) ? of.properties : {}
    const fields = Object.entries(properties).map(([name, field]) => {
      const value = known(name) ?? value_of(isSchema(field) ? field : {}, depth + 1)
      return [name, required.includes(name) ? value : fc.option(value, { nil: undefined, freq: 2 })] as const
    })
    const fixed = fc.record(Object.fromEntries(fields)).map(given => {
      const there = Object.entries(given).filter(([, value]) => value !== undefined)
      return Object.fromEntries(there)
    })
    const extra = of.additionalProperties
    if (!isSchema(extra)) return fixed
    const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), value_of(extra, depth + 1), {
      maxKeys: 2,
      noNullPrototype: true,
    })
    return fc.tuple(fixed, more).map(([a, b]) => ({ ...b, ...a }))
  }

  function value_of(of: Schema, depth: number): fc.Arbitrary<unknown> {
    if (depth > DEEPEST) return fc.constant(null)
    if (typeof of.$ref === 'string') {
      const found = components[of.$ref.split('/').at(-1) ?? '']
      return isSchema(found) ? value_of(found, depth) : junk
    }
    if (of.const !== undefined) return fc.constant(of.const)
    if (Array.isArray(of.enum)) return fc.constantFrom(...(of.enum as unknown[]))
    const choices = [...listOf(of.anyOf), ...listOf(of.oneOf)]
    if (choices.length > 0) return fc.oneof(...choices.map(one => value_of(one, depth)))
    if (Array.isArray(of.type)) return fc.oneof(...of.type.map(type => value_of({ ...of, type }, depth)))
    switch (of.type) {
      case 'string':
        return text(of)
      case 'integer':
      case 'number':
        return number(of)
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'array': {
        const minLength = numberOf(of.minItems, 0)
        const maxLength = Math.max(minLength, Math.min(numberOf(of.maxItems, MOST_ITEMS), MOST_ITEMS))
        return fc.array(value_of(isSchema(of.items) ? of.items : {}, depth + 1), { minLength, maxLength })
      }
      case 'object':
        return object(of, depth)
      default:
        return isSchema(of.properties) ? object(of, depth) : fc.jsonValue({ maxDepth: 2 })
    }
  }
  return value_of(schema, 0)
}

/** One place of a value is something else: another type, gone, or one field more. */
export function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (!isSchema(value) || Object.keys(value).length === 0) return junk
  const entries = Object.entries(value)
  return fc.tuple(fc.nat(entries.length - 1), fc.nat(3), junk).chain(([at, how, other]) => {
    const [name = '', item] = entries[at] ?? []
    const rest = Object.fromEntries(entries.filter(([key]) => key !== name))
    if (how === 0) return fc.constant(rest)
    if (how === 1) return fc.constant({ ...value, unknown_field: other })
    if (how === 2 && isSchema(item)) return spoiled(item).map(inner => ({ ...value, [name]: inner }))
    return fc.constant({ ...value, [name]: other })
  })
}
