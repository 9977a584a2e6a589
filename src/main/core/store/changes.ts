// What changed since versions were last known elsewhere: found by numbers alone, read from the parts as a stream.
import { DuckDBBlobVector } from '@duckdb/node-api'
import { ok, type Result } from '../../../shared/errors.ts'
import { recordText } from './columns.ts'
import { definitions } from './entities.ts'
import type { ChangeBatch, Changes, Entity, Span } from './face.ts'
import { damaged } from './failures.ts'
import { pacer } from './slices.ts'
import type { State } from './state.ts'

let tables = 0

const BATCH = { rows: 500, bytes: 512_000 }

/** `seq` is known elsewhere; numbers of our own making, so they may stand in the text. */
const knownSql = ({ after, except }: Span) =>
  [`seq <= ${after}`, ...except.map(([first, last]) => `seq BETWEEN ${first} AND ${last}`)].join(' OR ')

export async function changesIn(
  state: State,
  entity: Entity,
  owner: string,
  span: Span,
): Promise<Result<Changes>> {
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
      async each(side, take) {
        if (Number(counted?.size) === 0) return ok(null)
        try {
          await state.parts.sound(parts)
          await stream(side, take)
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

  function stream(side: 'mine' | 'base', take: (batch: ChangeBatch) => Promise<void> | void) {
    return state.duck.use(async connection => {
      const pace = pacer(4)
      const result = await connection.stream(
        `SELECT n, seq, ${definition.id}, encode(${recordText(definition)}) FROM read_parquet($1, hive_partitioning = false)
         JOIN ${table} ON seq = ${table}.${side}`,
        [paths(parts)],
      )
      let gathered = gather()
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) break
        const [n, seq, id, text] = [0, 1, 2, 3].map(index => chunk.getColumnVector(index))
        for (let at = 0; at < chunk.rowCount; at++) {
          gathered.add(
            Number(n?.getItem(at)),
            Number(seq?.getItem(at)),
            String(id?.getItem(at)),
            bytesOf(text, at),
          )
          await pace()
          if (!gathered.full()) continue
          const { batch } = gathered
          gathered = gather()
          await take(batch())
        }
      }
      if (!gathered.empty()) await take(gathered.batch())
    })
  }
}

function bytesOf(vector: unknown, at: number): Uint8Array {
  const bytes = vector instanceof DuckDBBlobVector ? vector.getItemBytes(at) : null
  if (!bytes) throw new Error('A record has no text')
  return bytes
}

/** Collects versions until they are worth being sent to a thread, and few enough to be made into rows in one go. */
function gather() {
  const [at, seq, id, texts]: [number[], number[], string[], Uint8Array[]] = [[], [], [], []]
  let size = 0
  return {
    empty: () => at.length === 0,
    full: () => at.length >= BATCH.rows || size >= BATCH.bytes,
    add(n: number, number: number, name: string, text: Uint8Array) {
      at.push(n)
      seq.push(number)
      id.push(name)
      texts.push(text)
      size += text.length
    },
    batch(): ChangeBatch {
      const records = new Uint8Array(size)
      let used = 0
      for (const text of texts) {
        records.set(text, used)
        used += text.length
      }
      return { at, seq, id, records }
    },
  }
}
