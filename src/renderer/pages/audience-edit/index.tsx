// Create or edit an audience: fetches the record and a draft of it, if one was kept, and opens the form on them.
import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Draft } from '../../../shared/contract/workspace.ts'
import type { Audience } from '../../../shared/domain/audience.ts'
import { client } from '../../api/client.ts'
import { useAudience } from '../../api/hooks.ts'
import { unwrap } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { listRoute } from '../audience/routes.ts'
import { EditorView } from './editor-view.tsx'
import { formOfDraft } from './model/draft.ts'
import { emptyForm, formOfAudience } from './model/form.ts'
import type { Start } from './use-editor.ts'

/** A draft stands on the version it was begun on, which may not be the newest any more. */
async function startOf(newest: Audience | null, draft: Draft | undefined): Promise<Start> {
  const fresh: Start = {
    base: newest,
    form: newest ? formOfAudience(newest) : emptyForm(),
    restoredFrom: null,
  }
  if (!draft) return fresh
  let { base } = fresh
  if (base && draft.base_version !== null && draft.base_version !== base.version) {
    const { audience_id } = base
    const found = await client.audiences.get({ audience_id, version: draft.base_version })
    if (!found.ok) return fresh
    base = found.value
  }
  const form = formOfDraft(draft.value, base ? formOfAudience(base) : fresh.form)
  return form ? { base, form, restoredFrom: draft.saved_at } : fresh
}

/** Read anew every time the page opens: what it starts from must not change while it is open. */
const useStart = (audience: Audience | null, key: string, ready: boolean) =>
  useQuery({
    queryKey: ['edit', key],
    queryFn: async () => {
      const { drafts } = await unwrap(client.drafts.list({}))
      return startOf(
        audience,
        drafts.find(draft => draft.key === key),
      )
    },
    enabled: ready,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })

export default function AudienceEditPage({ id }: { id?: string }) {
  const [, go] = useLocation()
  const { data: audience, error, refetch } = useAudience(id ?? null)
  const start = useStart(audience ?? null, id ?? 'new', id === undefined || audience !== undefined)
  const back = <Button onClick={() => go(listRoute)}>{t.audience.backToList}</Button>
  if (error && !audience)
    return error.code === 'not_found' ? (
      <EmptyState icon={<SearchX size={20} />} title={t.edit.notFound} actions={back}>
        {t.audience.notFoundHint}
      </EmptyState>
    ) : (
      <ErrorState error={error} title={t.edit.failed} onRetry={() => void refetch()} actions={back} />
    )
  if (start.error)
    return <ErrorState error={start.error} onRetry={() => void start.refetch()} actions={back} />
  if (!start.data)
    return (
      <div role="status" className="flex flex-col gap-4 px-8 py-6">
        <span className="sr-only">{t.common.loading}</span>
        <Skeleton className="h-7 w-80" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    )
  return <EditorView start={start.data} latest={audience ?? null} />
}
