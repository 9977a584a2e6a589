// What a query may be: one SELECT over our own tables. Decided on the syntax tree, before anything is looked up or opened.
import { type Fail, fail } from '../../../../shared/errors.ts'

/** Table functions that read nothing but their arguments. */
const TABLE_FUNCTIONS = new Set(['range', 'generate_series', 'unnest', 'json_each', 'json_tree'])
/** Query nodes, table references and what belongs to them. Whatever isn't here isn't taken. */
const NODES = new Set([
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'RECURSIVE_CTE_NODE',
  'CTE_NODE',
  'BASE_TABLE',
  'EMPTY',
  'EXPRESSION_LIST',
  'JOIN',
  'PIVOT',
  'SHOW_REF',
  'SUBQUERY',
  'TABLE_FUNCTION',
  'ORDER_MODIFIER',
  'DISTINCT_MODIFIER',
  'LIMIT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
  'ASCENDING',
  'DESCENDING',
  'ORDER_DEFAULT',
])
/** Functions that tell of the process, its settings or its log, that wait, or that keep something. */
const PRIVATE =
  /^(pg_.*|has_.*_privilege|inet_.*|duckdb_.*|pragma_.*|current_(setting|query|query_id|connection_id|transaction_id|database|catalog|schema|schemas|role|user)|getenv|getvariable|write_log|parse_duckdb_log_message|sleep_ms|nextval|currval|setseed|stats|txid_current|(col|obj|shobj)_description|session_user|user|in_search_path|get_block_size|format_type|format_pg_type|map_to_pg_oid|version|query|query_table|json_execute_serialized_sql|json_serialize_plan)$/

type Node = Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** `offset` counts bytes of the text; DuckDB says the largest number there is where it knows no place. */
const placeOf = ({ query_location: at }: Node) =>
  typeof at === 'number' && at < Number.MAX_SAFE_INTEGER ? { offset: at } : {}

const refuse = (message: string, hint: string, node: Node = {}) =>
  fail('forbidden', message, { hint, details: placeOf(node) })

const outside = (node: Node) => {
  const [catalog, schema] = [textOf(node.catalog_name), textOf(node.schema_name || node.schema)]
  return catalog !== '' || (schema !== '' && schema !== 'main')
}

export const ONE_SELECT = 'One SELECT at a time: this page reads, it changes nothing.'

/** `tree` is what `json_serialize_sql` gives; `tables` are the names that may be read. Null when all is well. */
export function refusalOf(tree: unknown, tables: readonly string[]): Fail | null {
  const statements = isNode(tree) && Array.isArray(tree.statements) ? tree.statements : []
  if (statements.length !== 1)
    return refuse('A query is one SELECT statement', 'Begin with SELECT, FROM or WITH.')
  const named = new Set([...tables, ...commonTables(statements)])
  return visit(statements[0])

  function visit(value: unknown): Fail | null {
    if (Array.isArray(value)) return firstOf(value)
    if (!isNode(value)) return null
    return judge(value) ?? firstOf(Object.values(value))
  }
  function firstOf(values: readonly unknown[]): Fail | null {
    for (const value of values) {
      const refusal = visit(value)
      if (refusal) return refusal
    }
    return null
  }

  function judge(node: Node): Fail | null {
    const name = textOf(node.function_name).toLowerCase()
    if (name !== '' && PRIVATE.test(name))
      return refuse(`${name}() can’t be used here`, 'Functions on values, dates, text and lists can.', node)
    const type = textOf(node.type)
    if (type === '' || textOf(node.class) !== '') return null
    if (type === 'BASE_TABLE') return judgeTable(node)
    if (type === 'TABLE_FUNCTION') return judgeFunction(node)
    if (type === 'SHOW_REF' && (!isNode(node.query) || textOf(node.table_name) !== ''))
      return refuse(
        'Only DESCRIBE and SUMMARIZE of a table can be used',
        'Write DESCRIBE FROM and the name of a table.',
        node,
      )
    return NODES.has(type) || type.endsWith('_TYPE_INFO')
      ? null
      : refuse('This kind of query can’t be used here', 'Write it as a plain SELECT.', node)
  }

  function judgeTable(node: Node): Fail | null {
    const table = textOf(node.table_name)
    if (!outside(node) && named.has(table.toLowerCase())) return null
    return refuse(`There is no table ${table}`, `There are ${tables.join(', ')}.`, node)
  }

  function judgeFunction(node: Node): Fail | null {
    const called = isNode(node.function) ? node.function : {}
    const name = textOf(called.function_name)
    if (!outside(called) && TABLE_FUNCTIONS.has(name.toLowerCase())) return null
    return refuse(
      `${name}() can’t be read from: a query sees this profile’s tables alone`,
      `There are ${tables.join(', ')}.`,
      node,
    )
  }
}

/** DuckDB's own views, which tell of settings and files: a name for a part of the query would open them for the rest of it. */
const BUILT_IN = /^(duckdb|pragma|sqlite|pg)_/i

/** Names that the query itself gives to parts of it. One that looks like a file is no name. */
function commonTables(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(commonTables)
  if (!isNode(value)) return []
  const map = isNode(value.cte_map) && Array.isArray(value.cte_map.map) ? value.cte_map.map : []
  const names = [...map.map(entry => (isNode(entry) ? entry.key : '')), value.cte_name].map(textOf)
  const plain = names
    .filter(name => /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) && !BUILT_IN.test(name))
    .map(name => name.toLowerCase())
  return [...plain, ...Object.values(value).flatMap(commonTables)]
}
