// The composition root: makes every service over an open store and joins them into the core.
import { fail, ok, type Result } from '../../shared/errors.ts'
import { createAudiences } from './audiences/index.ts'
import { createBackups } from './backups/index.ts'
import { createBackendHandlers } from './bigquery/backend/handlers.ts'
import type { Backend } from './bigquery/backend/index.ts'
import { type BigQuery, createBigQuery } from './bigquery/index.ts'
import type { Clock } from './bigquery/remote/clock.ts'
import type { FromEnvironment } from './bigquery/service/connection.ts'
import type { Endpoints } from './bigquery/sign-in/face.ts'
import type { Testers } from './connectors/face.ts'
import type { Vault } from './credentials/face.ts'
import type { Deliver } from './delivery/face.ts'
import { createDistributions } from './distributions/index.ts'
import { createEvents } from './events.ts'
import { createExports } from './exports/index.ts'
import type { Core } from './face.ts'
import type { Handlers, HandlersOf } from './handlers.ts'
import { createHome } from './home.ts'
import type { HoldFile } from './imports/index.ts'
import { createInvoke } from './invoke.ts'
import type { Jobs } from './jobs/face.ts'
import { createJobHandlers } from './jobs/handlers.ts'
import { createJobs } from './jobs/jobs.ts'
import type { Log } from './log/log.ts'
import { createMigration } from './migration/index.ts'
import { createDrafts } from './personal/drafts.ts'
import { createPreferences } from './personal/preferences.ts'
import { createPlatforms } from './platforms/index.ts'
import { createDirectory, type Directory } from './profiles/directory.ts'
import { createProfiles } from './profiles/profiles.ts'
import { createPublish } from './publish/index.ts'
import type { StartQueryProcess } from './queries/face.ts'
import { createQueries } from './queries/index.ts'
import type { Store } from './store/face.ts'
import { createTargets, type Targets } from './targets/index.ts'
import { createTokens } from './tokens/index.ts'
import { createWorkspace } from './workspace.ts'

/** A push that was asked for at the end holds the end up as long at most; it goes on with the next start. */
const LAST_PUSH_MS = 12_000
/** More ids than this are not named in an event: whoever listens fetches anew. */
const IDS_NAMED = 200

/** The imports service, as the core uses it. */
export type CreateImports = (deps: {
  store: Store
  directory: Directory
  jobs: Jobs
  log: Log
  resources: string
  workspace: string
  targets: Targets
}) => {
  handlers: HandlersOf<'imports'> & HandlersOf<'samples'>
  offerFile: Core['offerFile']
  holdFile: HoldFile
  close(): Promise<void>
}

export type CoreDeps = {
  workspace: string
  resources: string
  app_version: string
  log: Log
  createImports: CreateImports
  vault: Vault
  testers: Testers
  deliver: Deliver
  startQuery: StartQueryProcess
  /** See `CoreConfig`. */
  platform_base_url?: string | undefined
  /** What the environment says of BigQuery; nothing, and Google's own addresses, without. */
  bigquery?: { environment: FromEnvironment; endpoints: Result<Endpoints>; clock?: Clock }
  /** What the store is made of where records are kept in BigQuery: nothing is pushed then. */
  backend?: Backend | undefined
  /** Closes the core and opens it anew; null where nobody does: what is to be done then is done by the next start. */
  reopen?: (() => void) | undefined
  /** See `createInvoke`. */
  check_outputs?: boolean
}

function relayStoreEvents(store: Store, emit: ReturnType<typeof createEvents>['emit']): () => void {
  const offChange = store.onChange(changed => {
    for (const { entity, owner, ids } of changed) {
      const payload = { entity, ids: ids && ids.length <= IDS_NAMED ? ids : null }
      emit({ event: 'records.changed', payload, user_id: owner })
    }
  })
  const offInfo = store.onInfo(info => emit({ event: 'workspace.changed', payload: info, user_id: null }))
  return () => {
    offChange()
    offInfo()
  }
}

const withoutPushes = (handlers: BigQuery['handlers']): BigQuery => ({
  handlers,
  seen() {},
  async lastPush() {},
  async close() {},
})

