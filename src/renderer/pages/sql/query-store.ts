// The query that is being written, and the run that was last asked for. They outlive a change of page.
import type { QueryResult } from '../../../shared/contract/queries.ts'
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { type AppError, fail, type Result } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { setPreferences } from '../../api/preferences.ts'
import { createStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'

const VIEW = 'sql'
/** A longer text isn't kept for the next start; that is what saving it is for. */
const KEPT = 20_000

export type Opened = { query_id: string; name: string; sql: string }
export type Run =
  | { state: 'running'; run_id: string; since: number }
  | { state: 'done'; sql: string; result: QueryResult }
  | { state: 'failed'; sql: string; error: AppError }
export type Draft = { sql: string; opened: Opened | null }

export const draftStore = createStore<Draft>({ sql: '', opened: null })
export const runStore = createStore<Run | null>(null)
/** What was shown before stays in view while the next query runs. */
export const resultStore = createStore<{ sql: string; result: QueryResult } | null>(null)

/** The text that a view of the preferences holds. */
function keptIn(view: unknown): string {
  const sql = typeof view === 'object' && view !== null && 'sql' in view ? view.sql : ''
  return typeof sql === 'string' ? sql : ''
}

let loading = false
draftStore.subscribe(() => {
  const { sql } = draftStore.get()
  if (!loading) setPreferences({ views: { [VIEW]: { sql: sql.length > KEPT ? '' : sql } } })
})

/** Takes up the query of the profile that has just signed in. */
export function loadQuery(preferences: Preferences): void {
  loading = true
  draftStore.set({ sql: keptIn(preferences.views[VIEW]), opened: null })
  runStore.set(null)
  resultStore.set(null)
  loading = false
}

export const write = (sql: string) => draftStore.set(draft => ({ ...draft, sql }))

/** Where the editor's caret goes next: to the place of a fault. */
export const placeStore = createStore<number | null>(null)

export async function runQuery(): Promise<void> {
  const { sql } = draftStore.get()
  if (runStore.get()?.state === 'running' || sql.trim() === '') return
  const run_id = `run_${crypto.randomUUID()}`
  runStore.set({ state: 'running', run_id, since: performance.now() })
  const answer = await ask(run_id, sql)
  const now = runStore.get()
  // Another profile may have signed in meanwhile.
  if (now?.state !== 'running' || now.run_id !== run_id) return
  if (answer.ok) {
    runStore.set({ state: 'done', sql, result: answer.value })
    resultStore.set({ sql, result: answer.value })
    return
  }
  runStore.set({ state: 'failed', sql, error: answer.error })
  placeStore.set(placeOf(answer.error)?.offset ?? null)
}

const ask = async (run_id: string, sql: string): Promise<Result<QueryResult>> => {
  try {
    return await client.queries.run({ run_id, sql })
  } catch {
    return fail('offline', t.common.notReachable, { hint: t.common.notReachableHint })
  }
}

export function cancelQuery(): void {
  const run = runStore.get()
  if (run?.state === 'running') void client.queries.cancel({ run_id: run.run_id })
}

export type Place = { offset: number; line: number; column: number }
/** Where in its text a query is wrong. */
export function placeOf({ details = {} }: AppError): Place | null {
  const { offset, line, column } = details
  if (typeof offset !== 'number' || typeof line !== 'number' || typeof column !== 'number') return null
  return { offset, line, column }
}
