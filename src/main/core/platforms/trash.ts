// Into the trash, with the secrets removed, and out of it again, without them.
import { credentialFields, UNTESTED } from '../../../shared/domain/platform-rules.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Handlers } from '../handlers.ts'
import type { Deps } from './deps.ts'
import { checkName, commitNext, editable, readPlatform } from './records.ts'

export function createTrash(deps: Deps): Pick<Handlers, 'platforms.delete' | 'platforms.undelete'> {
  const { store, log, alone, naming, removals, secretsChanged } = deps
  return {
    'platforms.delete': ({ platform_id, expected_version }, { user_id }) => {
      const place = { owner: user_id, platform_id }
      return alone(place, async () => {
        const found = await editable(store, user_id, platform_id, expected_version, 'trash_too')
        if (!found.ok || found.value.deleted) return found
        const credential_fields = credentialFields(PLATFORM_DEFINITIONS[found.value.platform_type])
        const change = { deleted: true, credential_fields, connection: UNTESTED }
        const write = () => commitNext(store, found.value, change, null)
        secretsChanged.add(place)
        // The keychain may be slow: who never gave it anything doesn't wait for it.
        const given = Object.values(found.value.credential_fields).some(field => field.state === 'set')
        if (!given && !(await removals.isWaiting(place))) return write()
        const marked = await removals.mark(place)
        if (!marked.ok) return marked
        const written = await write()
        const settled = await (written.ok ? removals.settle(place) : removals.unmark(place))
        if (!settled.ok) log.info('credentials.removal_waits', { platform_id, code: settled.error.code })
        return written
      })
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
