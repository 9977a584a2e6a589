// DuckDB in memory, behind one lock: it computes what the double was asked for, in BigQuery's order.
import { DuckDBInstance, DuckDBScalarFunction, type DuckDBValue, VARCHAR } from '@duckdb/node-api'
import { canonicalJson } from './json-text.ts'

export type Column = { name: string; duck: string }
export type Table = { columns: Column[]; rows: DuckDBValue[][] }

export interface Engine {
  run(sql: string): Promise<void>
  query(sql: string): Promise<Table>
  /** Names and types of a query's columns; nothing is computed. */
  describe(sql: string): Promise<Column[]>
  /** As plain JavaScript values: for tests that look at what is there. */
  plain(sql: string): Promise<Record<string, unknown>[]>
  /** Work runs after all earlier work, alone. */
  alone<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

export const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`

/** DuckDB's texts end at a NUL character. */
export function quoteText(text: string): string {
  const pieces = text.split('\0').map(piece => `'${piece.replaceAll("'", "''")}'`)
  return pieces.length === 1 ? (pieces[0] ?? "''") : `(${pieces.join(' || chr(0) || ')})`
}

function jsonFunction(name: string, round: boolean) {
  return DuckDBScalarFunction.create({
    name,
    returnType: VARCHAR,
    parameterTypes: [VARCHAR],
    mainFunction(info, chunk, output) {
      const texts = chunk.getColumnVector(0)
      for (let at = 0; at < chunk.rowCount; at++) {
        const text = texts.getItem(at)
        try {
          output.setItem(at, text === null ? null : canonicalJson(String(text), round))
        } catch (error) {
          info.setError(error instanceof Error ? error.message : String(error))
          return
        }
      }
      output.flush()
    },
  })
}

export async function openEngine(): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run("SET TimeZone='UTC'")
  connection.registerScalarFunction(jsonFunction('bq_json_exact', false))
  connection.registerScalarFunction(jsonFunction('bq_json_round', true))

  let last: Promise<unknown> = Promise.resolve()
  return {
    async run(sql) {
      await connection.run(sql)
    },
    async query(sql) {
      const result = await connection.runAndReadAll(sql)
      const types = result.columnTypes().map(type => (type.alias === 'JSON' ? 'JSON' : String(type)))
      const columns = result.columnNames().map((name, at) => ({ name, duck: types[at] ?? '' }))
      return { columns, rows: result.getRows() }
    },
    async describe(sql) {
      const rows = (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRowObjectsJS()
      return rows.map(row => ({ name: String(row.column_name), duck: String(row.column_type) }))
    },
    async plain(sql) {
      return (await connection.runAndReadAll(sql)).getRowObjectsJS()
    },
    alone(work) {
      const next = last.then(work, work)
      last = next.catch(() => undefined)
      return next
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
