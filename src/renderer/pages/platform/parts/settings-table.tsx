// The settings of an account in words: those of its type, what every type has, and what this version doesn't know.
import type { Platform } from '../../../../shared/domain/platform.ts'
import { Tag } from '../../../components/ui/chip.tsx'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { definitionOf, isCommon, settingLabel, settingText } from '../model/values.ts'

const words = t.platform

type Row = {
  key: string
  label: string
  value: string
  note: 'default' | 'missing' | 'unset' | 'unknown' | null
}

function ownRows(platform: Platform): Row[] {
  const definition = definitionOf(platform)
  return definition.settings.map(({ key, label, required, default: preset }) => {
    const value = platform.settings[key]
    const set = value !== undefined && value !== ''
    const shown = set ? value : preset
    const note = shown === undefined ? (required ? 'missing' : 'unset') : shown === preset ? 'default' : null
    return { key, label, value: settingText(definition, key, shown), note }
  })
}

function commonRows(platform: Platform): Row[] {
  const definition = definitionOf(platform)
  const { default_match_rate: rate, cpm_fee, currency } = platform.settings
  const start = definition.default_match_rate?.rate
  const shown = rate ?? start
  const of = (key: string, value: unknown, note: Row['note']): Row => ({
    key,
    label: settingLabel(definition, key),
    value: settingText(definition, key, value),
    note,
  })
  return [
    of('default_match_rate', shown, shown === undefined ? 'unset' : rate === undefined ? 'default' : null),
    of('auto_refresh', platform.settings.auto_refresh, null),
    of('refresh_frequency', platform.settings.refresh_frequency, null),
    of('approval_needed', platform.settings.approval_needed === true, null),
    of('cpm_fee', cpm_fee, cpm_fee === undefined ? 'unset' : null),
    ...(currency === undefined ? [] : [of('currency', currency, null)]),
  ]
}

function unknownRows(platform: Platform): Row[] {
  const definition = definitionOf(platform)
  const own = new Set(definition.settings.map(({ key }) => key))
  return Object.entries(platform.settings)
    .filter(([key, value]) => !own.has(key) && !isCommon(key) && value !== undefined)
    .map(([key, value]) => ({
      key,
      label: settingLabel(definition, key),
      value: settingText(definition, key, value),
      note: 'unknown' as const,
    }))
}

const NOTES = { default: words.isDefault, unknown: words.unknownSetting }

function Rows({ rows, title }: { rows: readonly Row[]; title: string }) {
  return (
    <dl aria-label={title} className="@container flex flex-col border-t border-line">
      {rows.map(({ key, label, value, note }) => (
        <div
          key={key}
          className="grid items-baseline gap-x-6 border-b border-line py-1.5 @md:grid-cols-[200px_minmax(0,1fr)]"
        >
          <dt className="text-ink-2">{label}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            {note === 'missing' ? (
              <span className="text-amber">{words.missingValue}</span>
            ) : (
              <span data-selectable className={note === 'unset' ? 'text-ink-3' : 'min-w-0 break-all'}>
                {value}
              </span>
            )}
            {(note === 'default' || note === 'unknown') && <Tag>{NOTES[note]}</Tag>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function SettingsTable({ platform }: { platform: Platform }) {
  return (
    <>
      <Section title={words.settings}>
        <Rows title={words.settings} rows={[...ownRows(platform), ...unknownRows(platform)]} />
      </Section>
      <Section title={words.delivery}>
        <Rows title={words.delivery} rows={commonRows(platform)} />
      </Section>
    </>
  )
}
