// A filter by size: at least, at most.
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { exactNumber, parseSize } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { Filters } from './view.ts'
import { setFilter } from './view-store.ts'

type Errors = { min?: string; max?: string }
const shown = (value: number | undefined) => (value === undefined ? '' : exactNumber(value))

export function SizeFilter({ value, onDone }: { value: Filters['size']; onDone: () => void }) {
  const [errors, setErrors] = useState<Errors>({})
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const found: Errors = {}
    const read = (name: 'min' | 'max') => {
      const text = String(form.get(name) ?? '').trim()
      if (text === '') return undefined
      const size = parseSize(text)
      if (size === null) found[name] = t.filters.sizeInvalid
      return size ?? undefined
    }
    const [min, max] = [read('min'), read('max')]
    if (min !== undefined && max !== undefined && min > max) found.max = t.filters.sizeOrder
    setErrors(found)
    if (Object.keys(found).length > 0) return
    const range = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
    setFilter('size', Object.keys(range).length > 0 ? range : undefined)
    onDone()
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-3">
      <div className="grid grid-cols-2 gap-2">
        <Field label={t.filters.sizeMin} error={errors.min}>
          {control => (
            <Input
              {...control}
              size="sm"
              name="min"
              inputMode="decimal"
              defaultValue={shown(value?.min)}
              autoFocus
            />
          )}
        </Field>
        <Field label={t.filters.sizeMax} error={errors.max}>
          {control => (
            <Input {...control} size="sm" name="max" inputMode="decimal" defaultValue={shown(value?.max)} />
          )}
        </Field>
      </div>
      <p className="text-sm text-ink-3">{t.filters.sizeHint}</p>
      <Button type="submit" variant="primary" className="self-end">
        {t.common.apply}
      </Button>
    </form>
  )
}
