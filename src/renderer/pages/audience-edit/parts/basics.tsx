// Name, query, description, and the three choices.
import { memo } from 'react'
import {
  AUDIENCE_STATUSES,
  DATA_TYPES,
  IDENTIFIER_TYPES,
  LIMITS,
} from '../../../../shared/domain/audience.ts'
import { control, sentence } from '../../../components/form/controls.ts'
import { Field } from '../../../components/ui/field.tsx'
import { Input, Textarea } from '../../../components/ui/input.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { Form } from '../model/form.ts'
import type { FormErrors } from '../model/input.ts'

export type Change = (update: (form: Form) => Form) => void

export const errorOf = (errors: FormErrors, name: string) => {
  const message = errors.get(name)
  return message === undefined ? undefined : sentence(message)
}

/** Shown only when the end comes into sight. */
export const counter = (text: string, limit: number) =>
  text.length > limit * 0.8 ? `${exactNumber(text.length)} / ${exactNumber(limit)}` : undefined

const STATUSES = AUDIENCE_STATUSES.map(value => ({ value, label: t.status[value] }))
const TYPES = [
  { value: '' as const, label: t.edit.chooseDataType },
  ...DATA_TYPES.map(value => ({ value, label: t.dataType[value] })),
]
const IDENTIFIERS = [
  { value: '' as const, label: t.edit.noIdentifier },
  ...IDENTIFIER_TYPES.map(value => ({ value, label: t.identifierType[value] })),
]

type Props = {
  name: string
  query: string
  description: string
  dataType: Form['data_type']
  identifier: Form['identifier_type']
  status: Form['status']
  errors: FormErrors
  change: Change
  autoFocus: boolean
}

export const Basics = memo(function Basics(props: Props) {
  const { name, query, description, dataType, identifier, status, errors, change, autoFocus } = props
  return (
    <section aria-label={t.edit.basics} className="flex flex-col gap-5">
      <Field label={t.edit.name} required error={errorOf(errors, 'name')} aside={counter(name, LIMITS.name)}>
        {field => (
          <Input
            {...field}
            {...control('name')}
            // A new audience begins with its name.
            autoFocus={autoFocus}
            value={name}
            placeholder={t.edit.namePlaceholder}
            onChange={event => change(form => ({ ...form, name: event.target.value }))}
          />
        )}
      </Field>
      <Field
        label={t.edit.query}
        hint={t.edit.queryHint}
        error={errorOf(errors, 'original_query')}
        aside={counter(query, LIMITS.original_query)}
      >
        {field => (
          <Textarea
            {...field}
            {...control('original_query')}
            rows={3}
            className="max-h-80"
            value={query}
            placeholder={t.edit.queryPlaceholder}
            onChange={event => change(form => ({ ...form, original_query: event.target.value }))}
          />
        )}
      </Field>
      <Field
        label={t.edit.description}
        error={errorOf(errors, 'description')}
        aside={counter(description, LIMITS.description)}
      >
        {field => (
          <Textarea
            {...field}
            {...control('description')}
            rows={2}
            className="max-h-64"
            value={description}
            onChange={event => change(form => ({ ...form, description: event.target.value }))}
          />
        )}
      </Field>
      <div className="grid items-start gap-4 @xl:grid-cols-3">
        <Field label={t.edit.dataType} required error={errorOf(errors, 'data_type')}>
          {field => (
            <Select
              {...field}
              {...control('data_type')}
              value={dataType}
              options={TYPES}
              onChange={value => change(form => ({ ...form, data_type: value }))}
            />
          )}
        </Field>
        <Field label={t.edit.identifier} error={errorOf(errors, 'identifier_type')}>
          {field => (
            <Select
              {...field}
              {...control('identifier_type')}
              value={identifier}
              options={IDENTIFIERS}
              onChange={value => change(form => ({ ...form, identifier_type: value }))}
            />
          )}
        </Field>
        <Field label={t.edit.status} error={errorOf(errors, 'status')}>
          {field => (
            <Select
              {...field}
              {...control('status')}
              value={status}
              options={STATUSES}
              onChange={value => change(form => ({ ...form, status: value }))}
            />
          )}
        </Field>
      </div>
    </section>
  )
})
