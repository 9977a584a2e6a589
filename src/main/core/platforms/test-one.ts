// Tests one account: lends its secrets to the connector and writes the verdict down, if it is still of what is there.
import { sameJson } from '../../../shared/domain/diff.ts'
import { credentialFields } from '../../../shared/domain/platform-rules.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Credentials, Testers, Verdict } from '../connectors/face.ts'
import { nowText } from '../time.ts'
import type { Deps } from './deps.ts'
import { commitNext, readPlatform } from './records.ts'
import { inTrash } from './refusals.ts'
import type { Place } from './removals.ts'
import { credentialsKnown } from './secrets.ts'
import { tokenSaver } from './tokens.ts'
import { connectionOf, isPassing, type Tested } from './verdict.ts'

/** Of each HTTP call. A test makes at most a few. */
const TIMEOUT_MS = 20_000

export type TestDeps = Deps & { testers: Testers; base_url?: string | undefined }

export type TestOptions = {
  signal: AbortSignal
  /** `all`: every verdict is kept. `lasting`: one that lies in the network leaves the last verdict standing. */
  keep: 'all' | 'lasting'
}

const outdated = (name: string) =>
  fail('conflict', `“${name}” was changed while it was tested`, {
    hint: 'Test the connection again.',
  })

/** Refusals: those of the store and the vault, `not_found`, `conflict`, `cancelled`. A bad verdict is no refusal. */
export async function testOne(deps: TestDeps, place: Place, options: TestOptions): Promise<Result<Tested>> {
  const { store, vault, alone } = deps
  const { owner, platform_id } = place
  const found = await readPlatform(store, owner, platform_id)
  if (!found.ok) return found
  const platform = found.value
  if (platform.deleted) return inTrash(platform)
  const definition = PLATFORM_DEFINITIONS[platform.platform_type]
  const tokens = tokenSaver(deps, place)

  const ask = (credentials: Credentials): Promise<Verdict> =>
    deps.testers[platform.platform_type]({
      credentials,
      settings: platform.settings,
      signal: options.signal,
      timeout_ms: TIMEOUT_MS,
      ...(deps.base_url !== undefined && { base_url: deps.base_url }),
      now: () => new Date(),
      saveTokens: tokens.save,
    })

  const keys = definition.credentials.map(field => field.key)
  const asked = keys.length > 0 ? await vault.use(owner, platform_id, keys, ask) : ok(await ask({}))
  if (!asked.ok) return asked
  const verdict = asked.value
  if (options.signal.aborted || (verdict.state === 'failed' && verdict.cause === 'cancelled'))
    return fail('cancelled', 'The test was cancelled. The account is as it was.')
  const connection = connectionOf(verdict, nowText())
  if (options.keep === 'lasting' && isPassing(verdict)) return ok({ platform, connection, stored: false })

  return alone(place, async (): Promise<Result<Tested>> => {
    const now = await readPlatform(store, owner, platform_id)
    if (!now.ok) return now
    const current = now.value
    const same = tokens.isCurrent() && sameJson(current.settings, platform.settings)
    if (current.deleted || !same) return outdated(platform.name)
    const known = await credentialsKnown(vault, place, definition)
    const credential_fields = known.ok ? credentialFields(definition, known.value) : current.credential_fields
    const written = await commitNext(store, current, { connection, credential_fields }, null)
    return written.ok ? ok({ platform: written.value, connection, stored: true }) : written
  })
}
