// The read model of one entity of one owner: an in-memory table of its current rows, trash included.
import {
  BOOLEAN,
  type DuckDBAppender,
  type DuckDBConnection,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'
import { filesValue } from '../one-file.ts'
import { type Definition, type ModelColumn, typeOf } from './columns.ts'
import type { Bind, Duck, Row } from './duck.ts'
import type { Version } from './log-lines.ts'
import { pause } from './slices.ts'

const APPEND_SLICE = 200
const DELETE_SLICE = 5_000

type Run = (sql: string, values: Bind[]) => Promise<unknown>
/** `old`: the number of the row that the newest version replaces. */
type Change = { old: number | null; latest: Version }

/** What a loaded row tells the heads: the id's hash in halves, its number, its version, whether it is in the trash. */
export type HeadRow = (low: number, high: number, seq: number, version: number, deleted: boolean) => void

export function createModel(duck: Duck, definition: Definition, table: string) {
  let pending = new Map<string, Change>()
  let applying: Promise<void> = Promise.resolve()

  const names = ['seq', 'id', 'deleted', ...definition.model.map(column => column.name)]
  const selects = [
    'seq',
    `${definition.id} AS id`,
    'deleted',
    ...definition.model.map(column => `${column.sql} AS ${column.name}`),
  ]

  async function create() {
    const types = ['BIGINT', 'VARCHAR', 'BOOLEAN', ...definition.model.map(typeOf)]
    await duck.run(
      `CREATE TABLE ${table} (${names.map((name, index) => `${name} ${types[index]}`).join(', ')})`,
    )
  }

  /** Of each record only its newest version is kept: old ones go, be they in these parts or there before. */
  async function takeIn(run: Run, paths: string[]) {
    const files = [filesValue(paths)]
    await run(
      `INSERT INTO ${table} SELECT ${selects.join(', ')} FROM read_parquet($1, hive_partitioning = false)`,
      files,
    )
    await run(
      `DELETE FROM ${table} WHERE seq IN (
         SELECT old.seq FROM ${table} old
         JOIN (SELECT ${definition.id} AS id, max(seq) AS seq FROM read_parquet($1, hive_partitioning = false) WHERE version > 1 GROUP BY ALL) newest
         ON old.id = newest.id AND old.seq < newest.seq)`,
      files,
    )
  }

  /** Takes in the parts that are there when the workspace is opened. */
  async function load(paths: string[]) {
    if (paths.length > 0) await takeIn(duck.run, paths)
  }

  /** Takes in the parts of a bulk write. */
  const insert = (paths: string[]): Promise<void> =>
    inTurn(() => inTransaction(connection => takeIn((sql, values) => connection.run(sql, values), paths)))

  /** After what was noted until now is in the table. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = applying.then(applyNow).then(work)
    applying = turn.catch(() => {})
    return turn
  }

  const inTransaction = (work: (connection: DuckDBConnection) => Promise<void>): Promise<void> =>
    duck.use(async connection => {
      await connection.run('BEGIN')
      try {
        await work(connection)
        await connection.run('COMMIT')
      } catch (error) {
        await connection.run('ROLLBACK')
        throw error
      }
    })

  /** Notes a new version; it shows up with the next question. `old` is the number of the version it replaces. */
  function note(version: Version, id: string, old: number | null) {
    const change = pending.get(id)
    if (change) change.latest = version
    else pending.set(id, { old, latest: version })
  }

  async function applyNow() {
    const batch = pending
    if (batch.size === 0) return
    pending = new Map()
    const gone = [...batch.values()].flatMap(({ old }) => (old === null ? [] : [old]))
    await inTransaction(async connection => {
      // Binding a list holds the event loop for as long as it is.
      for (let from = 0; from < gone.length; from += DELETE_SLICE)
        await connection.run(`DELETE FROM ${table} WHERE seq IN (SELECT unnest($1::BIGINT[]))`, [
          listValue(gone.slice(from, from + DELETE_SLICE).map(BigInt)),
        ])
      const appender = await connection.createAppender(table)
      let n = 0
      for (const { latest } of batch.values()) {
        appendRow(appender, definition, latest)
        if (++n % APPEND_SLICE === 0) await pause()
      }
      appender.closeSync()
    })
  }

  /** Brings the table up to all that was noted before the call. */
  const apply = (): Promise<void> => (pending.size === 0 ? applying : inTurn(async () => {}))

  /** Streams every row's head. Hashing 1 million ids takes about half a second of DuckDB's time, little of ours. */
  async function heads(each: HeadRow) {
    await duck.use(async connection => {
      const result = await connection.stream(
        `SELECT md5_number_lower(id), seq, (version * 2 + deleted::INTEGER)::INTEGER FROM ${table}`,
      )
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        eachHead(chunk.rowCount, index => itemsOf(chunk.getColumnVector(index)), each)
      }
    })
  }

  /** Streams every row's number, ascending: sorted by DuckDB's threads, since a million would hold ours. */
  async function seqs(each: (seq: number) => void) {
    await duck.use(async connection => {
      const result = await connection.stream(`SELECT seq FROM ${table} ORDER BY seq`)
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        const items = itemsOf(chunk.getColumnVector(0))
        const halves = new Uint32Array(items.buffer, items.byteOffset, chunk.rowCount * 2)
        for (let row = 0; row < chunk.rowCount; row++) {
          each((halves[row * 2 + 1] ?? 0) * 4_294_967_296 + (halves[row * 2] ?? 0))
        }
      }
    })
  }

  return {
    create,
    seqs,
    load,
    insert,
    note,
    apply,
    heads,
    names,
    table,
    async drop() {
      await applying
      await duck.run(`DROP TABLE IF EXISTS ${table}`)
    },
    /**
     * The rows that conditions, an order and a limit ask for. First which they are, then their columns: carried through the
     * sort, or joined to it, the columns take two to four times as long. DuckDB's row ids hold within one transaction.
     * `which` picks the row ids where they aren't those of all rows.
     */
    async rows(tail: string, values: Bind[], which = 'rowid'): Promise<Row[]> {
      await apply()
      return duck.use(async connection => {
        await connection.run('BEGIN')
        try {
          const found = await connection.runAndReadAll(`SELECT ${which} FROM ${table} ${tail}`, values)
          const [ids = []] = found.getColumns()
          if (ids.length === 0) return []
          const read = await connection.runAndReadAll(
            `SELECT rowid AS place, * FROM ${table} WHERE rowid IN (SELECT unnest($1::BIGINT[]))`,
            [listValue(ids)],
          )
          const rows = new Map<unknown, Row>(read.getRowObjectsJS().map(row => [row.place, row]))
          return ids.flatMap(place => {
            const row = rows.get(place)
            return row ? [row] : []
          })
        } finally {
          await connection.run('COMMIT')
        }
      })
    },
    async query(sql: string, values: Parameters<Duck['all']>[1]): Promise<Row[]> {
      await apply()
      return duck.all(sql, values)
    },
  }
}
export type Model = ReturnType<typeof createModel>

