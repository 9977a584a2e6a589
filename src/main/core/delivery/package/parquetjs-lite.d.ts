// The part of parquetjs-lite that packages and staging files are written with; it comes without types of its own.
declare module 'parquetjs-lite' {
  type Field = {
    type: 'UTF8' | 'INT64' | 'DOUBLE' | 'INT32' | 'BOOLEAN' | 'TIMESTAMP_MICROS'
    statistics: false
    compression?: 'UNCOMPRESSED' | 'GZIP'
    optional?: true
    repeated?: true
  }
  export class ParquetSchema {
    constructor(fields: Record<string, Field>)
  }
  export class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      stream: NodeJS.WritableStream,
      options: { useDataPageV2: boolean },
    ): Promise<ParquetWriter>
    appendRow(row: Record<string, string | number>): Promise<void>
    close(): Promise<void>
  }
  /** A page with its header, and how many values (nulls and empty lists too) it stands for. */
  type Page = { page: Buffer; num_values: number }
  /** Writes what goes around pages that are made already. */
  export class ParquetEnvelopeWriter {
    constructor(
      schema: ParquetSchema,
      write: (bytes: Buffer) => Promise<void>,
      close: () => Promise<void>,
      offset: number,
      options: { useDataPageV2: false; pageIndex: false },
    )
    writeHeader(): Promise<void>
    writeRowGroup(group: { rowCount: number; pages: Record<string, Page[]> }): Promise<void>
    writeFooter(metadata: Record<string, string>): Promise<void>
  }
}
