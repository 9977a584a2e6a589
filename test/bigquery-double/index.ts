// A stand-in for BigQuery on the loopback, strict where Google is strict. README.md says what it proves.

import type { Clock } from './clock.ts'
import { type Faults, makeFaults } from './faults.ts'
import { type Job, type Jobs, makeJobs } from './jobs.ts'
import type { Permissions } from './permissions.ts'
import type { Logged } from './request-log.ts'
import { listen } from './server.ts'
import { makeTokens, type Tokens } from './tokens.ts'
import { makeWorld, physical } from './world.ts'

export type { Fault } from './faults.ts'
export type { Logged } from './request-log.ts'

export type DoubleOptions = {
  project?: string
  /** How often a job is looked at before it shows itself done. */
  polls?: number
  /** Rows in a page that was asked for without a number, and at most. */
  pageRows?: number
}

export type BigQueryDouble = {
  url: string
  project: string
  /** Where codes, refresh tokens and signed claims become access tokens. */
  tokenUrl: string
  authUrl: string
  log: Logged[]
  faults: Faults
  permissions: Permissions
  tokens: Tokens
  clock: Clock
  /** Members of `group:` grantees of row policies. */
  groups: Map<string, readonly string[]>
  settings: { polls: number; apiEnabled: boolean }
  /** An access token for BigQuery: SESSION_USER() is the address. */
  tokenFor(email: string): string
  jobs: { list(): readonly Job[]; release(id: string): Promise<void> }
  /** Names of tables and views as dataset.table. */
  tables(): string[]
  /** Rows of a table as plain values: whole numbers as bigint, JSON as text. */
  rows(table: string): Promise<Record<string, unknown>[]>
  /** DuckDB's SQL on what there is. */
  sql(text: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

function find(jobs: Jobs, id: string): Job {
  const found = jobs.list().find(job => job.id === id)
  if (!found) throw new Error(`There is no job ${id}`)
  return found
}

export async function startBigQueryDouble(options: DoubleOptions = {}): Promise<BigQueryDouble> {
  const { project = 'double-project', polls = 1, pageRows = 50_000 } = options
  const world = await makeWorld(project)
  const tokens = makeTokens(world.clock)
  const jobs = makeJobs(world)
  const faults = makeFaults()
  const log: Logged[] = []
  const settings = { polls, apiEnabled: true }
  const api = { world, jobs, pageRows, requests: new Map<string, Job>(), looks: () => settings.polls }
  const listening = await listen({ api, tokens, log, faults, settings })
  const { engine, catalog, permissions, clock, groups } = world
  let closed = false
  return {
    url: listening.url,
    project,
    tokenUrl: `${listening.url}/token`,
    authUrl: `${listening.url}/o/oauth2/v2/auth`,
    log,
    faults,
    permissions,
    tokens,
    clock,
    groups,
    settings,
    tokenFor: email => tokens.issue(email),
    jobs: {
      list: () => jobs.list(),
      release: id => engine.alone(() => jobs.release(find(jobs, id))),
    },
    tables: () =>
      [...catalog.datasets.values()].flatMap(({ id, tables }) =>
        [...tables.keys()].map(name => `${id}.${name}`),
      ),
    rows(table) {
      const [dataset = '', id = ''] = table.split('.')
      return engine.alone(() => engine.plain(`SELECT * FROM ${physical(catalog.table(dataset, id))}`))
    },
    sql: text => engine.alone(() => engine.plain(text)),
    /** From here on nobody listens at its address. */
    async close() {
      if (closed) return
      closed = true
      for (const job of jobs.list()) for (const wake of job.waiting.splice(0)) wake()
      await listening.close()
      await engine.alone(async () => engine.close())
    },
  }
}
