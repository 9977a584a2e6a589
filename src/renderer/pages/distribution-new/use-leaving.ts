// Leaving the form: asked about where choices would be lost; who goes elsewhere unasked can come back to them.
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { User } from '../../../shared/domain/user.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { createStore } from '../../lib/store.ts'
import type { PlanForm } from './model/form.ts'

/** A form that was left by another way than its own buttons. For this window only. */
type Left = {
  route: string
  user_id: string | undefined
  form: PlanForm
  /** The version that a change stands on; null for what isn't planned yet. */
  base: Distribution | null
}
const left = createStore<Left | null>(null)

const userId = () => queryClient.getQueryData<User | null>(keys.profile)?.user_id

/** What this profile left unsaved at this address, and is to be continued. */
export function leftAt(route: string): Pick<Left, 'form' | 'base'> | null {
  const kept = left.get()
  return kept && kept.route === route && kept.user_id === userId() ? kept : null
}

type Options = {
  /** Where the form is, to come back to. */
  route: string
  form: PlanForm
  base?: Distribution | null
  dirty: boolean
  words: { left: string; goOn: string }
}

export function useLeaving({ route, form, base = null, dirty, words }: Options) {
  const [, go] = useLocation()
  const [asking, setAsking] = useState(false)
  const settled = useRef(false)
  const latest = useRef({ form, base, dirty })
  useEffect(() => {
    latest.current = { form, base, dirty }
  })
  // Who comes back before the next page was there finds this one still open, and goes on with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts
  useEffect(() => {
    settled.current = false
  }, [form])
  useEffect(() => {
    left.set(null)
    return () => {
      const { dirty: changed, ...last } = latest.current
      if (settled.current || !changed) return
      const kept = { route, user_id: userId(), ...last }
      showToast({
        title: words.left,
        action: {
          label: words.goOn,
          run: () => {
            left.set(kept)
            go(route)
          },
        },
      })
    }
  }, [go, route, words])
  return {
    asking,
    ask: () => setAsking(true),
    stay: () => setAsking(false),
    /** What is left from now on was saved, or given up on purpose. */
    forget: () => {
      settled.current = true
    },
  }
}
