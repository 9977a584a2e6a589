// Platforms as the core would answer them, for tests of what pages make of them.
import type { Platform, PlatformType } from '../../../src/shared/domain/platform.ts'
import { credentialFields, UNTESTED } from '../../../src/shared/domain/platform-rules.ts'
import { checkSettings } from '../../../src/shared/platforms/check.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'

export const NOW = new Date('2026-11-22T12:00:00Z')
export const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString()

const SETTINGS: Partial<Record<PlatformType, Record<string, unknown>>> = {
  the_trade_desk: { advertiser_id: 'abc123x' },
  folder: { path: '/exports/agency' },
}

/** A Trade Desk account that is complete, tested an hour ago and well, unless told otherwise. */
export function platform(given: Partial<Platform> & { name: string }): Platform {
  const platform_type = given.platform_type ?? 'the_trade_desk'
  const definition = PLATFORM_DEFINITIONS[platform_type]
  return {
    platform_id: `id-${given.name}`,
    platform_type,
    status: 'active',
    connection: {
      state: 'ok',
      tested_at: daysAgo(1 / 24),
      account_label: 'US retail',
      checked: ['The token is accepted.'],
      error: null,
    },
    credential_fields: credentialFields(
      definition,
      Object.fromEntries(definition.credentials.map(({ key }) => [key, { state: 'set', last4: '4f2a' }])),
    ),
    settings: {
      auto_refresh: false,
      refresh_frequency: 'weekly',
      ...checkSettings(definition, SETTINGS[platform_type] ?? {}).settings,
    },
    last_sync: null,
    sync_status: null,
    notes: '',
    user_id: 'retail-analytics',
    version: 1,
    created_at: daysAgo(30),
    updated_at: daysAgo(2),
    deleted: false,
    changed_by: 'retail-analytics',
    change_note: null,
    ...given,
  }
}

export const failedWith = (code: string): Platform['connection'] => ({
  state: 'failed',
  tested_at: daysAgo(1 / 24),
  account_label: null,
  checked: [],
  error: { code, message: 'It did not work.', hint: 'Do this.' },
})

export const untested = { connection: UNTESTED }
/** Without its secrets. */
export const incomplete = (type: PlatformType = 'the_trade_desk') => ({
  ...untested,
  platform_type: type,
  credential_fields: credentialFields(PLATFORM_DEFINITIONS[type]),
})
