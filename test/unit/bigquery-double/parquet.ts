// Parquet files as the app writes them for BigQuery: parquetjs-lite, bare repeated lists, no statistics.
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'

export type FileField = {
  type: 'UTF8' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP_MICROS' | 'JSON' | 'BYTE_ARRAY'
  optional?: boolean
  repeated?: boolean
}
type Cell = string | number | bigint | boolean | Date | object
type Library = {
  ParquetSchema: new (fields: Record<string, FileField & { statistics: false }>) => object
  ParquetWriter: {
    openStream(
      schema: object,
      stream: Writable,
      options: { useDataPageV2: boolean },
    ): Promise<{
      appendRow(row: Record<string, Cell | undefined>): Promise<void>
      close(): Promise<void>
    }>
  }
}

const load = createRequire(import.meta.url)

export async function parquetOf(
  fields: Readonly<Record<string, FileField>>,
  rows: readonly Readonly<Record<string, Cell | null>>[],
): Promise<Buffer> {
  const { ParquetSchema, ParquetWriter } = load('parquetjs-lite') as Library
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, written) {
      chunks.push(chunk)
      written()
    },
  })
  const quiet = Object.entries(fields).map(([name, field]) => [
    name,
    { ...field, statistics: false as const },
  ])
  const writer = await ParquetWriter.openStream(new ParquetSchema(Object.fromEntries(quiet)), stream, {
    useDataPageV2: false,
  })
  for (const row of rows) {
    await writer.appendRow(
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell ?? undefined])),
    )
  }
  await writer.close()
  return Buffer.concat(chunks)
}
