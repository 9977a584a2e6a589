// What every type has: the expected match rate, and how distributions refresh.
import { REFRESH_FREQUENCIES } from '../../../../shared/domain/platform.ts'
import { CheckMark } from '../../../components/ui/checkbox.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { formatPercent } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { control } from '../controls.ts'
import { rateText } from '../model/form.ts'
import type { Editor } from '../use-editor.ts'
import { FieldRow } from './field-row.tsx'
import { FormSection } from './form-section.tsx'

const words = t.platformEdit
const FREQUENCIES = REFRESH_FREQUENCIES.map(value => ({ value, label: t.platform.frequency[value] }))

export function DeliverySection({ editor }: { editor: Editor }) {
  const { form, change, errors, definition } = editor
  const start = definition.default_match_rate
  const help = start
    ? `${words.matchRateHelp} ${words.matchRateDefault(formatPercent(start.rate), start.note)}`
    : words.matchRateHelp
  return (
    <FormSection title={words.delivery}>
      <FieldRow label={words.matchRate} help={help} error={errors.shown.get('settings.default_match_rate')}>
        {described => (
          <span className="flex items-center gap-2">
            <Input
              {...described}
              {...control('settings.default_match_rate')}
              inputMode="decimal"
              className="max-w-24 text-right"
              placeholder={rateText(start?.rate)}
              value={form.match_rate}
              onChange={event => change(now => ({ ...now, match_rate: event.target.value }))}
            />
            <span aria-hidden className="text-md text-ink-2">
              {words.percent}
            </span>
          </span>
        )}
      </FieldRow>
      <FieldRow
        label={words.autoRefresh}
        help={words.autoRefreshHelp}
        error={errors.shown.get('settings.auto_refresh')}
      >
        {described => (
          <span className="relative flex h-8 w-fit items-center gap-2">
            <input
              {...described}
              {...control('settings.auto_refresh')}
              type="checkbox"
              checked={form.auto_refresh}
              onChange={event => change(now => ({ ...now, auto_refresh: event.target.checked }))}
              className="peer absolute inset-0 opacity-0"
            />
            <CheckMark
              state={form.auto_refresh}
              className="peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-focus"
            />
            <span aria-hidden className="text-md text-ink-2">
              {form.auto_refresh ? t.platform.on : t.platform.off}
            </span>
          </span>
        )}
      </FieldRow>
      <FieldRow
        label={words.frequency}
        help={words.frequencyHelp}
        error={errors.shown.get('settings.refresh_frequency')}
      >
        {described => (
          <Select
            {...described}
            {...control('settings.refresh_frequency')}
            className="max-w-40"
            value={form.refresh_frequency}
            options={FREQUENCIES}
            onChange={refresh_frequency => change(now => ({ ...now, refresh_frequency }))}
          />
        )}
      </FieldRow>
    </FormSection>
  )
}
