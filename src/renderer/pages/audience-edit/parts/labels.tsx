// Tags, campaign, notes, and the note on this change.
import { memo } from 'react'
import { useFacets } from '../../../api/hooks.ts'
import { control } from '../../../components/form/controls.ts'
import { Field } from '../../../components/ui/field.tsx'
import { Input, Textarea } from '../../../components/ui/input.tsx'
import { t } from '../../../messages/index.ts'
import type { FormErrors } from '../model/input.ts'
import { type Change, errorOf } from './basics.tsx'
import { ChipsInput } from './chips-input.tsx'

const EVERYTHING = {}
const NONE: string[] = []
const namesOf = (facet: { value: string }[] | undefined) => facet?.map(each => each.value) ?? NONE

type Props = {
  tags: string[]
  campaign: string
  notes: string
  /** null while the audience is new: there is no change to note. */
  note: string | null
  errors: FormErrors
  change: Change
}

export const Labels = memo(function Labels({ tags, campaign, notes, note, errors, change }: Props) {
  const { data: facets } = useFacets(EVERYTHING)
  return (
    <section aria-label={t.edit.labels} className="flex min-w-0 flex-col gap-5">
      <Field label={t.edit.tags} hint={t.edit.tagsHint} error={errorOf(errors, 'metadata.tags')}>
        {field => (
          <ChipsInput
            id={field.id}
            aria-describedby={field['aria-describedby']}
            aria-invalid={field['aria-invalid']}
            name="metadata.tags"
            values={tags}
            suggestions={namesOf(facets?.tags)}
            onChange={next => change(form => ({ ...form, tags: next }))}
          />
        )}
      </Field>
      <Field label={t.edit.campaign} error={errorOf(errors, 'metadata.campaign_id')}>
        {field => (
          <>
            <Input
              {...field}
              {...control('metadata.campaign_id')}
              list={`${field.id}-known`}
              value={campaign}
              onChange={event => change(form => ({ ...form, campaign_id: event.target.value }))}
            />
            <datalist id={`${field.id}-known`}>
              {namesOf(facets?.campaign_ids).map(name => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={t.edit.notes} error={errorOf(errors, 'metadata.notes')}>
        {field => (
          <Textarea
            {...field}
            {...control('metadata.notes')}
            rows={4}
            className="max-h-80"
            value={notes}
            onChange={event => change(form => ({ ...form, notes: event.target.value }))}
          />
        )}
      </Field>
      {note !== null && (
        <Field label={t.edit.changeNote} hint={t.edit.changeNoteHint} error={errorOf(errors, 'change_note')}>
          {field => (
            <Textarea
              {...field}
              {...control('change_note')}
              rows={2}
              value={note}
              onChange={event => change(form => ({ ...form, change_note: event.target.value }))}
            />
          )}
        </Field>
      )}
    </section>
  )
})
