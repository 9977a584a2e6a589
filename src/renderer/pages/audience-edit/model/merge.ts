// Three-way merge of an edit onto a record that changed meanwhile: what I didn't touch takes theirs, what I did stays mine.
import type { Segment, VariableDetail } from '../../../../shared/domain/audience.ts'
import { type SettledContent, settleTotal, sumOfSegments } from '../../../../shared/domain/audience-rules.ts'
import { sameJson } from '../../../../shared/domain/diff.ts'

/** Fields where both sides changed the same thing differently; mine was kept. `segments/12/size` names a row's field. */
export type Merged = { content: SettledContent; overruled: string[] }

type Three<T> = { base: T; mine: T; theirs: T }
type Report = (field: string) => void

function pick<T>({ base, mine, theirs }: Three<T>, field: string, report: Report): T {
  if (sameJson(mine, base)) return theirs
  if (!sameJson(theirs, base) && !sameJson(theirs, mine)) report(field)
  return mine
}

/**
 * Order of a merged list: mine, unless only they changed it. What they added goes after the item it follows in theirs,
 * or first.
 */
export function mergeKeys({ base, mine, theirs }: Three<readonly string[]>): string[] {
  const [inBase, inMine, inTheirs] = [new Set(base), new Set(mine), new Set(theirs)]
  const both = (keys: readonly string[]) => keys.filter(key => inMine.has(key) && inTheirs.has(key))
  const myOrder = both(mine)
  const untouchedOrder = sameJson(
    myOrder.filter(key => inBase.has(key)),
    both(base),
  )
  const lead = untouchedOrder ? theirs : mine
  const follow = untouchedOrder ? mine : theirs
  const keep = (key: string) =>
    inMine.has(key) ? inTheirs.has(key) || !inBase.has(key) : !inBase.has(key) && inTheirs.has(key)
  const order = lead.filter(keep)
  const placed = new Set(order)
  let before: string | undefined
  for (const key of follow) {
    if (keep(key) && !placed.has(key)) {
      order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key)
      placed.add(key)
    }
    if (placed.has(key)) before = key
  }
  return order
}

