// The state of one open form: what was typed, on which version it stands, and what happened to the record meanwhile.
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Audience } from '../../../shared/domain/audience.ts'
import { contentOf, settle } from '../../../shared/domain/audience-rules.ts'
import { focusControl } from '../../components/form/controls.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { audienceRoute, editRoute, listRoute } from '../audience/routes.ts'
import { emptyForm, type Form, formOf, formOfAudience } from './model/form.ts'
import type { FormErrors } from './model/input.ts'
import { mergeEdit } from './model/merge.ts'
import { asFormSees, isDirty } from './model/patch.ts'
import { useDraft } from './use-draft.ts'
import { checkForm, useErrors } from './use-errors.ts'
import { useSave } from './use-save.ts'

export type Start = {
  /** The version the edit stands on; null for a new audience. */
  base: Audience | null
  form: Form
  /** When the draft was kept that the form was restored from. */
  restoredFrom: string | null
}

/** Reveals the row of a control, in case it isn't drawn, and focuses it. */
export type Reveal = (name: string) => void

export function useEditor(start: Start, latest: Audience | null) {
  const [here, go] = useLocation()
  const [form, change] = useState(start.form)
  const [base, setBase] = useState(start.base)
  const [restoredFrom, setRestoredFrom] = useState(start.restoredFrom)
  const [overruled, setOverruled] = useState<readonly string[]>([])
  const reveal = useRef<Reveal>(focusControl)

  const baseline = useMemo(() => (base ? formOfAudience(base) : emptyForm()), [base])
  const calm = useDeferredValue(form)
  const dirty = useMemo(() => isDirty(calm, baseline), [calm, baseline])
  const errors = useErrors(form)
  const key = start.base?.audience_id ?? 'new'
  const draft = useDraft(key, start.restoredFrom !== null, form, baseline, base?.version ?? null, dirty)
  const onRefused = useCallback((found: FormErrors) => {
    const [first] = found.keys()
    if (first) reveal.current(first)
  }, [])
  const { save, saving } = useSave({ errors, endDraft: draft.end, onRefused })

  const adopt = useCallback(
    (audience: Audience | null, next: Form) => {
      setBase(audience)
      change(next)
      setOverruled([])
      errors.reset()
    },
    [errors.reset],
  )

  // What was saved by someone else since; null while nothing was.
  const theirs = latest && base && latest.version > base.version ? latest : null
  useEffect(() => {
    // Nothing typed, nothing to choose: the newest version is simply shown.
    if (!theirs || theirs.deleted || isDirty(form, baseline)) return
    adopt(theirs, formOfAudience(theirs))
    showToast({ title: t.edit.refreshed(theirs.version) })
  }, [theirs, form, baseline, adopt])

  const keepMine = () => {
    if (!theirs || !base) return
    const checked = checkForm(form)
    if (!checked.ok) {
      errors.showAll(checked.errors)
      onRefused(checked.errors)
      return
    }
    const merged = mergeEdit({
      base: asFormSees(contentOf(base)),
      mine: settle(checked.content),
      theirs: asFormSees(contentOf(theirs)),
    })
    adopt(theirs, { ...formOf(merged.content), change_note: form.change_note })
    setOverruled(merged.overruled)
    showToast({ title: t.edit.merged })
  }
  const takeTheirs = () => {
    if (!theirs) return
    const mine = { base, form }
    adopt(theirs, formOfAudience(theirs))
    showToast({
      title: t.edit.tookTheirs(theirs.version),
      action: { label: t.common.undo, run: () => adopt(mine.base, mine.form) },
    })
  }
  const discard = () => {
    const mine = { base, form }
    setRestoredFrom(null)
    const newest = latest ?? base
    adopt(newest, newest ? formOfAudience(newest) : emptyForm())
    showToast({
      title: t.edit.discarded,
      action: { label: t.common.undo, run: () => adopt(mine.base, mine.form) },
    })
  }
  const leave = () => {
    go(base ? audienceRoute(base.audience_id) : listRoute)
    if (!dirty) return
    const back = base ? editRoute(base.audience_id) : here
    showToast({ title: t.edit.draftKept, action: { label: t.edit.continueEditing, run: () => go(back) } })
  }
  return {
    form,
    change,
    base,
    theirs,
    dirty,
    errors,
    saving,
    restoredFrom,
    overruled,
    reveal,
    keepMine,
    takeTheirs,
    discard,
    leave,
    save: () => void save(form, base),
    dismissRestored: () => setRestoredFrom(null),
  }
}
export type Editor = ReturnType<typeof useEditor>
