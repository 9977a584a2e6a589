// The state of the form: what was chosen, what is wrong with it, the verdict on it, and what planning it came to.
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { leftOutOf } from '../../../shared/domain/plan-pairs.ts'
import { fieldErrors } from '../../../shared/errors.ts'
import { createPlan } from '../../actions/distributions.ts'
import { subscribe } from '../../api/client.ts'
import { usePreflight } from '../../api/distributions.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { invalidate } from '../../api/query-client.ts'
import { focusControl } from '../../components/form/controls.ts'
import { showError } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { distributionRoute, distributionsRoute, newDistributionRoute } from '../distributions/routes.ts'
import { useNow } from './controls.ts'
import { type PlanForm, planOf, planToCheck, stepOf } from './model/form.ts'
import { keptOf } from './model/verdicts.ts'
import type { Reason } from './parts/reason.tsx'
import { useLeaving } from './use-leaving.ts'
import { usePlanErrors } from './use-plan-errors.ts'

const words = t.plan
const CHECK_AFTER_MS = 250

/** The text as it was a moment ago, until nothing was typed for that long. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), CHECK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** A platform that was tested or an audience that was edited meanwhile changes the verdict. */
function useFreshVerdict() {
  useEffect(
    () =>
      subscribe('records.changed', ({ entity }) => {
        if (entity === 'platform' || entity === 'audience')
          invalidate({ queryKey: ['distributions', 'preflight'] })
      }),
    [],
  )
}

function useVerdict(form: PlanForm, now: Date) {
  useFreshVerdict()
  const asked = useMemo(() => {
    const plan = planToCheck(form, now)
    return plan ? JSON.stringify(plan) : ''
  }, [form, now])
  const settled = useSettled(asked)
  const plan = useMemo(() => (settled ? JSON.parse(settled) : null), [settled])
  const { data, error, refetch, isPlaceholderData } = usePreflight(plan)
  const complete = asked !== ''
  const current = complete && settled === asked && !isPlaceholderData
  const left = useMemo(() => leftOutOf(form), [form])
  const pairs = complete ? data?.pairs : undefined
  const kept = pairs && keptOf(pairs, left)
  return {
    complete,
    /** Of exactly what is chosen now; what was known of the choice before is shown while it is looked at. */
    current: current && data !== undefined && !error,
    /** With those that are left out. */
    pairs,
    kept,
    left,
    ready: current && !error && kept?.every(pair => pair.ready) === true,
    error: current ? error : null,
    again: () => void refetch(),
  }
}

export function usePlanner(start: { form: PlanForm; baseline: PlanForm }) {
  const [, go] = useLocation()
  const now = useNow()
  const [form, change] = useState(start.form)
  const { errors, touch, showAll, refused } = usePlanErrors(form, now)
  const verdict = useVerdict(form, now)
  const { data: workspace } = useWorkspace()
  const [saving, setSaving] = useState(false)
  const busy = useRef(false)
  const dirty = JSON.stringify(form) !== JSON.stringify(start.baseline)
  const { asking, ask, stay, forget } = useLeaving({ route: newDistributionRoute, form, dirty, words })

  /** What keeps it from being planned, with where to mend it. */
  function reasonNow(): Reason | null {
    if (workspace && workspace.state !== 'open') return { words: words.readOnly, control: null }
    const [control] = errors.found.keys()
    if (control !== undefined) return { words: words.missing[stepOf(control)], control }
    if (verdict.error) return { words: words.missing.checkFailed, control: 'check' }
    if (!verdict.current) return { words: words.missing.checking, control: null }
    return verdict.ready ? null : { words: words.missing.check, control: 'check' }
  }
  const reason = reasonNow()

  async function submit() {
    if (busy.current) return
    if (reason) {
      showAll()
      if (reason.control) focusControl(reason.control)
      return
    }
    const plan = planOf(form, new Date())
    if (!plan) return showAll()
    busy.current = true
    setSaving(true)
    const made = await createPlan(plan)
    busy.current = false
    setSaving(false)
    if (!made.ok) {
      const first = refused(fieldErrors(made.error))
      if (first) focusControl(first)
      else showError(made.error)
      invalidate({ queryKey: ['distributions', 'preflight'] })
      return
    }
    forget()
    const [only, ...others] = made.value.distributions
    go(only && others.length === 0 ? distributionRoute(only.distribution_id) : distributionsRoute, {
      replace: true,
    })
  }
  const leave = () => {
    forget()
    go(distributionsRoute)
  }
  return {
    form,
    change,
    now,
    errors,
    touch,
    verdict,
    reason,
    saving,
    dirty,
    submit: () => void submit(),
    asking,
    stay,
    leave,
    /** Leaves at once where nothing would be lost. */
    askToLeave: () => (dirty ? ask() : leave()),
  }
}
export type Planner = ReturnType<typeof usePlanner>
