// What an import does with audiences that are there, and with rows that can't be taken.
import { useId } from 'react'
import { useFacets } from '../../../api/hooks.ts'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { RadioList } from '../../../components/ui/radio-list.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { t } from '../../../messages/index.ts'
import { groupsOf, isJson, isSetMissing, type Wizard } from '../model/wizard.ts'
import { change } from '../wizard-store.ts'

const words = t.imports

function SetFields({ wizard }: { wizard: Wizard }) {
  const { set } = wizard
  const list = useId()
  const facets = useFacets({}).data
  const known = set.by === 'tag' ? facets?.tags : facets?.campaign_ids
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-3 pl-6">
      <Field label={words.setBy} aside="">
        {control => (
          <Select
            {...control}
            className="w-48"
            value={set.by}
            options={(['tag', 'campaign'] as const).map(value => ({ value, label: words.setKinds[value] }))}
            onChange={by => change({ set: { by, value: '' } })}
          />
        )}
      </Field>
      <Field
        label={words.setValue}
        required
        aside=""
        error={isSetMissing(wizard) ? words.setMissing : undefined}
      >
        {control => (
          <>
            <Input
              {...control}
              list={list}
              value={set.value}
              onChange={event => change({ set: { ...set, value: event.target.value } })}
            />
            <datalist id={list}>
              {known?.map(({ value }) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </div>
  )
}

export function ModeSection({ wizard }: { wizard: Wizard }) {
  const { mode, on_error } = wizard
  const json = groupsOf(wizard).every(isJson)
  return (
    <div className="flex flex-col gap-5">
      <RadioList
        label={words.mode}
        value={mode}
        onChange={next => change({ mode: next })}
        options={[
          { value: 'append', label: words.modes.append, hint: words.modeHints.append },
          {
            value: 'update',
            label: words.modes.update,
            hint: json ? words.modeHints.updateJson : words.modeHints.updateTable,
          },
          { value: 'copy', label: words.modes.copy, hint: words.modeHints.copy },
          { value: 'replace', label: words.modes.replace, hint: words.modeHints.replace },
        ]}
      />
      {mode === 'replace' && <SetFields wizard={wizard} />}
      <RadioList
        label={words.onError}
        value={mode === 'replace' ? 'stop' : on_error}
        onChange={next => change({ on_error: next })}
        options={[
          { value: 'stop', label: words.stop, ...(mode === 'replace' && { hint: words.stopAlways }) },
          { value: 'skip', label: words.skip, disabled: mode === 'replace' },
        ]}
      />
    </div>
  )
}
