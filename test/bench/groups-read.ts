// Asking: pages, searches, counts, facets and single records, each in turn with the raw query over a table in memory.
import type { DuckDBValue } from '@duckdb/node-api'
import type { Condition, Filter, Query } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { globOf } from '../store/outside.ts'
import { seeded } from '../store/random.ts'
import { must } from '../store/reading.ts'
import { OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { inTurn, pause } from './measure.ts'
import { openRaw, SHOWN } from './raw.ts'

const alive: Condition = { column: 'deleted', is: 'one_of', values: [false] }
const statusIs = (status: string): Condition => ({ column: 'status', is: 'one_of', values: [status] })
const STATUSES = ['active', 'draft', 'archived']
const newest = { by: 'updated_at', direction: 'desc' as const }
const PAGE = 100

export async function reading(folder: string, rows: number): Promise<BenchLine[]> {
  const store = must(await openStore({ folder }))
  const page = (query: Partial<Query>) =>
    store.list('audience', OWNER, { where: [alive], sort: newest, limit: PAGE, ...query })
  must(await page({ search: 'families' }))
  await pause(500)
  const rss = rssMb()
  const raw = await openRaw(folder, true)
  const random = seeded(11)
  const lines: BenchLine[] = []
  async function measure(
    op: string,
    n: number,
    work: (turn: number) => Promise<unknown>,
    floor: (turn: number) => Promise<unknown>,
  ) {
    const { times, floors } = await inTurn(n, work, floor, { warmUp: 4 })
    lines.push(lineOf(op, rows, times, floors, rss))
  }
  const rawPage = (where: string, values: DuckDBValue[], order = 'updated_at DESC, audience_id DESC') =>
    raw.rows(
      `SELECT ${SHOWN} FROM raw WHERE NOT deleted AND ${where} ORDER BY ${order} LIMIT ${PAGE}`,
      values,
    )
  const statusOf = (turn: number) => STATUSES[turn % STATUSES.length] ?? 'active'

  await measure(
    'list_page',
    100,
    async turn => must(await page({ where: [alive, statusIs(statusOf(turn))] })),
    turn => rawPage('status = $1', [statusOf(turn)]),
  )
  await measure(
    'list_sort_name',
    60,
    async turn =>
      must(await page({ where: [alive, statusIs(statusOf(turn))], sort: { by: 'name', direction: 'asc' } })),
    turn => rawPage('status = $1', [statusOf(turn)], 'name_folded, audience_id'),
  )

  const deep: { cursor: string; at: bigint; id: string }[] = []
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    const found = must(await page({ offset: Math.floor(rows * share), limit: 1 }))
    const item = found.items[0]
    if (item && found.next_cursor)
      deep.push({ cursor: found.next_cursor, at: BigInt(Date.parse(item.updated_at)), id: item.audience_id })
  }
  await measure(
    'list_deep',
    60,
    async turn => must(await page({ cursor: deep[turn % deep.length]?.cursor ?? '' })),
    turn => {
      const place = deep[turn % deep.length]
      const after = '(updated_at < $1 OR (updated_at = $1 AND audience_id < $2))'
      return rawPage(after, [place?.at ?? 0n, place?.id ?? ''])
    },
  )

  const searches = await searchTerms(raw.rows, 130)
  const contains = (search: string) => {
    const words = search.toLowerCase().split(/\s+/)
    return { where: words.map((_, index) => `contains(search_text, $${index + 1})`).join(' AND '), words }
  }
  await measure(
    'search',
    120,
    async turn => must(await page({ search: searches[turn] ?? '' })),
    turn => {
      const { where, words } = contains(searches[turn] ?? '')
      return rawPage(where, words)
    },
  )
  const filter = (turn: number): Filter => ({
    where: [alive, statusIs(statusOf(turn))],
    ...(turn % 2 === 1 ? { search: searches[turn] ?? '' } : {}),
  })
  const rawFilter = (turn: number) => {
    const { where, words } = turn % 2 === 1 ? contains(searches[turn] ?? '') : { where: 'true', words: [] }
    return { sql: `NOT deleted AND status = '${statusOf(turn)}' AND ${where}`, words }
  }
  await measure(
    'count',
    60,
    async turn => must(await store.count('audience', OWNER, filter(turn))),
    turn => raw.rows(`SELECT count(*) FROM raw WHERE ${rawFilter(turn).sql}`, rawFilter(turn).words),
  )
  const facets = ['status', 'data_type', 'tags', 'campaign_id']
  const facetOf = (turn: number) => facets[turn % facets.length] ?? 'status'
  await measure(
    'facets',
    60,
    async turn => must(await store.facet('audience', OWNER, filter(turn), facetOf(turn), 50)),
    turn => {
      const { sql, words } = rawFilter(turn)
      const value = facetOf(turn) === 'tags' ? 'unnest(tags)' : facetOf(turn)
      return raw.rows(
        `SELECT value, count(*) AS count FROM (SELECT ${value} AS value FROM raw WHERE ${sql}) WHERE value IS NOT NULL
         GROUP BY value ORDER BY count DESC, value LIMIT 50`,
        words,
      )
    },
  )

  const ids = (await raw.rows('SELECT audience_id FROM raw USING SAMPLE 400')).map(row =>
    String(row.audience_id),
  )
  const files = `read_parquet('${globOf(folder, 'audience')}', hive_partitioning = false)`
  const idOf = () => random.pick(ids)
  await measure(
    'get',
    rows > 200_000 ? 40 : 100,
    async () => must(await store.get('audience', OWNER, idOf())),
    () => raw.rows(`SELECT * FROM ${files} WHERE audience_id = $1`, [idOf()]),
  )
  raw.close()
  await store.close()
  return lines
}

/** Fresh terms of five kinds in turn: a rare word, a common one, two words, a tag, a variable. */
async function searchTerms(
  rows: (sql: string) => Promise<Record<string, unknown>[]>,
  count: number,
): Promise<string[]> {
  const sample = await rows(
    `SELECT name, tags, search_text FROM raw USING SAMPLE ${count * 2} ROWS (reservoir, 42)`,
  )
  const common = new Map<string, number>()
  for (const row of sample)
    for (const word of new Set(String(row.search_text).split(/[^\p{L}]+/u)))
      if (word.length > 3) common.set(word, (common.get(word) ?? 0) + 1)
  const frequent = [...common].sort((a, b) => b[1] - a[1]).map(([word]) => word)
  const last = (text: string) => text.trim().split('\n').at(-1) ?? ''
  return Array.from({ length: count }, (_, index) => {
    const row = sample[index % sample.length]
    const [name, text] = [String(row?.name ?? ''), String(row?.search_text ?? '')]
    const rare = /\((\p{L}+)\)$/u.exec(name)?.[1] ?? name.slice(0, 8)
    const tags = row?.tags as readonly string[] | undefined
    switch (index % 5) {
      case 0:
        return rare
      case 1:
        return frequent[index] ?? 'families'
      case 2:
        return `${frequent[index + 1] ?? 'retired'} ${name.split(/[^\p{L}]+/u).find(word => word.length > 4) ?? rare}`
      case 3:
        return tags?.[index % Math.max(1, tags.length)] ?? 'travel'
      default:
        return index % 2 === 0
          ? last(text)
          : (text.split('\n').find(line => /^[a-z]+_[a-z]/.test(line)) ?? rare)
    }
  })
}
