// Rows of a save that are too many for a statement: a file, loaded into a staging table of its own.
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../../../shared/errors.ts'
import { pacer } from '../../pace.ts'
import { diskRefusal } from '../../personal/files.ts'
import type { Remote, Row, Table } from '../face.ts'
import { type PagesOfRows, pagesOf } from '../rows/pages.ts'
import { writeStaging } from '../rows/staging.ts'
import { stagingColumns } from '../rows/tables.ts'
import { passingStep, type Sent, send } from './send.ts'

const PAGE = 500

export async function* pagesIn(table: Table, rows: readonly Row[]): AsyncGenerator<PagesOfRows> {
  const pace = pacer()
  for (let from = 0; from < rows.length; from += PAGE)
    yield await pagesOf(stagingColumns(table), rows.slice(from, from + PAGE), pace)
}

export type Uploaded = { staging: string; rows: number }

/** Writes the rows as a file and loads it. No rows: no call, and no staging table. */
export async function upload(
  remote: Remote,
  table: Table,
  { folder, device, pages }: { folder: string; device: string; pages: AsyncIterable<PagesOfRows> },
  signal?: AbortSignal,
): Promise<Result<Uploaded>> {
  const staging = `stg_${table.name}_${randomBytes(8).toString('hex')}`
  const path = join(folder, `${staging}.parquet`)
  const columns = stagingColumns(table)
  try {
    await mkdir(folder, { recursive: true })
    const { rows } = await writeStaging(path, columns, pages)
    if (rows === 0) return ok({ staging, rows })
    const loaded = await remote.load(
      passingStep(device, table, 'load'),
      { file: path, table: staging, columns },
      signal,
    )
    return loaded.ok ? ok({ staging, rows }) : loaded
  } catch (error) {
    const refusal = diskRefusal(error)
    if (refusal) return refusal
    throw error
  } finally {
    await rm(path, { force: true })
  }
}

/** Takes in what was loaded. A staging table that can't be dropped runs out by itself. */
export async function takeUploaded(
  remote: Remote,
  table: Table,
  { staging, rows, device }: Uploaded & { device: string },
  signal?: AbortSignal,
): Promise<Result<Sent>> {
  const sent = await send(remote, { table, source: { staging }, rows, device }, signal)
  await remote.dropStaging(staging)
  return sent
}
