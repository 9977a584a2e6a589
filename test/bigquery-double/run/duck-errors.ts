// DuckDB's complaints in BigQuery's words.
import { GoogleError, invalidQuery } from '../errors.ts'

const RULES: readonly [RegExp, (found: RegExpExecArray) => string][] = [
  [/Referenced column "([^"]+)" (?:was )?not found/, found => `Unrecognized name: ${found[1]}`],
  [/Referenced table "([^"]+)" not found/, found => `Unrecognized name: ${found[1]}`],
  [
    /"([^"]+)" does not have a column named "([^"]+)"/,
    found => `Name ${found[2]} not found inside ${found[1]}`,
  ],
  [/Ambiguous reference to column name "([^"]+)"/, found => `Column name ${found[1]} is ambiguous`],
  [/NOT NULL constraint failed: \S+\.(\S+)/, found => `Required field ${found[1]} cannot be null`],
]

export function asGoogle(error: unknown): GoogleError {
  if (error instanceof GoogleError) return error
  const message = error instanceof Error ? error.message : String(error)
  for (const [pattern, say] of RULES) {
    const found = pattern.exec(message)
    if (found) return invalidQuery(say(found))
  }
  return invalidQuery(message.split('\n')[0]?.replace(/^[A-Z][A-Za-z ]+ Error: /, '') ?? message)
}
