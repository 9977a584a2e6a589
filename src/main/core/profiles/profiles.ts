// Profiles: whose records these are. A profile is a record of entity `user` that belongs to itself.
import { newId } from '../../../shared/domain/ids.ts'
import { ProfileInput, type User, UserId } from '../../../shared/domain/user.ts'
import { fail, invalid, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { Context } from '../face.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Store } from '../store/face.ts'
import { later, nowText } from '../time.ts'
import type { Directory } from './directory.ts'

/** What every profile may do. */
export const PERMISSIONS = ['audiences', 'platforms', 'distributions']
const TRIES = 5

const tokenRefusal = (what: string) =>
  fail('forbidden', `A token speaks for one profile and can't ${what}`, {
    hint: 'Use the desktop app, or start the server with another --profile.',
  })
const noProfile = () => fail('not_found', 'There is no such profile')

type Made = Pick<User, 'display_name' | 'email' | 'organization'>
function newUser(user_id: string, input: Made, signsIn: boolean): Omit<User, 'version'> {
  const now = nowText()
  return {
    user_id,
    ...input,
    last_login: signsIn ? now : null,
    permissions: [...PERMISSIONS],
    quota: { max_audiences: null, max_distributions_per_month: null },
    created_at: now,
    updated_at: now,
    deleted: false,
    changed_by: user_id,
    change_note: null,
  }
}

export function createProfiles({ store, directory }: { store: Store; directory: Directory }): {
  handlers: HandlersOf<'profiles'>
  ensureProfile(user_id: string, display_name: string): Promise<Result<null>>
} {
  async function create(user: Omit<User, 'version'>): Promise<Result<User>> {
    const written = await store.commit(user.user_id, [{ entity: 'user', record: user, expected: 'new' }])
    if (!written.ok) return written
    return ok({ ...user, version: written.value[0]?.version ?? 1 })
  }

  /** Reads, changes and writes; starts over when someone else wrote in between. */
  async function change(user_id: string, edit: (user: User) => Partial<User>): Promise<Result<User>> {
    for (let attempt = 1; ; attempt++) {
      const found = await store.get('user', user_id, user_id)
      if (!found.ok) return found
      if (!found.value || found.value.deleted) return noProfile()
      const { version, ...current } = found.value
      const updated_at = later(current.updated_at)
      const record = { ...current, ...edit(found.value), updated_at, changed_by: user_id, change_note: null }
      const written = await store.commit(user_id, [{ entity: 'user', record, expected: version }])
      if (written.ok) return ok({ ...record, version: version + 1 })
      if (written.error.code !== 'conflict' || attempt === TRIES) return written
    }
  }

  async function list(context: Context): Promise<Result<User[]>> {
    const owners = context.session === 'token' ? [context.user_id ?? ''] : await store.owners()
    const profiles: User[] = []
    for (const owner of owners.filter(Boolean)) {
      const found = await directory.find(owner)
      if (!found.ok) return found
      if (found.value) profiles.push(found.value)
    }
    return ok(profiles.sort((a, b) => a.display_name.localeCompare(b.display_name)))
  }

  const handlers: HandlersOf<'profiles'> = {
    async 'profiles.list'(_input, context) {
      const profiles = await list(context)
      return profiles.ok ? ok({ profiles: profiles.value }) : profiles
    },
    async 'profiles.create'(input, context) {
      if (context.session === 'token') return tokenRefusal('make another')
      return create(newUser(newId('user'), input, true))
    },
    async 'profiles.choose'({ user_id }, context) {
      if (context.session === 'token' && user_id !== context.user_id) return tokenRefusal('choose another')
      return change(user_id, () => ({ last_login: nowText() }))
    },
    async 'profiles.current'(_input, context) {
      return context.user_id === null ? ok(null) : directory.find(context.user_id)
    },
    async 'profiles.update'(input, context) {
      if (context.user_id === null)
        return fail('unauthorized', 'Nobody is signed in', { hint: 'Choose a profile first.' })
      return change(context.user_id, () => input)
    },
    async 'profiles.signOut'(_input, context) {
      return context.session === 'token' ? tokenRefusal('sign out') : ok(null)
    },
  }

  return {
    handlers,
    async ensureProfile(user_id, display_name) {
      const id = UserId.safeParse(user_id)
      if (!id.success)
        return invalid([{ path: 'user_id', message: id.error.issues[0]?.message ?? 'is not valid' }])
      const found = await directory.find(id.data)
      if (!found.ok) return found
      if (found.value) return ok(null)
      const input = parseInput(ProfileInput, { display_name })
      if (!input.ok) return input
      const made = await create(newUser(id.data, input.value, false))
      // Someone else made it in the meantime: it is there, which is what was asked for.
      return made.ok || made.error.code === 'conflict' ? ok(null) : made
    },
  }
}
