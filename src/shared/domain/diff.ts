// What changed between two audiences, or two versions of one, field by field and in the analyst's terms.
import * as z from 'zod'
import type { Audience, Segment } from './audience.ts'

const SegmentSide = z.object({
  name: z.string(),
  size: z.number(),
  size_percentage: z.number(),
  prizm_segments: z.array(z.string()),
})

export const AudienceDiff = z.object({
  /** Plain fields: name, description, status, original_query, total_audience_size, metadata.tags … */
  fields: z.array(z.object({ field: z.string(), before: z.json(), after: z.json() })),
  variables: z.object({
    gained: z.array(z.string()),
    lost: z.array(z.string()),
    kept: z.number().int(),
    /** The same variables in another order. */
    reordered: z.boolean(),
    /** Kept variables whose detail changed. */
    changed: z.array(
      z.object({
        code: z.string(),
        fields: z.array(z.object({ field: z.string(), before: z.json(), after: z.json() })),
      }),
    ),
  }),
  segments: z.object({
    gained: z.array(SegmentSide.extend({ segment_id: z.string() })),
    lost: z.array(SegmentSide.extend({ segment_id: z.string() })),
    changed: z.array(
      z.object({
        segment_id: z.string(),
        name: z.string(),
        fields: z.array(z.object({ field: z.string(), before: z.json(), after: z.json() })),
      }),
    ),
    kept: z.number().int(),
  }),
})
export type AudienceDiff = z.infer<typeof AudienceDiff>
export type FieldChange = AudienceDiff['fields'][number]
type Json = z.infer<ReturnType<typeof z.json>>

const PLAIN_FIELDS = [
  'name',
  'description',
  'status',
  'data_type',
  'identifier_type',
  'original_query',
  'total_audience_size',
  'size_source',
  'deleted',
] as const satisfies readonly (keyof Audience)[]

/** Order of keys doesn't count; order of items does. */
export function sameJson(a: unknown, b: unknown): boolean {
  // 0 and -0 are the same number in JSON.
  if (a === b || Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => sameJson(item, b[index]))
  }
  const left = Object.entries(a).filter(([, value]) => value !== undefined)
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined))
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  )
}

const json = (value: unknown): Json => (value === undefined ? null : (value as Json))

/** A key such as `constructor` may be missing on one side, where every object seems to have it. */
const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

function changesOf(before: object, after: object, keys: Iterable<string>, prefix = ''): FieldChange[] {
  const changes: FieldChange[] = []
  for (const key of keys) {
    const [a, b] = [own(before, key), own(after, key)]
    if (!sameJson(a, b)) changes.push({ field: prefix + key, before: json(a), after: json(b) })
  }
  return changes
}

const keysOf = (a: object, b: object) => new Set([...Object.keys(a), ...Object.keys(b)])
const side = ({ segment_id, name, size, size_percentage, prizm_segments }: Segment) => ({
  segment_id,
  name,
  size,
  size_percentage,
  prizm_segments,
})

export function diffAudiences(before: Audience, after: Audience): AudienceDiff {
  const [oldCodes, newCodes] = [new Set(before.selected_variables), new Set(after.selected_variables)]
  const kept = before.selected_variables.filter(code => newCodes.has(code))
  const keptAfter = after.selected_variables.filter(code => oldCodes.has(code))
  const oldDetail = new Map(before.variable_details.map(detail => [detail.code, detail]))
  const newDetail = new Map(after.variable_details.map(detail => [detail.code, detail]))
  const [oldSegments, newSegments] = [byId(before.segments), byId(after.segments)]
  const sameSegments = after.segments.filter(segment => oldSegments.has(segment.segment_id))

  const segmentChanges = sameSegments.flatMap(segment => {
    const old = oldSegments.get(segment.segment_id)
    const fields = old ? changesOf(old, segment, keysOf(old, segment)) : []
    return fields.length > 0 ? [{ segment_id: segment.segment_id, name: segment.name, fields }] : []
  })
  return {
    fields: [
      ...changesOf(before, after, PLAIN_FIELDS),
      ...changesOf(before.metadata, after.metadata, keysOf(before.metadata, after.metadata), 'metadata.'),
    ],
    variables: {
      gained: after.selected_variables.filter(code => !oldCodes.has(code)),
      lost: before.selected_variables.filter(code => !newCodes.has(code)),
      kept: kept.length,
      reordered: kept.some((code, index) => keptAfter[index] !== code),
      changed: kept.flatMap(code => {
        const [a, b] = [oldDetail.get(code) ?? {}, newDetail.get(code) ?? {}]
        const fields = changesOf(a, b, keysOf(a, b))
        return fields.length > 0 ? [{ code, fields }] : []
      }),
    },
    segments: {
      gained: after.segments.filter(segment => !oldSegments.has(segment.segment_id)).map(side),
      lost: before.segments.filter(segment => !newSegments.has(segment.segment_id)).map(side),
      changed: segmentChanges,
      kept: sameSegments.length - segmentChanges.length,
    },
  }
}

const byId = (segments: readonly Segment[]) => new Map(segments.map(segment => [segment.segment_id, segment]))

/** Names of what differs, for one line in a history: `name`, `variables`, `segments`, `metadata.tags`. */
export function changedFields(diff: AudienceDiff): string[] {
  const { variables, segments } = diff
  const names = diff.fields.map(change => change.field)
  if (variables.gained.length + variables.lost.length + variables.changed.length > 0 || variables.reordered)
    names.push('variables')
  if (segments.gained.length + segments.lost.length + segments.changed.length > 0) names.push('segments')
  return names
}
