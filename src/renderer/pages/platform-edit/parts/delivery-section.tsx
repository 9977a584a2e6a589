// What every type has: the expected match rate, how distributions refresh, whether they need approval, and what they cost.
import { REFRESH_FREQUENCIES } from '../../../../shared/domain/platform.ts'
import { control } from '../../../components/form/controls.ts'
import { CheckMark } from '../../../components/ui/checkbox.tsx'
import type { ControlProps } from '../../../components/ui/field.tsx'
import { Input } from '../../../components/ui/input.tsx'
import { Select } from '../../../components/ui/select.tsx'
import { formatPercent } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { rateText } from '../model/form.ts'
import type { Editor } from '../use-editor.ts'
import { FieldRow } from './field-row.tsx'
import { FormSection } from './form-section.tsx'

const words = t.platformEdit
const FREQUENCIES = REFRESH_FREQUENCIES.map(value => ({ value, label: t.platform.frequency[value] }))

type OnOffProps = { described: ControlProps; name: string; on: boolean; onChange: (on: boolean) => void }

const OnOff = ({ described, name, on, onChange }: OnOffProps) => (
  <span className="relative flex h-8 w-fit items-center gap-2">
    <input
      {...described}
      {...control(name)}
      type="checkbox"
      checked={on}
      onChange={event => onChange(event.target.checked)}
      className="peer absolute inset-0 opacity-0"
    />
    <CheckMark
      state={on}
      className="peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-focus"
    />
    <span aria-hidden className="text-md text-ink-2">
      {on ? t.platform.on : t.platform.off}
    </span>
  </span>
)

function Planning({ editor }: { editor: Editor }) {
  const { form, change, errors } = editor
  return (
    <>
      <FieldRow
        label={words.approvalNeeded}
        help={words.approvalNeededHelp}
        error={errors.shown.get('settings.approval_needed')}
      >
        {described => (
          <OnOff
            described={described}
            name="settings.approval_needed"
            on={form.approval_needed}
            onChange={approval_needed => change(now => ({ ...now, approval_needed }))}
          />
        )}
      </FieldRow>
      <FieldRow label={words.fee} help={words.feeHelp} error={errors.shown.get('settings.cpm_fee')}>
        {described => (
          <Input
            {...described}
            {...control('settings.cpm_fee')}
            inputMode="decimal"
            className="max-w-32 text-right"
            value={form.cpm_fee}
            onChange={event => change(now => ({ ...now, cpm_fee: event.target.value }))}
          />
        )}
      </FieldRow>
      <FieldRow
        label={words.currency}
        help={words.currencyHelp}
        error={errors.shown.get('settings.currency')}
      >
        {described => (
          <Input
            {...described}
            {...control('settings.currency')}
            className="max-w-24 uppercase"
            maxLength={8}
            value={form.currency}
            onChange={event => change(now => ({ ...now, currency: event.target.value }))}
          />
        )}
      </FieldRow>
    </>
  )
}

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
          <OnOff
            described={described}
            name="settings.auto_refresh"
            on={form.auto_refresh}
            onChange={auto_refresh => change(now => ({ ...now, auto_refresh }))}
          />
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
      <Planning editor={editor} />
    </FormSection>
  )
}
