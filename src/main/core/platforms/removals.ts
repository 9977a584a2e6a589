// Places whose secrets may not be what the record tells: of platforms that were deleted, or that a save was cut short of.
// Written down before the first step, so that neither a crash nor a locked keychain leaves it so for good.
import { join } from 'node:path'
import * as z from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { credentialFields, UNTESTED } from '../../../shared/domain/platform-rules.ts'
import { UserId } from '../../../shared/domain/user.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Vault } from '../credentials/face.ts'
import type { Log } from '../log/log.ts'
import { readJson, writeJson } from '../personal/files.ts'
import { createSerial } from '../serial.ts'
import type { Store } from '../store/face.ts'
import { commitNext } from './records.ts'
import { credentialsKnown } from './secrets.ts'

export type Place = { owner: string; platform_id: string }
const Listed = z.strictObject({ places: z.array(z.strictObject({ owner: UserId, platform_id: Id })) })

export interface Removals {
  /** Notes that record and secrets of this place are about to differ. Durable when it answers. */
  mark(place: Place): Promise<Result<null>>
  /** They agree again. */
  unmark(place: Place): Promise<Result<null>>
  /**
   * Settles one place: where the platform lives its record is told what the keychain has, else its secrets are removed.
   * Then the note goes.
   */
  settle(place: Place): Promise<Result<null>>
  /** Settles all that are noted, as far as the keychain lets it. `alone` is how each waits for its platform's turn. */
  sweep(alone: (place: Place, work: () => Promise<unknown>) => Promise<unknown>): Promise<void>
  /** How many places of this owner still may have secrets that should be gone. */
  waiting(owner: string): Promise<number>
  isWaiting(place: Place): Promise<boolean>
}

export function createRemovals(deps: { workspace: string; store: Store; vault: Vault; log: Log }): Removals {
  const { store, vault, log } = deps
  const path = join(deps.workspace, '_meta', 'credential-removals.json')
  const serial = createSerial()
  let known: readonly Place[] | null = null

  const same = (one: Place, other: Place) =>
    one.owner === other.owner && one.platform_id === other.platform_id

  async function places(): Promise<readonly Place[]> {
    known ??= (await readJson(path, value => parseInput(Listed, value), log))?.places ?? []
    return known
  }

  const change = (decide: (before: readonly Place[]) => readonly Place[]) =>
    serial(path, async (): Promise<Result<null>> => {
      const before = await places()
      const after = decide(before)
      if (after === before) return ok(null)
      const written = await writeJson(path, { places: after })
      if (written.ok) known = after
      return written
    })

  const unmark = (place: Place) =>
    change(before =>
      before.some(one => same(one, place)) ? before.filter(one => !same(one, place)) : before,
    )

  /** Which of its secrets were replaced before the save was cut short isn't known: the last test says nothing any more. */
  async function mend(place: Place, platform: Platform): Promise<Result<unknown>> {
    const definition = PLATFORM_DEFINITIONS[platform.platform_type]
    const known = await credentialsKnown(vault, place, definition)
    if (!known.ok) return known
    const change = { credential_fields: credentialFields(definition, known.value), connection: UNTESTED }
    return commitNext(store, platform, change, 'Put right after a save that was cut short')
  }

  async function isLiving(place: Place): Promise<boolean> {
    const found = await store.get('platform', place.owner, place.platform_id)
    return found.ok && found.value !== null && !found.value.deleted
  }

  async function settle(place: Place): Promise<Result<null>> {
    const found = await store.get('platform', place.owner, place.platform_id)
    if (!found.ok) return found
    if (found.value && !found.value.deleted) {
      const mended = await mend(place, found.value)
      return mended.ok ? unmark(place) : mended
    }
    const cleared = await vault.clear(place.owner, place.platform_id)
    if (!cleared.ok) return cleared
    // In memory is only what this run was given; what a keychain holds from before is still there.
    return (await vault.state()).kind === 'memory' ? ok(null) : unmark(place)
  }

  return {
    mark: place => change(before => (before.some(one => same(one, place)) ? before : [...before, place])),
    unmark,
    settle,
    async sweep(alone) {
      for (const place of await places()) {
        await alone(place, async () => {
          if (!(await places()).some(one => same(one, place))) return
          const settled = await settle(place)
          if (!settled.ok) log.info('credentials.removal_waits', { code: settled.error.code })
        })
      }
    },
    async waiting(owner) {
      const own = (await places()).filter(place => place.owner === owner)
      const living = await Promise.all(own.map(isLiving))
      return living.filter(one => !one).length
    },
    isWaiting: async place => (await places()).some(one => same(one, place)),
  }
}
