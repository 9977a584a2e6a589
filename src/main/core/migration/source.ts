// One user's rows of one kind in the reference's files: what they are called, what becomes of each, and their content.
import { DuckDBBlobVector } from '@duckdb/node-api'
import { pacer } from '../pace.ts'
import type { Stamps } from '../store/face.ts'
import type { SourceDuck } from './duck.ts'
import { BrokenFile, whyUnreadable } from './errors.ts'
import { type FileColumns, KEYS, keysSql, linesSql, quoted } from './file-sql.ts'
import type { History, MigratedEntity, SourceFile } from './terms.ts'

const MAX_VERSION = 2_147_483_647
const BATCH = { rows: 500, bytes: 512_000 }

export type Unreadable = { file: number; message: string; rows: number | null }
/** A record that is here, and differs in time from the folder's newest row of it. */
export type Moved = { id: string; version: number; here: number; newest: number; file: number; row: number }
export type Planned = { rows: number; nameless: number; unchanged: number; moved: Moved[] }
/** `lines` as `map-batch.ts` takes them. */
export type FileRows = { file: number; rows: number }
export type LineBatch = { lines: Uint8Array<ArrayBuffer>; rows: number }

/** A list as rows. It is bound as JSON: DuckDB takes no empty list whose type it isn't told. */
const unnested = (value: number, type = 'VARCHAR') => `unnest(from_json($${value}, '["${type}"]'))`

