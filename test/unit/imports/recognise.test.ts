// The short way of an import must never say anything else than the schema.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recogniseContent } from '../../../src/main/core/imports/recognise.ts'
import { AudienceInput, LIMITS } from '../../../src/shared/domain/audience.ts'
import { rows } from './support.ts'

type Json = Record<string, unknown>
const contents = rows(200).map(
  ({ created_at, updated_at, ...content }) => JSON.parse(JSON.stringify(content)) as Json,
)

/** Values at and beyond every kind of edge. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    0,
    -0,
    -1,
    0.5,
    1,
    1.01,
    100,
    100.5,
    1e15,
    2 ** 53 - 1,
    2 ** 53,
    Number.POSITIVE_INFINITY,
    '',
    ' ',
    ' x',
    'x\u00a0',
    'x',
    'a\nb',
    'a\tb',
    'a\u0000b',
    'a\u0085b',
    '\u200b',
    '\ufeffx',
    '\ud800',
    '😀',
    'draft',
    'manual',
    'email',
    [],
    {},
    [''],
    ['a', 'a'],
    ['a'],
    [1],
    { tags: [] },
    { tags: ['a', 'a'] },
    { tags: ['x'], notes: 5 },
    { notes: 'x' },
  ),
  ...[
    60,
    61,
    100,
    101,
    200,
    201,
    1_000,
    1_001,
    4_000,
    4_001,
    10_000,
    10_001,
    LIMITS.characteristics_bytes,
    LIMITS.metadata_bytes,
  ].map(length => fc.constant<unknown>('x'.repeat(length))),
  fc.jsonValue(),
)

/** Every place in a row that holds something. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.keys(value).flatMap(key =>
    places(Reflect.get(value, key), [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return path.length > 0 ? [path, ...inner] : inner
}

function put(row: Json, path: readonly (string | number)[], value: unknown): Json {
  const copy = structuredClone(row)
  const holder = path.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key), copy)
  const last = path.at(-1) ?? ''
  if (value === undefined && Array.isArray(holder)) holder.splice(Number(last), 1)
  else if (value === undefined) Reflect.deleteProperty(holder, last)
  else Reflect.set(holder, last, value)
  return copy
}

function agrees(row: Json): boolean {
  const recognised = recogniseContent(row)
  if (recognised === null) return false
  const parsed = AudienceInput.safeParse(row)
  expect(parsed.error?.issues ?? []).toEqual([])
  expect(recognised).toEqual(parsed.data)
  return true
}

describe('recognising rows', () => {
  it('recognises what the generator makes, as the schema reads it', () => {
    for (const row of contents) expect(agrees(row)).toBe(true)
    expect(agrees({ name: 'Holiday bakers', data_type: 'third_party' })).toBe(true)
  })

  it('never recognises what the schema refuses or reads otherwise', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), odd, (which, where, value) => {
        const row = contents[which % contents.length] ?? {}
        const all = places(row)
        agrees(put(row, all[where % all.length] ?? [], value))
      }),
      { numRuns: 4_000 },
    )
  })

  it.each([
    [
      'too many segments',
      (row: Json) => ({
        ...row,
        segments: Array.from({ length: LIMITS.segments + 1 }, (_, n) => ({
          ...(row.segments as Json[])[0],
          segment_id: `${n}`,
        })),
      }),
    ],
    [
      'too many variables',
      (row: Json) => ({
        ...row,
        variable_details: [],
        selected_variables: Array.from({ length: LIMITS.variables + 1 }, (_, n) => `V${n}`),
      }),
    ],
    [
      'too many tags',
      (row: Json) => ({
        ...row,
        metadata: { tags: Array.from({ length: LIMITS.tags + 1 }, (_, n) => `t${n}`) },
      }),
    ],
    [
      'sizes whose sum is too large',
      (row: Json) => ({
        ...row,
        segments: (row.segments as Json[]).map(segment => ({ ...segment, size: Number.MAX_SAFE_INTEGER })),
      }),
    ],
    [
      'a repeated segment id',
      (row: Json) => ({
        ...row,
        segments: (row.segments as Json[]).map(segment => ({ ...segment, segment_id: 'a' })),
      }),
    ],
    [
      'a repeated detail',
      (row: Json) => ({
        ...row,
        variable_details: (row.variable_details as Json[]).map(() => (row.variable_details as Json[])[0]),
      }),
    ],
    [
      'an extra key in a segment',
      (row: Json) => ({
        ...row,
        segments: (row.segments as Json[]).map(segment => ({ ...segment, color: 1 })),
      }),
    ],
    [
      'characteristics that are too large',
      (row: Json) => ({
        ...row,
        segments: (row.segments as Json[]).map(segment => ({
          ...segment,
          characteristics: { a: 'x'.repeat(LIMITS.characteristics_bytes) },
        })),
      }),
    ],
    [
      'metadata that is too large',
      (row: Json) => ({ ...row, metadata: { tags: [], a: 'x'.repeat(LIMITS.metadata_bytes) } }),
    ],
  ])('leaves %s to the schema, which refuses it', (_what, change) => {
    const row = change(contents[0] ?? {})
    expect(recogniseContent(row)).toBeNull()
    expect(AudienceInput.safeParse(row).success).toBe(false)
  })
})
