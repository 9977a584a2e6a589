// Saving: while searches and flushes run, in quiet, as an edit, and in a month that holds 10,000 audiences already.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { globOf } from '../store/outside.ts'
import { seeded } from '../store/random.ts'
import { must } from '../store/reading.ts'
import { freshRecords, type NewAudience, OWNER, records } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { bareAppender, inTurn, pause, timed } from './measure.ts'

const WORDS = [
  'families',
  'lodges',
  'demo_age',
  'road trip',
  'retired couples',
  'store_ul',
  'holdout',
  'madison',
]
const newest = { by: 'updated_at', direction: 'desc' as const }
export const bytesOf = (record: object) => Buffer.from(`00000000 ${JSON.stringify(record)}\n`)
const create = (record: NewAudience) => ({ entity: 'audience' as const, record, expected: 'new' as const })

/** Searches and flushes that go on until they are told to stop. */
export function load(store: Store) {
  const random = seeded(5)
  let running = true
  const loop = async (rest: number, work: () => Promise<unknown>) => {
    while (running) {
      await work()
      await pause(rest)
    }
  }
  const loops = [
    loop(10, async () => {
      const search = `${random.pick(WORDS)} ${random.int(30)}`
      must(await store.list('audience', OWNER, { search, where: [], sort: newest, limit: 100 }))
    }),
    loop(250, async () => void must(await store.flush())),
  ]
  return async () => {
    running = false
    await Promise.all(loops)
  }
}

export async function saving(folder: string, rows: number): Promise<BenchLine[]> {
  const store = must(await openStore({ folder }))
  must(await store.list('audience', OWNER, { where: [], sort: newest, limit: 100 }))
  const appender = bareAppender(`${folder}.floor`)
  const n = 300
  const fresh = freshRecords(4 * n, 77)
  const next = () => {
    const record = fresh.pop()
    if (!record) throw new Error('too few fresh audiences')
    return record
  }
  const lines: BenchLine[] = []
  async function measure(op: string, save: (turn: number) => () => Promise<unknown>) {
    // The record is made beforehand: it is the save that is timed.
    const prepared = new Map<number, () => Promise<unknown>>()
    for (let turn = 0; turn < n + 3; turn++) prepared.set(turn, save(turn))
    const sample = freshRecords(1, 3)[0] ?? {}
    const { times, floors } = await inTurn(
      n,
      turn => prepared.get(turn)?.(),
      () => appender.append(bytesOf(sample)),
      {
        rest: () => pause(8),
      },
    )
    lines.push(lineOf(op, rows, times, floors))
  }

  const created: NewAudience[] = []
  const saveNew = () => {
    const record = next()
    created.push(record)
    return async () => must(await store.commit(OWNER, [create(record)]))
  }
  await measure('save_quiet', saveNew)
  const stop = load(store)
  await measure('save', saveNew)
  await measure('update', turn => {
    const record = { ...created[turn], description: `Edited for the holdout, turn ${turn}` } as NewAudience
    return async () => must(await store.commit(OWNER, [{ entity: 'audience', record, expected: 1 }]))
  })
  await stop()
  appender.close()
  await store.close()
  await rm(`${folder}.floor`, { force: true })
  return lines
}

/** All kinds of work at once for ten seconds, and how late the event loop was. */
export async function eventLoop(folder: string, rows: number): Promise<BenchLine[]> {
  const store = must(await openStore({ folder }))
  must(await store.list('audience', OWNER, { search: 'families', where: [], sort: newest, limit: 100 }))
  const fresh = freshRecords(1_500, 78)
  const ids = fresh.map(record => record.audience_id)
  const random = seeded(9)
  const RESOLUTION_MS = 1
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  await pause(500)
  delay.enable()
  const stop = load(store)
  for (const until = performance.now() + 10_000; performance.now() < until; ) {
    const record = fresh.pop()
    if (record) must(await store.commit(OWNER, [create(record)]))
    must(await store.get('audience', OWNER, random.pick(ids)))
    const where = [{ column: 'status', is: 'one_of' as const, values: ['active'] }]
    must(await store.list('audience', OWNER, { where, sort: newest, limit: 100 }))
    must(await store.facet('audience', OWNER, { where }, 'tags', 50))
    await pause(5)
  }
  delay.disable()
  await stop()
  // The histogram counts from timer to timer, so that an idle loop shows the resolution itself.
  const ms = (share: number) => Math.max(0, delay.percentile(share) / 1e6 - RESOLUTION_MS)
  const line: BenchLine = {
    op: 'event_loop_delay',
    rows,
    n: delay.count,
    p50_ms: ms(50),
    p95_ms: ms(95),
    p99_ms: ms(99),
    floor_p50_ms: null,
    floor_p95_ms: null,
    rss_mb: rssMb(),
  }
  await store.close()
  return [line]
}

/** The reference's way: read the month's file, change one row, write the file again; beside a save in such a month. */
export async function month(folder: string): Promise<BenchLine[]> {
  const rows = 10_000
  await mkdir(folder, { recursive: true })
  const store = must(await openStore({ folder }))
  const staged = await store.stage('audience')
  await writeFile(staged.path, [...records(rows, 4)].map(record => `${JSON.stringify(record)}\n`).join(''))
  must(await store.commitStaged(OWNER, [staged]))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const file = `${folder}.month.parquet`
  await connection.run(
    `COPY (SELECT * FROM read_parquet('${globOf(folder, 'audience')}')) TO '${file}' (FORMAT parquet)`,
  )
  const rewrite = async (turn: number) => {
    await connection.run(`CREATE OR REPLACE TEMP TABLE month AS SELECT * FROM read_parquet('${file}')`)
    await connection.run('UPDATE month SET description = $1 WHERE seq = (SELECT min(seq) + $2 FROM month)', [
      `changed in turn ${turn}`,
      turn,
    ])
    await connection.run(`COPY month TO '${file}' (FORMAT parquet)`)
  }
  const fresh = freshRecords(40, 79)
  const appender = bareAppender(`${folder}.floor`)
  const sample = bytesOf(fresh[0] ?? {})
  const rewrites: number[] = []
  let turns = 0
  const { times, floors } = await inTurn(
    30,
    async turn => {
      const record = fresh[turn]
      if (record) must(await store.commit(OWNER, [create(record)]))
    },
    () => appender.append(sample),
    {
      // Two rests a turn: one rewrite.
      rest: async () => {
        turns += 1
        if (turns % 2 === 0) rewrites.push(await timed(() => rewrite(turns)))
      },
    },
  )
  appender.close()
  await store.close()
  await rm(`${folder}.floor`, { force: true })
  await rm(file, { force: true })
  return [lineOf('save_in_month', rows, times, floors), lineOf('month_rewrite', rows, rewrites, [], null)]
}
