// Keeps unsaved changes in the workspace while the form is open, and says when that fails.
import { useEffect, useMemo, useRef } from 'react'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { draftOf } from './model/draft.ts'
import { type DraftKeeper, keepDraft } from './model/draft-keeper.ts'
import type { Form } from './model/form.ts'

type Unsaved = { form: Form; baseline: Form; base_version: number | null }

export function useDraft(
  key: string,
  exists: boolean,
  form: Form,
  baseline: Form,
  base_version: number | null,
  dirty: boolean,
): DraftKeeper<Unsaved> {
  const told = useRef(false)
  const existed = useRef(exists)
  const keeper = useMemo(() => {
    const door = {
      save: async ({ form: unsaved, baseline: start, base_version: version }: Unsaved) => {
        const saved = await client.drafts.save({ key, base_version: version, value: draftOf(unsaved, start) })
        if (saved.ok || told.current) return
        told.current = true
        showToast({ title: t.edit.draftNotKept, detail: saved.error.message, tone: 'failed' })
      },
      remove: () => client.drafts.remove({ key }),
    }
    return keepDraft(door, existed.current)
  }, [key])
  useEffect(
    () => keeper.note(dirty ? { form, baseline, base_version } : null),
    [keeper, form, baseline, base_version, dirty],
  )
  useEffect(() => {
    const flush = () =>
      void keeper.flush().then(() => queryClient.invalidateQueries({ queryKey: keys.drafts }))
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [keeper])
  return keeper
}
