// Who is at the desk. On the desktop a profile is chosen; a token of the browser door speaks for exactly one.
import * as z from 'zod'
import { ProfileInput, User, UserId } from '../domain/user.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})

export const profileOperations = {
  'profiles.list': read({ input: nothing, output: z.object({ profiles: z.array(User) }) }),
  /** Makes the profile and signs in to it. */
  'profiles.create': write({ input: ProfileInput, output: User }),
  /** Signs in. With a token, any profile but its own is `forbidden`. */
  'profiles.choose': write({ input: z.strictObject({ user_id: UserId }), output: User }),
  /** null when nobody is signed in. */
  'profiles.current': read({ input: nothing, output: User.nullable() }),
  /** Changes one's own profile. */
  'profiles.update': write({ input: ProfileInput, output: User }),
  'profiles.signOut': write({ input: nothing, output: z.null() }),
}
