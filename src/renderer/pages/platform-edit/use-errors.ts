// Which complaints are shown: of fields that were left once, of all after a refused save, and what the core refused.
import { useCallback, useMemo, useState } from 'react'
import type { PlatformDefinition } from '../../../shared/platforms/definition.ts'
import { checkForm, type FormErrors, NO_ERRORS } from './model/check.ts'
import { type Form, valueAt } from './model/form.ts'
import type { Secrets } from './model/secrets.ts'

export type Errors = {
  shown: FormErrors
  /** A save was refused and something is still wrong. */
  summary: boolean
  /** A field was left: its complaint, if it has one, may be shown from now on. */
  touch: (name: string) => void
  /** A save was refused here: everything is shown. */
  showAll: () => void
  /** The core refused: each is shown until its control changes. */
  refused: (errors: FormErrors, form: Form) => void
  /** Another version is in the form now. */
  reset: () => void
}

type Refusal = { message: string; of: string }

export function useErrors(
  definition: PlatformDefinition,
  form: Form,
  baseline: Form,
  secrets: Secrets,
): Errors {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(false)
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Refusal>>(new Map())

  // The form changes with every key of a secret too, though it doesn't hold its text.
  const found = useMemo(
    () => (all || touched.size > 0 ? checkForm(definition, form, baseline, secrets) : NO_ERRORS),
    [definition, form, baseline, secrets, all, touched],
  )
  const standing = [...refusals].filter(([name, { of }]) => valueAt(form, name) === of)
  const own = [...found].filter(([name]) => all || touched.has(name))
  const shown: FormErrors = new Map([
    ...own,
    ...standing.map(([name, { message }]): [string, string] => [name, message]),
  ])

  const touch = useCallback(
    (name: string) => setTouched(before => (before.has(name) ? before : new Set([...before, name]))),
    [],
  )
  const refused = useCallback(
    (errors: FormErrors, of: Form) =>
      setRefusals(new Map([...errors].map(([name, message]) => [name, { message, of: valueAt(of, name) }]))),
    [],
  )
  const showAll = useCallback(() => setAll(true), [])
  const reset = useCallback(() => {
    setTouched(new Set())
    setAll(false)
    setRefusals(new Map())
  }, [])
  return { shown, summary: all || standing.length > 0, touch, showAll, refused, reset }
}