function mergeObject<T extends object>(three: Three<T>, prefix: string, report: Report): T {
  const keys = new Set([three.base, three.mine, three.theirs].flatMap(Object.keys))
  const entries = [...keys].map(key => {
    const at = (value: T): unknown => Reflect.get(value, key)
    const value = pick(
      { base: at(three.base), mine: at(three.mine), theirs: at(three.theirs) },
      prefix + key,
      report,
    )
    return [key, value] as const
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T
}

/** Rows with an identity. A row that one side removed and the other changed is kept, as changed. */
function mergeRows<T extends object>(
  three: Three<readonly T[]>,
  keyOf: (row: T) => string,
  list: string,
  report: Report,
  order?: readonly string[],
): T[] {
  const byKey = (rows: readonly T[]) => new Map(rows.map(row => [keyOf(row), row]))
  const [base, mine, theirs] = [byKey(three.base), byKey(three.mine), byKey(three.theirs)]
  const changed = (side: Map<string, T>, key: string) =>
    side.has(key) && base.has(key) && !sameJson(side.get(key), base.get(key))
  const keys =
    order ??
    mergeKeys({
      base: [...base.keys()],
      // A removal gives way to a change of the other side.
      mine: withRevived([...mine.keys()], [...theirs.keys()], key => !mine.has(key) && changed(theirs, key)),
      theirs: withRevived(
        [...theirs.keys()],
        [...mine.keys()],
        key => !theirs.has(key) && changed(mine, key),
      ),
    })
  return keys.flatMap(key => {
    const [b, m, t] = [base.get(key), mine.get(key), theirs.get(key)]
    if (m && t)
      return [mergeObject<T>({ base: b ?? ({} as T), mine: m, theirs: t }, `${list}/${key}/`, report)]
    if (b && (m ?? t)) report(`${list}/${key}`)
    const row = m ?? t
    return row ? [row] : []
  })
}

function withRevived(keys: string[], other: readonly string[], revive: (key: string) => boolean): string[] {
  const next = [...keys]
  other.forEach((key, index) => {
    if (!revive(key)) return
    const before = other.slice(0, index).findLast(each => next.includes(each))
    next.splice(before === undefined ? 0 : next.indexOf(before) + 1, 0, key)
  })
  return next
}

/** Segments that both sides added under one number are two segments: mine gets the next free number. */
function renumberMine(three: Three<readonly Segment[]>): Three<readonly Segment[]> {
  const ids = (rows: readonly Segment[]) => new Set(rows.map(row => row.segment_id))
  const [base, theirs] = [ids(three.base), ids(three.theirs)]
  let next = Math.max(
    0,
    ...[...theirs, ...ids(three.mine)].map(id => (/^\d{1,9}$/.test(id) ? Number(id) : 0)),
  )
  const mine = three.mine.map(row => {
    const twin = three.theirs.find(each => each.segment_id === row.segment_id)
    const clash = !base.has(row.segment_id) && theirs.has(row.segment_id) && twin?.name !== row.name
    return clash ? { ...row, segment_id: String(++next) } : row
  })
  return { ...three, mine }
}

const sharesAgain = (segments: readonly Segment[], base: number): Segment[] =>
  segments.map(row => ({
    ...row,
    size_percentage: base > 0 ? Math.min(100, Math.round((row.size / base) * 10_000) / 100) : 0,
  }))

export function mergeEdit(three: Three<SettledContent>): Merged {
  const overruled: string[] = []
  const report: Report = field => overruled.push(field)
  const of = <K extends keyof SettledContent>(key: K): Three<SettledContent[K]> => ({
    base: three.base[key],
    mine: three.mine[key],
    theirs: three.theirs[key],
  })
  const plain = <K extends keyof SettledContent>(key: K) => pick(of(key), key, report)

  const codes = mergeKeys(of('selected_variables'))
  const known = new Set(codes)
  const details = mergeRows<VariableDetail>(of('variable_details'), row => row.code, 'variables', report)
  const shareReport: Report = field => (field.endsWith('/size_percentage') ? undefined : report(field))
  const merged = mergeRows<Segment>(
    renumberMine(of('segments')),
    row => row.segment_id,
    'segments',
    shareReport,
  )
  const bothMoved = !sameJson(merged, three.mine.segments) && !sameJson(merged, three.theirs.segments)

  const total = (side: SettledContent) =>
    side.size_source === 'segments'
      ? { by: 'segments' }
      : { by: side.size_source, size: side.total_audience_size }
  const totalFrom = { base: total(three.base), mine: total(three.mine), theirs: total(three.theirs) }
  const chosen = pick<{ by: string; size?: number }>(totalFrom, 'total_audience_size', report)
  const winner = chosen === totalFrom.theirs ? three.theirs : three.mine
  const settled = settleTotal(merged, winner.total_audience_size, winner.size_source)
  const base = settled.size_source === 'segments' ? sumOfSegments(merged) : settled.total_audience_size

  const tags = {
    base: three.base.metadata.tags,
    mine: three.mine.metadata.tags,
    theirs: three.theirs.metadata.tags,
  }
  return {
    content: {
      name: plain('name'),
      description: plain('description'),
      status: plain('status'),
      data_type: plain('data_type'),
      identifier_type: plain('identifier_type'),
      original_query: plain('original_query'),
      selected_variables: codes,
      variable_details: details.filter(row => known.has(row.code)),
      segments: bothMoved ? sharesAgain(merged, base) : merged,
      ...settled,
      metadata: {
        ...mergeObject(
          { ...of('metadata') },
          'metadata.',
          field => field !== 'metadata.tags' && report(field),
        ),
        tags: mergeKeys(tags),
      },
    },
    overruled,
  }
}
