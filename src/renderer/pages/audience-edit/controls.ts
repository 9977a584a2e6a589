// Controls by name: every field of the form carries one, so that errors, focus and blur find it.

import { focusWhenThere } from '../../lib/focus.ts'
import { t } from '../../messages/index.ts'
import type { Form } from './model/form.ts'

/** Spread on a control. */
export const control = (name: string) => ({ 'data-control': name })

export const controlName = (target: EventTarget): string | undefined =>
  target instanceof HTMLElement ? target.dataset.control : undefined

/** Focuses a control; a row that is just being drawn is waited for. */
export const focusControl = (name: string): void =>
  focusWhenThere(() => document.querySelector<HTMLElement>(`[data-control="${CSS.escape(name)}"]`))

const fieldLabel = (field: string) => {
  const found = t.edit.controls[field] ?? field
  return field === 'name' || field === 'description' ? found.toLowerCase() : found
}

/** `segments/r17/size` → `Suburban greens, size`. */
export function labelOf(name: string, form: Form): string {
  const [list = '', key = '', field = ''] = name.split('/')
  if (field === '') return t.edit.controls[name] ?? name
  if (list === 'segments') {
    const index = form.segments.findIndex(row => row.key === key)
    const row = form.segments[index]
    return t.edit.ofRow(row?.name.trim() || t.edit.unnamed(index + 1), fieldLabel(field))
  }
  return t.edit.ofRow(form.variables.find(row => row.key === key)?.code ?? '', fieldLabel(field))
}

/** The last part alone, where the row is plain to see: `Size`. */
export const shortLabelOf = (name: string) => sentence(fieldLabel(name.split('/').at(-1) ?? name))

/** The complaints about one row of a list. */
export const rowErrors = (errors: ReadonlyMap<string, string>, list: string, key: string) =>
  errors.size === 0 ? NO_ERRORS : [...errors].filter(([name]) => name.startsWith(`${list}/${key}/`))
export const hasErrors = (errors: ReadonlyMap<string, string>, list: string, key: string) =>
  rowErrors(errors, list, key).length > 0
const NO_ERRORS: [string, string][] = []

/** Messages of the schema are parts of sentences. */
export const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1)
