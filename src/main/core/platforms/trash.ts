// Into the trash, with the secrets removed, and out of it again, without them.
import { credentialFields, UNTESTED } from '../../../shared/domain/platform-rules.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Handlers } from '../handlers.ts'
import type { Deps } from './deps.ts'
import { checkName, commitNext, editable, readPlatform } from './records.ts'
import type { Place } from './removals.ts'

const REMOVAL_WAIT_MS = 500

/** Resolves with the work or after this time, whichever is first; the work goes on. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

export function createTrash(deps: Deps): Pick<Handlers, 'platforms.delete' | 'platforms.undelete'> {
  const { store, log, alone, naming, removals, secretsChanged } = deps

  const removeSecrets = (place: Place) =>
    alone(place, async () => {
      const settled = await removals.settle(place)
      if (!settled.ok) log.info('credentials.removal_waits', { code: settled.error.code })
    }).catch(error => log.error('credentials.removal_failed', { error }))

  return {
    async 'platforms.delete'({ platform_id, expected_version }, { user_id }) {
      const place = { owner: user_id, platform_id }
      let marked = false
      const written = await alone(place, async () => {
        const found = await editable(store, user_id, platform_id, expected_version, 'trash_too')
        if (!found.ok || found.value.deleted) return found
        const credential_fields = credentialFields(PLATFORM_DEFINITIONS[found.value.platform_type])
        const change = { deleted: true, credential_fields, connection: UNTESTED }
        secretsChanged.add(place)
        // Who never gave the keychain anything has nothing to be removed from it.
        const given = Object.values(found.value.credential_fields).some(field => field.state === 'set')
        if (given || (await removals.isWaiting(place))) {
          const noted = await removals.mark(place)
          if (!noted.ok) return noted
          marked = true
        }
        const next = await commitNext(store, found.value, change, null)
        if (marked && !next.ok) await removals.unmark(place)
        marked &&= next.ok
        return next
      })
      // Noted durably: a keychain that takes long does it when it can, and nobody waits for it.
      if (marked) await atMost(REMOVAL_WAIT_MS, removeSecrets(place))
      return written
    },

    async 'platforms.undelete'({ platform_id }, { user_id }) {
      const place = { owner: user_id, platform_id }
      return alone(place, async () => {
        const current = await readPlatform(store, user_id, platform_id)
        if (!current.ok || !current.value.deleted) return current
        // Old secrets that are still in a locked keychain would come back to life with it.
        const settled = (await removals.isWaiting(place)) ? await removals.settle(place) : current
        if (!settled.ok) return settled
        return naming(user_id, async () => {
          const free = await checkName(store, user_id, current.value.name, platform_id)
          return free.ok ? commitNext(store, current.value, { deleted: false }, null) : free
        })
      })
    },
  }
}
