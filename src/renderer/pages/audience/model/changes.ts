// Sorts a difference into what the comparison shows: fields by how they are drawn, segments by how far they moved.
import type { AudienceDiff, FieldChange } from '../../../../shared/domain/diff.ts'

export type FieldKind = 'text' | 'size' | 'tags' | 'word' | 'json'

const TEXTS = new Set(['name', 'description', 'original_query', 'metadata.notes', 'change_note'])
const WORDS = new Set(['status', 'data_type', 'identifier_type', 'size_source', 'deleted'])

export function kindOf({ field, before, after }: FieldChange): FieldKind {
  if (field === 'total_audience_size') return 'size'
  if (field === 'metadata.tags') return 'tags'
  if (WORDS.has(field)) return 'word'
  const text = (value: unknown) => typeof value === 'string' || value === null
  return TEXTS.has(field) || (text(before) && text(after)) ? 'text' : 'json'
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

/** What a list gained and lost; `moved` when only its order differs. */
export function listChange(before: unknown, after: unknown) {
  const [a, b] = [strings(before), strings(after)]
  const gained = b.filter(item => !a.includes(item))
  const lost = a.filter(item => !b.includes(item))
  return { gained, lost, moved: gained.length + lost.length === 0 }
}

export type SizeMove = { segment_id: string; name: string; before: number; after: number }
type SegmentChange = AudienceDiff['segments']['changed'][number]

const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0)

/** Segments whose size moved, the largest move first; and the other changes of each. */
export function segmentChanges({ gained, lost, changed }: AudienceDiff['segments']): {
  moves: SizeMove[]
  others: SegmentChange[]
} {
  const moves = changed.flatMap(({ segment_id, name, fields }) => {
    const size = fields.find(change => change.field === 'size')
    return size ? [{ segment_id, name, before: numberOf(size.before), after: numberOf(size.after) }] : []
  })
  // Shares that follow the sizes, of whichever segment, are no change of their own.
  const follow = moves.length + gained.length + lost.length > 0
  const others = changed.flatMap(change => {
    const fields = change.fields.filter(
      ({ field }) => field !== 'size' && !(field === 'size_percentage' && follow),
    )
    return fields.length > 0 ? [{ ...change, fields }] : []
  })
  moves.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
  return { moves, others }
}

export const isSame = (diff: AudienceDiff) =>
  diff.fields.length === 0 &&
  !diff.variables.reordered &&
  [diff.variables.gained, diff.variables.lost, diff.variables.changed].every(list => list.length === 0) &&
  [diff.segments.gained, diff.segments.lost, diff.segments.changed].every(list => list.length === 0)
