// Changes to audiences from the list: at once on the screen, then in the core, with an undo that puts back exactly what was.
import type { AudienceFilter, BulkAction } from '../../../shared/contract/audiences.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { AudienceStatus, AudienceSummary } from '../../../shared/domain/audience.ts'
import { client } from '../../api/client.ts'
import { noteJob } from '../../api/events.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { jobTrayOpen } from '../../commands/open.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'

type PageData = OutputOf<'audiences.list'>
const STATUS_OF = { activate: 'active', archive: 'archived', to_draft: 'draft' } as const
const ACTION_OF: Record<AudienceStatus, BulkAction['do']> = {
  active: 'activate',
  archived: 'archive',
  draft: 'to_draft',
}

function afterwards(item: AudienceSummary, action: BulkAction): AudienceSummary {
  switch (action.do) {
    case 'activate':
    case 'archive':
    case 'to_draft':
      return { ...item, status: STATUS_OF[action.do] }
    case 'delete':
    case 'undelete':
      return { ...item, deleted: action.do === 'delete' }
    case 'tag':
      return { ...item, tags: [...new Set([...item.tags, ...(action.tags ?? [])])] }
    case 'untag':
      return { ...item, tags: item.tags.filter(tag => !action.tags?.includes(tag)) }
  }
}

/** What the list knows of these audiences now. */
function knownSummaries(ids: ReadonlySet<string>): Map<string, AudienceSummary> {
  const known = new Map<string, AudienceSummary>()
  for (const [, page] of queryClient.getQueriesData<PageData>({ queryKey: keys.lists }))
    for (const item of page?.items ?? []) if (ids.has(item.audience_id)) known.set(item.audience_id, item)
  return known
}

function showAtOnce(ids: ReadonlySet<string>, action: BulkAction) {
  queryClient.setQueriesData<PageData>(
    { queryKey: keys.lists },
    page =>
      page && {
        ...page,
        items: page.items.map(item => (ids.has(item.audience_id) ? afterwards(item, action) : item)),
      },
  )
}

/** The changes that bring each audience back to what it was, grouped so that each kind is one commit. */
export function undoOf(
  action: BulkAction,
  changed: readonly string[],
  before: ReadonlyMap<string, AudienceSummary>,
): { audience_ids: string[]; action: BulkAction }[] {
  if (action.do === 'delete') return [{ audience_ids: [...changed], action: { do: 'undelete' } }]
  if (action.do === 'undelete') return [{ audience_ids: [...changed], action: { do: 'delete' } }]
  const groups = new Map<string, { audience_ids: string[]; action: BulkAction }>()
  for (const id of changed) {
    const item = before.get(id)
    if (!item) continue
    const back = backTo(item, action)
    const key = JSON.stringify(back)
    const group = groups.get(key) ?? { audience_ids: [], action: back }
    group.audience_ids.push(id)
    groups.set(key, group)
  }
  return [...groups.values()].filter(({ action }) => action.tags === undefined || action.tags.length > 0)
}

function backTo(item: AudienceSummary, action: BulkAction): BulkAction {
  const tags = action.tags ?? []
  if (action.do === 'tag') return { do: 'untag', tags: tags.filter(tag => !item.tags.includes(tag)) }
  if (action.do === 'untag') return { do: 'tag', tags: tags.filter(tag => item.tags.includes(tag)) }
  return { do: ACTION_OF[item.status] }
}

async function undo(steps: ReturnType<typeof undoOf>) {
  for (const step of steps) {
    const result = await client.audiences.bulk(step)
    if (!result.ok) return showError(result.error)
  }
  showToast({ title: t.bulk.undone })
}

/** Changes up to 1,000 audiences in one commit. `name` is for the notice when it is a single one. */
export async function change(
  audience_ids: readonly string[],
  action: BulkAction,
  name?: string,
): Promise<void> {
  const ids = new Set(audience_ids)
  const before = knownSummaries(ids)
  showAtOnce(ids, action)
  const result = await client.audiences.bulk({ audience_ids: [...ids], action })
  if (!result.ok) {
    void queryClient.invalidateQueries({ queryKey: keys.audiences })
    return void showError(result.error)
  }
  const { changed, skipped } = result.value
  const steps = undoOf(action, changed, before)
  showToast({
    title:
      changed.length === 1 && name ? t.bulk.one[action.do](name) : t.bulk.done[action.do](changed.length),
    detail: skipped.length > 0 ? t.bulk.skipped(skipped.length) : undefined,
    ...(steps.length > 0 && {
      action: { label: t.common.undo, shortcut: 'mod+z', run: () => void undo(steps) },
    }),
  })
}

/** Changes everything that matches, as a job. */
export async function changeMatching(filter: AudienceFilter, expected_count: number, action: BulkAction) {
  const started = await client.audiences.bulkMatching({ filter, expected_count, action })
  if (!started.ok) return void showError(started.error)
  noteJob(started.value)
  jobTrayOpen.set(true)
}

export async function duplicate(audience_id: string): Promise<void> {
  const copied = await client.audiences.duplicate({ audience_id })
  if (!copied.ok) return void showError(copied.error)
  const { audience_id: copy, name } = copied.value
  showToast({
    title: t.bulk.duplicated(name),
    action: {
      label: t.common.undo,
      shortcut: 'mod+z',
      run: () => void change([copy], { do: 'delete' }, name),
    },
  })
}
