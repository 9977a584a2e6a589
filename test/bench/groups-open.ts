// Opening, each in a fresh process: to the first page, to the first answered search, and the memory that stays.
import type { BenchLine } from './lines.ts'
import { lineOf, rssMb } from './lines.ts'
import { pause } from './measure.ts'

const newest = { by: 'updated_at', direction: 'desc' as const }
const OWNER = 'bench'

/** One opening: milliseconds to the first page and to the first search, loading the code included. */
export async function opening(
  folder: string,
): Promise<{ page_ms: number; search_ms: number; rss_mb: number }> {
  const started = performance.now()
  const { openStore } = await import('../../src/main/core/store/index.ts')
  const opened = await openStore({ folder })
  if (!opened.ok) throw new Error(opened.error.message)
  const store = opened.value
  const first = await store.list('audience', OWNER, { where: [], sort: newest, limit: 100 })
  const page_ms = performance.now() - started
  const found = await store.list('audience', OWNER, {
    search: 'lodges families',
    where: [],
    sort: newest,
    limit: 100,
  })
  const search_ms = performance.now() - started
  if (!first.ok || first.value.items.length === 0 || !found.ok)
    throw new Error('the workspace has nothing to show')
  const rss_mb = rssMb()
  await store.close()
  return { page_ms, search_ms, rss_mb }
}

/** The same with nothing but DuckDB: the parts read into a table in memory, and asked. */
export async function openingRaw(folder: string, withText: boolean): Promise<{ ms: number }> {
  const started = performance.now()
  const { openRaw, SHOWN } = await import('./raw.ts')
  const raw = await openRaw(folder, withText)
  const where = withText ? "contains(search_text, 'lodges') AND contains(search_text, 'families')" : 'true'
  await raw.rows(`SELECT ${SHOWN} FROM raw WHERE ${where} ORDER BY updated_at DESC LIMIT 100`)
  const ms = performance.now() - started
  raw.close()
  return { ms }
}

/** What a process holds that only has the store open, has shown a page and answered a few searches. */
export async function memory(folder: string, rows: number): Promise<BenchLine[]> {
  const { openStore } = await import('../../src/main/core/store/index.ts')
  const opened = await openStore({ folder })
  if (!opened.ok) throw new Error(opened.error.message)
  const store = opened.value
  for (const search of ['', 'lodges', 'families travel', 'demo_age']) {
    await store.list('audience', OWNER, { search, where: [], sort: newest, limit: 100 })
    await store.count('audience', OWNER, { search, where: [] })
  }
  const seen: number[] = []
  for (let n = 0; n < 10; n++) {
    await pause(500)
    seen.push(rssMb())
  }
  await store.close()
  return [lineOf('memory', rows, [], [], Math.max(...seen))]
}
