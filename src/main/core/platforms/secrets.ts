// The two halves of a save that must both be there or neither: secrets in the vault, and the record that tells of them.
import type { CredentialField } from '../../../shared/domain/platform.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { CredentialChange } from '../../../shared/platforms/check.ts'
import type { PlatformDefinition } from '../../../shared/platforms/definition.ts'
import type { Vault } from '../credentials/face.ts'
import type { Log } from '../log/log.ts'
import type { Place, Removals } from './removals.ts'

type Known = Readonly<Record<string, CredentialField>>

/** What the vault knows of each credential of the type. */
export const credentialsKnown = (vault: Vault, place: Place, definition: PlatformDefinition) =>
  definition.credentials.length === 0
    ? Promise.resolve(ok<Known>({}))
    : vault.has(
        place.owner,
        place.platform_id,
        definition.credentials.map(field => field.key),
      )

/**
 * Puts the secrets into the vault, then has the record written with what the vault says of them. When the record can't be
 * written, the vault gets back what it had. The place stays marked where the two may differ.
 */
export async function withSecrets<T>(
  deps: { vault: Vault; log: Log; removals: Removals },
  place: Place,
  definition: PlatformDefinition,
  { set, clear }: CredentialChange,
  write: (known: Known) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { vault, log, removals } = deps
  const { owner, platform_id } = place
  const given = Object.keys(set)
  const touched = [...given, ...clear]

  async function goOn(): Promise<Result<Known>> {
    const cleared = clear.length > 0 ? await vault.clear(owner, platform_id, clear) : ok(null)
    return cleared.ok ? credentialsKnown(vault, place, definition) : cleared
  }

  /** Answers whether all of it is back. */
  async function putBack(before: Readonly<Record<string, string>>): Promise<boolean> {
    const values = Object.fromEntries(touched.flatMap(key => (before[key] ? [[key, before[key]]] : [])))
    const fresh = touched.filter(key => !Object.hasOwn(values, key))
    const steps = [
      Object.keys(values).length > 0 ? await vault.set(owner, platform_id, values) : ok(null),
      fresh.length > 0 ? await vault.clear(owner, platform_id, fresh) : ok(null),
    ]
    for (const step of steps)
      if (!step.ok) log.warn('credentials.not_put_back', { platform_id, code: step.error.code })
    return steps.every(step => step.ok)
  }

  const done = await vault.use(owner, platform_id, touched, async (before): Promise<Result<T>> => {
    const marked = await removals.mark(place)
    if (!marked.ok) return marked
    // A refused save has put back by itself what it could: asking a locked keychain again would only prompt again.
    const kept = given.length > 0 ? await vault.set(owner, platform_id, set) : ok(null)
    if (!kept.ok) return kept
    const known = await goOn()
    const written = known.ok ? await write(known.value) : known
    if (written.ok || (await putBack(before))) await removals.unmark(place)
    return written
  })
  return done.ok ? done.value : done
}
