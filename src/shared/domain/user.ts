// User (profile): whose records these are. A desktop signs in to one profile at a time.
import * as z from 'zod'
import { line, prose, Timestamp, versionFields } from './values.ts'

/** Profile ids of the reference are often e-mail addresses, so they are wider than record ids. */
export const UserId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._@+-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ @ + -')

const email = z.union([z.literal(''), z.email('must be an e-mail address').max(200)])

export const UserQuota = z.object({
  max_audiences: z.number().int().min(0).nullable(),
  max_distributions_per_month: z.number().int().min(0).nullable(),
})

export const ProfileInput = z.strictObject({
  display_name: line(100),
  email: email.default(''),
  organization: prose(200).default(''),
})
export type ProfileInput = z.input<typeof ProfileInput>

export const User = z.object({
  user_id: UserId,
  email: z.string(),
  organization: z.string(),
  display_name: z.string(),
  last_login: Timestamp.nullable(),
  permissions: z.array(z.string()),
  /** null means no limit. */
  quota: UserQuota,
  ...versionFields,
})
export type User = z.output<typeof User>
