// Which field a failed test is about, as far as it can be told: so that the form can open right there.
import type { Platform } from '../../../../shared/domain/platform.ts'
import { credentialState, missingSettings } from '../../../../shared/domain/platform-rules.ts'
import { definitionOf } from './values.ts'

type Asked = Pick<Platform, 'platform_type' | 'credential_fields' | 'settings' | 'connection'>
type Named = { control: string; label: string }

function fieldsOf(platform: Asked): Named[] {
  const { credentials, settings } = definitionOf(platform)
  return [
    ...credentials.map(({ key, label }) => ({ control: `credentials.${key}`, label })),
    ...settings.map(({ key, label }) => ({ control: `settings.${key}`, label })),
  ]
}

/** The field whose label comes first in the text, and the longest of those: “Client secret” before “Client”. */
function namedIn(text: string, fields: readonly Named[]): string | null {
  const lower = text.toLowerCase()
  const found = fields
    .map(({ control, label }) => ({ control, at: lower.indexOf(label.toLowerCase()), length: label.length }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.length - a.length)
  return found[0]?.control ?? null
}

/** The first field that is still missing, credentials before settings; null when the platform is complete. */
export function firstMissing(platform: Asked): string | null {
  const definition = definitionOf(platform)
  const signIn = credentialState(definition, platform.credential_fields)
  if (signIn.state === 'incomplete' && signIn.missing[0]) return `credentials.${signIn.missing[0]}`
  const [setting] = missingSettings(definition, platform.settings)
  return setting === undefined ? null : `settings.${setting}`
}

/** A control's name such as `credentials.token`; null where the failure is about none, or about several. */
export function fieldToMend(platform: Asked): string | null {
  const missing = firstMissing(platform)
  if (missing) return missing
  const { error } = platform.connection
  if (!error) return null
  const fields = fieldsOf(platform)
  // The next step names what to change; what happened may name it only in passing.
  const named = namedIn(error.hint ?? '', fields) ?? namedIn(error.message, fields)
  if (named) return named
  const definition = definitionOf(platform)
  if (error.code === 'unauthorized' && definition.credentials.length === 1)
    return `credentials.${definition.credentials[0]?.key}`
  const ids = definition.settings.filter(({ kind, required, default: preset }) => {
    const entered = kind === 'id' || kind === 'folder' || kind === 'url'
    return required && preset === undefined && entered
  })
  return error.code === 'not_found' && ids.length === 1 ? `settings.${ids[0]?.key}` : null
}
