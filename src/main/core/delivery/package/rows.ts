// The segments as rows: CSV, JSON lines and Parquet hold the same columns.
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import type { Segment } from '../../../../shared/domain/audience.ts'
import { toCsv } from './csv.ts'

export const ROW_FORMATS = ['csv', 'jsonl', 'parquet'] as const
export type RowFormat = (typeof ROW_FORMATS)[number]

const COLUMNS = [
  'position',
  'segment_id',
  'name',
  'size',
  'size_percentage',
  'characteristics',
  'prizm_segments',
] as const
type Row = Record<(typeof COLUMNS)[number], string | number>

/** JSON as text in the columns whose values aren't plain. `position` counts from 1. */
const rowOf = (segment: Segment, index: number): Row => ({
  position: index + 1,
  segment_id: segment.segment_id,
  name: segment.name,
  size: segment.size,
  size_percentage: segment.size_percentage,
  characteristics: JSON.stringify(segment.characteristics),
  prizm_segments: JSON.stringify(segment.prizm_segments),
})

/**
 * Loaded when first needed, and by Node itself: it sets names that were never declared, which fails in a module of a
 * build.
 */
function parquetjs() {
  const load = createRequire(import.meta.url)
  return load('parquetjs-lite') as typeof import('parquetjs-lite')
}

/** Statistics are off: parquetjs-lite writes those of texts in an order that readers don't expect. */
async function toParquet(segments: readonly Segment[]): Promise<Buffer> {
  const parquet = parquetjs()
  const text = { type: 'UTF8', statistics: false } as const
  const schema = new parquet.ParquetSchema({
    position: { type: 'INT32', statistics: false },
    segment_id: text,
    name: text,
    size: { type: 'INT64', statistics: false },
    size_percentage: { type: 'DOUBLE', statistics: false },
    characteristics: text,
    prizm_segments: text,
  })
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, written) {
      chunks.push(chunk)
      written()
    },
  })
  // Older readers know only the first version of data pages.
  const writer = await parquet.ParquetWriter.openStream(schema, stream, { useDataPageV2: false })
  for (const [index, segment] of segments.entries()) await writer.appendRow(rowOf(segment, index))
  await writer.close()
  return Buffer.concat(chunks)
}

export async function rowsAs(format: RowFormat, segments: readonly Segment[]): Promise<Buffer> {
  switch (format) {
    case 'csv':
      return Buffer.from(
        toCsv(
          COLUMNS,
          segments.map((segment, index) => {
            const row = rowOf(segment, index)
            return COLUMNS.map(column => row[column])
          }),
        ),
      )
    case 'jsonl':
      // Values as they are: JSON holds them.
      return Buffer.from(
        segments.map((segment, index) => `${JSON.stringify({ position: index + 1, ...segment })}\n`).join(''),
      )
    case 'parquet':
      return toParquet(segments)
  }
}
