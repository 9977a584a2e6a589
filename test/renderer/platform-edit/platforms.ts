// Platforms as a form gets them.
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'

export const ttd = PLATFORM_DEFINITIONS.the_trade_desk
export const linkedin = PLATFORM_DEFINITIONS.linkedin

export const desk: Platform = {
  platform_id: 'plat_desk',
  platform_type: 'the_trade_desk',
  name: 'The Trade Desk US retail',
  status: 'active',
  connection: { state: 'untested', tested_at: null, account_label: null, checked: [], error: null },
  credential_fields: { token: { state: 'set', last4: '4f2a' } },
  settings: {
    advertiser_id: 'a1b2c3d',
    pii_type: 'EmailHashedUnifiedId2',
    api_version: 'v3',
    size_floor: 1_500,
    batch_size: 10_000,
    auto_refresh: false,
    refresh_frequency: 'weekly',
    older_setting: 'kept',
  },
  last_sync: null,
  sync_status: null,
  notes: '',
  user_id: 'retail-analytics',
  created_at: '2026-11-01T09:00:00.000Z',
  updated_at: '2026-11-01T09:00:00.000Z',
  version: 1,
  deleted: false,
  changed_by: 'retail-analytics',
  change_note: null,
}

export const noSecrets = { get: () => '' }
export const secretsOf = (texts: Record<string, string>) => ({ get: (key: string) => texts[key] ?? '' })
