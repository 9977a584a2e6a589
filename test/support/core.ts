// A core over the store in memory, with what a test needs to look inside: the store, the log, the events.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CoreDeps, createCoreWith } from '../../src/main/core/compose.ts'
import { testers } from '../../src/main/core/connectors/face.ts'
import type { Vault } from '../../src/main/core/credentials/face.ts'
import { createVault } from '../../src/main/core/credentials/index.ts'
import { deliver } from '../../src/main/core/delivery/face.ts'
import type { Context, Core, CoreEvent } from '../../src/main/core/face.ts'
import type { Log, LogLevel } from '../../src/main/core/log/log.ts'
import type { Store } from '../../src/main/core/store/face.ts'
import type { CoreOperation, InputOf, OutputOf } from '../../src/shared/contract.ts'
import { type AppError, fail, type Result } from '../../src/shared/errors.ts'
import { createMemoryStore } from './memory-store.ts'
import { queryHere } from './query-process.ts'

export type LogLine = { level: LogLevel; event: string; fields: Readonly<Record<string, unknown>> }

export function createMemoryLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const at =
    (level: LogLevel) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, event, fields })
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    async flush() {},
    async close() {},
  }
}

export type TestCore = {
  core: Core
  store: Store
  log: ReturnType<typeof createMemoryLog>
  events: CoreEvent[]
  folder: string
  /** A request of a signed-in profile (Retail analytics unless told), typed by the contract. */
  call<N extends CoreOperation>(operation: N, input: InputOf<N>, user?: string): Promise<Result<OutputOf<N>>>
  /** The same, for a request that must succeed. */
  must<N extends CoreOperation>(operation: N, input: InputOf<N>, user?: string): Promise<OutputOf<N>>
  /** The error of a request that must be refused. */
  refused(operation: CoreOperation, input: unknown, context?: Partial<Context>): Promise<AppError>
  close(): Promise<void>
}

export const RETAIL = 'retail-analytics'
export const TRAVEL = 'travel-analytics'

/** Imports are another room: a test that needs them passes the real ones. */
const noImports: CoreDeps['createImports'] = () => {
  const absent = async (): Promise<never> => {
    throw new Error('This test runs without imports')
  }
  return {
    handlers: {
      'imports.inspect': absent,
      'imports.plan': absent,
      'imports.start': absent,
      'imports.records': absent,
      'imports.errors': absent,
      'imports.saveErrors': absent,
      'samples.load': absent,
    },
    offerFile: absent,
    holdFile: () => fail('not_found', 'This test runs without imports'),
    async close() {},
  }
}

export async function createTestCore(
  options: {
    store?: Store
    createImports?: CoreDeps['createImports']
    resources?: string
    vault?: Vault
    testers?: CoreDeps['testers']
    deliver?: CoreDeps['deliver']
    startQuery?: CoreDeps['startQuery']
    platform_base_url?: string
    /** A folder that outlives the core; one of its own, gone with it, when none is named. */
    workspace?: string
    bigquery?: NonNullable<CoreDeps['bigquery']>
    backend?: CoreDeps['backend']
  } = {},
): Promise<TestCore> {
  const folder = options.workspace ?? (await mkdtemp(join(tmpdir(), 'core-test-')))
  const store = options.store ?? createMemoryStore(folder)
  const log = createMemoryLog()
  const core = createCoreWith(store, {
    workspace: folder,
    resources: options.resources ?? join(import.meta.dirname, '../../resources'),
    app_version: '0.1.0',
    log,
    createImports: options.createImports ?? noImports,
    vault: options.vault ?? createVault({ workspace: folder, only: 'memory' }),
    testers: options.testers ?? testers,
    deliver: options.deliver ?? deliver,
    startQuery: options.startQuery ?? queryHere,
    platform_base_url: options.platform_base_url,
    ...(options.bigquery && { bigquery: options.bigquery }),
    backend: options.backend,
    check_outputs: true,
  })
  const events: CoreEvent[] = []
  core.subscribe(event => void events.push(event))
  for (const [id, name] of [
    [RETAIL, 'Retail analytics'],
    [TRAVEL, 'Travel analytics'],
  ] as const) {
    const made = await core.ensureProfile(id, name)
    if (!made.ok) throw new Error(made.error.message)
  }
  const context = (user_id: string): Context => ({ user_id, session: 'desktop', door: 'test' })
  // Outputs are checked against the contract inside, so the type is what it says.
  const call: TestCore['call'] = async (operation, input, user = RETAIL) =>
    (await core.invoke(operation, input, context(user))) as never
  return {
    core,
    store,
    log,
    events,
    folder,
    call,
    async must(operation, input, user) {
      const result = await call(operation, input, user)
      if (!result.ok) throw new Error(`${operation} was refused: ${JSON.stringify(result.error)}`)
      return result.value
    },
    async refused(operation, input, given = {}) {
      const result = await core.invoke(operation, input, { ...context(RETAIL), ...given })
      if (result.ok) throw new Error(`${operation} was not refused`)
      return result.error
    },
    async close() {
      await core.close()
      if (options.workspace === undefined)
        await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}
