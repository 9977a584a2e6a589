// Query parameters, as DuckDB text of values with their types.
import { z } from 'zod'
import { quoteText } from '../engine.ts'
import { invalid, invalidQuery, unspoken } from '../errors.ts'
import type { Token } from '../sql/tokens.ts'
import { duckType, type Type, typeNamed } from '../types.ts'

const ParamType = z.object({ type: z.string(), arrayType: z.object({ type: z.string() }).optional() })
const ParamValue = z.object({
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  arrayValues: z
    .array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]).nullish() }))
    .optional(),
})
export const Param = z.object({
  name: z.string().nullish(),
  parameterType: ParamType,
  parameterValue: ParamValue.default({}),
})
export type Param = z.infer<typeof Param>

export interface Params {
  named(name: string, token: Token): string
  next(token: Token): string
  /** Begins again with the first of the positional ones. */
  rewind(): void
}

const INT64 = /^[+-]?\d+$/
const INSTANT =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{2}:\d{2}(?:\.\d{1,6}0{0,3})?)?\s*(?:[Zz]|UTC|[+-]\d{1,2}(?::\d{2})?)?$/
const DAY = /^\d{4}-\d{1,2}-\d{1,2}$/

/** Throws where BigQuery refuses the text as a value of the type. */
function literal(type: Type, given: string | number | boolean): string {
  const text = String(given)
  const refuse = () => invalid(`Invalid value for ${type} parameter: ${text}`)
  switch (type) {
    case 'STRING':
      return quoteText(text)
    case 'INT64': {
      if (!INT64.test(text)) throw refuse()
      const value = BigInt(text)
      if (value < -(2n ** 63n) || value >= 2n ** 63n) throw refuse()
      return `CAST('${value}' AS BIGINT)`
    }
    case 'FLOAT64':
    case 'NUMERIC':
      if (text === '' || (Number.isNaN(Number(text)) && text !== 'NaN')) throw refuse()
      return `CAST(${quoteText(text)} AS ${duckType(type)})`
    case 'BOOL':
      if (!/^(true|false)$/i.test(text)) throw refuse()
      return text.toUpperCase()
    case 'TIMESTAMP':
      if (!INSTANT.test(text)) throw refuse()
      return `CAST(${quoteText(text.replace(/\s*UTC$/, '+00'))} AS ${duckType(type)})`
    case 'DATE':
      if (!DAY.test(text)) throw refuse()
      return `CAST(${quoteText(text)} AS DATE)`
    case 'DATETIME':
      return `CAST(${quoteText(text)} AS TIMESTAMP)`
    case 'JSON':
      return `CAST(bq_json_exact(${quoteText(text)}) AS JSON)`
    case 'BYTES':
      return `from_base64(${quoteText(text)})`
  }
}

function typeOf(name: string): Type {
  const type = typeNamed(name)
  if (!type) throw unspoken(`parameters of type ${name}`)
  return type
}

/** A parameter whose value is missing is NULL, as at Google: a client that drops a value is not warned. */
function sqlOf({ parameterType, parameterValue }: Param): string {
  if (parameterType.type !== 'ARRAY') {
    const type = typeOf(parameterType.type)
    const { value } = parameterValue
    return value === null || value === undefined ? `CAST(NULL AS ${duckType(type)})` : literal(type, value)
  }
  const type = typeOf(parameterType.arrayType?.type ?? '')
  const { arrayValues } = parameterValue
  if (!arrayValues) return `CAST([] AS ${duckType(type)}[])`
  const values = arrayValues.map(({ value }) =>
    value === null || value === undefined ? 'NULL' : literal(type, value),
  )
  return `CAST([${values.join(', ')}] AS ${duckType(type)}[])`
}

export function paramsOf(given: readonly Param[]): Params {
  const named = new Map<string, string>()
  const positional: string[] = []
  for (const param of given) {
    const sql = sqlOf(param)
    if (param.name) named.set(param.name.toLowerCase(), sql)
    else positional.push(sql)
  }
  let at = 0
  return {
    named(name, { line, column }) {
      const sql = named.get(name.toLowerCase())
      if (sql === undefined) throw invalidQuery(`Query parameter '${name}' not found at [${line}:${column}]`)
      return sql
    },
    next({ line, column }) {
      const sql = positional[at]
      if (sql === undefined)
        throw invalidQuery(`Query parameter number ${at + 1} is not defined at [${line}:${column}]`)
      at += 1
      return sql
    },
    rewind() {
      at = 0
    },
  }
}
