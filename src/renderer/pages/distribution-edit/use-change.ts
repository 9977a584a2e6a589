// The state of one open form: what was changed, on which version it stands, and what happened to the run meanwhile.
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { isHeld } from '../../../shared/domain/distribution-change.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { focusControl } from '../../components/form/controls.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { useNow } from '../distribution-new/controls.ts'
import { type PlanForm, stepOf } from '../distribution-new/model/form.ts'
import type { Reason } from '../distribution-new/parts/reason.tsx'
import { useLeaving } from '../distribution-new/use-leaving.ts'
import { usePlanErrors } from '../distribution-new/use-plan-errors.ts'
import { changeRunRoute, distributionRoute } from '../distributions/routes.ts'
import { askedAnew, changedParts, formOfRun, type Part, patchOf, startsAtOnce } from './model/form.ts'
import { mergeForms } from './model/merge.ts'
import { useSave } from './use-save.ts'

const words = t.runEdit

export type Start = { base: Distribution; form: PlanForm; opened: Date }

/** Whether the form would show both alike: a decision on it, or a new forecast, is nothing to choose about. */
const sameInForm = (a: Distribution, b: Distribution, opened: Date) =>
  changedParts(formOfRun(a, opened), formOfRun(b, opened)).length === 0

export function useChange(start: Start, latest: Distribution) {
  const [, go] = useLocation()
  const { opened } = start
  const now = useNow()
  const [form, change] = useState(start.form)
  const [base, setBase] = useState(start.base)
  const [overruled, setOverruled] = useState<readonly Part[]>([])
  const baseline = useMemo(() => formOfRun(base, opened), [base, opened])
  const dirty = changedParts(form, baseline).length > 0
  const { errors, touch, showAll, refused } = usePlanErrors(form, now, baseline)
  const route = changeRunRoute(base.distribution_id)
  const { asking, ask, stay, forget } = useLeaving({ route, form, base, dirty, words })
  const { data: workspace } = useWorkspace()

  const adopt = useCallback((run: Distribution, next: PlanForm, kept: readonly Part[] = []) => {
    setBase(run)
    change(next)
    setOverruled(kept)
  }, [])

  const openRun = () => go(distributionRoute(base.distribution_id))
  const leave = () => {
    forget()
    openRun()
  }
  const { save, saving } = useSave({
    base,
    patch: () => patchOf(form, baseline),
    isAlike: run => sameInForm(run, base, opened) && askedAnew(run, form) === askedAnew(base, form),
    onSaved: run => {
      adopt(run, formOfRun(run, opened))
      leave()
    },
    onRefused: fields => {
      const control = refused(fields)
      if (control) focusControl(control)
    },
  })

  const ended = !saving && (latest.status !== 'scheduled' || latest.deleted) ? latest : null
  // While it is saved the newest version may be my own.
  const newer = !ended && !saving && latest.version > base.version ? latest : null
  const theirs = newer && !sameInForm(newer, base, opened) ? newer : null
  useEffect(() => {
    if (!newer) return
    // Decided on in the meantime: the change stands on it without a word.
    if (!theirs) setBase(newer)
    // Nothing changed, nothing to choose: the newest version is simply shown.
    else if (!dirty) {
      adopt(theirs, formOfRun(theirs, opened))
      showToast({ title: words.refreshed })
    }
  }, [newer, theirs, dirty, opened, adopt])

  const keepMine = () => {
    if (!theirs) return
    const merged = mergeForms(baseline, form, formOfRun(theirs, opened))
    adopt(theirs, merged.form, merged.overruled)
  }
  const takeTheirs = () => {
    if (!theirs) return
    const mine = { base, form }
    adopt(theirs, formOfRun(theirs, opened))
    showToast({
      title: words.tookTheirs,
      action: { label: t.common.undo, run: () => adopt(mine.base, mine.form) },
    })
  }

  /** Why it can't be saved now, with where to mend it. */
  function reasonNow(): Reason | null {
    if (workspace && workspace.state !== 'open') return { words: words.readOnly, control: null }
    if (ended) return { words: ended.deleted ? words.trashed : words.started, control: null }
    if (theirs) return { words: words.decide, control: 'conflict' }
    const [control] = errors.found.keys()
    if (control !== undefined) return { words: t.plan.missing[stepOf(control)], control }
    return dirty ? null : { words: words.nothing, control: null }
  }
  const reason = reasonNow()
  const anew = askedAnew(base, form)

  const submit = () => {
    if (!reason) return save()
    showAll()
    if (reason.control) focusControl(reason.control)
  }
  return {
    form,
    change,
    now,
    errors,
    touch,
    base,
    baseline,
    dirty,
    ended,
    theirs,
    /** What of theirs isn't as it stands in the form. */
    apart: theirs ? changedParts(formOfRun(theirs, opened), form) : [],
    overruled,
    keepMine,
    takeTheirs,
    /** Which change makes what was decided void. */
    anew,
    /** Whether it waits for a decision once it is saved. */
    waits: anew !== null || isHeld(base),
    starts: startsAtOnce(base, form, baseline),
    reason,
    submit,
    saving,
    openRun,
    asking,
    stay,
    leave,
    /** Leaves at once where nothing would be lost. */
    askToLeave: () => (dirty ? ask() : leave()),
  }
}
export type Change = ReturnType<typeof useChange>
