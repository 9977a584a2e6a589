// A filter by the day of the last change: a recent span that moves with today, or two days.
import { Check } from 'lucide-react'
import type { FormEvent } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { t } from '../../messages/index.ts'
import { type DateRange, PRESETS, type Preset } from './view.ts'
import { setFilter } from './view-store.ts'

const presets = Object.keys(PRESETS) as Preset[]

export function DatesFilter({ value, onDone }: { value: DateRange | undefined; onDone: () => void }) {
  const preset = value && 'preset' in value ? value.preset : null
  const days = value && !('preset' in value) ? value : {}
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [from, to] = [String(form.get('from') ?? ''), String(form.get('to') ?? '')]
    const range = { ...(from && { from }), ...(to && { to }) }
    setFilter('updated', Object.keys(range).length > 0 ? range : undefined)
    onDone()
  }
  return (
    <>
      <ul className="border-b border-line p-1">
        {presets.map(name => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === preset}
              onClick={() => {
                setFilter('updated', { preset: name })
                onDone()
              }}
              className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover"
            >
              <span className="flex size-4 items-center justify-center text-accent-text">
                {name === preset && <Check size={14} aria-hidden />}
              </span>
              {t.filters.presets[name]}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex flex-col gap-3 p-3">
        <div className="grid grid-cols-2 gap-2">
          <Field label={t.filters.from}>
            {control => <Input {...control} size="sm" type="date" name="from" defaultValue={days.from} />}
          </Field>
          <Field label={t.filters.to}>
            {control => <Input {...control} size="sm" type="date" name="to" defaultValue={days.to} />}
          </Field>
        </div>
        <Button type="submit" variant="primary" className="self-end">
          {t.common.apply}
        </Button>
      </form>
    </>
  )
}
