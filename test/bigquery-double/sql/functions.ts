// The functions the double knows, each as DuckDB text; any other is refused.
import { quoteText } from '../engine.ts'
import type { Context } from './cursor.ts'

type Emit = (args: readonly string[], context: Context) => string
type Known = { least: number; most: number; emit: Emit }

const plain = (name: string, least: number, most = least): Known => ({
  least,
  most,
  emit: args => `${name}(${args.join(', ')})`,
})
const made = (least: number, most: number, emit: Emit): Known => ({ least, most, emit })

const MICROS: Readonly<Record<string, number>> = {
  MICROSECOND: 1,
  MILLISECOND: 1_000,
  SECOND: 1_000_000,
  MINUTE: 60_000_000,
  HOUR: 3_600_000_000,
  DAY: 86_400_000_000,
}
/** Microseconds of a unit of fixed length; null for months and years. */
export const microsOf = (unit: string) => MICROS[unit.toUpperCase()] ?? null

const scalarAt = (json: string, path: string) =>
  `CASE WHEN json_type(${json}, ${path}) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ` +
  `ELSE json_extract_string(${json}, ${path}) END`

/** A scalar of a JSON value: of another type it is an error, or NULL for the lax ones. */
const scalarOf = (types: string, duck: string, lax: boolean) =>
  made(1, 1, ([json]) => {
    const text = `json_extract_string(${json}, '$')`
    if (lax) return `TRY_CAST(${text} AS ${duck})`
    const wrong = "error('The provided JSON input is of another type')"
    const known = `json_type(${json}) IN (${types})`
    return `CASE WHEN ${json} IS NULL THEN NULL WHEN ${known} THEN CAST(${text} AS ${duck}) ELSE ${wrong} END`
  })
const WHOLE = "'BIGINT', 'UBIGINT'"
const NUMBER = `${WHOLE}, 'DOUBLE'`

