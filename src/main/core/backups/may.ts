// Who may make, read and restore backups: they hold the records of every profile.
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { SignedIn } from '../handlers.ts'
import type { Store } from '../store/face.ts'

/** At the desk all files are at hand anyway. A token sees only its own records: here they must be all there are. */
export async function mayBackUp(
  { session, user_id }: Pick<SignedIn, 'session' | 'user_id'>,
  store: Pick<Store, 'owners'>,
): Promise<Result<null>> {
  if (session === 'desktop') return ok(null)
  const others = (await store.owners()).filter(owner => owner !== user_id)
  if (others.length === 0) return ok(null)
  return fail('forbidden', 'A backup holds the records of every profile, and a token speaks for one', {
    hint: 'Several profiles use this workspace: back it up and restore it in the desktop app or on the command line.',
  })
}