function itemsOf(vector: unknown): ArrayBufferView {
  const items: unknown = Reflect.get(vector as object, 'items')
  if (!ArrayBuffer.isView(items)) throw new Error('DuckDB answered a vector without plain items')
  return items
}

/** Hash (UBIGINT), seq (BIGINT) and packed version (INTEGER) of a chunk, without making a bigint of any. */
export function eachHead(rows: number, column: (index: number) => ArrayBufferView, each: HeadRow) {
  const halves = (index: number) => {
    const items = column(index)
    return new Uint32Array(items.buffer, items.byteOffset, rows * 2)
  }
  const [hash, seq] = [halves(0), halves(1)]
  const packedItems = column(2)
  const packed = new Int32Array(packedItems.buffer, packedItems.byteOffset, rows)
  for (let row = 0; row < rows; row++) {
    const number = (seq[row * 2 + 1] ?? 0) * 4_294_967_296 + (seq[row * 2] ?? 0)
    const version = packed[row] ?? 0
    each(hash[row * 2] ?? 0, hash[row * 2 + 1] ?? 0, number, version >> 1, (version & 1) === 1)
  }
}

function appendRow(appender: DuckDBAppender, definition: Definition, { seq, record }: Version) {
  appender.appendBigInt(BigInt(seq))
  appender.appendVarchar(String(record[definition.id]))
  appender.appendBoolean(record.deleted === true)
  for (const column of definition.model) appendCell(appender, column, record)
  appender.endRow()
}

function appendCell(appender: DuckDBAppender, column: ModelColumn, record: Record<string, unknown>) {
  const value = column.of(record)
  if (value === null) return appender.appendNull()
  switch (column.type) {
    case 'VARCHAR':
      return appender.appendVarchar(String(value))
    case 'BIGINT':
      return appender.appendBigInt(BigInt(Number(value)))
    case 'INTEGER':
      return appender.appendValue(Number(value), INTEGER)
    case 'BOOLEAN':
      return appender.appendValue(value === true, BOOLEAN)
    case 'VARCHAR[]':
      return appender.appendList(listValue(Array.isArray(value) ? [...value] : []), LIST(VARCHAR))
  }
}
