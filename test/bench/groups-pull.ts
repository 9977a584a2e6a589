// A second computer gets everything: a fresh pull of all audiences of a workspace, as Google's answers would bring them.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Cell, Remote, Row } from '../../src/main/core/bigquery/face.ts'
import { Results } from '../../src/main/core/bigquery/remote/answers.ts'
import { readRows } from '../../src/main/core/bigquery/remote/cells.ts'
import { rowOf } from '../../src/main/core/bigquery/rows/row.ts'
import { SCHEMA_TABLE } from '../../src/main/core/bigquery/rows/setup.ts'
import { tableOf } from '../../src/main/core/bigquery/rows/tables.ts'
import { createConnections } from '../../src/main/core/bigquery/service/connection.ts'
import { runPull } from '../../src/main/core/bigquery/service/run-pull.ts'
import { createSessions } from '../../src/main/core/bigquery/service/sessions.ts'
import { silentLog } from '../../src/main/core/log/log.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { ok } from '../../src/shared/errors.ts'
import { must } from '../store/reading.ts'
import { OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { pause, timed, watchTurns } from './measure.ts'

const PAGE = 500
const RESOLUTION_MS = 5
const AUDIENCES = tableOf('audience')
const SYNCED = '2026-11-26T08:00:00.000Z'
const TARGET = {
  project: 'bench-project',
  dataset: 'activation_manager',
  staging_dataset: 'activation_manager_staging',
  location: 'EU',
}

const FIELDS = AUDIENCES.columns.map(({ name, type }) => ({
  name,
  type: type === 'STRING[]' ? 'STRING' : type,
  mode: type === 'STRING[]' ? 'REPEATED' : 'NULLABLE',
}))
const wireOf = (cell: Cell, type: string) => {
  if (Array.isArray(cell)) return cell.map(v => ({ v }))
  if (cell === null) return null
  return type === 'TIMESTAMP' ? String(Date.parse(String(cell)) * 1_000) : String(cell)
}

/** Every audience of the workspace as pages of answers, each a file. */
async function answersOf(folder: string, into: string): Promise<number> {
  const store = must(await openStore({ folder, verify_after_ms: null }))
  const ids = must(await store.ids('audience', OWNER, { where: [] }))
  await mkdir(into)
  let pages = 0
  for (let from = 0; from < ids.length; from += PAGE) {
    const found = must(await store.getMany('audience', OWNER, ids.slice(from, from + PAGE)))
    const rows = found.map(record => {
      const row: Row = {
        ...rowOf('audience', record, OWNER),
        owner_email: 'a',
        pushed_by: 'a',
        synced_at: SYNCED,
      }
      return { f: AUDIENCES.columns.map(({ name, type }) => ({ v: wireOf(row[name] ?? null, type) })) }
    })
    const answer = { jobComplete: true, schema: { fields: FIELDS }, rows }
    await writeFile(join(into, `${pages++}.json`), JSON.stringify(answer))
  }
  await store.close()
  return pages
}

/** Answers what a pull asks, each page parsed in one go as the client does. */
function remoteOf(into: string, pages: number): Remote {
  const never = async (): Promise<never> => {
    throw new Error('A pull doesn’t ask for this')
  }
  return {
    target: TARGET,
    begin() {},
    account: never,
    schema: async name => ok(name === SCHEMA_TABLE ? [{ name: 'version_1', type: 'STRING' as const }] : null),
    modified: never,
    dataset: never,
    permits: never,
    tryStaging: never,
    load: never,
    run: never,
    dryRun: never,
    dropStaging: never,
    async *query({ sql }, columns) {
      if (!sql.includes(`.${AUDIENCES.name}\``)) return
      for (let page = 0; page < pages; page++) {
        const text = await readFile(join(into, `${page}.json`), 'utf8')
        const { schema, rows } = Results.parse(JSON.parse(text))
        yield ok(await readRows(rows, schema?.fields ?? [], columns))
      }
    },
    async close() {},
  }
}

export async function pulling(folder: string, rows: number): Promise<BenchLine[]> {
  const into = `${folder}-answers`
  const fresh = `${folder}-fresh`
  try {
    const pages = await answersOf(folder, into)
    await mkdir(fresh)
    const store = must(await openStore({ folder: fresh, verify_after_ms: null }))
    const connections = createConnections(fresh, {}, silentLog)
    const sign_in = { kind: 'application_default', client_id: null, account: null, done: true } as const
    const automatic = { every_minutes: null, on_quit: false } as const
    must(await connections.keep(OWNER, { ...TARGET, sign_in, remote_user_id: null, automatic }))
    const now = () => new Date()
    const connect = async () => ok(remoteOf(into, pages))
    const home = async () => ''
    const sessions = createSessions({
      workspace: fresh,
      store,
      log: silentLog,
      connections,
      connect,
      now,
      home,
    })
    const session = must(await sessions.need(OWNER))
    const context = { signal: new AbortController().signal, progress() {}, message() {} }
    await pause(500)
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    delay.enable()
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, rssMb())
    }, 100)
    const before = process.cpuUsage()
    const turns = watchTurns()
    const ms = await timed(async () => void must(await runPull({ store, session, context, now })))
    const { user, system } = process.cpuUsage(before)
    const longest = turns.stop()
    clearInterval(watch)
    delay.disable()
    const there = must(await store.count('audience', OWNER, { where: [] }))
    if (there !== rows) throw new Error(`${there} audiences were pulled, not ${rows}`)
    const late = (share: number) => Math.max(0, delay.percentile(share) / 1e6 - RESOLUTION_MS)
    console.log(
      `pull_fresh: ${rows} rows, ${((user + system) / 1e6).toFixed(1)} s of processor, event loop late p99 ${late(99).toFixed(1)} ms, at most ${(delay.max / 1e6 - RESOLUTION_MS).toFixed(1)} ms, the longest turn ${longest?.toFixed(1)} ms of processor time`,
    )
    await store.close()
    return [{ ...lineOf('pull_fresh', rows, [ms], [], peak), p99_ms: late(99) }]
  } finally {
    for (const path of [into, fresh]) await rm(path, { recursive: true, force: true })
  }
}
