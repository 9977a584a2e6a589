// Profiles as the other services need them, kept in memory so that a save doesn't wait for a look-up of its quota.
import type { User } from '../../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { createSerial } from '../serial.ts'
import type { Store } from '../store/face.ts'

export interface Directory {
  /** null when there is no such profile. */
  find(user_id: string): Promise<Result<User | null>>
  /**
   * Runs work that makes `more` living audiences, or refuses with `quota_exceeded` when the profile may not have as
   * many. Where there is a limit, such work waits for its turn, so that two at once can't both take the last place.
   */
  withRoom<T>(user_id: string, more: number, work: () => Promise<Result<T>>): Promise<Result<T>>
}

export function createDirectory(store: Store): Directory {
  const serial = createSerial()
  const known = new Map<string, User>()
  // A profile read while it changes must not be kept: `changes` tells that it did.
  let changes = 0
  store.onChange(changed => {
    for (const { entity, owner } of changed) {
      if (entity !== 'user') continue
      changes++
      known.delete(owner)
    }
  })

  async function find(user_id: string): Promise<Result<User | null>> {
    const cached = known.get(user_id)
    if (cached) return ok(cached)
    const before = changes
    const found = await store.get('user', user_id, user_id)
    if (!found.ok) return found
    if (!found.value || found.value.deleted) return ok(null)
    if (before === changes) known.set(user_id, found.value)
    return found
  }

  return {
    find,
    async withRoom(user_id, more, work) {
      const user = await find(user_id)
      if (!user.ok) return user
      const limit = user.value?.quota.max_audiences ?? null
      if (limit === null) return work()
      return serial(user_id, async () => {
        const where = [{ column: 'deleted', is: 'one_of', values: [false] }] as const
        const count = await store.count('audience', user_id, { where })
        if (!count.ok) return count
        if (count.value + more <= limit) return work()
        return fail(
          'quota_exceeded',
          `This profile may have at most ${limit.toLocaleString('en')} audiences`,
          {
            hint: 'Move audiences that are no longer needed to the trash, or have the limit raised.',
            details: { limit, current: count.value, wanted: more },
          },
        )
      })
    },
  }
}
