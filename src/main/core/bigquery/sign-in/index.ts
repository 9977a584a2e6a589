// The ways to sign in to Google, as the rest of push and pull use them.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Vault } from '../../credentials/face.ts'
import { FIELDS, PLACE } from './face.ts'
import { parseServiceAccountKey } from './service-account.ts'

export { authFor } from './auth-for.ts'
export { signInByBrowser } from './browser.ts'
export { endpointsFrom } from './endpoints.ts'

/** Keeps a service account's key, from its file's content. Answers whom it signs in and the project that it is of. */
export async function keepServiceAccountKey(
  vault: Vault,
  owner: string,
  text: string,
): Promise<Result<{ client_email: string; project_id: string }>> {
  const key = parseServiceAccountKey(text)
  if (!key.ok) return key
  const { client_email, project_id } = key.value
  // Only what is used: a file may hold more than a key.
  const kept = await vault.set(owner, PLACE, {
    service_account_key: JSON.stringify({ type: 'service_account', ...key.value }),
  })
  return kept.ok ? ok({ client_email, project_id }) : kept
}

/** Forgets every secret of the sign-in on this computer. */
export const signOut = (vault: Vault, owner: string) => vault.clear(owner, PLACE, FIELDS)
