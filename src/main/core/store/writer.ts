// Writes Parquet parts into the tmp folder: a DuckDB of its own with one thread, so that saves and searches don't feel it.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { filesValue, patternOf } from '../one-file.ts'
import { type Definition, partColumns, partSelect, stagedSource } from './columns.ts'
import { type Duck, openDuck } from './duck.ts'
import type { Layout } from './layout.ts'
import type { Version } from './log-lines.ts'
import { fingerprint } from './parts.ts'
import { pacer } from './slices.ts'
import { tmpPath } from './tmp-path.ts'

/** Rows of a Parquet row group: what a look-up by number has to read. A multiple of DuckDB's 2,048-row vectors. */
export const GROUP_ROWS = 2_048
/** A part that has passed this many rows is closed. */
export const PART_ROWS = 50_000
/** So is one that has passed this many bytes. */
export const PART_BYTES = 48_000_000

const OPTIONS = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS}`

export type WrittenPart = {
  tmp: string
  rows: number
  min_seq: number
  max_seq: number
  bytes: number
  sha256: string
}

export type NdjsonFile = { write(record: object): Promise<void>; close(): Promise<void> }

/** A file of records, a line each, written in slices. It needs no sync: it is only the way into DuckDB. */
export function openNdjson(path: string): NdjsonFile {
  const out = createWriteStream(path)
  const [pace, done] = [pacer(), finished(out)]
  done.catch(() => {})
  return {
    async write(record) {
      if (!out.write(`${JSON.stringify(record)}\n`)) await Promise.race([once(out, 'drain'), done])
      await pace()
    },
    close() {
      out.end()
      return done
    },
  }
}

export async function writeNdjson(path: string, versions: Iterable<Version>): Promise<void> {
  const file = openNdjson(path)
  for (const { seq, record } of versions) await file.write({ ...record, seq })
  await file.close()
}

export function createWriter(layout: Layout) {
  async function withDuck<T>(threads: number, work: (duck: Duck) => Promise<T>): Promise<T> {
    const duck = await openDuck({
      folder: layout.folder,
      temp: layout.tmp,
      threads,
      memoryMb: 768,
      connections: threads,
    })
    try {
      return await work(duck)
    } finally {
      duck.close()
    }
  }

  async function described(duck: Duck, path: string): Promise<WrittenPart> {
    const rows = await duck.all(
      'SELECT count(*) AS rows, min(seq) AS low, max(seq) AS high FROM read_parquet($1, hive_partitioning = false)',
      [patternOf(path)],
    )
    const print = await fingerprint(path)
    if (!print) throw new Error('A part vanished while it was written')
    const [row] = rows
    return {
      tmp: path,
      rows: Number(row?.rows),
      min_seq: Number(row?.low),
      max_seq: Number(row?.high),
      ...print,
    }
  }

  return {
    /** The rows of a part that is still open, then new ones, in the order of their numbers. */
    append(definition: Definition, old: string | null, versions: readonly Version[]): Promise<WrittenPart> {
      return withDuck(1, async duck => {
        const [staged, target] = [tmpPath(layout, 'ndjson'), tmpPath(layout, 'parquet')]
        try {
          await writeNdjson(staged, versions)
          const fresh = `SELECT ${partSelect(definition, 'seq')} FROM ${stagedSource(definition)}`
          const all = old
            ? `SELECT ${partColumns(definition).join(', ')} FROM read_parquet($3, hive_partitioning = false) UNION ALL ${fresh}`
            : fresh
          const source = patternOf(staged)
          await duck.run(
            `COPY (${all}) TO $2 (${OPTIONS})`,
            old ? [source, target, patternOf(old)] : [source, target],
          )
          return await described(duck, target)
        } catch (error) {
          await rm(target, { force: true })
          throw error
        } finally {
          await rm(staged, { force: true })
        }
      })
    },

    /** Whose rows a data file has. */
    ownerOf(path: string): Promise<string> {
      return withDuck(1, async duck => {
        const sql = 'SELECT any_value(owner_id) AS owner FROM read_parquet($1, hive_partitioning = false)'
        const [row] = await duck.all(sql, [patternOf(path)])
        return String(row?.owner)
      })
    },

    /**
     * The rows of a copy that these parts don't have. Of a record that was saved anew since, versions that would come
     * after a newer save stay out: a version has one meaning.
     */
    missing(definition: Definition, copy: string, parts: readonly string[]): Promise<WrittenPart> {
      return withDuck(1, async duck => {
        const target = tmpPath(layout, 'parquet')
        const here = `read_parquet($3, hive_partitioning = false) AS h`
        const absent = (condition: string) => `NOT EXISTS (SELECT 1 FROM ${here} WHERE ${condition})`
        const same = `h.${definition.id} = b.${definition.id}`
        const fresh = [
          absent('h.seq = b.seq'),
          absent(`${same} AND h.version = b.version`),
          absent(`${same} AND h.seq > b.seq AND h.version < b.version`),
        ].join(' AND ')
        const rows = `SELECT ${partColumns(definition).join(', ')} FROM read_parquet($1, hive_partitioning = false) AS b`
        const sql = parts.length > 0 ? `${rows} WHERE ${fresh}` : rows
        const source = patternOf(copy)
        const values = parts.length > 0 ? [source, target, filesValue(parts)] : [source, target]
        await duck.run(`COPY (${sql} ORDER BY seq) TO $2 (${OPTIONS})`, values)
        return await described(duck, target)
      })
    },

    /**
     * Staged files as parts of about 50,000 rows. `first` numbers a file's rows in their order; null when they carry
     * numbers. Numbering keeps one file to one thread, so two files are written at a time.
     */
    split(definition: Definition, files: readonly { path: string; first: number | null }[]) {
      return withDuck(2, async duck => {
        async function convert({ path, first }: { path: string; first: number | null }) {
          const folder = tmpPath(layout, 'parts')
          const seq = first === null ? 'seq' : `(${first - 1} + row_number() OVER ())::BIGINT`
          const source = `SELECT ${partSelect(definition, seq)} FROM ${stagedSource(definition)}`
          await duck.run(
            `COPY (${source}) TO $2 (${OPTIONS}, ROW_GROUPS_PER_FILE ${Math.ceil(PART_ROWS / GROUP_ROWS)})`,
            [patternOf(path), folder],
          )
          // Not by a pattern: a workspace may have brackets in its name.
          const names = (await readdir(folder)).filter(name => name.endsWith('.parquet')).sort()
          const parts: WrittenPart[] = []
          for (const name of names) parts.push(await described(duck, join(folder, name)))
          return parts
        }
        const parts = await Promise.all(files.map(convert))
        return parts.flat().sort((a, b) => a.min_seq - b.min_seq)
      })
    },
  }
}
export type Writer = ReturnType<typeof createWriter>
