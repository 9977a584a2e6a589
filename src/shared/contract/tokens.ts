// Access tokens of the REST API: each speaks for the profile that made it. The secret is answered once, when it is made.
import * as z from 'zod'
import { Id } from '../domain/ids.ts'
import { line, Timestamp } from '../domain/values.ts'
import { read, write } from './operation.ts'

/** A read-only token reaches operations whose effect is `read`, and no other. */
export const TOKEN_SCOPES = ['read_only', 'read_write'] as const
export const TokenScope = z.enum(TOKEN_SCOPES)
export type TokenScope = z.infer<typeof TokenScope>

export const MAX_TOKENS = 50

/** What may be known of a token after it was made. */
export const AccessToken = z.object({
  token_id: z.string(),
  name: z.string(),
  scope: TokenScope,
  created_at: Timestamp,
  /** From then on it is refused; null: never. */
  expires_at: Timestamp.nullable(),
  /** null until it is used. After a crash it may be a minute behind. */
  last_used_at: Timestamp.nullable(),
  /** Its last four characters, to tell it from others. */
  last4: z.string(),
})
export type AccessToken = z.infer<typeof AccessToken>

export const tokenOperations = {
  /** Newest first; those that expired too, until they are revoked. */
  'tokens.list': read({ input: z.strictObject({}), output: z.object({ tokens: z.array(AccessToken) }) }),
  /** `token` is the secret: it is kept nowhere and never answered again. `quota_exceeded` from the 51st. */
  'tokens.create': write({
    input: z.strictObject({
      name: line(100),
      scope: TokenScope,
      expires_at: Timestamp.nullable().default(null),
    }),
    output: AccessToken.extend({ token: z.string() }),
  }),
  /** The next call with it is refused. */
  'tokens.revoke': write({ input: z.strictObject({ token_id: Id }), output: z.null() }),
}
