// What all rows share: a type and a status where the row has none, tags and a campaign for every one.
import { AUDIENCE_STATUSES, DATA_TYPES } from '../../../../shared/domain/audience.ts'
import { Field } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { t } from '../../../messages/index.ts'
import type { Wizard } from '../model/wizard.ts'
import { change } from '../wizard-store.ts'

const words = t.imports

export function SharedSection({ shared, needsType }: { shared: Wizard['shared']; needsType: boolean }) {
  const set = (patch: Partial<Wizard['shared']>) => change({ shared: { ...shared, ...patch } })
  return (
    <section aria-label={words.shared} className="flex flex-col gap-3 border-t border-line pt-5">
      <div>
        <h2 className="text-lg font-semibold">{words.shared}</h2>
        <p className="max-w-[80ch] text-pretty text-ink-2">{words.sharedHint}</p>
      </div>
      <div className="grid grid-cols-2 gap-4 min-[1280px]:grid-cols-4">
        <Field
          label={words.dataType}
          required={needsType}
          {...(!needsType && { aside: '' })}
          error={needsType ? words.needsType : undefined}
        >
          {control => (
            <Select
              {...control}
              value={shared.data_type}
              options={[
                { value: '', label: words.asInRow },
                ...DATA_TYPES.map(value => ({ value, label: t.dataType[value] })),
              ]}
              onChange={data_type => set({ data_type })}
            />
          )}
        </Field>
        <Field label={words.status} aside="">
          {control => (
            <Select
              {...control}
              value={shared.status}
              options={[
                { value: '', label: words.draftElse },
                ...AUDIENCE_STATUSES.map(value => ({ value, label: t.status[value] })),
              ]}
              onChange={status => set({ status })}
            />
          )}
        </Field>
        <Field label={words.tags} hint={words.tagsHint} aside="">
          {control => (
            <Input {...control} value={shared.tags} onChange={event => set({ tags: event.target.value })} />
          )}
        </Field>
        <Field label={words.campaign} aside="">
          {control => (
            <Input
              {...control}
              value={shared.campaign_id}
              onChange={event => set({ campaign_id: event.target.value })}
            />
          )}
        </Field>
      </div>
    </section>
  )
}
