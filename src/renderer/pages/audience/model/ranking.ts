// Orders and groups of variables and segments for display.
import type { Audience, Segment, VariableDetail } from '../../../../shared/domain/audience.ts'

export type Variable = Omit<VariableDetail, 'relevance_score'> & {
  /** null when the variable was selected without a detail. */
  relevance: number | null
}

export function variablesOf({
  selected_variables,
  variable_details,
}: Pick<Audience, 'selected_variables' | 'variable_details'>): Variable[] {
  const details = new Map(variable_details.map(detail => [detail.code, detail]))
  return selected_variables.map(code => {
    const detail = details.get(code)
    if (!detail) return { code, description: '', type: '', category: '', relevance: null }
    const { relevance_score, ...rest } = detail
    return { ...rest, relevance: relevance_score }
  })
}

export type VariableOrder = 'relevance' | 'category' | 'selected'
export type VariableItem = { heading: string; count: number } | Variable

const byRelevance = (a: Variable, b: Variable) => (b.relevance ?? -1) - (a.relevance ?? -1)

export const matchesWords = (text: string, words: readonly string[]) =>
  words.every(word => text.includes(word))

/** Sorted, or in groups with headings (the category with the most variables first), filtered by all words. */
export function arrangeVariables(
  variables: readonly Variable[],
  order: VariableOrder,
  search: string,
): VariableItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = variables.filter(variable =>
    matchesWords(
      `${variable.code} ${variable.description} ${variable.category} ${variable.type}`.toLowerCase(),
      words,
    ),
  )
  if (order === 'selected') return found
  const sorted = found.toSorted(byRelevance)
  if (order === 'relevance') return sorted
  const groups = new Map<string, Variable[]>()
  for (const variable of sorted) {
    const group = groups.get(variable.category)
    if (group) group.push(variable)
    else groups.set(variable.category, [variable])
  }
  return [...groups]
    .sort(
      ([a, x], [b, y]) => Number(a === '') - Number(b === '') || y.length - x.length || a.localeCompare(b),
    )
    .flatMap(([heading, items]) => [{ heading, count: items.length }, ...items])
}

export type Bar = { name: string; size: number; share: number; rank: number | null }

const CHART_BARS = 12

/**
 * The largest segments as bars, and the rest in one line (rank null) so that the chart adds up to the whole. The line
 * has no bar: many small ones together would dwarf the segments they are smaller than.
 */
export function barsOf(
  segments: readonly Segment[],
  nameOthers: (count: number) => string,
): { bars: Bar[]; widest: number } {
  const sum = segments.reduce((total, segment) => total + segment.size, 0)
  const sorted = segments.toSorted((a, b) => b.size - a.size)
  const shown = sorted.length > CHART_BARS + 1 ? CHART_BARS : sorted.length
  const bars: Bar[] = sorted.slice(0, shown).map(({ name, size, size_percentage }, index) => ({
    name,
    size,
    share: size_percentage,
    rank: index + 1,
  }))
  const others = sorted.slice(shown)
  if (others.length > 0) {
    const size = others.reduce((total, segment) => total + segment.size, 0)
    bars.push({
      name: nameOthers(others.length),
      size,
      share: sum > 0 ? Math.round((size / sum) * 10_000) / 100 : 0,
      rank: null,
    })
  }
  return { bars, widest: sorted[0]?.size ?? 0 }
}

/** Written out, because the style sheet keeps only the colours that the source names. */
const CHART = [
  'bg-chart-1',
  'bg-chart-2',
  'bg-chart-3',
  'bg-chart-4',
  'bg-chart-5',
  'bg-chart-6',
  'bg-chart-7',
] as const

/** The palette has eight colours; the first seven ranks have their own, all others share the quiet eighth. */
export const colourOf = (rank: number | null): string =>
  (rank === null ? undefined : CHART[rank - 1]) ?? 'bg-chart-8'

export type SegmentSort = { by: 'name' | 'size' | 'share' | 'order'; direction: 'asc' | 'desc' }
export type RankedSegment = Segment & { rank: number }

export function sortSegments(segments: readonly Segment[], { by, direction }: SegmentSort): RankedSegment[] {
  const rank = new Map(
    segments.toSorted((a, b) => b.size - a.size).map((segment, index) => [segment.segment_id, index + 1]),
  )
  const ranked = segments.map(segment => ({ ...segment, rank: rank.get(segment.segment_id) ?? 0 }))
  const sign = direction === 'asc' ? 1 : -1
  switch (by) {
    case 'order':
      return ranked
    case 'name':
      return ranked.sort((a, b) => sign * a.name.localeCompare(b.name))
    case 'size':
      return ranked.sort((a, b) => sign * (a.size - b.size))
    case 'share':
      return ranked.sort((a, b) => sign * (a.size_percentage - b.size_percentage))
  }
}

/** Every PRIZM segment of the audience, most frequent first. */
export function prizmOf(segments: readonly Segment[]): { name: string; segments: number }[] {
  const counts = new Map<string, number>()
  for (const segment of segments)
    for (const name of new Set(segment.prizm_segments)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, segments: count }))
    .sort((a, b) => b.segments - a.segments || a.name.localeCompare(b.name))
}
