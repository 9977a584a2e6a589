// The platforms service: all of its operations, where their secrets are kept, and the daily check.
import { ok } from '../../../shared/errors.ts'
import type { Credentials, Testers } from '../connectors/face.ts'
import type { Vault } from '../credentials/face.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import type { Store } from '../store/face.ts'
import { createDaily } from './daily.ts'
import { countSecretChanges, type Deps, keyOf } from './deps.ts'
import { createReads } from './read.ts'
import { createRemovals } from './removals.ts'
import { answeredWithRuns, createNewestRuns } from './sync.ts'
import { createTests } from './tests.ts'
import { tokenSaver } from './tokens.ts'
import { createTrash } from './trash.ts'
import { createWrites } from './write.ts'

export type Platforms = {
  handlers: HandlersOf<'platforms'> & HandlersOf<'credentials'>
  /** A signed-in user asked for something. */
  seen(user_id: string): void
  /** Keeps tokens that a platform replaces from now on. */
  tokenSaver(owner: string, platform_id: string): (tokens: Credentials) => Promise<void>
  close(): Promise<void>
}

type Given = {
  workspace: string
  store: Store
  vault: Vault
  jobs: Jobs
  log: Log
  testers: Testers
  /** See `TestConnectionInput`. */
  base_url?: string | undefined
  /** Whether a user wants their accounts checked once a day. */
  wantsDaily(user_id: string): Promise<boolean>
}

export function createPlatforms(given: Given): Platforms {
  const { store, vault, log, wantsDaily } = given
  const removals = createRemovals(given)
  const places = createSerial()
  const deps: Deps = {
    store,
    vault,
    log,
    removals,
    alone: (place, work) => places(keyOf(place), work),
    naming: createSerial(),
    secretsChanged: countSecretChanges(),
  }
  const tests = createTests({ ...deps, jobs: given.jobs, testers: given.testers, base_url: given.base_url })
  const daily = createDaily({ log, wanted: wantsDaily, check: tests.checkDue })
  let sweeping: Promise<void> | null = null

  function sweep(): Promise<void> {
    sweeping ??= removals
      .sweep(deps.alone)
      .catch(error => log.error('credentials.sweep_failed', { error }))
      .finally(() => {
        sweeping = null
      })
    return sweeping
  }
  // What the last run left; nobody waits for it, for the keychain may be slow.
  void sweep()

  const { 'platforms.testConnection': testConnection, 'platforms.testAll': testAll } = tests
  const newestRuns = createNewestRuns(store)
  const writes = createWrites(deps)
  const trash = createTrash(deps)
  return {
    handlers: {
      ...createReads(store, newestRuns),
      ...writes,
      'platforms.update': answeredWithRuns(newestRuns, writes['platforms.update']),
      'platforms.setStatus': answeredWithRuns(newestRuns, writes['platforms.setStatus']),
      'platforms.restoreVersion': answeredWithRuns(newestRuns, writes['platforms.restoreVersion']),
      'platforms.delete': answeredWithRuns(newestRuns, trash['platforms.delete']),
      'platforms.undelete': answeredWithRuns(newestRuns, trash['platforms.undelete']),
      'platforms.testConnection': testConnection,
      'platforms.testAll': testAll,

      async 'credentials.state'(_input, { user_id }) {
        const state = await vault.state()
        if (state.state === 'available') await sweep()
        const waiting = state.kind === 'memory' ? 0 : await removals.waiting(user_id)
        return ok({ ...state, removals_waiting: waiting })
      },
    },
    seen: daily.seen,
    tokenSaver: (owner, platform_id) => tokenSaver(deps, { owner, platform_id }).save,
    async close() {
      await daily.close()
      await sweeping
    },
  }
}
