// Keeps the copy here up to date: who may ask BigQuery, what changed there since the last look, and the clock for it.
import { UserId } from '../../../../shared/domain/user.ts'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import type { Remote, Row, Table } from '../face.ts'
import { ownColumns, ownSelect } from '../rows/save-sql.ts'
import { TABLES } from '../rows/tables.ts'
import { refuseOtherVersion } from '../service/schema-version.ts'
import type { LiveState } from './live.ts'
import { ofNoPush } from './refusals.ts'
import { type StateFile, withTable } from './state.ts'
import { idIn, type TakeIn, type TakenIn } from './take-in.ts'
import type { Turns } from './turns.ts'

/** A statement that began earlier may be seen later: so far back is looked for others than those that were read. */
const OVERLAP_MS = 15 * 60_000
/** How old the copy is at most while BigQuery answers. */
export const LOOK_MS = 30_000

export type ReadsDeps = {
  file: StateFile
  turns: Turns
  live: LiveState
  takeIn: TakeIn
  /** Signs in; no call is made. */
  connect(): Promise<Result<Remote>>
  log: Log
  now(): Date
  look_ms?: number | undefined
}

const shortlyBefore = (instant: string) => new Date(Date.parse(instant) - OVERLAP_MS).toISOString()
const syncedAt = (row: Row) => (typeof row.synced_at === 'string' ? row.synced_at : '')

export type Reads = ReturnType<typeof createReads>

export function createReads(deps: ReadsDeps) {
  const { file, turns, live, takeIn, connect, log, now, look_ms = LOOK_MS } = deps
  const ending = new AbortController()
  const { signal } = ending
  let remote: Promise<Result<Remote>> | null = null
  let ready: Promise<Result<Remote>> | null = null
  let under_way: Promise<Result<TakenIn>> | null = null
  let next: Promise<Result<TakenIn>> | null = null
  let timer: NodeJS.Timeout | undefined

  /** Whether what is here is of this account, and of tables that this app knows. */
  async function verified(): Promise<Result<Remote>> {
    remote ??= connect()
    const made = await remote
    if (!made.ok) {
      remote = null
      return made
    }
    const version = await refuseOtherVersion(made.value, signal)
    if (!version.ok) return version
    const account = await made.value.account(signal)
    if (!account.ok) return account
    const before = file.current.account
    if (before !== null && before !== account.value)
      return fail(
        'forbidden',
        `What is kept here is what ${before} sees; you are signed in as ${account.value}.`,
        {
          hint: `Sign in as ${before}, or choose another workspace folder.`,
        },
      )
    if (before === null) {
      const noted = await file.change(state => ({ ...state, account: account.value }))
      if (!noted.ok) return noted
    }
    live.set({ account: account.value })
    return made
  }

  /** The way to BigQuery, looked at once; after a refusal the next one who asks tries anew. */
  function contact(): Promise<Result<Remote>> {
    const asking = ready ?? verified()
    ready = asking
    const forget = () => {
      if (ready === asking) ready = null
    }
    asking.then(made => made.ok || forget(), forget)
    return asking
  }

  async function page(table: Table, rows: readonly Row[], mark: number, sum: TakenIn): Promise<Result<null>> {
    const owners = new Map<string, Row[]>()
    for (const row of rows) {
      const owner = UserId.safeParse(row.user_id)
      if (owner.success) owners.set(owner.data, [...(owners.get(owner.data) ?? []), row])
      else sum.refused.push({ id: idIn(table, row), path: 'user_id', message: 'is no profile’s id' })
    }
    for (const [owner, own] of owners) {
      const taken = await turns.alone(owner, [table.entity], () =>
        takeIn(
          table,
          owner,
          own.filter(row => !turns.since(mark, table.entity, idIn(table, row))),
        ),
      )
      if (!taken.ok) return taken
      sum.taken += taken.value.taken
      sum.refused.push(...taken.value.refused)
    }
    return ok(null)
  }

  async function readTable(from: Remote, table: Table, sum: TakenIn): Promise<Result<null>> {
    const { watermark, read, modified: before } = file.current.tables[table.entity]
    const modified = await from.modified(table.name, signal)
    if (!modified.ok) return modified
    if (modified.value === before) return ok(null)
    const after = watermark && shortlyBefore(watermark)
    const mark = turns.mark()
    const written = new Set(read)
    let newest = watermark ?? ''
    const select = ownSelect(from.target, table, { after, read })
    for await (const rows of from.query(select, ownColumns(table), signal)) {
      if (!rows.ok) return rows
      const taken = await page(table, rows.value, mark, sum)
      if (!taken.ok) return taken
      for (const row of rows.value) {
        if (syncedAt(row) > newest) newest = syncedAt(row)
        if (typeof row.written === 'string') written.add(row.written)
      }
    }
    return file.change(state =>
      withTable(state, table.entity, {
        watermark: newest === '' ? null : newest,
        read:
          newest === ''
            ? []
            : [...written].filter(micros => Number(micros) > Date.parse(shortlyBefore(newest)) * 1_000),
        modified: modified.value,
      }),
    )
  }

  async function readAll(): Promise<Result<TakenIn>> {
    const began = now().toISOString()
    ready = null
    const from = await contact()
    if (!from.ok) return from
    const sum: TakenIn = { taken: 0, refused: [] }
    for (const table of TABLES) {
      const read = await readTable(from.value, table, sum)
      if (!read.ok) return read
    }
    turns.forget()
    const noted = await file.change(state => ({ ...state, read_at: began }))
    if (!noted.ok) return noted
    live.set({ read_at: began })
    return ok(sum)
  }

  async function lookNow(): Promise<Result<TakenIn>> {
    live.set({ reading: true })
    let problem = live.current().problem
    try {
      const read = await readAll()
      if (!signal.aborted) problem = read.ok ? null : ofNoPush(read.error)
      if (problem && problem.code !== live.current().problem?.code)
        log.info('bigquery.read_failed', { code: problem.code })
      return read
    } finally {
      under_way = null
      live.set({ reading: false, problem })
      again()
    }
  }

  /** Reads what changed by now. One that is under way may have passed it already: the next one is everyone's who waits. */
  function look(): Promise<Result<TakenIn>> {
    if (!under_way) return begin()
    next ??= under_way.then(begin, begin)
    return next
  }
  function begin(): Promise<Result<TakenIn>> {
    next = null
    under_way ??= lookNow()
    return under_way
  }

  const lookQuietly = () => void look().catch(error => log.error('bigquery.read_broke', { error }))

  function again() {
    clearTimeout(timer)
    if (signal.aborted) return
    timer = setTimeout(lookQuietly, look_ms)
    timer.unref()
  }

  return {
    contact,
    look,
    lookSoon: lookQuietly,
    async close() {
      ending.abort()
      clearTimeout(timer)
      await Promise.allSettled([under_way, next])
      const made = await remote
      if (made?.ok) await made.value.close()
    },
  }
}