export const SCALARS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['COALESCE', plain('coalesce', 1, 100)],
  ['IFNULL', plain('coalesce', 2)],
  ['NULLIF', plain('nullif', 2)],
  ['IF', made(3, 3, ([test, yes, no]) => `CASE WHEN ${test} THEN ${yes} ELSE ${no} END`)],
  ['GREATEST', plain('greatest', 1, 100)],
  ['LEAST', plain('least', 1, 100)],
  ['ABS', plain('abs', 1)],
  ['ROUND', plain('round', 1, 2)],
  ['FLOOR', plain('floor', 1)],
  ['CEIL', plain('ceil', 1)],
  ['MOD', plain('mod', 2)],
  ['SAFE_DIVIDE', made(2, 2, ([a, b]) => `(CAST(${a} AS DOUBLE) / nullif(${b}, 0))`)],
  ['LOWER', plain('lower', 1)],
  ['UPPER', plain('upper', 1)],
  ['TRIM', plain('trim', 1, 2)],
  ['LENGTH', plain('length', 1)],
  ['CHAR_LENGTH', plain('length', 1)],
  ['BYTE_LENGTH', made(1, 1, ([text]) => `octet_length(encode(${text}))`)],
  ['SUBSTR', plain('substr', 2, 3)],
  ['REPLACE', plain('replace', 3)],
  ['REVERSE', plain('reverse', 1)],
  ['CONCAT', made(1, 100, args => `(${args.join(' || ')})`)],
  ['STARTS_WITH', plain('starts_with', 2)],
  ['ENDS_WITH', plain('ends_with', 2)],
  ['STRPOS', plain('strpos', 2)],
  ['REGEXP_CONTAINS', plain('regexp_matches', 2)],
  ['TO_HEX', made(1, 1, ([bytes]) => `lower(hex(${bytes}))`)],
  ['SHA256', made(1, 1, ([text]) => `unhex(sha256(${text}))`)],
  ['GENERATE_UUID', made(0, 0, () => 'CAST(uuid() AS VARCHAR)')],
  ['SESSION_USER', made(0, 0, (_, { principal }) => quoteText(principal))],
  ['CURRENT_TIMESTAMP', made(0, 0, (_, { now }) => now)],
  ['CURRENT_DATE', made(0, 0, (_, { now }) => `CAST(CAST(${now} AS TIMESTAMP) AS DATE)`)],
  ['DATE', made(1, 1, ([instant]) => `CAST(CAST(${instant} AS TIMESTAMP) AS DATE)`)],
  ['TIMESTAMP', made(1, 1, ([text]) => `CAST(${text} AS TIMESTAMP WITH TIME ZONE)`)],
  ['TIMESTAMP_MICROS', plain('make_timestamptz', 1)],
  ['TIMESTAMP_MILLIS', made(1, 1, ([ms]) => `make_timestamptz((${ms}) * 1000)`)],
  ['TIMESTAMP_SECONDS', made(1, 1, ([s]) => `make_timestamptz((${s}) * 1000000)`)],
  ['UNIX_MICROS', plain('epoch_us', 1)],
  ['UNIX_MILLIS', plain('epoch_ms', 1)],
  ['UNIX_SECONDS', made(1, 1, ([instant]) => `(epoch_us(${instant}) // 1000000)`)],
  ['FORMAT_TIMESTAMP', made(2, 2, ([form, instant]) => `strftime(CAST(${instant} AS TIMESTAMP), ${form})`)],
  // A NULL is the text `null` for TO_JSON_STRING, the same as JSON's null.
  ['TO_JSON_STRING', made(1, 1, ([value]) => `coalesce(CAST(to_json(${value}) AS VARCHAR), 'null')`)],
  ['TO_JSON', made(1, 1, ([value]) => `coalesce(to_json(${value}), CAST('null' AS JSON))`)],
  ['JSON_VALUE', made(2, 2, ([json, path]) => scalarAt(`${json}`, `${path}`))],
  ['JSON_QUERY', plain('json_extract', 2)],
  ['JSON_VALUE_ARRAY', made(2, 2, ([json, path]) => `json_extract_string(${json}, ${path} || '[*]')`)],
  ['INT64', scalarOf(WHOLE, 'BIGINT', false)],
  ['FLOAT64', scalarOf(NUMBER, 'DOUBLE', false)],
  ['BOOL', scalarOf("'BOOLEAN'", 'BOOLEAN', false)],
  ['STRING', scalarOf("'VARCHAR'", 'VARCHAR', false)],
  ['LAX_INT64', scalarOf(WHOLE, 'BIGINT', true)],
  ['LAX_FLOAT64', scalarOf(NUMBER, 'DOUBLE', true)],
  ['JSON_TYPE', made(1, 1, ([json]) => `lower(json_type(${json}))`)],
  ['ARRAY_LENGTH', plain('len', 1)],
  ['ARRAY_TO_STRING', plain('array_to_string', 2)],
  ['ARRAY_CONCAT', made(1, 100, args => args.reduce((all, one) => `list_concat(${all}, ${one})`))],
  ['ARRAY_REVERSE', plain('list_reverse', 1)],
  ['ERROR', plain('error', 1)],
])

/** Functions over many rows. All may have OVER; those in `WINDOW_ONLY` must. */
export const AGGREGATES: ReadonlyMap<string, string> = new Map([
  ['COUNT', 'count'],
  ['COUNTIF', 'count_if'],
  ['SUM', 'sum'],
  ['AVG', 'avg'],
  ['MIN', 'min'],
  ['MAX', 'max'],
  ['ANY_VALUE', 'any_value'],
  ['ARRAY_AGG', 'list'],
  ['STRING_AGG', 'string_agg'],
  ['LOGICAL_AND', 'bool_and'],
  ['LOGICAL_OR', 'bool_or'],
  ['ROW_NUMBER', 'row_number'],
  ['RANK', 'rank'],
  ['DENSE_RANK', 'dense_rank'],
  ['LAG', 'lag'],
  ['LEAD', 'lead'],
  ['FIRST_VALUE', 'first_value'],
  ['LAST_VALUE', 'last_value'],
])
export const WINDOW_ONLY = new Set([
  'ROW_NUMBER',
  'RANK',
  'DENSE_RANK',
  'LAG',
  'LEAD',
  'FIRST_VALUE',
  'LAST_VALUE',
])
