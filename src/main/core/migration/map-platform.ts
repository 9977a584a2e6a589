// A row of the reference's platforms as a platform of ours: without a credential, to be signed in to anew. Pure.
import {
  PLATFORM_LIMITS,
  type Platform,
  PlatformSettings,
  type PlatformStatus,
} from '../../../shared/domain/platform.ts'
import {
  credentialFields,
  platformStatusOf,
  platformTypeOf,
  UNTESTED,
} from '../../../shared/domain/platform-rules.ts'
import { fieldErrors } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { checkSettings } from '../../../shared/platforms/check.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { holdsSecret, isSecretName } from '../../../shared/platforms/secrets.ts'
import { isObject, isoOf, lineOf, numberOf, proseOf, textOf, wordOf } from './cells.ts'
import type { Mapping } from './mapping.ts'
import type { RowKey } from './terms.ts'

type Content = Pick<
  Platform,
  | 'platform_id'
  | 'platform_type'
  | 'name'
  | 'status'
  | 'connection'
  | 'credential_fields'
  | 'settings'
  | 'last_sync'
  | 'sync_status'
  | 'notes'
>
const KNOWN = new Set([
  'platform_id',
  'platform_type',
  'name',
  'platform_name',
  'account_name',
  'status',
  'settings',
  'last_sync',
  'sync_status',
  'notes',
  'user_id',
  'created_at',
  'updated_at',
  'year',
  'month',
])

function statusOf(mapping: Mapping): PlatformStatus {
  const word = wordOf(mapping.row.status)
  if (word === '') return 'active'
  const known = platformStatusOf(word)
  if (word === 'connected') mapping.count('Platforms with status connected become active')
  if (known) return known
  mapping.say(`status “${lineOf(word, 40)}” is not known here; the platform is inactive`)
  return 'inactive'
}

/** As it can be told: a name that is none may be a secret that was pasted. */
const told = (key: string) => (/^[a-z][a-z0-9_]{0,31}$/i.test(key) ? `settings.${key}` : 'a setting')

/** Numbers and booleans as data frames write them; a rate in percent as a share. */
function straightened(mapping: Mapping, settings: Record<string, unknown>): Record<string, unknown> {
  const next = { ...settings }
  if (next.default_match_rate !== undefined) {
    const rate = numberOf(next.default_match_rate)
    if (rate !== null && rate > 1 && rate <= 100) {
      mapping.say(`settings.default_match_rate is ${rate / 100} now: it was in percent`)
      next.default_match_rate = rate / 100
    } else if (rate !== null) next.default_match_rate = rate
  }
  if (/^(true|1)$/i.test(textOf(next.auto_refresh))) next.auto_refresh = true
  if (/^(false|0)$/i.test(textOf(next.auto_refresh))) next.auto_refresh = false
  if (next.refresh_frequency !== undefined) next.refresh_frequency = wordOf(next.refresh_frequency)
  return next
}

/** What is secret is left out, whatever it is called; what a type doesn't take is kept under another name. */
function settingsOf(mapping: Mapping, type: Platform['platform_type']): Record<string, unknown> {
  const definition = PLATFORM_DEFINITIONS[type]
  const secretKeys = new Set(definition.credentials.map(field => field.key))
  const given: [string, unknown][] = Object.entries({
    ...Object.fromEntries(mapping.extra(KNOWN)),
    ...mapping.object('settings'),
  })
  const open = given.filter(([key, value]) => {
    if (value === null) return false
    if (!secretKeys.has(key) && !isSecretName(key) && !holdsSecret(value)) return true
    mapping.say(`${told(key)} is left out: it looks like a secret; enter it among the credentials`)
    return false
  })
  const settings = straightened(mapping, Object.fromEntries(open))
  for (let turn = 0; turn < 2; turn++) {
    const own = checkSettings(definition, settings)
    const common = parseInput(PlatformSettings, { ...settings, ...own.settings })
    const faults = [
      ...own.errors.map(({ path, message }) => ({ path: path.replace(/^settings\./, ''), message })),
      ...(common.ok ? [] : fieldErrors(common.error)),
    ]
    if (faults.length === 0) return common.ok ? { ...common.value } : {}
    for (const { path, message } of faults) {
      const key = path.split(/[.[]/)[0] ?? ''
      if (!Object.hasOwn(settings, key)) continue
      const value = settings[key]
      delete settings[key]
      const keeps = !message.includes('secret') && !isObject(value) && key.length < 50
      if (keeps) settings[`reference_${key}`] = value
      mapping.say(`${told(key)} ${message}; enter it anew`)
    }
  }
  mapping.wrong('settings', 'can’t be kept')
  return {}
}

/** Told once for each platform: its credentials stay behind. */
export function mapPlatform(mapping: Mapping, { id }: RowKey): Content | null {
  const { row } = mapping
  const platform_type = platformTypeOf(row.platform_type)
  if (!platform_type) {
    const given = lineOf(row.platform_type, 40)
    mapping.wrong('platform_type', given ? `“${given}” is not a type that is known here` : 'is missing')
    return null
  }
  if (wordOf(row.platform_type) !== platform_type)
    mapping.count(`Platforms of type ${wordOf(row.platform_type)} become ${platform_type}`)
  const last_sync = mapping.time('last_sync')
  const sync = wordOf(row.sync_status)
  const name = lineOf(row.name ?? row.platform_name ?? row.account_name, PLATFORM_LIMITS.name)
  if (name === '') mapping.say('has no name; its type is its name now')
  if (proseOf(row.notes).length > PLATFORM_LIMITS.notes)
    mapping.say('notes are longer than 10,000 characters; what is behind them is left out')
  const content: Content = {
    platform_id: id ?? '',
    platform_type,
    name: name || PLATFORM_DEFINITIONS[platform_type].name,
    status: statusOf(mapping),
    connection: UNTESTED,
    credential_fields: credentialFields(PLATFORM_DEFINITIONS[platform_type]),
    settings: settingsOf(mapping, platform_type) as Platform['settings'],
    last_sync: last_sync === null ? null : isoOf(last_sync),
    sync_status: sync === 'success' || sync === 'failed' || sync === 'pending' ? sync : null,
    notes: proseOf(row.notes, PLATFORM_LIMITS.notes),
  }
  return mapping.errors.length === 0 ? content : null
}
