// Two devices changed one record: what can be put together is, and the rest is asked about. Nothing here knows of clocks.
import { sameJson } from '../../../../shared/domain/diff.ts'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Entity, RecordOf } from '../../store/face.ts'
import { checked, type Fields, fieldsOf, type Unnumbered } from './content.ts'
import { withoutStrayDetails } from './merge-audience.ts'
import { mergeLists } from './merge-lists.ts'
import { differing, LISTS, recordFrom, type Units, unitsOf } from './merge-units.ts'
import { DEVICE_LOCAL } from './tables.ts'

export type Side = 'mine' | 'theirs'
/** `path` is `name`, `segments.seg-1`, `metadata.notes`; null for what a side lacks. A run's is `status`, with all of it. */
export type ConflictField = { path: string; base: unknown; mine: unknown; theirs: unknown }

export type Merge<E extends Entity> =
  | { kind: 'same' }
  /** Theirs holds all that mine changed; so does mine of theirs. */
  | { kind: 'theirs' }
  | { kind: 'mine' }
  /** `fields`: paths that mine takes over from theirs. */
  | { kind: 'merged'; record: Unnumbered<E>; fields: string[] }
  /** `deleted`: who put into the trash what the other changed. */
  | { kind: 'conflict'; fields: ConflictField[]; deleted: Side | null }

type Either<E extends Entity> = Unnumbered<E> | RecordOf[E]
type Three = { base: Units | null; mine: Units; theirs: Units }

const threeOf = <E extends Entity>(
  entity: E,
  base: Either<E> | null,
  mine: Either<E>,
  theirs: Either<E>,
): Three => ({
  base: base && unitsOf(entity, fieldsOf(base)),
  mine: unitsOf(entity, fieldsOf(mine)),
  theirs: unitsOf(entity, fieldsOf(theirs)),
})

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

type Decided = { clash: false; value: unknown } | { clash: true }

function decide(path: string, { base, mine, theirs }: Three): Decided {
  const [before, ours, other] = [base?.get(path), mine.get(path), theirs.get(path)]
  if (sameJson(ours, other) || sameJson(before, other)) return { clash: false, value: ours }
  if (sameJson(before, ours)) return { clash: false, value: other }
  const merged = LISTS.has(path) ? mergeLists(texts(before), texts(ours), texts(other)) : null
  return merged ? { clash: false, value: merged } : { clash: true }
}

/** Every part as both sides together have it, and the paths at which they don't agree. */
function together(three: Three): { units: Map<string, unknown>; clashes: string[] } {
  const units = new Map<string, unknown>()
  const clashes: string[] = []
  for (const path of new Set([...three.mine.keys(), ...three.theirs.keys()])) {
    const decided = decide(path, three)
    if (decided.clash) clashes.push(path)
    else units.set(path, decided.value)
  }
  return { units, clashes }
}

const fieldAt = (path: string, { base, mine, theirs }: Three): ConflictField => ({
  path,
  base: base?.get(path) ?? null,
  mine: mine.get(path) ?? null,
  theirs: theirs.get(path) ?? null,
})

/** Who put it into the trash, where the other didn't. Taking it out again is a change like any other. */
function deletedBy({ base, mine, theirs }: Three): Side | null {
  if (base?.get('deleted') === true || mine.get('deleted') === theirs.get('deleted')) return null
  return mine.get('deleted') === true ? 'mine' : 'theirs'
}

const conflict = (paths: readonly string[], three: Three, deleted: Side | null = null) => ({
  kind: 'conflict' as const,
  fields: paths.toSorted().map(path => fieldAt(path, three)),
  deleted,
})

/**
 * `base` is the record as this device and BigQuery last agreed on it; null where they never did. Parts that one side alone
 * changed are taken from it. The answer holds the same content whichever side is called mine.
 */
export function merge<E extends Entity>(
  entity: E,
  base: Either<E> | null,
  mine: Either<E>,
  theirs: Either<E>,
): Merge<E> {
  const three = threeOf(entity, base, mine, theirs)
  const apart = differing(three.mine, three.theirs)
  if (apart.length === 0) return { kind: 'same' }
  if (three.base && differing(three.base, three.mine).length === 0) return { kind: 'theirs' }
  if (three.base && differing(three.base, three.theirs).length === 0) return { kind: 'mine' }
  const deleted = deletedBy(three)
  if (deleted) return conflict(apart, three, deleted)
  const { units, clashes } = together(three)
  if (clashes.length > 0) return conflict(clashes, three)
  const record = checked(entity, recordFrom(entity, fieldsOf(mine), fieldsOf(theirs), units))
  // Each change is right by itself, and both together are not.
  if (!record.ok) return conflict(apart, three)
  const result = unitsOf(entity, fieldsOf(record.value))
  if (differing(result, three.theirs).length === 0) return { kind: 'theirs' }
  const fields = differing(result, three.mine)
  return fields.length === 0 ? { kind: 'mine' } : { kind: 'merged', record: record.value, fields }
}

/** One side as a whole, or a side for each path that is in conflict; mine where none is named. */
export type Choice = Side | Readonly<Record<string, Side>>

/**
 * The record as somebody decided. What isn't in conflict is put together as `merge` does. Refused with the bad fields
 * where what was chosen makes no valid record.
 */
export function resolve<E extends Entity>(
  entity: E,
  base: Either<E> | null,
  mine: Either<E>,
  theirs: Either<E>,
  choice: Choice,
): Result<Unnumbered<E>> {
  const [ours, other] = [fieldsOf(mine), fieldsOf(theirs)]
  if (choice === 'mine') return ok(mine)
  if (choice === 'theirs') return checked(entity, { ...other, ...ofDevice(entity, ours) })
  const three = threeOf(entity, base, mine, theirs)
  const { units, clashes } = together(three)
  const named = Object.keys(choice).filter(path => three.mine.has(path) || three.theirs.has(path))
  for (const path of new Set([...clashes, ...named]))
    units.set(path, (Object.hasOwn(choice, path) ? three[choice[path] ?? 'mine'] : three.mine).get(path))
  const record = recordFrom(entity, ours, other, units)
  return checked(entity, entity === 'audience' ? withoutStrayDetails(record) : record)
}

/** What another device never has: also the profile that the record belongs to here. */
const ofDevice = (entity: Entity, mine: Fields): Fields =>
  Object.fromEntries(['user_id', ...DEVICE_LOCAL[entity]].map(field => [field, mine[field]]))
