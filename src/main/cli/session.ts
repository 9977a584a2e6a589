// A command's hold on a workspace: the program that has it open, or a core of its own; and whose records they are.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { CoreOperation, InputOf, OutputOf } from '../../shared/contract.ts'
import type { User } from '../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Context } from '../core/face.ts'
import { reachCore } from '../server/local/client.ts'
import type { CoreAtHand } from '../server/local/wire.ts'
import { type Environment, EXIT, type Exit, type Given } from './command.ts'
import { accountName, DEFAULT_FOLDER, profileOfAccount } from './parse.ts'
import { printJson, sayError } from './say.ts'

export type Session = {
  core: CoreAtHand
  workspace: string
  user_id: string
  invoke: <N extends CoreOperation>(operation: N, input: InputOf<N>) => Promise<Result<OutputOf<N>>>
  /** A token for a file that is to be read. */
  give: (path: string) => Promise<Result<string>>
  /** A token for a file that is to be written. */
  place: (path: string) => Promise<Result<string>>
}

export function versionOf(root: string): string {
  const described: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version: unknown = Object(described).version
  return typeof version === 'string' ? version : 'unknown'
}

const contextOf = (user_id: string | null): Context => ({ user_id, session: 'desktop', door: 'cli' })

const invokeFor =
  (core: CoreAtHand, user_id: string | null): Session['invoke'] =>
  async (operation, input) =>
    // The contract parses what it answers to; the table's types say what that is.
    (await core.invoke(operation, input, contextOf(user_id))) as Result<never>

export const folderOf = (given: Given) => resolve(given.text('workspace') ?? DEFAULT_FOLDER)

const named = (profiles: readonly User[]) => profiles.map(({ user_id }) => user_id).join(', ')

/** The profile that was named; else the only one there is, or the account's own. `makes`: it may be a new one. */
export function chooseProfile(
  wanted: string | undefined,
  profiles: readonly User[],
  account: string,
  makes: boolean,
): Result<string> {
  const own = wanted ?? profileOfAccount(account)
  if (profiles.some(({ user_id }) => user_id === own)) return ok(own)
  const [only, ...others] = profiles
  if (wanted === undefined && only && others.length === 0) return ok(only.user_id)
  if (makes && (wanted !== undefined || !only)) return ok(own)
  if (!only) return fail('not_found', 'There is no profile in this workspace yet')
  return fail(
    'not_found',
    wanted === undefined ? 'There are several profiles' : `There is no profile ${wanted}`,
    { hint: `Say which with --profile: ${named(profiles)}.` },
  )
}

async function reach(
  given: Given,
  { root, createCore }: Environment,
  makes: boolean,
): Promise<Result<CoreAtHand>> {
  const workspace = folderOf(given)
  const held = await reachCore(workspace)
  if (held) return ok(held)
  if (!makes && !existsSync(join(workspace, '_meta')))
    return fail('not_found', `There is no workspace in ${workspace}`, {
      hint: 'Name its folder with --workspace.',
    })
  return createCore({ workspace, resources: join(root, 'resources'), app_version: versionOf(root) })
}

async function open(given: Given, core: CoreAtHand, makes: boolean): Promise<Result<Session>> {
  const profiles = await invokeFor(core, null)('profiles.list', {})
  if (!profiles.ok) return profiles
  const chosen = chooseProfile(given.text('profile'), profiles.value.profiles, accountName(), makes)
  if (!chosen.ok) return chosen
  const user_id = chosen.value
  if (!profiles.value.profiles.some(each => each.user_id === user_id)) {
    const made = await core.ensureProfile(user_id, user_id)
    if (!made.ok) return made
  }
  const tokenOf = (offered: Result<{ file_token: string }>) =>
    offered.ok ? ok(offered.value.file_token) : offered
  return ok({
    core,
    workspace: folderOf(given),
    user_id,
    invoke: invokeFor(core, user_id),
    give: async path => tokenOf(await core.offerFile(resolve(path), basename(path), user_id, false)),
    place: async path => tokenOf(await core.offerTarget({ path: resolve(path) }, user_id)),
  })
}

/** Says why not, as JSON where that was asked for. */
export async function refused(given: Given, error: Parameters<typeof sayError>[0]): Promise<Exit> {
  if (given.is('json')) await printJson({ error })
  else sayError(error)
  return error.code === 'cancelled' ? EXIT.interrupted : EXIT.failed
}

/**
 * Does a command's work on the workspace and lets go of it. `makes`: a workspace or profile that isn't there is made, as
 * for what brings records.
 */
export async function withSession(
  given: Given,
  environment: Environment,
  work: (session: Session) => Promise<Result<Exit>>,
  { makes = false }: { makes?: boolean } = {},
): Promise<Exit> {
  const core = await reach(given, environment, makes)
  if (!core.ok) return refused(given, core.error)
  try {
    const session = await open(given, core.value, makes)
    const done = session.ok ? await work(session.value) : session
    return done.ok ? done.value : await refused(given, done.error)
  } finally {
    await core.value.close()
  }
}