/** Takes over the store and the log: `close` closes both. */
export function createCoreWith(store: Store, deps: CoreDeps): Core {
  const { log, workspace, resources, app_version } = deps
  const { emit, subscribe } = createEvents(log)
  const jobs = createJobs({ emit, log })
  const targets = createTargets({ workspace })
  const directory = createDirectory(store)
  const migration = createMigration({ workspace, store, directory, jobs, log, targets })
  const profiles = createProfiles({ store, directory })
  const imports = deps.createImports({ store, directory, jobs, log, resources, workspace, targets })

  const preferences = createPreferences({ workspace, log })
  const platforms = createPlatforms({
    workspace,
    store,
    vault: deps.vault,
    jobs,
    log,
    testers: deps.testers,
    base_url: deps.platform_base_url,
    wantsDaily: async user_id => (await preferences.of(user_id)).check_platforms_daily,
  })

  const home = createHome(workspace, log)
  const distributions = createDistributions({
    workspace,
    home,
    store,
    vault: deps.vault,
    deliver: deps.deliver,
    directory,
    log,
    base_url: deps.platform_base_url,
    tokenSaver: platforms.tokenSaver,
    tell: (user_id, payload) => emit({ event: 'distribution.moved', payload, user_id }),
    // BigQuery's answer can be lost.
    uncertain: deps.backend !== undefined,
  })

  const changed = (user_id: string) => emit({ event: 'bigquery.changed', payload: {}, user_id })
  const bigquery = deps.backend
    ? withoutPushes(createBackendHandlers({ backend: deps.backend, jobs, resources, changed }))
    : createBigQuery({
        workspace,
        resources,
        store,
        vault: deps.vault,
        jobs,
        log,
        ...(deps.bigquery ?? { environment: {}, endpoints: ok({}) }),
        changed,
        home,
      })

  const tokens = createTokens({
    workspace,
    directory,
    log,
    changed: user_id => emit({ event: 'tokens.changed', payload: {}, user_id }),
  })
  const queries = createQueries({ store, workspace, log, jobs, targets, startProcess: deps.startQuery })

  const backups = createBackups({
    workspace,
    app_version,
    store,
    vault: deps.vault,
    jobs,
    log,
    targets,
    home,
    holdFile: imports.holdFile,
    changed: () => emit({ event: 'backups.changed', payload: {}, user_id: null }),
    reopen: deps.reopen ?? null,
    kept_in_bigquery: deps.backend !== undefined,
  })

  const publish = createPublish({ workspace, store, jobs, log, platforms: platforms.handlers })

  // Every operation of the contract has exactly one handler of the right type, or this doesn't compile.
  const handlers = {
    ...createAudiences({ store, directory, jobs }),
    ...profiles.handlers,
    ...imports.handlers,
    ...createExports({ workspace, store, jobs, log, targets, platforms: platforms.handlers }),
    ...publish.handlers,
    ...migration.handlers,
    ...createJobHandlers(jobs),
    ...platforms.handlers,
    ...distributions.handlers,
    ...bigquery.handlers,
    ...tokens.handlers,
    ...queries.handlers,
    ...backups.handlers,
    ...preferences.handlers,
    ...createDrafts({ workspace, log }),
    ...createWorkspace({ store, jobs, app_version, home }),
  } satisfies Handlers

  const invoke = createInvoke({ handlers, log, check_outputs: deps.check_outputs ?? false })
  const stopRelay = relayStoreEvents(store, emit)
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | null = null

  /** Runs it unless the core is closing, and makes closing wait for it. */
  function admit<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    if (closing)
      return Promise.resolve(fail('storage_busy', 'The application is closing', { hint: 'Start it again.' }))
    const result = work()
    underWay.add(result)
    const done = () => underWay.delete(result)
    result.then(done, done)
    return result
  }

  async function close() {
    queries.close()
    await bigquery.lastPush(LAST_PUSH_MS)
    await jobs.close()
    await bigquery.close()
    await backups.close()
    await distributions.close()
    await publish.close()
    await platforms.close()
    await Promise.allSettled(underWay)
    await imports.close()
    await targets.close()
    await tokens.close()
    await migration.close()
    await store.close()
    stopRelay()
    log.info('core.closed')
    await log.close()
  }

  log.info('core.opened', { app_version, state: store.info().state })
  return {
    invoke: (operation, input, context) => {
      // A single command must not start what is due, and end it half way when it is done.
      if (context.user_id !== null && context.door !== 'cli') {
        platforms.seen(context.user_id)
        distributions.seen(context.user_id)
        bigquery.seen(context.user_id)
        publish.seen(context.user_id)
      }
      return admit(() => invoke(operation, input, context))
    },
    subscribe,
    offerFile: (path, name, user_id, temporary) =>
      admit(() => imports.offerFile(path, name, user_id, temporary)),
    offerTarget: (place, user_id) => admit(async () => ok(targets.offer(place, user_id))),
    savedFile: (file_token, user_id) => admit(async () => targets.saved(file_token, user_id)),
    tokenHolder: token => admit(() => tokens.holder(token)),
    offerFolder: (path, user_id) => admit(() => migration.offerFolder(path, user_id)),
    ensureProfile: (user_id, display_name) => admit(() => profiles.ensureProfile(user_id, display_name)),
    close() {
      closing ??= close()
      return closing
    },
  }
}