export function createSource(duck: SourceDuck, files: readonly SourceFile[]) {
  const columns = new Map<number, FileColumns>()
  const patternAt = (file: number) => files[file]?.pattern ?? ''

  async function columnsOf(file: number): Promise<FileColumns> {
    const known = columns.get(file)
    if (known) return known
    const described = await duck.all('DESCRIBE SELECT * FROM read_parquet($1, hive_partitioning = false)', [
      patternAt(file),
    ])
    const found = new Map(described.map(row => [String(row.column_name), String(row.column_type)]))
    columns.set(file, found)
    return found
  }

  /** Reads what the rows of these files are called, into the table of their entity. */
  async function readKeys(entity: MigratedEntity, numbers: readonly number[]): Promise<Unreadable[]> {
    const unreadable: Unreadable[] = []
    await duck.run(`CREATE OR REPLACE TABLE keys_${entity} (${KEYS})`)
    await duck.run(`CREATE OR REPLACE TABLE here_${entity} (id VARCHAR, version INTEGER, saved BIGINT)`)
    for (const number of numbers) {
      const file = files[number]
      if (!file) continue
      try {
        const sql = keysSql(entity, file, number, await columnsOf(number))
        await duck.run(`INSERT INTO keys_${entity} ${sql}`, [file.pattern])
      } catch (error) {
        unreadable.push({ file: number, message: whyUnreadable(error), rows: null })
      }
    }
    return unreadable
  }

  const noteHere = (entity: MigratedEntity, { id, version, updated_at }: Stamps) =>
    duck.run(
      `INSERT INTO here_${entity} SELECT ${unnested(1)}, ${unnested(2, 'INTEGER')}, ${unnested(3, 'BIGINT')}`,
      [JSON.stringify(id), JSON.stringify(version), JSON.stringify(updated_at)],
    )

  /** Compares with what is here. The rows of new records are planned at once; those of others as `follow` says. */
  async function plan(entity: MigratedEntity): Promise<Planned> {
    await duck.run(`CREATE OR REPLACE TABLE plan_${entity} AS
      SELECT keys.*, 0::INTEGER AS base FROM keys_${entity} keys
      WHERE id IS NULL OR id NOT IN (SELECT id FROM here_${entity})`)
    const newest = `SELECT id, max(updated) // 1000 AS newest, arg_max(file, updated) AS file, arg_max(nr, updated) AS nr
      FROM keys_${entity} WHERE id IS NOT NULL GROUP BY id`
    const [counted] = await duck.all(
      `SELECT (SELECT count(*) FROM keys_${entity}) AS rows, (SELECT count(*) FROM keys_${entity} WHERE id IS NULL) AS nameless,
        (SELECT count(*) FROM (${newest}) JOIN here_${entity} USING (id) WHERE newest = saved) AS unchanged`,
    )
    const moved = await duck.all(
      `SELECT id, version, saved, newest, file, nr FROM (${newest}) JOIN here_${entity} USING (id) WHERE newest != saved ORDER BY file, nr`,
    )
    return {
      rows: Number(counted?.rows),
      nameless: Number(counted?.nameless),
      unchanged: Number(counted?.unchanged),
      moved: moved.map(row => ({
        id: String(row.id),
        version: Number(row.version),
        here: Number(row.saved),
        newest: Number(row.newest),
        file: Number(row.file),
        row: Number(row.nr),
      })),
    }
  }

  /** Plans those rows of a record that is here which are newer than it. */
  const follow = (entity: MigratedEntity, ids: readonly string[]) =>
    duck.run(
      `INSERT INTO plan_${entity} SELECT keys.*, here.version FROM keys_${entity} keys JOIN here_${entity} here USING (id)
       WHERE id IN (SELECT ${unnested(1)}) AND updated // 1000 > here.saved`,
      [JSON.stringify(ids)],
    )

  /**
   * What distributions are told of audiences and platforms: all that are here or come, without the lost ones, and the
   * versions they have, by when those were saved. Of rows that were mapped now it is known which became versions; of
   * others, rows of one time are taken for one.
   */
  async function nameOthers(
    entity: 'audience' | 'platform',
    lost: readonly string[],
    histories: readonly History[],
  ): Promise<void> {
    await duck.run(
      `CREATE OR REPLACE TABLE named_${entity} AS
       SELECT id, arg_max(coalesce(name, type, id), updated) AS name, arg_max(type, updated) AS type,
         list(DISTINCT {saved: updated // 1000, name: coalesce(name, type, id)}) AS versions
       FROM keys_${entity} WHERE id IS NOT NULL
         AND (id NOT IN (SELECT ${unnested(1)}) OR id IN (SELECT id FROM here_${entity})) GROUP BY id`,
      [JSON.stringify(lost)],
    )
    await duck.run(
      `UPDATE named_${entity} SET versions = told.versions FROM (
         SELECT unnest(from_json($1, '[{"id":"VARCHAR","versions":[{"saved":"BIGINT","name":"VARCHAR"}]}]'), recursive := true)
       ) told WHERE named_${entity}.id = told.id`,
      [JSON.stringify(histories)],
    )
  }

  /** Ids that planned distributions name, of records that are here and not in the files. */
  async function onlyHere(entity: 'audience' | 'platform'): Promise<string[]> {
    const rows = await duck.all(
      `SELECT DISTINCT ${entity}_id AS id FROM plan_distribution WHERE ${entity}_id IN (SELECT id FROM here_${entity})
        AND ${entity}_id NOT IN (SELECT id FROM named_${entity})`,
    )
    return rows.map(row => String(row.id))
  }

  const nameOther = (entity: 'audience' | 'platform', id: string, name: string, type: string | null) =>
    duck.run(`INSERT INTO named_${entity} VALUES ($1, $2, $3, [])`, [id, name, type])

  /** Planned rows of each file: of records that have no other, or of those that have several. */
  async function counts(entity: MigratedEntity, which: 'single' | 'several'): Promise<FileRows[]> {
    const many = `id IN ${several(entity)}`
    const rows = await duck.all(
      `SELECT file, count(*) AS rows FROM plan_${entity}
       WHERE ${which === 'several' ? many : `id IS NULL OR NOT (${many})`} GROUP BY file ORDER BY file`,
    )
    return rows.map(row => ({ file: Number(row.file), rows: Number(row.rows) }))
  }

  function keySql(entity: MigratedEntity, user: string): { key: string; joins: string } {
    const of = (name: 'audience' | 'platform') =>
      `LEFT JOIN named_${name} ON named_${name}.id = plan.${name}_id`
    const then = (name: 'audience' | 'platform') =>
      `list_filter(named_${name}.versions, lambda past: past.saved <= plan.created // 1000)`
    // As it was called then; what came about only later, as it was called first.
    const called = (name: 'audience' | 'platform') =>
      `coalesce(list_max(${then(name)}).name, list_min(named_${name}.versions).name, named_${name}.name)`
    const run =
      entity === 'distribution'
        ? `, audience_id: plan.audience_id, audience_name: ${called('audience')}, platform_id: plan.platform_id,
           audience_version: greatest(1, least(len(${then('audience')}), coalesce(here_audience.version, ${MAX_VERSION}))),
           platform_name: ${called('platform')}, platform_type: named_platform.type`
        : ''
    return {
      key: `to_json({file: plan.file, row: plan.nr, "user": ${quoted(user)}, id: plan.id, given: plan.given,
        created: plan.created // 1000, updated: plan.updated // 1000, base: plan.base${run}})::VARCHAR`,
      joins:
        entity === 'distribution'
          ? `${of('audience')} ${of('platform')} LEFT JOIN here_audience ON here_audience.id = plan.audience_id`
          : '',
    }
  }

  const several = (entity: MigratedEntity) =>
    `(SELECT id FROM plan_${entity} WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1)`

  /** Lines of a statement's answer in batches; a record's rows stay together. The columns are its id and its line. */
  async function* batches(sql: string, values: string[]): AsyncGenerator<LineBatch> {
    const pace = pacer(4)
    const broken = (error: unknown): never => {
      throw new BrokenFile(error)
    }
    const result = await duck.connection.stream(sql, values).catch(broken)
    let [lines, size]: [Uint8Array[], number] = [[], 0]
    let last: unknown = null
    const batch = (): LineBatch => {
      const whole = { lines: new Uint8Array(Buffer.allocUnsafeSlow(size).buffer), rows: lines.length }
      let used = 0
      for (const line of lines) {
        whole.lines.set(line, used)
        used += line.length
      }
      ;[lines, size] = [[], 0]
      return whole
    }
    for (;;) {
      const chunk = await result.fetchChunk().catch(broken)
      if (!chunk || chunk.rowCount === 0) break
      const [ids, texts] = [chunk.getColumnVector(0), chunk.getColumnVector(1)]
      for (let at = 0; at < chunk.rowCount; at++) {
        const id = ids.getItem(at)
        const full = lines.length >= BATCH.rows || size >= BATCH.bytes
        if (full && (id === null || id !== last)) yield batch()
        last = id
        const line = texts instanceof DuckDBBlobVector ? texts.getItemBytes(at) : null
        if (!line) throw new Error('A row has no text')
        // Its memory is DuckDB's until the next chunk.
        lines.push(line.slice())
        size += line.length
        await pace()
      }
    }
    if (lines.length > 0) yield batch()
  }

  /** Planned rows of one file whose records have no other planned row. */
  async function* single(entity: MigratedEntity, user: string, file: number): AsyncGenerator<LineBatch> {
    const { key, joins } = keySql(entity, user)
    const from = `JOIN plan_${entity} plan ON plan.file = ${file} AND plan.nr = source.file_row_number ${joins}
      WHERE plan.id IS NULL OR NOT (plan.id IN ${several(entity)})`
    yield* batches(linesSql(await columnsOf(file), key, 'plan.id,', from), [patternAt(file)])
  }

  /** Planned rows of the records that have several, each record's together and the oldest first. */
  async function* together(
    entity: MigratedEntity,
    user: string,
    numbers: readonly number[],
  ): AsyncGenerator<LineBatch> {
    const { key, joins } = keySql(entity, user)
    const parts: string[] = []
    for (const file of numbers) {
      const from = `JOIN plan_${entity} plan ON plan.file = ${file} AND plan.nr = source.file_row_number ${joins}
        WHERE plan.id IN ${several(entity)}`
      const more = 'plan.id AS id, plan.updated AS updated, plan.file AS file, plan.nr AS nr,'
      parts.push(linesSql(await columnsOf(file), key, more, from).replaceAll('$1', `$${parts.length + 1}`))
    }
    if (parts.length === 0) return
    const sql = `SELECT id, line FROM (${parts.join(' UNION ALL ')}) ORDER BY id, updated, file, nr`
    yield* batches(sql, numbers.map(patternAt))
  }

  /** Whether the file's planned rows can be read to their end; why not. */
  async function faultOf(entity: MigratedEntity, user: string, file: number): Promise<string | null> {
    try {
      const { key, joins } = keySql(entity, user)
      const from = `JOIN plan_${entity} plan ON plan.file = ${file} AND plan.nr = source.file_row_number ${joins}`
      const sql = linesSql(await columnsOf(file), key, '', from)
      await duck.all(`SELECT sum(octet_length(line)) AS size FROM (${sql})`, [patternAt(file)])
      return null
    } catch (error) {
      return whyUnreadable(error)
    }
  }

  const leaveOut = (entity: MigratedEntity, file: number) =>
    duck.run(`DELETE FROM plan_${entity} WHERE file = ${file}`)

  return {
    readKeys,
    noteHere,
    plan,
    follow,
    nameOthers,
    onlyHere,
    nameOther,
    counts,
    single,
    together,
    faultOf,
    leaveOut,
  }
}
export type Source = ReturnType<typeof createSource>
