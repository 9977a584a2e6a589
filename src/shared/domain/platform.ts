// Platform: a configured account on an ad platform or another destination. Secrets are never part of it.
import * as z from 'zod'
import { Id } from './ids.ts'
import { line, prose, recordFields, Timestamp } from './values.ts'

export const PLATFORM_TYPES = [
  'the_trade_desk',
  'google_ads',
  'meta',
  'amazon_dsp',
  'linkedin',
  'tiktok',
  'folder',
  'webhook',
] as const
export const PlatformType = z.enum(PLATFORM_TYPES)
export type PlatformType = z.infer<typeof PlatformType>

/** Names that older data uses. */
export const PLATFORM_TYPE_ALIASES: Readonly<Record<string, PlatformType>> = {
  facebook: 'meta',
  google: 'google_ads',
}

export const PlatformConnection = z.object({
  state: z.enum(['untested', 'ok', 'failed']),
  tested_at: Timestamp.nullable(),
  account_label: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).nullable(),
})

export const PlatformSettings = z.looseObject({
  /** Expected matched ÷ sent, 0 to 1. */
  default_match_rate: z.number().min(0).max(1).optional(),
  auto_refresh: z.boolean().default(false),
  refresh_frequency: z.enum(['daily', 'weekly', 'monthly']).default('weekly'),
})

export const CredentialField = z.object({
  state: z.enum(['set', 'missing']),
  last4: z.string().max(4).optional(),
})

export const Platform = z.object({
  platform_id: Id,
  platform_type: PlatformType,
  name: line(200),
  status: z.enum(['active', 'inactive']).default('active'),
  connection: PlatformConnection,
  credential_fields: z.record(z.string(), CredentialField),
  settings: PlatformSettings,
  last_sync: Timestamp.nullable(),
  sync_status: z.enum(['success', 'failed', 'pending']).nullable(),
  notes: prose(10_000).default(''),
  ...recordFields,
})
export type Platform = z.output<typeof Platform>
