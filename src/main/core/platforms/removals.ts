// Secrets that have to go: of platforms that were deleted, or whose creation was cut short. Written down before the first
// step, so that neither a crash nor a locked keychain leaves a secret behind for good.
import { join } from 'node:path'
import * as z from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { UserId } from '../../../shared/domain/user.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { Vault } from '../credentials/face.ts'
import type { Log } from '../log/log.ts'
import { readJson, writeJson } from '../personal/files.ts'
import { createSerial } from '../serial.ts'
import type { Store } from '../store/face.ts'

export type Place = { owner: string; platform_id: string }
const Listed = z.strictObject({ places: z.array(z.strictObject({ owner: UserId, platform_id: Id })) })

export interface Removals {
  /** Notes that the secrets of this place must be gone unless a living platform is there. Durable when it answers. */
  mark(place: Place): Promise<Result<null>>
  /** Settles one place: forgets the note where the platform lives, else removes its secrets and then the note. */
  settle(place: Place): Promise<Result<null>>
  /** Settles all that are noted, as far as the keychain lets it. `alone` is how each waits for its platform's turn. */
  sweep(alone: (place: Place, work: () => Promise<unknown>) => Promise<unknown>): Promise<void>
  /** How many places of this owner still have secrets that should be gone. */
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

  async function settle(place: Place): Promise<Result<null>> {
    const found = await store.get('platform', place.owner, place.platform_id)
    if (!found.ok) return found
    if (found.value && !found.value.deleted) return unmark(place)
    const cleared = await vault.clear(place.owner, place.platform_id)
    if (!cleared.ok) return cleared
    // In memory is only what this run was given; what a keychain holds from before is still there.
    return (await vault.state()).kind === 'memory' ? ok(null) : unmark(place)
  }

  return {
    mark: place => change(before => (before.some(one => same(one, place)) ? before : [...before, place])),
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
    waiting: async owner => (await places()).filter(place => place.owner === owner).length,
    isWaiting: async place => (await places()).some(one => same(one, place)),
  }
}
