// What of a record travels, and the check of what comes back.
import type * as z from 'zod'
import { Audience, AudienceInput } from '../../../../shared/domain/audience.ts'
import { contentOf } from '../../../../shared/domain/audience-rules.ts'
import { Distribution } from '../../../../shared/domain/distribution.ts'
import { Platform } from '../../../../shared/domain/platform.ts'
import { User } from '../../../../shared/domain/user.ts'
import type { Result } from '../../../../shared/errors.ts'
import { parseInput } from '../../../../shared/parse.ts'
import { holdsSecret, isSecretName } from '../../../../shared/platforms/secrets.ts'
import type { Entity, RecordOf } from '../../store/face.ts'

/** A record as it is read here: fields by name. The store gives a record its version. */
export type Fields = Readonly<Record<string, unknown>>
export type Unnumbered<E extends Entity> = Omit<RecordOf[E], 'version'>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record's fields by name, whatever its type. */
export const fieldsOf = (record: object): Fields => Object.fromEntries(Object.entries(record))

const secretLike = ([key, value]: [string, unknown]) => isSecretName(key) || holdsSecret(value)

/**
 * Settings that look like a secret are refused wherever they are entered; should one be there all the same, it stays on
 * the device.
 */
export const settingsThatTravel = (settings: unknown): unknown =>
  isObject(settings) && Object.entries(settings).some(secretLike)
    ? Object.fromEntries(Object.entries(settings).filter(entry => !secretLike(entry)))
    : settings

/** The settings that came, and those that never left. */
export const settingsWithSecretsOf = (local: unknown, settings: unknown): unknown =>
  isObject(local) && isObject(settings)
    ? { ...settings, ...Object.fromEntries(Object.entries(local).filter(secretLike)) }
    : settings

/** A field as it travels. */
export const travelling = (entity: Entity, field: string, value: unknown): unknown =>
  entity === 'platform' && field === 'settings' ? settingsThatTravel(value) : value

/** The rules between fields of an audience, which only its input checks. */
const WholeAudience = Audience.omit({ version: true }).superRefine((audience, ctx) => {
  const checked = AudienceInput.safeParse(contentOf({ ...audience, version: 1 }))
  for (const { path, message } of checked.error?.issues ?? [])
    ctx.addIssue({ code: 'custom', path: [...path], message })
})

const SCHEMAS: { [E in Entity]: z.ZodType<Unnumbered<E>> } = {
  user: User.omit({ version: true }),
  platform: Platform.omit({ version: true }),
  audience: WholeAudience,
  distribution: Distribution.omit({ version: true }),
}

/** A record by the domain's schema; a refusal names each field that isn't valid. */
export const checked = <E extends Entity>(entity: E, fields: Fields): Result<Unnumbered<E>> =>
  parseInput(SCHEMAS[entity], fields)
