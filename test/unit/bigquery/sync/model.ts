// BigQuery as a map: what a push and a pull do to it, without a server. The rules are those of the MERGE's text, which the
// tests against the double prove.
import { readFile } from 'node:fs/promises'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { Cell, Remote, Row, Table } from '../../../../src/main/core/bigquery/face.ts'
import { SCHEMA_TABLE } from '../../../../src/main/core/bigquery/rows/setup.ts'
import { TABLES } from '../../../../src/main/core/bigquery/rows/tables.ts'
import { type Fail, fail, ok, type Result } from '../../../../src/shared/errors.ts'

export const TARGET = {
  project: 'retail-media-2031',
  dataset: 'activation_manager',
  staging_dataset: 'activation_manager_staging',
  location: 'EU',
}

/** Rows by owner and id, of every table. */
export type World = {
  tables: Map<string, Map<string, Row>>
  staging: Map<string, Row[]>
  jobs: Map<string, { rows: Row[] }>
  /** Counts up with every MERGE: what `synced_at` is made from. */
  clock: number
  /** Before each call: a refusal makes the call fail without an effect. */
  trouble: ((call: string) => Fail | null) | null
  /** After each call that had its effect: a refusal makes its answer get lost. */
  lost: ((call: string) => Fail | null) | null
  calls: string[]
}

export const emptyWorld = (): World => ({
  tables: new Map(TABLES.map(({ name }) => [name, new Map()])),
  staging: new Map(),
  jobs: new Map(),
  clock: Date.parse('2026-11-26T08:00:00.000Z'),
  trouble: null,
  lost: null,
  calls: [],
})

const keyOf = (account: string, id: Cell | undefined) => `${account} ${String(id)}`

async function* pages(rows: readonly Row[]): AsyncIterable<Result<readonly Row[]>> {
  for (let from = 0; from < rows.length; from += 100) yield ok(rows.slice(from, from + 100))
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return Number(value)
  return value as Cell
}

async function readStaged(file: string): Promise<Row[]> {
  const bytes = await readFile(file)
  const found = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors })
  return found.map(row =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)])),
  )
}

/** Lists are never NULL in BigQuery; a file without items has none. */
const emptyLists = ({ columns }: Table, row: Row): Row =>
  Object.fromEntries(
    columns
      .filter(({ name, type }) => type === 'STRING[]' && row[name] === null)
      .map(({ name }) => [name, []]),
  )

export function modelRemote(world: World, account: string): Remote {
  const { staging, jobs } = world

  async function call<T>(name: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    world.calls.push(name)
    const refused = world.trouble?.(name)
    if (refused) return refused
    const done = await work()
    return world.lost?.(name) ?? done
  }

  function merge(tableName: string, staged: readonly Row[]): Row[] {
    const table = TABLES.find(({ name }) => name === tableName)
    const rows = world.tables.get(tableName)
    if (!table || !rows) throw new Error(`There is no table ${tableName}`)
    world.clock += 1_000
    const synced_at = new Date(world.clock).toISOString()
    const conflicts: Row[] = []
    for (const { base_rev, ...staged_row } of staged) {
      const row = { ...staged_row, ...emptyLists(table, staged_row) }
      const key = keyOf(account, row[table.id])
      const there = rows.get(key)
      const taken = { owner_email: account, synced_at, pushed_by: account }
      if (there && (there.rev ?? '') === base_rev)
        rows.set(key, {
          ...row,
          ...taken,
          user_id: there.user_id ?? null,
          created_at: there.created_at ?? null,
        })
      else if (!there && base_rev === null) rows.set(key, { ...row, ...taken })
      const now = rows.get(key)
      if (now?.rev === row.rev) continue
      const none = Object.fromEntries(table.columns.map(({ name }) => [name, null]))
      conflicts.push({ ...none, ...now, staged_id: row[table.id] ?? null })
    }
    return conflicts
  }

  return {
    target: TARGET,
    begin() {},
    account: async () => ok(account),
    schema: name =>
      call(`schema ${name}`, async () =>
        ok(name === SCHEMA_TABLE ? [{ name: 'version_1', type: 'STRING' as const }] : null),
      ),
    // Push and pull don't ask for it.
    modified: async () => ok('1'),
    dataset: async () => ok({ location: TARGET.location }),
    permits: async (_table, permissions) => ok(permissions),
    tryStaging: async () => ok([]),
    load: (step, { file, table }) =>
      call(`load ${table}`, async () => {
        const attempt = Math.max(1, step.attempt)
        const begun = await step.begin(attempt)
        if (!begun.ok) return begun
        const job_id = step.id(attempt)
        // A job of this id that was made once is found, not made again.
        if (!jobs.has(job_id)) {
          staging.set(table, await readStaged(file))
          jobs.set(job_id, { rows: [] })
        }
        return ok({ job_id, rows: staging.get(table)?.length ?? 0 })
      }),
    async run(step, { sql }) {
      const name = /_staging\.(stg_(\w+)_[0-9a-f]+)`/.exec(sql)
      if (!name?.[1] || !name[2]) throw new Error('Only the MERGE is known here')
      const [, table, into] = name
      return call(`merge ${into}`, async () => {
        const attempt = Math.max(1, step.attempt)
        const begun = await step.begin(attempt)
        if (!begun.ok) return begun
        const job_id = step.id(attempt)
        const staged = staging.get(table)
        if (!staged && !jobs.has(job_id)) return fail('not_found', 'The staging table is gone.')
        const job = jobs.get(job_id) ?? { rows: merge(into, staged ?? []) }
        jobs.set(job_id, job)
        return ok({ job_id, changed: null, rows: () => pages(job.rows) })
      })
    },
    async *query({ sql, parameters = {} }) {
      const into = /FROM `[^`]*\.(\w+)`/.exec(sql)?.[1] ?? ''
      const asked = await call(`query ${into}`, async () => ok(null))
      if (!asked.ok) return yield asked
      const after = parameters.after?.value ?? null
      const id = TABLES.find(({ name }) => name === into)?.id ?? ''
      const ids = parameters.ids?.type === 'STRING[]' ? parameters.ids.value : undefined
      const user_id = parameters.user_id?.value
      const rows = [...(world.tables.get(into)?.values() ?? [])].filter(
        row =>
          row.owner_email === account &&
          row.user_id === user_id &&
          (after === null || row.synced_at === null || String(row.synced_at) > String(after)) &&
          (ids === undefined || ids.includes(String(row[id]))),
      )
      yield* pages(rows.sort((a, b) => (String(a.synced_at) < String(b.synced_at) ? -1 : 1)))
    },
    dryRun: async () => ok({ bytes: 0 }),
    dropStaging: table =>
      call(`drop ${table}`, async () => {
        staging.delete(table)
        return ok(null)
      }),
    async close() {},
  }
}
