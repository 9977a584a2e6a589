// Leaving the form: asked about where something would be lost; who goes elsewhere unasked can come back to all but the secrets.
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import type { User } from '../../../shared/domain/user.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { showToast } from '../../components/ui/toast.tsx'
import { createStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import type { Form } from './model/form.ts'

/** A form that was left by another way than its own buttons, without its secrets. For this window only. */
type Left = { route: string; user_id: string | undefined; form: Form; base: Platform | null }
const left = createStore<Left | null>(null)

const userId = () => queryClient.getQueryData<User | null>(keys.profile)?.user_id

/** What was left unsaved at this address by this profile, and is to be continued. */
export function leftAt(route: string): Pick<Left, 'form' | 'base'> | null {
  const kept = left.get()
  return kept && kept.route === route && kept.user_id === userId() ? kept : null
}

type Options = { form: Form; base: Platform | null; dirty: boolean }

export function useLeaving(now: Options) {
  const [here, go] = useLocation()
  const [asking, setAsking] = useState(false)
  const settled = useRef(false)
  const latest = useRef({ ...now, here })
  useEffect(() => {
    latest.current = { ...now, here: latest.current.here }
  })
  useEffect(() => {
    left.set(null)
    return () => {
      const { form, base, dirty, here: route } = latest.current
      if (settled.current || !dirty) return
      const kept: Left = { route, user_id: userId(), base, form: { ...form, secrets: {} } }
      const typed = Object.values(form.secrets).some(({ act }) => act === 'set')
      showToast({
        title: t.platformEdit.leftUnsaved,
        detail: typed ? t.platformEdit.leftUnsavedHint : undefined,
        action: {
          label: t.platformEdit.continueEditing,
          run: () => {
            left.set(kept)
            go(route)
          },
        },
      })
    }
  }, [go])
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
