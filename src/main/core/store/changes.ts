// What changed since versions were last known elsewhere: found by numbers alone, read from the parts as a stream.
import { DuckDBListValue, type DuckDBValue } from '@duckdb/node-api'
import { ok, type Result } from '../../../shared/errors.ts'
import { recordOf, recordSelect } from './columns.ts'
import { definitions } from './entities.ts'
import type { ChangeRow, Changes, Entity, RecordOf, Span } from './face.ts'
import { damaged } from './failures.ts'
import { pacer } from './slices.ts'
import type { State } from './state.ts'

let tables = 0

/** A list is all that DuckDB doesn't give as a plain value here. */
const plain = (value: DuckDBValue) => (value instanceof DuckDBListValue ? value.items : value)

/** `seq` is known elsewhere; numbers of our own making, so they may stand in the text. */
const knownSql = ({ after, except }: Span) =>
  [`seq <= ${after}`, ...except.map(([first, last]) => `seq BETWEEN ${first} AND ${last}`)].join(' OR ')

export async function changesIn<E extends Entity>(
  state: State,
  entity: E,
  owner: string,
  span: Span,
): Promise<Result<Changes<E>>> {
  const definition = definitions[entity]
  const parts = state.parts.of(entity, owner)
  const recent = parts.filter(part => part.max_seq > span.after && part.min_seq <= span.until)
  const table = `changes_${++tables}`
  const paths = (some: typeof parts) => state.parts.paths(some)
  const drop = () => state.duck.run(`DROP TABLE IF EXISTS ${table}`)
  await state.duck.run(`CREATE TABLE ${table} (n BIGINT, mine BIGINT, base BIGINT)`)
  try {
    if (recent.length > 0)
      await state.duck.run(
        `INSERT INTO ${table}
         WITH versions AS (
           SELECT ${definition.id} AS id, seq, (${knownSql(span)}) AS known
           FROM read_parquet($1, hive_partitioning = false)
           WHERE seq <= ${span.until} AND ${definition.id} IN (
             SELECT ${definition.id} FROM read_parquet($2, hive_partitioning = false)
             WHERE seq <= ${span.until} AND NOT (${knownSql(span)})))
         SELECT row_number() OVER (ORDER BY max(seq)) - 1, max(seq), max(seq) FILTER (known)
         FROM versions GROUP BY id HAVING NOT arg_max(known, seq)`,
        [paths(parts), paths(recent)],
      )
    const [counted] = await state.duck.all(`SELECT count(*) AS size FROM ${table}`)
    return ok({
      size: Number(counted?.size),
      async each(side, row) {
        if (Number(counted?.size) === 0) return ok(null)
        try {
          await state.parts.sound(parts)
          await stream(side, row)
          return ok(null)
        } catch (error) {
          if (!(error instanceof Error && /damaged|Parquet|IO Error/i.test(error.message))) throw error
          state.reload(entity, owner)
          return damaged(definition.folder)
        }
      },
      close: drop,
    })
  } catch (error) {
    await drop()
    throw error
  }

  function stream(side: 'mine' | 'base', row: ChangeRow<E>) {
    const [names, select] = [
      [...definition.columns.map(column => column.name), 'seq'],
      recordSelect(definition),
    ]
    return state.duck.use(async connection => {
      const pace = pacer(4)
      const result = await connection.stream(
        `SELECT n, ${select} FROM read_parquet($1, hive_partitioning = false)
         JOIN ${table} ON seq = ${table}.${side}`,
        [paths(parts)],
      )
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        const columns = Array.from({ length: chunk.columnCount }, (_, index) => chunk.getColumnVector(index))
        for (let at = 0; at < chunk.rowCount; at++) {
          const [n, ...cells] = columns.map(column => plain(column.getItem(at)))
          const found = Object.fromEntries(names.map((name, index) => [name, cells[index]]))
          const record = recordOf(definition, found) as unknown as RecordOf[E]
          await row(Number(n), { seq: Number(found.seq), record })
          await pace()
        }
      }
    })
  }
}
