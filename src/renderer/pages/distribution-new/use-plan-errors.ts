// What is wrong with a plan, and of that what is shown: fields that were left once, all after a refused press, and what the core refused.
import { useMemo, useState } from 'react'
import type { FieldError } from '../../../shared/errors.ts'
import { checkPlan, type PlanErrors, type PlanForm, valueAt } from './model/form.ts'

/** The control of a path of the core: `segment_ids[3]` is named by its list, and what is below a time by the time. */
const controlOf = (path: string) => path.replace(/\[.*$/s, '')
const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1)

export type Errors = { found: PlanErrors; shown: PlanErrors }

/** With a baseline, what is as it was there is nobody's fault here: it isn't sent. */
export function usePlanErrors(form: PlanForm, now: Date, baseline?: PlanForm) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(false)
  const [refusals, setRefusals] = useState<readonly { control: string; message: string; of: string }[]>([])
  const found = useMemo(() => {
    const all = checkPlan(form, now)
    if (!baseline) return all
    return new Map([...all].filter(([control]) => valueAt(form, control) !== valueAt(baseline, control)))
  }, [form, now, baseline])
  const standing = refusals.filter(({ control, of }) => valueAt(form, control) === of)
  const errors: Errors = {
    found: new Map([
      ...found,
      ...standing.map(({ control, message }): [string, string] => [control, message]),
    ]),
    shown: new Map([
      ...[...found].filter(([control]) => all || touched.has(control)),
      ...standing.map(({ control, message }): [string, string] => [control, message]),
    ]),
  }
  return {
    errors,
    touch: (control: string) =>
      setTouched(before => (before.has(control) ? before : new Set([...before, control]))),
    showAll: () => setAll(true),
    /** Each is shown until its control changes. The first control is answered. */
    refused: (fields: readonly FieldError[]): string | undefined => {
      const next = fields.map(({ path, message }) => {
        const control = controlOf(path)
        return { control, message: sentence(message), of: valueAt(form, control) }
      })
      setRefusals(next)
      return next[0]?.control
    },
  }
}
