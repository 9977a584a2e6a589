// What the parts of the form share: the choices with the way to change them, a clock that moves on, and controls by name.
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import { focusWhenThere } from '../../lib/focus.ts'
import type { PlanForm } from './model/form.ts'
import type { Errors } from './use-plan-errors.ts'

export type Controls = {
  form: PlanForm
  change: Dispatch<SetStateAction<PlanForm>>
  errors: Errors
  now: Date
}

const CLOCK_MS = 15_000

export const focusControl = (name: string): void =>
  focusWhenThere(() => document.querySelector<HTMLElement>(`[data-control="${CSS.escape(name)}"]`))

/** Moves on, so that a time that passes while the form is open is told. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), CLOCK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
