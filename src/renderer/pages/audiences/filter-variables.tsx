// A filter by variable codes, all of which must be there. The code is written out: there are too many to list.
import { type FormEvent, useRef } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Chip } from '../../components/ui/chip.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { t } from '../../messages/index.ts'
import { setFilter } from './view-store.ts'

export function VariablesFilter({ value }: { value: readonly string[] }) {
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = field.current?.value.trim()
    if (!code) return
    setFilter('variables', [...new Set([...value, code])])
    if (field.current) field.current.value = ''
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-3">
      <Field label={t.filters.variableCode} hint={t.filters.variableHint}>
        {control => (
          <span className="flex gap-2">
            <Input
              {...control}
              ref={field}
              size="sm"
              className="font-mono !text-sm"
              placeholder={t.filters.variablePlaceholder}
              maxLength={200}
              autoFocus
            />
            <Button type="submit">{t.filters.addVariable}</Button>
          </span>
        )}
      </Field>
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {value.map(code => (
            <li key={code} className="flex min-w-0">
              <Chip
                name={code}
                onRemove={() =>
                  setFilter(
                    'variables',
                    value.filter(other => other !== code),
                  )
                }
              >
                <span className="truncate font-mono text-xs">{code}</span>
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}
