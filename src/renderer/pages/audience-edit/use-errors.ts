// Which complaints are shown: of fields that were left once, of all after a refused save, and what the core refused.
import { useCallback, useEffect, useMemo, useState } from 'react'
import { t } from '../../messages/index.ts'
import type { Form } from './model/form.ts'
import { type Checked, check, type FormErrors } from './model/input.ts'

const CHECK_AFTER_MS = 200
const NONE: FormErrors = new Map()

/** The whole form against the schema, with the one message that would otherwise list raw codes. */
export function checkForm(form: Form): Checked {
  const checked = check(form, t.edit.characteristicsLine)
  if (checked.ok || form.data_type !== '') return checked
  return { ...checked, errors: new Map([...checked.errors, ['data_type', t.edit.chooseDataType]]) }
}

const sameErrors = (a: FormErrors, b: FormErrors) =>
  a.size === b.size && [...a].every(([name, message]) => b.get(name) === message)

export type Errors = {
  shown: FormErrors
  /** A save was refused and something is still wrong. */
  summary: boolean
  /** A field was left: its complaint, if it has one, may be shown from now on. */
  touch: (name: string) => void
  /** A save was refused here: everything is shown. */
  showAll: (errors: FormErrors) => void
  /** The core refused: shown until the form changes. */
  refused: (errors: FormErrors, form: Form) => void
  /** Another record is in the form now. */
  reset: () => void
}

export function useErrors(form: Form): Errors {
  const [found, setFound] = useState<FormErrors>(NONE)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(false)
  const [server, setServer] = useState<{ errors: FormErrors; form: Form } | null>(null)

  const watched = all || touched.size > 0
  useEffect(() => {
    if (!watched) return
    // Checking a long form takes some milliseconds: in a pause, not on every key.
    const timer = setTimeout(() => {
      const checked = checkForm(form)
      const next = checked.ok ? NONE : checked.errors
      setFound(before => (sameErrors(before, next) ? before : next))
    }, CHECK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [form, watched])

  const own = useMemo(
    () => (all ? found : new Map([...found].filter(([name]) => touched.has(name)))),
    [found, touched, all],
  )
  const refusals = server?.form === form ? server.errors : NONE
  // The same map while nothing changed: every section of the form is given it.
  const shown = useMemo(() => (refusals.size === 0 ? own : new Map([...own, ...refusals])), [own, refusals])

  const touch = useCallback(
    (name: string) => setTouched(before => (before.has(name) ? before : new Set([...before, name]))),
    [],
  )
  const showAll = useCallback((errors: FormErrors) => {
    setAll(true)
    setFound(errors)
  }, [])
  const refused = useCallback((errors: FormErrors, of: Form) => setServer({ errors, form: of }), [])
  const reset = useCallback(() => {
    setTouched(new Set())
    setAll(false)
    setServer(null)
    setFound(NONE)
  }, [])
  return { shown, summary: all || refusals.size > 0, touch, showAll, refused, reset }
}
