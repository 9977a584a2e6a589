// Where to push to and how to sign in, each field with what it is for and where it is found.
import { Lock } from 'lucide-react'
import type { Connection } from '../../../../shared/contract/bigquery.ts'
import { control } from '../../../components/form/controls.ts'
import { ErrorSummary } from '../../../components/form/error-summary.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { SegmentedControl } from '../../../components/ui/segmented.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { t } from '../../../messages/index.ts'
import { FieldRow } from '../../platform-edit/parts/field-row.tsx'
import { FormSection } from '../../platform-edit/parts/form-section.tsx'
import { needsClientSecret } from '../model/form.ts'
import { KeyField } from './key-field.tsx'
import type { Editor } from './use-form.ts'

const words = t.bigquerySetUp
const OTHER = 'other'
const LOCATIONS = [
  ...Object.entries(words.locations).map(([value, label]) => ({ value, label })),
  { value: OTHER, label: words.otherLocation },
]
const WAYS = (['browser', 'service_account', 'application_default'] as const).map(value => ({
  value,
  label: words.ways[value],
}))
const LABELS: Readonly<Record<string, string>> = {
  project: words.project,
  dataset: words.dataset,
  location: words.location,
  'sign_in.client_id': words.clientId,
  'sign_in.client_secret': words.clientSecret,
  'sign_in.key': words.key,
}

export const Summary = ({ editor: { summary, errors } }: { editor: Editor }) =>
  summary && <ErrorSummary errors={errors} labelOf={name => LABELS[name] ?? name} />

type Props = { editor: Editor; connection: Connection | null }

/** One of those that are offered, or its name. */
function Location({ editor, locked }: { editor: Editor; locked: boolean }) {
  const { form, change, errors } = editor
  const offered = Object.hasOwn(words.locations, form.location)
  return (
    <>
      <FieldRow label={words.location} required help={words.locationHelp} where={words.locationWhere}>
        {described => (
          <Select
            {...described}
            {...(offered && control('location'))}
            disabled={locked}
            value={offered ? form.location : OTHER}
            options={LOCATIONS}
            onChange={value => change({ location: value === OTHER ? '' : value })}
          />
        )}
      </FieldRow>
      {!offered && (
        <FieldRow label={words.locationName} required error={errors.get('location')}>
          {described => (
            <Input
              {...described}
              {...control('location')}
              disabled={locked}
              placeholder={words.locationPlaceholder}
              value={form.location}
              onChange={event => change({ location: event.target.value })}
            />
          )}
        </FieldRow>
      )}
    </>
  )
}

function Where({ editor, connection }: Props) {
  const { form, change, errors } = editor
  const named = connection?.from_environment ?? []
  return (
    <FormSection
      title={words.where}
      hint={
        named.length > 0 && (
          <span className="flex items-start gap-1.5">
            <Lock size={12} aria-hidden className="mt-0.5 shrink-0" />
            {words.locked(named)}
          </span>
        )
      }
    >
      <FieldRow
        label={words.project}
        required
        help={words.projectHelp}
        where={words.projectWhere}
        error={errors.get('project')}
      >
        {described => (
          <Input
            {...described}
            {...control('project')}
            autoFocus={connection === null}
            disabled={named.includes('project')}
            placeholder={words.projectPlaceholder}
            value={form.project}
            onChange={event => change({ project: event.target.value })}
          />
        )}
      </FieldRow>
      <FieldRow
        label={words.dataset}
        required
        help={words.datasetHelp}
        where={words.datasetWhere}
        error={errors.get('dataset')}
      >
        {described => (
          <Input
            {...described}
            {...control('dataset')}
            disabled={named.includes('dataset')}
            value={form.dataset}
            onChange={event => change({ dataset: event.target.value })}
          />
        )}
      </FieldRow>
      <Location editor={editor} locked={named.includes('location')} />
    </FormSection>
  )
}

function Client({ editor, connection }: Props) {
  const { form, change, type, errors } = editor
  return (
    <>
      <FieldRow
        label={words.clientId}
        required
        help={words.clientIdHelp}
        where={words.clientIdWhere}
        error={errors.get('sign_in.client_id')}
      >
        {described => (
          <Input
            {...described}
            {...control('sign_in.client_id')}
            placeholder={words.clientIdPlaceholder}
            value={form.client_id}
            onChange={event => change({ client_id: event.target.value })}
          />
        )}
      </FieldRow>
      <FieldRow
        label={words.clientSecret}
        required={needsClientSecret(form, connection?.sign_in ?? null)}
        help={words.clientSecretHelp}
        error={errors.get('sign_in.client_secret')}
      >
        {described => (
          // Not controlled: React would write the text into the attribute too. Drawn anew once it was saved.
          <Input
            key={form.typed.client_secret === 0 ? 'kept' : 'typed'}
            {...described}
            {...control('sign_in.client_secret')}
            type="password"
            autoComplete="off"
            data-1p-ignore
            data-lpignore="true"
            defaultValue={editor.secrets.get('client_secret')}
            onChange={event => type('client_secret', event.target.value)}
          />
        )}
      </FieldRow>
    </>
  )
}

function How({ editor, connection }: Props) {
  const { form, change } = editor
  return (
    <FormSection title={words.how} hint={words.howHint}>
      <FieldRow label={words.way} group help={words.wayHelp[form.way]}>
        {() => (
          <div>
            <SegmentedControl
              label={words.way}
              value={form.way}
              options={WAYS}
              onChange={way => change({ way })}
            />
          </div>
        )}
      </FieldRow>
      {form.way === 'browser' && <Client editor={editor} connection={connection} />}
      {form.way === 'service_account' && <KeyField editor={editor} connection={connection} />}
    </FormSection>
  )
}

export const Fields = (props: Props) => (
  <>
    <Where {...props} />
    <How {...props} />
  </>
)
