// Distributions: 10,000 planned and 100,000 in history. Pages, counts and charts, what the scheduler asks, and a start after
// a month with the application closed. In turn with the same query on a table in memory.
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { createVault } from '../../src/main/core/credentials/index.ts'
import { createDistributions } from '../../src/main/core/distributions/index.ts'
import { createReads } from '../../src/main/core/distributions/read.ts'
import { createNewestRuns } from '../../src/main/core/platforms/sync.ts'
import { createDirectory } from '../../src/main/core/profiles/directory.ts'
import { distributionModel } from '../../src/main/core/store/distribution-model.ts'
import type { Condition, Query, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { globOf } from '../store/outside.ts'
import { seeded } from '../store/random.ts'
import { must } from '../store/reading.ts'
import { audience, distribution, platform } from '../store/records.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { inTurn, pause, timed } from './measure.ts'

const OWNER = 'bench'
const PLANNED = 10_000
const HISTORY = 100_000
const PLATFORMS = 12
const AUDIENCES = 500
const SERIES = 100
const PAGE = 100
const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22, 9)
const STATUSES = ['completed', 'completed', 'completed', 'failed', 'cancelled'] as const
const alive: Condition = { column: 'deleted', is: 'one_of', values: [false] }
const newest = { by: 'happens_at', direction: 'desc' } as const
const iso = (ms: number) => new Date(ms).toISOString()

/** One every few minutes over the last year, and planned ones over the next weeks; some of them are due. */
function* runs() {
  for (let n = 0; n < HISTORY + PLANNED; n++) {
    const planned = n >= HISTORY
    const at = iso(planned ? NOW + (n - HISTORY - 50) * 300_000 : NOW - (HISTORY - n) * 300_000)
    const status = planned ? 'scheduled' : (STATUSES[n % STATUSES.length] ?? 'completed')
    const total = 1_000 + (n % 90_000)
    yield {
      ...distribution({
        distribution_id: `dist_${String(n).padStart(8, '0')}`,
        audience_id: `aud_${n % AUDIENCES}`,
        audience_name: `Commuters of district ${n % AUDIENCES}`,
        platform_id: `plat_${n % PLATFORMS}`,
        platform_name: `Seat ${n % PLATFORMS}`,
        status,
        scheduled_at: at,
        executed_at: planned ? null : at,
        completed_at: status === 'completed' ? at : null,
        match_results: {
          total_records: planned ? null : total,
          matched_records: status === 'completed' ? Math.floor(total / 2) : null,
          rejected_records: null,
          match_rate: status === 'completed' ? 0.3 + (n % 40) / 100 : null,
          platform_audience_id: null,
        },
        error_details:
          status === 'failed'
            ? {
                error_code: n % 3 === 0 ? 'offline' : 'platform_rejected',
                error_message: 'The platform can’t be reached.',
                hint: null,
                retryable: false,
                retry_count: 0,
                next_retry_at: null,
              }
            : null,
        metadata: { data_type: 'first_party', people: total, campaign_name: `Campaign ${n % 60}` },
        created_at: at,
        updated_at: at,
      }),
      user_id: OWNER,
    }
  }
}

async function fill(store: Store) {
  const staged = await store.stage('distribution')
  const out = createWriteStream(staged.path, { highWaterMark: 1 << 20 })
  for (const run of runs()) out.write(`${JSON.stringify(run)}\n`)
  out.end()
  await finished(out)
  must(await store.commitStaged(OWNER, [staged]))
}

