// Platform: a configured account on an ad platform or another destination. Secrets are never part of it.
import * as z from 'zod'
import { checkCredentials, checkSettings } from '../platforms/check.ts'
import { PLATFORM_DEFINITIONS } from '../platforms/definition.ts'
import { Id } from './ids.ts'
import { line, prose, recordFields, refuseUnkeepable, Timestamp } from './values.ts'

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
export const PlatformType = z.enum(PLATFORM_TYPES, `must be one of ${PLATFORM_TYPES.join(', ')}`)
export type PlatformType = z.infer<typeof PlatformType>

/** Names that older data uses. */
export const PLATFORM_TYPE_ALIASES: Readonly<Record<string, PlatformType>> = {
  facebook: 'meta',
  google: 'google_ads',
}

export const PLATFORM_STATUSES = ['active', 'inactive'] as const
export const PlatformStatus = z.enum(PLATFORM_STATUSES, `must be one of ${PLATFORM_STATUSES.join(', ')}`)
export type PlatformStatus = z.infer<typeof PlatformStatus>

export const PLATFORM_LIMITS = { name: 200, notes: 10_000, settings_bytes: 16_000 } as const

export const PlatformConnection = z.object({
  state: z.enum(['untested', 'ok', 'failed']),
  tested_at: Timestamp.nullable(),
  account_label: prose(500).nullable(),
  /** What the test found to be right, in whole sentences. */
  checked: z.array(prose(1_000)),
  error: z.object({ code: line(100), message: prose(2_000), hint: prose(2_000).optional() }).nullable(),
})
export type PlatformConnection = z.infer<typeof PlatformConnection>

export const REFRESH_FREQUENCIES = ['daily', 'weekly', 'monthly'] as const
/** Expected matched ÷ sent, 0 to 1. */
const matchRate = z
  .number('must be a number')
  .min(0, 'must be between 0 and 1')
  .max(1, 'must be between 0 and 1')
const frequency = z.enum(REFRESH_FREQUENCIES, `must be one of ${REFRESH_FREQUENCIES.join(', ')}`)

const approvalNeeded = z.boolean('must be true or false')
const cpmFee = z.number('must be a number').min(0, 'must not be negative').max(1_000_000, 'is too large')
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as USD')

/** What every type has; what a type adds is in its definition. Unknown ones survive a round trip. */
export const PlatformSettings = z
  .looseObject({
    default_match_rate: matchRate.optional(),
    auto_refresh: z.boolean().default(false),
    refresh_frequency: frequency.default('weekly'),
    /** New distributions wait until someone approves them. */
    approval_needed: approvalNeeded.optional(),
    /** What the platform or its data cost for a thousand people, and in which currency (ISO 4217, such as USD). */
    cpm_fee: cpmFee.optional(),
    currency: currency.optional(),
  })
  .superRefine((value, ctx) => refuseUnkeepable(value, PLATFORM_LIMITS.settings_bytes, ctx))
export type PlatformSettings = z.output<typeof PlatformSettings>

export const CredentialField = z.object({
  state: z.enum(['set', 'missing']),
  last4: prose(4).optional(),
})
export type CredentialField = z.infer<typeof CredentialField>

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a name such as access_token')

export const Platform = z.object({
  platform_id: Id,
  platform_type: PlatformType,
  name: line(PLATFORM_LIMITS.name),
  status: PlatformStatus.default('active'),
  connection: PlatformConnection,
  credential_fields: z.record(fieldName, CredentialField),
  settings: PlatformSettings,
  last_sync: Timestamp.nullable(),
  sync_status: z.enum(['success', 'failed', 'pending']).nullable(),
  notes: prose(PLATFORM_LIMITS.notes).default(''),
  ...recordFields,
})
export type Platform = z.output<typeof Platform>

/** Checked by hand: an error of a schema would name keys, and someone may paste a secret as a key. */
const credentials = z.looseObject({}, 'must be a JSON object')

/**
 * What a person or a script may set. Settings come out cleaned and with the type's defaults; credentials, by field key,
 * are for the vault alone (`splitInput`). Settings and credentials that are still missing don't keep it from being saved.
 */
export const PlatformInput = z
  .strictObject({
    name: line(PLATFORM_LIMITS.name),
    platform_type: PlatformType,
    status: PlatformStatus.default('active'),
    notes: prose(PLATFORM_LIMITS.notes).default(''),
    settings: PlatformSettings.prefault({}),
    credentials: credentials.default({}),
  })
  .transform((value, ctx) => {
    const definition = PLATFORM_DEFINITIONS[value.platform_type]
    const checked = checkSettings(definition, value.settings)
    const secrets = checkCredentials(definition, value.credentials)
    for (const { path, message } of [...checked.errors, ...secrets.errors])
      ctx.addIssue({ code: 'custom', path: path.split(/\.(.*)/s, 2), message })
    // The settings that every type has were checked before; what comes back holds them as they were.
    return { ...value, settings: { ...value.settings, ...checked.settings }, credentials: secrets.set }
  })
/** As it is sent: defaults may be left out. */
export type PlatformInput = z.input<typeof PlatformInput>
export type PlatformContent = Omit<z.output<typeof PlatformInput>, 'credentials'>

/**
 * A partial edit. What is left out stays; `null` takes a setting back to its default and removes a credential. The type
 * of a platform never changes: its credentials would be another platform's. Settings and credentials are checked
 * against the type when it is applied (`applyPlatformPatch`).
 */
export const PlatformPatch = z.strictObject({
  name: line(PLATFORM_LIMITS.name).optional(),
  status: PlatformStatus.optional(),
  notes: prose(PLATFORM_LIMITS.notes).optional(),
  settings: z
    .looseObject({
      default_match_rate: matchRate.nullable().optional(),
      auto_refresh: z.boolean().nullable().optional(),
      refresh_frequency: frequency.nullable().optional(),
      approval_needed: approvalNeeded.nullable().optional(),
      cpm_fee: cpmFee.nullable().optional(),
      currency: currency.nullable().optional(),
    })
    .superRefine((value, ctx) => refuseUnkeepable(value, PLATFORM_LIMITS.settings_bytes, ctx))
    .optional(),
  credentials: credentials.optional(),
})
export type PlatformPatch = z.infer<typeof PlatformPatch>
