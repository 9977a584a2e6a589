// Values of a platform in words: a setting as its type says it, a credential as set or missing.
import type { CredentialField, Platform } from '../../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS, type PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { exactNumber, formatPercent } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { wordsOfKey } from '../../audience/parts/json-value.tsx'

export const definitionOf = ({ platform_type }: Pick<Platform, 'platform_type'>) =>
  PLATFORM_DEFINITIONS[platform_type]

const COMMON: Readonly<Record<string, string>> = {
  default_match_rate: t.platform.expected,
  auto_refresh: t.platform.autoRefresh,
  refresh_frequency: t.platform.refreshFrequency,
  approval_needed: t.platformEdit.approvalNeeded,
  cpm_fee: t.platformEdit.fee,
  currency: t.platformEdit.currency,
}

export const isCommon = (key: string) => Object.hasOwn(COMMON, key)

export const settingLabel = (definition: PlatformDefinition, key: string): string =>
  COMMON[key] ?? definition.settings.find(field => field.key === key)?.label ?? wordsOfKey(key)

const isFrequency = (value: unknown): value is keyof typeof t.platform.frequency =>
  typeof value === 'string' && Object.hasOwn(t.platform.frequency, value)

function plain(value: unknown): string {
  if (value === undefined || value === null || value === '') return t.platform.notSet
  if (typeof value === 'boolean') return value ? t.platform.on : t.platform.off
  if (typeof value === 'number') return exactNumber(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A choice by its label, a rate in percent, a number grouped; ids as they are. */
export function settingText(definition: PlatformDefinition, key: string, value: unknown): string {
  if (key === 'default_match_rate' && typeof value === 'number') return formatPercent(value)
  if (key === 'refresh_frequency' && isFrequency(value)) return t.platform.frequency[value]
  const field = definition.settings.find(each => each.key === key)
  const choice = field?.choices?.find(each => each.value === value)
  if (choice) return choice.label
  return field?.kind === 'id' && typeof value === 'number' ? String(value) : plain(value)
}

export const credentialText = (field: CredentialField | undefined): string =>
  field?.state === 'set' ? t.platforms.secret.set(field.last4) : t.platforms.secret.missing
