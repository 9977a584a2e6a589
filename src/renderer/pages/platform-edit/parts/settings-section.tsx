// The settings that the type has of its own, each drawn as its kind asks for.
import type { FieldDefinition } from '../../../../shared/platforms/definition.ts'
import { control } from '../../../components/form/controls.ts'
import type { ControlProps } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { t } from '../../../messages/index.ts'
import { textOf } from '../model/form.ts'
import type { Editor } from '../use-editor.ts'
import { ChooseFolder } from './choose-folder.tsx'
import { FieldRow } from './field-row.tsx'
import { FormSection } from './form-section.tsx'

const words = t.platformEdit

/** The type's choices, an empty one where leaving it open means something, and a kept value that is none of them. */
function optionsOf({ choices = [], default: fallback }: FieldDefinition, value: string) {
  const known = value === '' || choices.some(choice => choice.value === value)
  return [
    ...(fallback === undefined ? [{ value: '', label: words.notSet }] : []),
    ...(fallback !== undefined && value === '' ? [{ value: '', label: words.chooseOne }] : []),
    ...choices,
    ...(known ? [] : [{ value, label: words.unknownChoice(value) }]),
  ]
}

const isNumeric = ({ kind, pattern }: FieldDefinition) =>
  kind === 'number' || pattern?.source.startsWith('^\\d') === true

type Props = {
  field: FieldDefinition
  described: ControlProps
  value: string
  onChange: (text: string) => void
}

function Control({ field, described, value, onChange }: Props) {
  const name = `settings.${field.key}`
  if (field.kind === 'choice')
    return (
      <Select
        {...described}
        {...control(name)}
        value={value}
        options={optionsOf(field, value)}
        onChange={onChange}
      />
    )
  const input = (
    <Input
      {...described}
      {...control(name)}
      {...(field.kind === 'url' && { type: 'url' })}
      {...(isNumeric(field) && { inputMode: 'numeric' as const })}
      placeholder={textOf(field, field.default) || field.placeholder}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  )
  return field.kind === 'folder' ? (
    <span className="flex items-center gap-2">
      {input}
      <ChooseFolder onChoose={onChange} />
    </span>
  ) : (
    input
  )
}

export function SettingsSection({ editor }: { editor: Editor }) {
  const { definition, form, change, errors } = editor
  if (definition.settings.length === 0) return null
  return (
    <FormSection title={words.settings}>
      {definition.settings.map(field => (
        <FieldRow
          key={field.key}
          label={field.label}
          required={field.required && field.default === undefined}
          help={field.help}
          where={field.where}
          error={errors.shown.get(`settings.${field.key}`)}
        >
          {described => (
            <Control
              field={field}
              described={described}
              value={form.settings[field.key] ?? ''}
              onChange={text => change(now => ({ ...now, settings: { ...now.settings, [field.key]: text } }))}
            />
          )}
        </FieldRow>
      ))}
    </FormSection>
  )
}
