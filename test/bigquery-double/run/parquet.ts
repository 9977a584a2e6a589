// What a Parquet file's columns are to BigQuery. Source: its table of Parquet conversions.
import type { Engine } from '../engine.ts'
import { quoteText } from '../engine.ts'
import { invalid } from '../errors.ts'
import type { Type } from '../types.ts'

export type ParquetColumn = { name: string; type: Type; mode: 'NULLABLE' | 'REQUIRED' | 'REPEATED' }

type Node = {
  name: string
  physical: string | null
  repetition: string
  children: Node[]
  converted: string | null
  logical: string | null
}

async function readNodes(engine: Engine, file: string): Promise<Node[]> {
  const rows = await engine.plain(
    `SELECT name, type, repetition_type, num_children, converted_type, logical_type FROM parquet_schema(${quoteText(file)})`,
  )
  let at = 0
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value))
  const take = (): Node => {
    const row = rows[at] ?? {}
    at += 1
    const count = Number(row.num_children ?? 0)
    return {
      name: String(row.name),
      physical: text(row.type),
      repetition: text(row.repetition_type) ?? 'REQUIRED',
      converted: text(row.converted_type),
      logical: text(row.logical_type),
      children: Array.from({ length: count }, take),
    }
  }
  return take().children
}

/** Null for what BigQuery's table does not list, JSON among them. */
function typeOf({ physical, converted, logical }: Node): Type | null {
  const said = `${converted ?? ''} ${logical ?? ''}`
  switch (physical) {
    case 'BOOLEAN':
      return 'BOOL'
    case 'INT32':
      if (/DATE/.test(said)) return 'DATE'
      return /DECIMAL/.test(said) ? 'NUMERIC' : 'INT64'
    case 'INT64':
      if (/TIMESTAMP/.test(said)) return /NANOS/.test(said) ? null : 'TIMESTAMP'
      return /DECIMAL/.test(said) ? 'NUMERIC' : 'INT64'
    case 'INT96':
      return 'TIMESTAMP'
    case 'FLOAT':
    case 'DOUBLE':
      return 'FLOAT64'
    case 'BYTE_ARRAY':
      if (/JSON|BSON/i.test(said)) return null
      if (/UTF8|STRING|ENUM/i.test(said)) return 'STRING'
      return /DECIMAL/.test(said) ? 'NUMERIC' : 'BYTES'
    default:
      return null
  }
}

function columnOf(node: Node, listInference: boolean): ParquetColumn {
  const refuse = (why: string) =>
    invalid(`Error while reading data, error message: Parquet column '${node.name}' ${why}`)
  const need = (one: Node): Type => {
    const type = typeOf(one)
    if (!type) throw refuse(`has type ${one.physical} ${one.converted ?? ''}, which can't be converted`)
    return type
  }
  if (node.children.length === 0) {
    const mode =
      node.repetition === 'REPEATED' ? 'REPEATED' : node.repetition === 'REQUIRED' ? 'REQUIRED' : 'NULLABLE'
    return { name: node.name, type: need(node), mode }
  }
  const list = node.children[0]
  const element = list?.children[0] ?? list
  const isList =
    /LIST/.test(node.converted ?? '') && node.children.length === 1 && list?.repetition === 'REPEATED'
  // Without inference a LIST is a RECORD that holds a repeated RECORD, to Google.
  if (!isList || !listInference || !element) throw refuse('is a RECORD')
  if (element.children.length > 0) throw refuse('is a list of RECORDs')
  return { name: node.name, type: need(element), mode: 'REPEATED' }
}

/** Throws `invalid` for a file that is none, and for columns that BigQuery can't take. */
export async function readParquetColumns(
  engine: Engine,
  file: string,
  listInference: boolean,
): Promise<ParquetColumn[]> {
  let nodes: Node[]
  try {
    nodes = await readNodes(engine, file)
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    throw invalid(`Error while reading data, error message: Input file is not in Parquet format. ${why}`)
  }
  return nodes.map(node => columnOf(node, listInference))
}
