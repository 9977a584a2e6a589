// Saving: checks, sends only what changed, and leads each refusal to where it can be put right.
import { useCallback, useState } from 'react'
import { useLocation } from 'wouter'
import type { Audience } from '../../../shared/domain/audience.ts'
import { contentOf } from '../../../shared/domain/audience-rules.ts'
import { fieldErrors, type Result } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showError, showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { restoreVersion, show } from '../audience/actions.ts'
import { audienceRoute } from '../audience/routes.ts'
import type { Form } from './model/form.ts'
import { errorsOf, type FormErrors, type RowMap } from './model/input.ts'
import { asFormSees, isEmptyPatch, patchFor } from './model/patch.ts'
import { checkForm, type Errors } from './use-errors.ts'

type Checked = Extract<ReturnType<typeof checkForm>, { ok: true }>

function send(checked: Checked, form: Form, base: Audience | null): Promise<Result<Audience>> {
  if (!base) return client.audiences.create(checked.content)
  const patch = patchFor(asFormSees(contentOf(base)), checked.content)
  const note = form.change_note.trim()
  return client.audiences.update({
    audience_id: base.audience_id,
    expected_version: base.version,
    patch,
    ...(note !== '' && { change_note: note }),
  })
}

type Options = {
  errors: Errors
  /** The draft is removed before the page is left. */
  endDraft: () => Promise<void>
  /** Focuses the first bad field. */
  onRefused: (errors: FormErrors) => void
}

export function useSave({ errors, endDraft, onRefused }: Options) {
  const [, go] = useLocation()
  const [saving, setSaving] = useState(false)
  const { showAll, refused } = errors

  const done = useCallback(
    async (saved: Audience, base: Audience | null) => {
      await endDraft()
      show(saved)
      go(audienceRoute(saved.audience_id), { replace: true })
      const undo = base && {
        label: t.common.undo,
        run: () => void restoreVersion(saved, base.version),
      }
      showToast({ title: t.edit.saved, detail: saved.name, ...(undo && { action: undo }) })
    },
    [endDraft, go],
  )

  const failed = useCallback(
    async (
      error: Extract<Result<Audience>, { ok: false }>['error'],
      form: Form,
      rows: RowMap,
      id?: string,
    ) => {
      const fields = fieldErrors(error)
      if (fields.length > 0) {
        const found = errorsOf(fields, rows)
        refused(found, form)
        onRefused(found)
      } else if (error.code === 'conflict' && id) {
        // The notice appears when the newest version is here.
        await queryClient.invalidateQueries({ queryKey: keys.audience(id) })
      } else showError(error)
    },
    [refused, onRefused],
  )

  const save = useCallback(
    async (form: Form, base: Audience | null) => {
      const checked = checkForm(form)
      if (!checked.ok) {
        showAll(checked.errors)
        onRefused(checked.errors)
        return
      }
      if (base && isEmptyPatch(patchFor(asFormSees(contentOf(base)), checked.content))) {
        await endDraft()
        go(audienceRoute(base.audience_id), { replace: true })
        return
      }
      setSaving(true)
      const answer = await send(checked, form, base)
      setSaving(false)
      if (answer.ok) await done(answer.value, base)
      else await failed(answer.error, form, checked.rows, base?.audience_id)
    },
    [showAll, onRefused, done, failed, endDraft, go],
  )
  return { save, saving }
}
