// What differs between two versions of a platform, each field before and after in words.
import type { Platform } from '../../../../shared/domain/platform.ts'
import { changedPlatformFields } from '../../../../shared/domain/platform-diff.ts'
import type { PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { t } from '../../../messages/index.ts'
import { credentialText, definitionOf, settingLabel, settingText } from './values.ts'

const words = t.platformHistory

export type Change = { field: string; label: string; before: string; after: string }

const split = (field: string): [group: string, key: string] => {
  const at = field.indexOf('.')
  return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)]
}

/** `settings.customer_id` → `Customer ID`, `credential_fields.token` → `API token`. */
export function changeLabel(definition: PlatformDefinition, field: string): string {
  const [group, key] = split(field)
  if (words.fields[field]) return words.fields[field]
  if (group === 'credential_fields')
    return definition.credentials.find(each => each.key === key)?.label ?? key
  return settingLabel(definition, key || group)
}

function connectionText({ connection }: Platform): string {
  const state = words.connectionStates[connection.state]
  if (connection.state === 'ok' && connection.account_label) return `${state}: ${connection.account_label}`
  return connection.error ? `${state}: ${connection.error.message}` : state
}

function textAt(platform: Platform, field: string): string {
  const [group, key] = split(field)
  switch (group) {
    case 'name':
    case 'notes':
      return platform[group]
    case 'status':
      return t.platforms.status[platform.status]
    case 'deleted':
      return platform.deleted ? words.yes : words.no
    case 'connection':
      return connectionText(platform)
    case 'credential_fields':
      return credentialText(
        Object.hasOwn(platform.credential_fields, key) ? platform.credential_fields[key] : undefined,
      )
    default:
      return settingText(definitionOf(platform), key, platform.settings[key])
  }
}

export const changesOf = (before: Platform, after: Platform): Change[] =>
  changedPlatformFields(before, after).map(field => ({
    field,
    label: changeLabel(definitionOf(after), field),
    before: textAt(before, field),
    after: textAt(after, field),
  }))
