// Values of DuckDB as cells that JSON can carry without losing a digit.
import {
  DuckDBArrayType,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  DuckDBUnionType,
  type DuckDBValue,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api'
import type { Cell, ColumnKind } from '../../../../shared/contract/queries.ts'

const KINDS: Partial<Record<DuckDBTypeId, ColumnKind>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'number',
  [DuckDBTypeId.SMALLINT]: 'number',
  [DuckDBTypeId.INTEGER]: 'number',
  [DuckDBTypeId.BIGINT]: 'number',
  [DuckDBTypeId.UTINYINT]: 'number',
  [DuckDBTypeId.USMALLINT]: 'number',
  [DuckDBTypeId.UINTEGER]: 'number',
  [DuckDBTypeId.UBIGINT]: 'number',
  [DuckDBTypeId.HUGEINT]: 'number',
  [DuckDBTypeId.UHUGEINT]: 'number',
  [DuckDBTypeId.FLOAT]: 'number',
  [DuckDBTypeId.DOUBLE]: 'number',
  [DuckDBTypeId.DECIMAL]: 'number',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIMESTAMP]: 'instant',
  [DuckDBTypeId.TIMESTAMP_S]: 'instant',
  [DuckDBTypeId.TIMESTAMP_MS]: 'instant',
  [DuckDBTypeId.TIMESTAMP_NS]: 'instant',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'instant',
  [DuckDBTypeId.LIST]: 'json',
  [DuckDBTypeId.ARRAY]: 'json',
  [DuckDBTypeId.STRUCT]: 'json',
  [DuckDBTypeId.MAP]: 'json',
  [DuckDBTypeId.UNION]: 'json',
}

export const kindOf = (type: DuckDBType): ColumnKind =>
  type.alias === 'JSON' ? 'json' : (KINDS[type.typeId] ?? 'text')

const DIGITS = 15

function wholeOf(value: bigint): Cell {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

function decimalOf(value: DuckDBDecimalValue): Cell {
  const text = value.toString()
  return text.replace(/^-?0*\.?0*|\./g, '').length <= DIGITS ? Number(text) : text
}

function instantOf(value: DuckDBTimestampTZValue): Cell {
  const at = new Date(Number(value.micros / 1000n))
  return Number.isNaN(at.getTime()) ? value.toString() : at.toISOString()
}

export function cellOf(value: DuckDBValue, type: DuckDBType): Cell {
  if (value === null) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return wholeOf(value)
  if (value instanceof DuckDBDecimalValue) return decimalOf(value)
  if (value instanceof DuckDBTimestampTZValue) return instantOf(value)
  if (value instanceof DuckDBDateValue) return value.toString()
  if (kindOf(type) === 'json') return JSON.stringify(inside(value, type))
  return value.toString()
}

/** What lists and objects hold, by the same rules as a value that stands by itself. */
const inside = (value: DuckDBValue, type: DuckDBType): Json =>
  KINDS[type.typeId] === 'json' ? JsonDuckDBValueConverter(value, type, inside) : cellOf(value, type)

/** Members without names, as `row(1, 2)` makes them: an object would keep the last of them alone. */
export function isNameless(type: DuckDBType): boolean {
  if (type instanceof DuckDBStructType)
    return type.entryNames.includes('') || type.entryTypes.some(isNameless)
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return isNameless(type.valueType)
  if (type instanceof DuckDBMapType) return isNameless(type.keyType) || isNameless(type.valueType)
  return type instanceof DuckDBUnionType && type.memberTypes.some(isNameless)
}
