// The access tokens of profiles: making, listing and revoking them, and whose one is that a request carries.
import { type AccessToken, MAX_TOKENS, type TokenScope } from '../../../shared/contract/tokens.ts'
import { fail, invalid, ok, type Result } from '../../../shared/errors.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Log } from '../log/log.ts'
import type { Directory } from '../profiles/directory.ts'
import { createSerial } from '../serial.ts'
import { type Held, tokenFiles } from './files.ts'
import { isToken, newSecret, tokenIdOf } from './secret.ts'

/** When a token was last used is written down this often at most. */
const NOTE_EVERY_MS = 60_000

/** Whom a token speaks for, and what it may. */
export type TokenHolder = { token_id: string; user_id: string; scope: TokenScope }

type Deps = {
  workspace: string
  directory: Directory
  log: Log
  /** The tokens of this profile are others now. */
  changed(user_id: string): void
  now?: () => number
}

const shown = ({ user_id: _owner, sha256: _hash, ...token }: Held): AccessToken => token

export function createTokens({ workspace, directory, log, changed, now = Date.now }: Deps): {
  handlers: HandlersOf<'tokens'>
  /** null for a token that nobody has: unknown, revoked, expired, or of a profile that is gone. */
  holder(token: string): Promise<Result<TokenHolder | null>>
  close(): Promise<void>
} {
  const files = tokenFiles(workspace, log)
  const nowText = () => new Date(now()).toISOString()
  const serial = createSerial()
  const held = new Map<string, Held>()
  /** When the file of a profile was written last, and whose uses are still to be noted. */
  const noted = new Map<string, number>()
  const unnoted = new Set<string>()
  let loading: Promise<void> | null = null

  function loaded(): Promise<void> {
    loading ??= files.readAll().then(
      all => {
        for (const one of all) held.set(one.token_id, one)
      },
      error => {
        loading = null
        throw error
      },
    )
    return loading
  }

  const of = (user_id: string) =>
    [...held.values()]
      .filter(one => one.user_id === user_id)
      .sort((a, b) => b.created_at.localeCompare(a.created_at))

  async function write(user_id: string, tokens: readonly Held[]): Promise<Result<null>> {
    noted.set(user_id, now())
    // Before the write: a use that comes while it is under way is not in it.
    unnoted.delete(user_id)
    return files.write(user_id, tokens)
  }

  /** A use is no reason to make a caller wait, nor one to refuse it. */
  function note(user_id: string): void {
    unnoted.add(user_id)
    if (now() - (noted.get(user_id) ?? 0) < NOTE_EVERY_MS) return
    noted.set(user_id, now())
    serial(user_id, () => write(user_id, of(user_id))).catch(error =>
      log.warn('use_not_noted', { user_id, error }),
    )
  }

  const handlers: HandlersOf<'tokens'> = {
    async 'tokens.list'(_input, { user_id }) {
      await loaded()
      return ok({ tokens: of(user_id).map(shown) })
    },

    'tokens.create': ({ name, scope, expires_at }, { user_id }) =>
      serial(user_id, async () => {
        await loaded()
        if (expires_at !== null && expires_at <= nowText())
          return invalid([{ path: 'expires_at', message: 'must be in the future' }])
        if (of(user_id).length >= MAX_TOKENS)
          return fail('quota_exceeded', `This profile has ${MAX_TOKENS} access tokens already`, {
            hint: 'Revoke those that are no longer used.',
            details: { limit: MAX_TOKENS },
          })
        const { token, ...secret } = newSecret()
        const made: Held = {
          ...secret,
          user_id,
          name,
          scope,
          created_at: nowText(),
          expires_at,
          last_used_at: null,
        }
        const written = await write(user_id, [made, ...of(user_id)])
        if (!written.ok) return written
        held.set(made.token_id, made)
        changed(user_id)
        return ok({ ...shown(made), token })
      }),

    'tokens.revoke': ({ token_id }, { user_id }) =>
      serial(user_id, async () => {
        await loaded()
        if (held.get(token_id)?.user_id !== user_id)
          return fail('not_found', 'There is no such access token', {
            hint: 'It may have been revoked already.',
          })
        const written = await write(
          user_id,
          of(user_id).filter(one => one.token_id !== token_id),
        )
        if (!written.ok) return written
        held.delete(token_id)
        changed(user_id)
        return written
      }),
  }

  return {
    handlers,

    async holder(token) {
      await loaded()
      const found = held.get(tokenIdOf(token) ?? '')
      if (!isToken(token, found?.sha256) || !found) return ok(null)
      const at = nowText()
      if (found.expires_at !== null && found.expires_at <= at) return ok(null)
      const user = await directory.find(found.user_id)
      if (!user.ok) return user
      // Revoked while the profile was looked up.
      if (user.value === null || held.get(found.token_id) !== found) return ok(null)
      found.last_used_at = at
      note(found.user_id)
      return ok({ token_id: found.token_id, user_id: found.user_id, scope: found.scope })
    },

    async close() {
      for (const user_id of [...unnoted])
        await serial(user_id, () => write(user_id, of(user_id))).catch(error =>
          log.warn('use_not_noted', { user_id, error }),
        )
    },
  }
}
