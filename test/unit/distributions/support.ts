// The distributions service and its engine over a store in memory: a clock that is set, a platform that does what it is
// told and counts what it was made to do, and a core that can be dropped in the middle and made anew over the same store.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import type { Delivered, DeliverInput } from '../../../src/main/core/delivery/face.ts'
import { createDistributions, type Distributions } from '../../../src/main/core/distributions/index.ts'
import { createDirectory } from '../../../src/main/core/profiles/directory.ts'
import type { Put, Store } from '../../../src/main/core/store/face.ts'
import type { DistributionMoved, Plan } from '../../../src/shared/contract/distributions.ts'
import { contract, type InputOf, type OutputOf } from '../../../src/shared/contract.ts'
import type { Distribution, DistributionSummary } from '../../../src/shared/domain/distribution.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { type AppError, type Fail, fail, type Result } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { distribution, OWNER, platform } from '../../store/records.ts'
import { createMemoryLog } from '../../support/core.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { audienceOf } from '../delivery/support.ts'

export { OWNER }
export const START = new Date('2026-11-23T09:30:00.000Z')
export const AUDIENCE = 'aud_1'
export const HOME = '0123456789abcdef'
export const FOLDER = 'plat_folder'

type Operation = Extract<keyof typeof contract, `distributions.${string}`>
type Answer = (input: DeliverInput) => Promise<Delivered>

export const NOTHING_SENT = { files: [], requests: 1, records: 0 }
export const DONE: Delivered = {
  state: 'done',
  platform_audience_id: null,
  sent: { files: [], requests: 1, records: 2 },
}
export const WAITING: Delivered = {
  state: 'waiting',
  platform_audience_id: 'theirs-1',
  sent: NOTHING_SENT,
  handover: { reason: 'It takes lists of members alone.', package: '/packages/1', steps: ['Upload it.'] },
}
export const failedBy = (retryable: boolean, retry_after_s: number | null = null): Delivered => ({
  state: 'failed',
  error: retryable
    ? { code: 'offline', message: 'The platform can’t be reached.', hint: 'Connect this computer.' }
    : { code: 'platform_rejected', message: 'The platform refused it.', hint: 'Look at its words.' },
  cause: retryable ? 'offline' : 'rejected',
  retryable,
  retry_after_s,
  sent: NOTHING_SENT,
})
const GONE = fail('storage_busy', 'The core ended')
const STOPPED: Delivered = {
  state: 'failed',
  error: { code: 'cancelled', message: 'The delivery was stopped.', hint: 'Retry it.' },
  cause: 'cancelled',
  retryable: false,
  retry_after_s: null,
  sent: NOTHING_SENT,
}

