// Keeping queries: saved, renamed, deleted with undo. What changed is shown at once.
import type { SavedQuery } from '../../../shared/contract/queries.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { Result } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { createStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { draftStore } from './query-store.ts'

const words = t.sql

/** The dialog that asks for a name: for a new query, or for one that is to be renamed. */
export const naming = createStore<{ sql: string; query?: SavedQuery } | null>(null)

const change = (alter: (queries: SavedQuery[]) => SavedQuery[]) =>
  queryClient.setQueryData<OutputOf<'queries.list'>>(
    keys.savedQueries,
    answer => answer && { queries: alter(answer.queries).sort((a, b) => a.name.localeCompare(b.name)) },
  )
const put = (saved: SavedQuery) =>
  change(queries => [...queries.filter(query => query.query_id !== saved.query_id), saved])

export async function saveAs(
  name: string,
  { sql, query }: { sql: string; query?: SavedQuery },
): Promise<Result<SavedQuery>> {
  const saved = await client.queries.save({ ...(query && { query_id: query.query_id }), name, sql })
  if (!saved.ok) return saved
  put(saved.value)
  const { opened } = draftStore.get()
  if (!query || opened?.query_id === query.query_id)
    draftStore.set(draft => ({ ...draft, opened: saved.value }))
  showToast({ title: words.savedNow(name) })
  return saved
}

/** Under the name it has; a new one is asked for its name. */
export async function saveDraft(): Promise<void> {
  const { sql, opened } = draftStore.get()
  if (sql.trim() === '') return
  if (!opened) return naming.set({ sql })
  const saved = await saveAs(opened.name, { sql, query: { ...opened, updated_at: '' } })
  if (saved.ok) return
  if (saved.error.code === 'not_found') naming.set({ sql })
  else showError(saved.error)
}

export const open = ({ query_id, name, sql }: SavedQuery) =>
  draftStore.set({ sql, opened: { query_id, name, sql } })
export const openExample = (sql: string) => draftStore.set({ sql, opened: null })

export async function remove(query: SavedQuery): Promise<void> {
  const removed = await client.queries.remove({ query_id: query.query_id })
  if (!removed.ok) return void showError(removed.error)
  change(queries => queries.filter(other => other.query_id !== query.query_id))
  if (draftStore.get().opened?.query_id === query.query_id)
    draftStore.set(draft => ({ ...draft, opened: null }))
  const undo = async () => {
    const again = await client.queries.save({ name: query.name, sql: query.sql })
    if (again.ok) put(again.value)
    else showError(again.error)
  }
  showToast({
    title: words.removed(query.name),
    action: { label: t.common.undo, shortcut: 'mod+z', run: () => void undo() },
  })
}
