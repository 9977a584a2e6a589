// The state of one open form: what was typed, on which version it stands, and what happened to the record meanwhile.
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import type { PlatformDefinition } from '../../../shared/platforms/definition.ts'
import { focusControl } from '../../components/form/controls.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { platformRoute, platformsRoute } from '../platform/routes.ts'
import type { FormErrors } from './model/check.ts'
import { emptyForm, type Form, formOfPlatform, isDirty } from './model/form.ts'
import { mergeForms, sameInForm } from './model/merge.ts'
import { createSecrets } from './model/secrets.ts'
import { useErrors } from './use-errors.ts'
import { useLeaving } from './use-leaving.ts'
import { useSave } from './use-save.ts'

const words = t.platformEdit

export type Start = {
  definition: PlatformDefinition
  /** The version the edit stands on; null for a new platform. */
  base: Platform | null
  form: Form
}

export function useEditor(start: Start, latest: Platform | null) {
  const [, go] = useLocation()
  const { definition } = start
  const [form, change] = useState(start.form)
  const [base, setBase] = useState(start.base)
  const [overruled, setOverruled] = useState<readonly string[]>([])
  // Counts how often the secrets' inputs were emptied from outside: they are drawn anew.
  const [round, setRound] = useState(0)
  const secrets = useMemo(createSecrets, [])
  useEffect(() => () => secrets.wipe(), [secrets])

  const baseline = useMemo(
    () => (base ? formOfPlatform(definition, base) : emptyForm(definition)),
    [base, definition],
  )
  const dirty = isDirty(form, baseline)
  const errors = useErrors(definition, form, baseline, secrets)
  const { asking, ask, stay, forget } = useLeaving({ form, base, dirty })

  const onRefused = useCallback((found: FormErrors) => {
    const [first] = found.keys()
    if (first) focusControl(first)
  }, [])
  const saving = useSave({
    definition,
    form,
    base,
    baseline,
    secrets,
    errors,
    onRefused,
    onSaved: forget,
  })

  const adopt = useCallback(
    (platform: Platform, next: Form) => {
      setBase(platform)
      change(next)
      setOverruled([])
      errors.reset()
    },
    [errors.reset],
  )

  const newer = latest && base && latest.version > base.version ? latest : null
  const theirs = newer && base && !sameInForm(newer, base) ? newer : null
  useEffect(() => {
    if (!newer) return
    // A test or a change of status in the meantime: the edit stands on it without a word.
    if (!theirs) setBase(newer)
    // Nothing typed, nothing to choose: the newest version is simply shown.
    else if (!theirs.deleted && !dirty) {
      adopt(theirs, formOfPlatform(definition, theirs))
      showToast({ title: words.refreshed(theirs.version) })
    }
  }, [newer, theirs, dirty, definition, adopt])

  const keepMine = () => {
    if (!theirs) return
    const merged = mergeForms(baseline, form, formOfPlatform(definition, theirs))
    adopt(theirs, merged.form)
    setOverruled(merged.overruled)
    showToast({ title: words.merged })
  }
  const takeTheirs = () => {
    if (!theirs || !base) return
    const mine = { base, form }
    const typed = Object.values(form.secrets).some(({ act }) => act !== 'keep')
    secrets.wipe()
    setRound(before => before + 1)
    adopt(theirs, formOfPlatform(definition, theirs))
    showToast({
      title: words.tookTheirs(theirs.version),
      detail: typed ? words.tookTheirsHint : undefined,
      action: { label: t.common.undo, run: () => adopt(mine.base, { ...mine.form, secrets: {} }) },
    })
  }
  const leave = () => {
    forget()
    secrets.wipe()
    go(base ? platformRoute(base.platform_id) : platformsRoute)
  }
  return {
    ...saving,
    definition,
    form,
    change,
    base,
    theirs,
    dirty,
    errors,
    secrets,
    round,
    overruled,
    keepMine,
    takeTheirs,
    asking,
    stay,
    leave,
    /** Leaves at once where nothing would be lost. */
    askToLeave: () => (dirty ? ask() : leave()),
  }
}
export type Editor = ReturnType<typeof useEditor>
