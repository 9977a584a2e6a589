// Computers whose records are kept in the stand-in: a store over its copy, and what a test does there.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Backend, openBackend } from '../../../../src/main/core/bigquery/backend/index.ts'
import type { Remote } from '../../../../src/main/core/bigquery/face.ts'
import { createRemote } from '../../../../src/main/core/bigquery/remote/index.ts'
import { SETUP_FILES, setupStatements } from '../../../../src/main/core/bigquery/rows/setup.ts'
import { endpointsFrom } from '../../../../src/main/core/bigquery/sign-in/endpoints.ts'
import { authFor, keepServiceAccountKey } from '../../../../src/main/core/bigquery/sign-in/index.ts'
import { createVault } from '../../../../src/main/core/credentials/index.ts'
import { silentLog } from '../../../../src/main/core/log/log.ts'
import type { Put, Store } from '../../../../src/main/core/store/face.ts'
import { openStore } from '../../../../src/main/core/store/index.ts'
import type { Audience } from '../../../../src/shared/domain/audience.ts'
import { ok, type Result } from '../../../../src/shared/errors.ts'
import { type BigQueryWorld, SERVICE_KEY } from '../../../support/bigquery.ts'
import { hurrying } from '../../../support/hurrying.ts'
import { resource } from '../on-double.ts'

export const targetOf = (dataset: string) => ({
  project: 'double-project',
  dataset,
  staging_dataset: `${dataset}_staging`,
  location: 'EU',
})

export function must<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(`${result.error.code}: ${result.error.message} ${JSON.stringify(result.error.details)}`)
  return result.value
}

/** The tables of a dataset, made as the set-up makes them. */
export async function setUpIn(world: BigQueryWorld, dataset: string) {
  const templates = await Promise.all(SETUP_FILES.map(resource))
  for (const { sql } of setupStatements(targetOf(dataset), templates)) await world.run(sql)
}

/** The way to the stand-in; time passes at once. */
export async function remoteOf(
  { addresses }: Pick<BigQueryWorld, 'addresses'>,
  dataset: string,
  key = SERVICE_KEY,
): Promise<Result<Remote>> {
  const vault = createVault({ workspace: tmpdir(), only: 'memory' })
  must(await keepServiceAccountKey(vault, 'someone', key))
  const endpoints = must(endpointsFrom(addresses))
  const target = targetOf(dataset)
  const deps = { vault, owner: 'someone', project: target.project, endpoints, log: silentLog }
  const auth = await authFor({ way: 'service_account' }, deps)
  if (!auth.ok) return auth
  const limits = { timeout_ms: 2_000, hold_ms: 20, unreachable_ms: 4_000, patience_ms: 60_000 }
  return ok(createRemote({ target, auth: auth.value, endpoint: endpoints.api, clock: hurrying(), ...limits }))
}

export type Computer = Backend & {
  workspace: string
  cache: Store
  /** A record saved, or the refusal. */
  put(record: Omit<Audience, 'version'>, expected: Put['expected']): Promise<Result<Audience>>
  names(): Promise<string[]>
  close(): Promise<void>
}

export type At = {
  dataset: string
  /** A copy of an earlier start. */
  workspace?: string
  key?: string
  /** Something that stands between the copy and its store. */
  through?: (cache: Store) => Store
}

import { OWNER } from '../../../store/records.ts'

/** It looks by itself only when a save fails: the test says when otherwise. */
export async function computerAt(world: Pick<BigQueryWorld, 'addresses'>, at: At): Promise<Computer> {
  const workspace = at.workspace ?? (await mkdtemp(join(tmpdir(), 'bigquery-backend-')))
  const opened = must(await openStore({ folder: workspace }))
  const cache = at.through?.(opened) ?? opened
  const backend = await openBackend({
    workspace,
    cache,
    target: targetOf(at.dataset),
    connect: () => remoteOf(world, at.dataset, at.key),
    log: silentLog,
    look_ms: 3_600_000,
  })
  const { store } = backend
  return {
    ...backend,
    workspace,
    cache,
    async put(record, expected) {
      const saved = await store.commit(OWNER, [{ entity: 'audience', record, expected }])
      return saved.ok ? ok(saved.value[0] as Audience) : saved
    },
    async names() {
      const sort = { by: 'name', direction: 'asc' } as const
      const { items } = must(await store.list('audience', OWNER, { where: [], sort, limit: 100 }))
      return items.map(item => item.name)
    },
    async close() {
      await store.close()
      if (at.workspace === undefined) await rm(workspace, { recursive: true, force: true })
    },
  }
}