async function openRaw(folder: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  const columns = distributionModel.map(({ name, sql }) => `${sql} AS "${name}"`).join(', ')
  await connection.run(
    `CREATE TABLE raw AS SELECT distribution_id AS id, deleted, version, ${columns}
     FROM read_parquet('${globOf(folder, 'distribution')}', hive_partitioning = false)`,
  )
  return {
    rows: async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** The engine over the store, with a platform that takes everything at once. */
function engineOver(store: Store, folder: string, now: number) {
  const log = { debug() {}, info() {}, warn() {}, error() {}, async flush() {}, async close() {} }
  return createDistributions({
    workspace: folder,
    store,
    vault: createVault({ workspace: folder, only: 'memory' }),
    directory: createDirectory(store),
    log,
    tokenSaver: () => async () => {},
    deliver: async () => ({
      state: 'done',
      platform_audience_id: null,
      sent: { files: [], requests: 0, records: 0 },
    }),
    tell: () => {},
    home: async () => 'bench',
    now: () => new Date(now),
  })
}

/** A hundred daily plans, and a month later: each has run once, and is planned for the future. Milliseconds for all. */
async function catchUp(store: Store, folder: string): Promise<number> {
  const owner = 'sleeper'
  const start = NOW - 31 * DAY
  const random = seeded(3)
  must(
    await store.commit(owner, [
      {
        entity: 'audience',
        record: { ...audience(random, { audience_id: 'aud_1' }), user_id: owner },
        expected: 'new',
      },
      ...Array.from({ length: PLATFORMS }, (_, n) => ({
        entity: 'platform' as const,
        record: platform({
          platform_id: `plat_${n}`,
          platform_type: 'folder',
          name: `Drop ${n}`,
          user_id: owner,
          credential_fields: {},
          settings: { path: folder, file_format: 'csv', auto_refresh: false, refresh_frequency: 'daily' },
        }),
        expected: 'new' as const,
      })),
      ...Array.from({ length: SERIES }, (_, n) => ({
        entity: 'distribution' as const,
        record: distribution({
          distribution_id: `series_${n}`,
          platform_id: `plat_${n % PLATFORMS}`,
          platform_type: 'folder',
          user_id: owner,
          scheduled_at: iso(start),
          metadata: {
            series_id: `series_${n}`,
            schedule: { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' },
          },
        }),
        expected: 'new' as const,
      })),
    ]),
  )
  const { engine, seen, close } = engineOver(store, folder, NOW)
  const ms = await timed(async () => {
    seen(owner)
    await engine.idle()
  })
  await close()
  const of = (where: Condition[]) => store.count('distribution', owner, { where })
  const completed = must(await of([{ column: 'status', is: 'one_of', values: ['completed'] }]))
  const ahead = must(await of([{ column: 'due_at', is: 'at_least', value: iso(NOW + 1) }]))
  const all = must(await of([]))
  if (completed !== SERIES || ahead !== SERIES || all !== 2 * SERIES)
    throw new Error(`caught up with ${completed} runs, ${ahead} planned, ${all} in all`)
  return ms
}

/** What opening leaves to be done afterwards is done: the process uses less than a tenth of a core. */
async function settled() {
  for (let turn = 0; turn < 60; turn++) {
    const before = process.cpuUsage()
    await pause(500)
    const { user, system } = process.cpuUsage(before)
    if (user + system < 50_000) return
  }
}

export async function distributions(folder: string): Promise<BenchLine[]> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  let store = must(await openStore({ folder }))
  await fill(store)
  must(await store.flush())
  await store.close()
  store = must(await openStore({ folder }))
  const page = (query: Partial<Query>) =>
    store.list('distribution', OWNER, { where: [alive], sort: newest, limit: PAGE, ...query })
  must(await page({}))
  must(await page({ search: 'commuters' }))
  await settled()
  const rss = rssMb()
  const raw = await openRaw(folder)
  await settled()
  const lines: BenchLine[] = []
  const rows = HISTORY + PLANNED
  async function measure(
    op: string,
    n: number,
    work: (turn: number) => Promise<unknown>,
    floor: (turn: number) => Promise<unknown>,
  ) {
    const { times, floors } = await inTurn(n, work, floor, { warmUp: 4 })
    lines.push(lineOf(op, rows, times, floors, rss))
  }
  const rawPage = (where: string, order = 'happens_at DESC, id DESC') =>
    raw.rows(`SELECT * FROM raw WHERE NOT deleted AND ${where} ORDER BY ${order} LIMIT ${PAGE}`)
  const platformOf = (turn: number) => `plat_${turn % PLATFORMS}`
  const platformIs = (turn: number): Condition => ({
    column: 'platform_id',
    is: 'one_of',
    values: [platformOf(turn)],
  })

  await measure(
    'dist_list_page',
    100,
    async () => must(await page({})),
    () => rawPage('true'),
  )
  await measure(
    'dist_list_platform',
    100,
    async turn => must(await page({ where: [alive, platformIs(turn)] })),
    turn => rawPage(`platform_id = '${platformOf(turn)}'`),
  )
  await measure(
    'dist_list_rate',
    60,
    async () => must(await page({ sort: { by: 'match_rate', direction: 'desc' } })),
    () => rawPage('true', 'match_order DESC, id DESC'),
  )
  await measure(
    'dist_search',
    60,
    async turn => must(await page({ search: `commuters ${turn * 7}` })),
    turn =>
      rawPage(
        `contains(audience_name_folded, 'commuters') AND contains(audience_name_folded, '${turn * 7}')`,
      ),
  )
  const reads = createReads(store)
  const context = { user_id: OWNER, session: 'desktop', door: 'test' } as const
  await measure(
    'dist_count',
    60,
    async () => must(await reads['distributions.count']({ filter: { deleted: false } }, context)),
    () => raw.rows('SELECT status, count(*) FROM raw WHERE NOT deleted GROUP BY status'),
  )
  await measure(
    'dist_insights',
    40,
    async () => must(await reads['distributions.insights']({}, context)),
    () =>
      raw.rows(
        `SELECT strftime(make_timestamp(happens_at * 1000), '%Y-%m') AS month, platform_id, status, count(*), sum(match_ppm),
         sum(total_records), sum(matched_records), sum(forecast_matches) FROM raw WHERE NOT deleted GROUP BY ALL`,
      ),
  )
  await measure(
    'dist_insights_zone',
    40,
    async () => must(await reads['distributions.insights']({ zone: 'Pacific/Auckland' }, context)),
    () =>
      raw.rows(
        `SELECT strftime(timezone('Pacific/Auckland', make_timestamptz(happens_at * 1000)), '%Y-%m') AS month, platform_id, status,
         count(*), sum(match_ppm), sum(total_records), sum(matched_records), sum(forecast_matches)
         FROM raw WHERE NOT deleted GROUP BY ALL`,
      ),
  )
  await measure(
    'dist_newest',
    100,
    async () => must(await createNewestRuns(store)(OWNER)),
    () =>
      raw.rows(
        `SELECT platform_id, max(executed_at) FROM raw WHERE NOT deleted AND status <> 'cancelled' GROUP BY platform_id`,
      ),
  )
  // As the engine asks: which platforms have something due, and the first two of one of them.
  const due = async (turn: number, now: number) => {
    const where: Condition[] = [{ column: 'due_at', is: 'below', value: iso(now) }, alive]
    must(await store.facet('distribution', OWNER, { where }, 'platform_id', 1_000))
    const sort = { by: 'happens_at', direction: 'asc' } as const
    must(await store.list('distribution', OWNER, { where: [...where, platformIs(turn)], sort, limit: 2 }))
  }
  const rawDue = async (turn: number, now: number) => {
    const where = `NOT deleted AND due_at < ${now}`
    await raw.rows(`SELECT platform_id, count(*) FROM raw WHERE ${where} GROUP BY platform_id`)
    await raw.rows(
      `SELECT * FROM raw WHERE ${where} AND platform_id = '${platformOf(turn)}' ORDER BY happens_at, id LIMIT 2`,
    )
  }
  await measure(
    'dist_due',
    100,
    turn => due(turn, NOW),
    turn => rawDue(turn, NOW),
  )
  const month = NOW + 60 * DAY
  await measure(
    'dist_due_all',
    60,
    turn => due(turn, month),
    turn => rawDue(turn, month),
  )
  raw.close()
  lines.push(lineOf('dist_catch_up', rows, [await catchUp(store, folder)], [], rss))
  await store.close()
  return lines
}
