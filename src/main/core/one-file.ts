// A path as DuckDB's readers take it: as a pattern, which names of files and folders may look like.
import { type DuckDBListValue, listValue } from '@duckdb/node-api'

/** The pattern of this one path, whatever brackets, stars and question marks are in it. */
export const patternOf = (path: string): string => path.replace(/[*?[]/g, '[$&]')

/** For `read_parquet($1)`: these files, and none beside them that their names would match as patterns. */
export const filesValue = (paths: readonly string[]): DuckDBListValue => listValue(paths.map(patternOf))
