// Pre-flight of the platform: in use, complete, its secrets at hand, its connection tested.
import { PLATFORM_DEFINITIONS } from '../platforms/definition.ts'
import type { Platform } from './platform.ts'
import { STALE_DAYS } from './platform-health.ts'
import { credentialState, missingSettings } from './platform-rules.ts'
import { fine, note, type PreflightCheck, trouble } from './preflight-check.ts'

export type SecretStoreState = 'available' | 'locked' | 'unavailable'

const DAY = 86_400_000
const labelsOf = (fields: readonly { key: string; label: string }[], keys: readonly string[]) =>
  fields
    .filter(field => keys.includes(field.key))
    .map(field => field.label)
    .join(', ')

function stateCheck(platform: Platform): PreflightCheck {
  const { name } = platform
  if (platform.deleted)
    return trouble(
      'block',
      'platform_state',
      `“${name}” is in the trash.`,
      'Restore it or choose another platform.',
      'open_platform',
    )
  if (platform.status === 'inactive')
    return trouble(
      'block',
      'platform_state',
      `“${name}” is inactive and takes no new distributions.`,
      'Activate it or choose another platform.',
      'activate_platform',
    )
  return fine('platform_state', `“${name}” is active.`)
}

function settingsCheck(platform: Platform): PreflightCheck {
  const definition = PLATFORM_DEFINITIONS[platform.platform_type]
  const missing = missingSettings(definition, platform.settings)
  return missing.length === 0
    ? fine('platform_settings', 'All settings that it needs are there.')
    : trouble(
        'block',
        'platform_settings',
        `Settings are missing: ${labelsOf(definition.settings, missing)}.`,
        'Edit the platform and fill them in.',
        'edit_platform',
      )
}

function secretsCheck(platform: Platform, store: SecretStoreState, now: boolean): PreflightCheck {
  const definition = PLATFORM_DEFINITIONS[platform.platform_type]
  if (definition.credentials.length === 0) return fine('secrets', 'It needs no credentials.')
  const signIn = credentialState(definition, platform.credential_fields)
  if (signIn.state === 'incomplete')
    return trouble(
      'block',
      'secrets',
      `Credentials are missing: ${labelsOf(definition.credentials, signIn.missing)}.`,
      'Edit the platform and enter them.',
      'edit_platform',
    )
  // An optional set of a webhook is complete without any, and then nothing has to be read.
  const needed = Object.values(platform.credential_fields).some(field => field.state === 'set')
  if (!needed || store === 'available') return fine('secrets', 'All credentials that it needs are there.')
  return trouble(
    now ? 'block' : 'warning',
    'secrets',
    store === 'locked'
      ? 'The keychain that holds its credentials is locked.'
      : 'The keychain that holds its credentials can’t be reached.',
    store === 'locked'
      ? 'Unlock the keychain before the run starts.'
      : 'See under Settings, Credentials, what keeps it away.',
    'unlock_secrets',
  )
}

const agoWords = (days: number) => (days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`)

/** A failed test may be mended before a later run is due; one that starts now would fail. */
function testCheck({ connection }: Platform, now: Date, startsNow: boolean): PreflightCheck {
  if (connection.state === 'untested' || connection.tested_at === null)
    return trouble(
      'warning',
      'platform_tested',
      'The connection has not been tested since it was set up or changed.',
      'Test the connection.',
      'test_platform',
    )
  const days = Math.floor((now.getTime() - Date.parse(connection.tested_at)) / DAY)
  if (connection.state === 'failed') {
    const why = connection.error?.message ? ` ${connection.error.message}` : ''
    return trouble(
      startsNow ? 'block' : 'warning',
      'platform_tested',
      `The connection test failed ${agoWords(days)}.${why}`,
      `${connection.error?.hint ? `${connection.error.hint} ` : ''}Then test the connection again.`,
      'test_platform',
    )
  }
  const account = connection.account_label ? ` as ${connection.account_label}` : ''
  return days >= STALE_DAYS
    ? trouble(
        'warning',
        'platform_tested',
        `The connection was last tested ${agoWords(days)}${account}.`,
        'Test the connection again: tokens end and permissions change.',
        'test_platform',
      )
    : fine('platform_tested', `The connection was tested ${agoWords(days)}${account}.`)
}

export function platformChecks(
  platform: Platform,
  { now, startsNow, secret_store }: { now: Date; startsNow: boolean; secret_store: SecretStoreState },
): PreflightCheck[] {
  const checks = [
    stateCheck(platform),
    settingsCheck(platform),
    secretsCheck(platform, secret_store, startsNow),
    testCheck(platform, now, startsNow),
  ]
  if (platform.sync_status === 'failed')
    checks.push(
      note(
        'last_delivery',
        'The last delivery to it failed.',
        'Open its newest distribution to see why.',
        'open_platform',
      ),
    )
  return checks
}
