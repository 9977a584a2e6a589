// Name, notes, and a note on the change.
import { PLATFORM_LIMITS } from '../../../../shared/domain/platform.ts'
import { control } from '../../../components/form/controls.ts'
import { Input, Textarea } from '../../../components/ui/input.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { Editor } from '../use-editor.ts'
import { FieldRow } from './field-row.tsx'
import { FormSection } from './form-section.tsx'

const words = t.platformEdit

/** Shown only when the end comes into sight. */
const counter = (text: string, limit: number) =>
  text.length > limit * 0.8 ? `${exactNumber(text.length)} / ${exactNumber(limit)}` : undefined

export function Basics({ editor, autoFocus }: { editor: Editor; autoFocus: boolean }) {
  const { form, change, errors, definition, base } = editor
  return (
    <FormSection title={words.nameAndNotes}>
      <FieldRow
        label={words.name}
        required
        help={words.nameHelp}
        error={errors.shown.get('name')}
        aside={counter(form.name, PLATFORM_LIMITS.name)}
      >
        {field => (
          <Input
            {...field}
            {...control('name')}
            // A new platform begins with its name.
            autoFocus={autoFocus}
            value={form.name}
            placeholder={words.namePlaceholder(definition.name)}
            onChange={event => change(now => ({ ...now, name: event.target.value }))}
          />
        )}
      </FieldRow>
      <FieldRow
        label={words.notes}
        help={words.notesHelp}
        error={errors.shown.get('notes')}
        aside={counter(form.notes, PLATFORM_LIMITS.notes)}
      >
        {field => (
          <Textarea
            {...field}
            {...control('notes')}
            rows={2}
            className="max-h-64"
            value={form.notes}
            onChange={event => change(now => ({ ...now, notes: event.target.value }))}
          />
        )}
      </FieldRow>
      {base && (
        <FieldRow
          label={words.changeNote}
          help={words.changeNoteHelp}
          error={errors.shown.get('change_note')}
        >
          {field => (
            <Input
              {...field}
              {...control('change_note')}
              value={form.change_note}
              onChange={event => change(now => ({ ...now, change_note: event.target.value }))}
            />
          )}
        </FieldRow>
      )}
    </FormSection>
  )
}
