// The form's state: what is typed, which complaints are shown, and saving. Who leaves finds it again, without the secrets.
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Connection } from '../../../../shared/contract/bigquery.ts'
import { fieldErrors } from '../../../../shared/errors.ts'
import { forgetFindings, showSyncStatus } from '../../../api/bigquery.ts'
import { client } from '../../../api/client.ts'
import { focusControl } from '../../../components/form/controls.ts'
import { showError } from '../../../components/ui/toast.tsx'
import { createStore } from '../../../lib/store.ts'
import { createSecrets, type Secrets } from '../../platform-edit/model/secrets.ts'
import {
  type ConnectionForm,
  checkForm,
  EMPTY_FORM,
  type FormErrors,
  formOf,
  inputOf,
  isDirty,
  NO_ERRORS,
  refusedControls,
  type SecretKey,
  valueAt,
} from '../model/form.ts'

/** Of which profile, so that no other finds it. */
const left = createStore<{ user_id: string; form: ConnectionForm } | null>(null)

type Refusal = { message: string; of: string }

export type Editor = {
  form: ConnectionForm
  change: (part: Partial<ConnectionForm>) => void
  type: (key: SecretKey, text: string) => void
  /** The kept secret stays after all. */
  untype: (key: SecretKey) => void
  secrets: Secrets
  errors: FormErrors
  touch: (control: string) => void
  /** Complaints of a refused save, all at once. */
  summary: boolean
  dirty: boolean
  saving: boolean
  save: () => Promise<boolean>
}

export function useForm(user_id: string, connection: Connection | null): Editor {
  const kept = useMemo(() => (connection ? formOf(connection) : EMPTY_FORM), [connection])
  const [form, setForm] = useState(() => {
    const before = left.get()
    return before?.user_id === user_id ? before.form : kept
  })
  const [secrets] = useState(createSecrets)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(false)
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Refusal>>(new Map())
  const [saving, setSaving] = useState(false)
  const keptSignIn = connection?.sign_in ?? null
  const dirty = connection === null || isDirty(form, kept)

  useEffect(() => {
    left.set(isDirty(form, kept) ? { user_id, form: { ...form, typed: EMPTY_FORM.typed } } : null)
  }, [form, kept, user_id])
  useEffect(() => () => secrets.wipe(), [secrets])

  const found = useMemo(
    () => (all || touched.size > 0 ? checkForm(form, secrets, keptSignIn) : NO_ERRORS),
    [form, secrets, keptSignIn, all, touched],
  )
  const standing = [...refusals].filter(([name, { of }]) => valueAt(form, name) === of)
  const errors: FormErrors = new Map([
    ...[...found].filter(([name]) => all || touched.has(name)),
    ...standing.map(([name, { message }]): [string, string] => [name, message]),
  ])

  const change = (part: Partial<ConnectionForm>) => setForm(now => ({ ...now, ...part }))
  const count = (key: SecretKey, next: (n: number) => number) =>
    setForm(now => ({ ...now, typed: { ...now.typed, [key]: next(now.typed[key]) } }))
  const touch = useCallback(
    (control: string) => setTouched(before => (before.has(control) ? before : new Set([...before, control]))),
    [],
  )

  async function save(): Promise<boolean> {
    const wrong = checkForm(form, secrets, keptSignIn)
    const [first] = wrong.keys()
    if (first !== undefined) {
      setAll(true)
      focusControl(first)
      return false
    }
    setSaving(true)
    const result = await client.bigquery.connect(inputOf(form, secrets))
    setSaving(false)
    if (!result.ok) {
      const refused = refusedControls(fieldErrors(result.error))
      setRefusals(
        new Map([...refused].map(([name, message]) => [name, { message, of: valueAt(form, name) }])),
      )
      const [control] = refused.keys()
      if (control === undefined) showError(result.error)
      else focusControl(control)
      return false
    }
    secrets.wipe()
    forgetFindings()
    setTouched(new Set())
    setAll(false)
    setRefusals(new Map())
    if (result.value.connection) setForm(formOf(result.value.connection))
    showSyncStatus(result.value)
    return true
  }

  return {
    form,
    change,
    type: (key, text) => {
      secrets.set(key, text)
      count(key, n => (text.trim() === '' && key === 'client_secret' ? 0 : n + 1))
    },
    untype: key => {
      secrets.set(key, '')
      count(key, () => 0)
    },
    secrets,
    errors,
    touch,
    summary: all && errors.size > 0,
    dirty,
    saving,
    save,
  }
}
