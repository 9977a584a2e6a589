// The credentials of the type, by the ways to sign in that are enough, and which of them is complete.
import { CircleCheck, CircleDashed } from 'lucide-react'
import { useId } from 'react'
import type { FieldDefinition, PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { t } from '../../../messages/index.ts'
import { fieldsAfter } from '../model/input.ts'
import type { Editor } from '../use-editor.ts'
import { FormSection } from './form-section.tsx'
import { SecretField } from './secret-field.tsx'

const words = t.platformEdit

type Group = { name: string; needs: readonly string[]; fields: readonly FieldDefinition[] }

/** Each field once, under the first way to sign in that needs it; those that none needs come last. */
function groupsOf({ credentials, credential_sets }: PlatformDefinition): Group[] {
  const placed = new Set<string>()
  const take = (wanted: (field: FieldDefinition) => boolean) => {
    const fields = credentials.filter(field => !placed.has(field.key) && wanted(field))
    for (const field of fields) placed.add(field.key)
    return fields
  }
  const groups = credential_sets.map(({ name, fields: needs }) => ({
    name,
    needs,
    fields: take(field => needs.includes(field.key)),
  }))
  const rest = take(() => true)
  return rest.length > 0 ? [...groups, { name: words.other, needs: [], fields: rest }] : groups
}

function Standing({ missing }: { missing: readonly string[] }) {
  const complete = missing.length === 0
  const Icon = complete ? CircleCheck : CircleDashed
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-sm text-ink-2">
      <Icon size={14} aria-hidden className={complete ? 'text-green' : 'text-ink-3'} />
      {complete ? words.setComplete : words.setMissing(missing)}
    </span>
  )
}

type Props = { editor: Editor; openAt: string | null }

export function CredentialsSection({ editor, openAt }: Props) {
  const { definition, form, base, round } = editor
  const id = useId()
  const kept = base?.credential_fields ?? {}
  const after = fieldsAfter(definition, form, kept)
  const missingOf = (needs: readonly string[]) =>
    definition.credentials
      .filter(({ key }) => needs.includes(key) && after[key]?.state !== 'set')
      .map(({ label }) => label)
  const groups = groupsOf(definition)
  const [only] = groups
  const draw = (fields: readonly FieldDefinition[]) =>
    fields.map(field => (
      <SecretField
        key={`${field.key} ${round}`}
        editor={editor}
        field={field}
        kept={kept[field.key]}
        startOpen={openAt === `credentials.${field.key}`}
      />
    ))
  if (definition.credentials.length === 0)
    return (
      <FormSection title={words.credentials}>
        <p className="text-ink-2">{words.noCredentials}</p>
      </FormSection>
    )
  if (groups.length === 1 && only)
    return (
      <FormSection
        title={words.credentials}
        hint={words.credentialsHint}
        aside={<Standing missing={missingOf(only.needs)} />}
      >
        {draw(only.fields)}
      </FormSection>
    )
  return (
    <FormSection
      title={words.credentials}
      hint={`${words.oneOfSets(definition.credential_sets.length)} ${words.credentialsHint}`}
    >
      {groups.map(({ name, needs, fields }) => (
        <fieldset key={name} aria-labelledby={`${id}${name}`} className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 id={`${id}${name}`} className="font-medium text-ink-2">
              {needs.length > 0 ? words.signIn(name) : name}
            </h3>
            {needs.length > 0 && <Standing missing={missingOf(needs)} />}
          </div>
          <div className="flex flex-col gap-4 border-l-2 border-line pl-4">{draw(fields)}</div>
        </fieldset>
      ))}
    </FormSection>
  )
}
