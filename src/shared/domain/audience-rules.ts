// The rules of an audience that are more than the shape of one field: totals, shares, status moves, copies.
import type {
  Audience,
  AudienceContent,
  AudiencePatch,
  AudienceStatus,
  Segment,
  SizeSource,
} from './audience.ts'

const STATUS_MOVES: Record<AudienceStatus, readonly AudienceStatus[]> = {
  draft: ['active', 'archived'],
  active: ['draft', 'archived'],
  archived: ['draft', 'active'],
}

/** Whether a status may follow another. Staying where it is is always allowed and changes nothing. */
export const canMoveStatus = (from: AudienceStatus, to: AudienceStatus) =>
  from === to || STATUS_MOVES[from].includes(to)

export const sumOfSegments = (segments: readonly Pick<Segment, 'size'>[]) =>
  segments.reduce((sum, segment) => sum + segment.size, 0)

/** Fills in shares (percent of the segments' sum, two decimals) where none of them was given. */
export function withShares<T extends Pick<Segment, 'size' | 'size_percentage'>>(segments: readonly T[]): T[] {
  const total = sumOfSegments(segments)
  if (total === 0 || segments.some(segment => segment.size_percentage > 0)) return [...segments]
  return segments.map(segment => ({
    ...segment,
    size_percentage: Math.round((segment.size / total) * 10_000) / 100,
  }))
}

/** The audience's size and where it came from. A total that differs from the segments' sum was set by hand. */
export function settleTotal(
  segments: readonly Pick<Segment, 'size'>[],
  total: number | undefined,
  source: SizeSource | undefined,
): { total_audience_size: number; size_source: SizeSource } {
  const sum = sumOfSegments(segments)
  if (source === 'segments' || total === undefined)
    return { total_audience_size: sum, size_source: 'segments' }
  if (source) return { total_audience_size: total, size_source: source }
  return {
    total_audience_size: total,
    size_source: total === sum && segments.length > 0 ? 'segments' : 'manual',
  }
}

export type SettledContent = AudienceContent & { total_audience_size: number; size_source: SizeSource }

/** Content as it is stored: shares and total worked out. */
export function settle(content: AudienceContent): SettledContent {
  const segments = withShares(content.segments)
  return { ...content, segments, ...settleTotal(segments, content.total_audience_size, content.size_source) }
}

/** The content of a stored audience, as `AudienceInput` takes it. */
export function contentOf(audience: Audience): SettledContent {
  const {
    audience_id,
    user_id,
    created_at,
    updated_at,
    version,
    deleted,
    changed_by,
    change_note,
    ...content
  } = audience
  return content
}

/**
 * Applies a partial edit. New segments bring a new total unless the total was set by hand or is set here. A total that
 * is given is set by hand, also where it is the segments' sum just now: it stays when they change. Only an imported
 * total that is sent back as it is stays imported.
 */
export function applyPatch(current: SettledContent, patch: AudiencePatch): AudienceContent {
  const { total_audience_size, ...fields } = patch
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const next: AudienceContent = { ...current, ...given }
  if (total_audience_size === undefined) return next
  if (total_audience_size === null)
    return { ...next, total_audience_size: undefined, size_source: 'segments' }
  const asImported = current.size_source === 'imported' && total_audience_size === current.total_audience_size
  return { ...next, total_audience_size, size_source: asImported ? 'imported' : 'manual' }
}

/** The first characters of a text, never half of a pair. */
const startOf = (text: string, length: number) => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')

/** `Name (copy)`, `Name (copy 2)` …, cut so that it stays within the limit. */
export function copyName(name: string, taken: Pick<ReadonlySet<string>, 'has'>, limit = 200): string {
  const base = name.replace(/ \(copy(?: \d+)?\)$/, '')
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? ' (copy)' : ` (copy ${n})`
    const candidate = startOf(base, limit - suffix.length).trimEnd() + suffix
    if (!taken.has(candidate)) return candidate
  }
}
