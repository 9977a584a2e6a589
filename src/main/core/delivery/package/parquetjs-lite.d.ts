// The part of parquetjs-lite that packages are written with; it comes without types of its own.
declare module 'parquetjs-lite' {
  type Field = {
    type: 'UTF8' | 'INT64' | 'DOUBLE' | 'INT32'
    statistics: false
    compression?: 'UNCOMPRESSED'
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
}
