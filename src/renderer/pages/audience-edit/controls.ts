// What the form's controls are called, and what is complained of in a row.
import { sentence } from '../../components/form/controls.ts'
import { t } from '../../messages/index.ts'
import type { Form } from './model/form.ts'

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
