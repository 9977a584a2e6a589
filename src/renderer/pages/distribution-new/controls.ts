// What the parts of the form share: the choices with the way to change them, and a clock that moves on.
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import type { PlanForm } from './model/form.ts'
import type { Errors } from './use-plan-errors.ts'

export type Controls = {
  form: PlanForm
  change: Dispatch<SetStateAction<PlanForm>>
  errors: Errors
  now: Date
}

const CLOCK_MS = 15_000

/** A list that is passed on the way isn't a fault yet. */
export const touchField = (touch: (name: string) => void) => (name: string) => {
  if (!name.endsWith('_ids')) touch(name)
}

/** Moves on, so that a time that passes while the form is open is told. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), CLOCK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