/** Resolves when the signal comes, as every connector's call does. */
export const untilStopped: Answer = ({ signal }) =>
  new Promise(resolve => {
    const stop = () => resolve(STOPPED)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
export const never = <T>() => new Promise<T>(() => {})

export const folderPlatform = (over: Partial<Platform> & { platform_id: string }) =>
  platform({
    platform_type: 'folder',
    name: `Drop folder ${over.platform_id}`,
    credential_fields: {},
    settings: { path: '/drop', file_format: 'csv', auto_refresh: false, refresh_frequency: 'daily' },
    connection: {
      state: 'ok',
      tested_at: START.toISOString(),
      account_label: null,
      checked: [],
      error: null,
    },
    ...over,
  })

/** A core, as far as distributions go. */
type Life = {
  service: Distributions
  /** From then on nothing that it does reaches the store, the platform or the listeners. */
  drop(): void
  gone: Promise<void>
  alive(): boolean
}

export async function createEnv(
  options: { store?: Store; end_within_ms?: number; uncertain?: boolean } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'distributions-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const store = options.store ?? createMemoryStore(folder)
  const log = createMemoryLog()
  const told: (DistributionMoved & { user_id: string })[] = []
  /** Effects by key: a platform that is idempotent under it. `calls` counts every call. */
  const effects = new Map<string, number>()
  const calls: DeliverInput[] = []
  /** Runs whose call doesn't answer, so that nobody waits for them. */
  const hanging = new Set<string>()
  let hung = () => {}
  const clock = { now: START.getTime() }
  const platformSide: { answer: Answer } = { answer: async () => DONE }
  /** What the store answers to commits instead; a throw is thrown. */
  const refuse: { commit: ((puts: readonly Put[]) => Fail | null) | null } = { commit: null }

  const happened = (key: string) => effects.set(key, (effects.get(key) ?? 0) + 1)

  function begin(): Life {
    const life = { alive: true }
    let drop = () => {}
    const gone = new Promise<void>(resolve => {
      drop = resolve
    })
    /** A core that was killed never hears of anything again. */
    const whileAlive =
      <A extends unknown[], R>(work: (...given: A) => Promise<R>) =>
      async (...given: A): Promise<R> => {
        if (!life.alive) return never()
        const result = await work(...given)
        return life.alive ? result : never()
      }
    const own: Store = {
      ...store,
      get: whileAlive(store.get),
      list: whileAlive(store.list) as Store['list'],
      facet: whileAlive(store.facet),
      commit: whileAlive(async (owner: string, puts: readonly Put[]) => {
        const refused = refuse.commit?.(puts)
        return refused ?? (await store.commit(owner, puts))
      }) as Store['commit'],
    }
    const vault = createVault({ workspace: folder, only: 'memory' })
    const service = createDistributions({
      workspace: folder,
      store: own,
      vault,
      directory: createDirectory(own),
      log,
      tokenSaver: () => async () => {},
      deliver: whileAlive((input: DeliverInput) => {
        calls.push(input)
        return platformSide.answer(input)
      }),
      tell: (user_id, moved) => {
        if (life.alive) told.push({ ...moved, user_id })
      },
      home: async () => HOME,
      now: () => new Date(clock.now),
      look_every_ms: 3_600_000,
      uncertain: options.uncertain,
      end_within_ms: options.end_within_ms ?? 2_000,
    })
    return {
      service,
      drop: () => {
        life.alive = false
        drop()
      },
      gone,
      alive: () => life.alive,
    }
  }

  let life = begin()
  onTestFinished(async () => {
    const closing = life.service.close()
    await Promise.race([closing, new Promise(resolve => setTimeout(resolve, 100).unref())])
  })

  /** As the program's gate does: the input checked by the contract, and here the output too. */
  async function call<N extends Operation>(
    operation: N,
    input: InputOf<N>,
    user_id = OWNER,
  ): Promise<Result<OutputOf<N>>> {
    life.service.seen(user_id)
    const parsed = parseInput(contract[operation].input, input)
    if (!parsed.ok) return parsed
    const handler = life.service.handlers[operation] as (
      input: unknown,
      context: object,
    ) => Promise<Result<OutputOf<N>>>
    const asked = handler(parsed.value, { user_id, session: 'desktop', door: 'test' })
    const result = await Promise.race([asked, life.gone.then(() => GONE)])
    if (result.ok) contract[operation].output.parse(result.value)
    return result
  }
  async function must<N extends Operation>(
    operation: N,
    input: InputOf<N>,
    user?: string,
  ): Promise<OutputOf<N>> {
    const result = await call(operation, input, user)
    if (!result.ok) throw new Error(`${operation} was refused: ${JSON.stringify(result.error)}`)
    return result.value
  }
  async function refused<N extends Operation>(
    operation: N,
    input: InputOf<N>,
    user?: string,
  ): Promise<AppError> {
    const result = await call(operation, input, user)
    if (result.ok) throw new Error(`${operation} was not refused`)
    return result.error
  }

  const env = {
    folder,
    store,
    log,
    told,
    effects,
    calls,
    hanging,
    clock,
    platformSide,
    refuse,
    call,
    must,
    refused,
    /** Answers as it is told and counts the effect under the key, which a repeated call doesn't have again. */
    deliverTo(answer: Answer): void {
      platformSide.answer = async input => {
        const delivered = await answer(input)
        if (delivered.state !== 'failed') happened(input.key)
        return delivered
      }
    },
    happened,
    engine: () => life.service.engine,
    drop: () => life.drop(),
    alive: () => life.alive(),
    /** A call that won't answer; stopped, it does, unless it is deaf. */
    async hang(input: DeliverInput, deaf = false): Promise<Delivered> {
      const { distribution_id } = input.distribution
      hanging.add(distribution_id)
      hung()
      if (deaf) return never()
      const answer = await untilStopped(input)
      hanging.delete(distribution_id)
      return answer
    },
    /** Everything that can end has ended, or the core has. */
    async quiet(user_id = OWNER) {
      life.service.seen(user_id)
      life.service.engine.wake(user_id)
      for (let waits = true; waits; ) {
        const another = new Promise<true>(resolve => {
          hung = () => resolve(true)
        })
        const idle = life.service.engine.idle(hanging).then(() => false)
        waits = await Promise.race([idle, another, life.gone.then(() => false)])
      }
    },
    async later(ms: number, user_id = OWNER) {
      clock.now += ms
      await env.quiet(user_id)
    },
    /** The core ends as by kill -9, and another takes over. */
    async crash(user_id = OWNER) {
      life.drop()
      hanging.clear()
      life = begin()
      await env.quiet(user_id)
    },
    close: () => life.service.close(),
    async restart(user_id = OWNER) {
      await life.service.close()
      hanging.clear()
      life = begin()
      await env.quiet(user_id)
    },
    async put(...puts: Put[]) {
      const written = await store.commit(OWNER, puts)
      if (!written.ok) throw new Error(written.error.message)
    },
    /** The folder of the one platform that has receipts. */
    async receipts(): Promise<string> {
      const root = join(folder, '_meta', 'receipts')
      const found = await readdir(root, { recursive: true })
      const [file] = found.filter(name => name.endsWith('.receipt.json'))
      return dirname(join(root, file ?? ''))
    },
    run: async (distribution_id: string, user_id = OWNER): Promise<Distribution> =>
      env.must('distributions.get', { distribution_id }, user_id),
    async all(user_id = OWNER): Promise<DistributionSummary[]> {
      const { items } = await env.must('distributions.list', { limit: 500 }, user_id)
      return items
    },
    /** Every version, oldest first. */
    async versions(distribution_id: string, user_id = OWNER): Promise<Distribution[]> {
      const found = await store.history('distribution', user_id, distribution_id)
      if (!found.ok) throw new Error(found.error.message)
      return found.value.toReversed()
    },
    async plan(over: Partial<Plan> = {}): Promise<string> {
      const made = await env.must('distributions.create', {
        audience_ids: [AUDIENCE],
        platform_ids: [FOLDER],
        when: { kind: 'now' },
        ...over,
      })
      return made.distributions[0]?.distribution_id ?? ''
    },
  }
  env.deliverTo(async () => DONE)
  const { version: _, ...audience } = audienceOf({ audience_id: AUDIENCE, user_id: OWNER })
  await env.put(
    { entity: 'audience', record: audience, expected: 'any' },
    { entity: 'platform', record: folderPlatform({ platform_id: FOLDER }), expected: 'any' },
    profile(OWNER),
  )
  return env
}
export type Env = Awaited<ReturnType<typeof createEnv>>

export const profile = (user_id: string, max_distributions_per_month: number | null = null): Put<'user'> => ({
  entity: 'user',
  record: {
    user_id,
    display_name: user_id,
    email: '',
    organization: '',
    last_login: null,
    permissions: [],
    quota: { max_audiences: null, max_distributions_per_month },
    created_at: START.toISOString(),
    updated_at: START.toISOString(),
    deleted: false,
    changed_by: user_id,
    change_note: null,
  },
  expected: 'any',
})

export const record = (over: Parameters<typeof distribution>[0]): Put<'distribution'> => ({
  entity: 'distribution',
  record: distribution({
    audience_id: AUDIENCE,
    platform_id: FOLDER,
    platform_type: 'folder',
    ...over,
  }),
  expected: 'new',
})
export const FULL = fail('storage_full', 'The disk is full', { hint: 'Make room.' })
