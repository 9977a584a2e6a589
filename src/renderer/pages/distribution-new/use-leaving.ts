// Leaving the form: asked about where choices would be lost; who goes elsewhere unasked can come back to them.
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { User } from '../../../shared/domain/user.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { createStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { newDistributionRoute } from '../distributions/routes.ts'
import type { PlanForm } from './model/form.ts'

/** A form that was left by another way than its own buttons. For this window only. */
const left = createStore<{ user_id: string | undefined; form: PlanForm } | null>(null)

const userId = () => queryClient.getQueryData<User | null>(keys.profile)?.user_id

/** What this profile left unplanned and is to be continued. */
export function leftPlan(): PlanForm | null {
  const kept = left.get()
  return kept && kept.user_id === userId() ? kept.form : null
}

export function useLeaving(form: PlanForm, dirty: boolean) {
  const [, go] = useLocation()
  const [asking, setAsking] = useState(false)
  const settled = useRef(false)
  const latest = useRef({ form, dirty })
  useEffect(() => {
    latest.current = { form, dirty }
  })
  // Who comes back before the next page was there finds this one still open, and goes on with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts
  useEffect(() => {
    settled.current = false
  }, [form])
  useEffect(() => {
    left.set(null)
    return () => {
      const { form: last, dirty: changed } = latest.current
      if (settled.current || !changed) return
      const kept = { user_id: userId(), form: last }
      showToast({
        title: t.plan.left,
        action: {
          label: t.plan.goOn,
          run: () => {
            left.set(kept)
            go(newDistributionRoute)
          },
        },
      })
    }
  }, [go])
  return {
    asking,
    ask: () => setAsking(true),
    stay: () => setAsking(false),
    /** What is left from now on was planned, or given up on purpose. */
    forget: () => {
      settled.current = true
    },
  }
}
