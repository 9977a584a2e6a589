// Facts of a platform as names and values: settings in short, which secrets are set, moments.
import type { ReactNode } from 'react'
import type { Platform } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { exactDate, exactNumber, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

export type Fact = [name: string, value: ReactNode]

export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="grid grid-cols-[112px_1fr] gap-x-3 gap-y-1.5">
    {facts.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-ink-3">{name}</dt>
        <dd className="min-w-0 break-words">{value}</dd>
      </div>
    ))}
  </dl>
)

export const When = ({ at }: { at: string }) => (
  <time dateTime={at} title={exactDate(at)}>
    {relativeDate(at)}
  </time>
)

const Missing = () => <span className="font-medium text-amber">{t.platforms.secret.missing}</span>

/** The type's settings that have a value, with the words of a choice, and those that are still missing. */
export function settingsOf({ platform_type, settings }: Platform, missing: ReadonlySet<string>): Fact[] {
  return PLATFORM_DEFINITIONS[platform_type].settings.flatMap((field): Fact[] => {
    const value = settings[field.key]
    if (value === undefined || value === null || value === '')
      return missing.has(field.label) ? [[field.label, <Missing key={field.key} />]] : []
    const chosen = field.choices?.find(choice => choice.value === value)?.label
    return [[field.label, chosen ?? (typeof value === 'number' ? exactNumber(value) : String(value))]]
  })
}

/** Each credential of the type; what no way to sign in waits for is merely not set. */
export function secretsOf(
  { platform_type, credential_fields }: Platform,
  missing: ReadonlySet<string>,
): Fact[] {
  const { secret } = t.platforms
  return PLATFORM_DEFINITIONS[platform_type].credentials.map(({ key, label }): Fact => {
    const known = credential_fields[key]
    if (known?.state === 'set') return [label, secret.set(known.last4)]
    return [
      label,
      missing.has(label) ? (
        <Missing key={key} />
      ) : (
        <span key={key} className="text-ink-3">
          {secret.optional}
        </span>
      ),
    ]
  })
}
