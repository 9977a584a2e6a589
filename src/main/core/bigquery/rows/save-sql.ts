// Statements of a mode in which each save goes to BigQuery at once: all rows of a save are taken, or none.
import type { Cell, Column, Parameter, Row, Statement, Table, Target } from '../face.ts'
import { stagingPath, tablePath } from './names.ts'
import { insertOf, listed, newestOf, OWN, parsed, parsedAs, updateOf } from './sql.ts'
import { stagingColumns } from './tables.ts'

/** A row that is this save's own. The same content alone can be of somebody else, who made the same change. */
const sameAs = (row: string) => `${row}.rev = S.rev AND ${row}.updated_at = S.updated_at`

/** Where the rows of a save are: in the statement itself as parameters, or in a staging table. */
export type SaveSource = { rows: readonly Row[] } | { staging: string }
type Parameters = Record<string, Parameter>

function parameterOf({ type }: Column, cell: Cell): Parameter {
  switch (type) {
    case 'STRING[]':
      return { type, value: Array.isArray(cell) ? cell : [] }
    case 'INT64':
      return { type, value: typeof cell === 'number' ? cell : null }
    case 'BOOL':
      return { type, value: typeof cell === 'boolean' ? cell : null }
    case 'TIMESTAMP':
      return { type, value: cell === null ? null : String(cell) }
    // JSON goes as its text, and is parsed as what is staged is.
    case 'STRING':
    case 'JSON':
      return { type: 'STRING', value: cell === null ? null : String(cell) }
  }
}

/** Rows as a query of parameters. The columns are named in the first of them. */
function inline(columns: readonly Column[], rows: readonly Row[], parameters: Parameters): string {
  const selects = rows.map((row, at) => {
    const values = columns.map((column, index) => {
      const name = `r${at}_${index}`
      parameters[name] = parameterOf(column, row[column.name] ?? null)
      const value = parsed(column, `@${name}`)
      return at === 0 ? `${value} AS ${column.name}` : value
    })
    return `SELECT ${values.join(', ')}`
  })
  return selects.join('\n  UNION ALL\n  ')
}

function sourceOf(target: Target, columns: readonly Column[], source: SaveSource, parameters: Parameters) {
  if ('rows' in source) return inline(columns, source.rows, parameters)
  return `SELECT ${columns.map(parsedAs).join(', ')}\n  FROM ${stagingPath(target, source.staging)}`
}

const given = (sql: string, parameters: Parameters): Statement =>
  Object.keys(parameters).length > 0 ? { sql, parameters } : { sql }

/**
 * Takes all rows, or none where one of them is not as the change began from it (`base_rev`), is there although it should
 * be new, or is named twice. Of several versions of a record the newest counts. Running it again changes nothing. How many
 * it changed says whether it was all of them.
 */
export function saveMerge(target: Target, table: Table, source: SaveSource): Statement {
  const { id } = table
  const into = tablePath(target, table.name)
  const parameters: Parameters = {}
  const rows = sourceOf(target, stagingColumns(table), source, parameters)
  return given(
    `MERGE ${into} AS T
USING (
  SELECT
    S.*,
    COUNTIF(NOT IFNULL(
      S.copies = 1
        AND IF(B.${id} IS NULL, S.base_rev IS NULL, IFNULL(B.rev, '') = S.base_rev OR (${sameAs('B')})),
      FALSE
    )) OVER () AS lost
  FROM (
    SELECT *, COUNT(*) OVER (PARTITION BY ${id}, version) AS copies
    FROM (
  ${rows}
    )
    WHERE TRUE
    ${newestOf(table)}
  ) AS S
  LEFT JOIN ${into} AS B
  ON B.${id} = S.${id} AND B.${OWN}
) AS S
ON T.${id} = S.${id} AND T.${OWN}
WHEN MATCHED AND S.lost = 0 AND IFNULL(T.rev, '') = S.base_rev THEN ${updateOf(table)}
WHEN NOT MATCHED AND S.lost = 0 THEN ${insertOf(table)}
`,
    parameters,
  )
}

/** Rows that were not taken can be as many as were sent: these are enough to say why. */
const MOST_IN_THE_WAY = 1_000

/**
 * What stands in the way of a save: its rows that BigQuery doesn't have as they were to be saved, each with the row that
 * is there; all null where there is none. Those that others changed come first. Nothing where all was taken. Read with
 * `conflictColumns`.
 */
export function inTheWay(target: Target, table: Table, source: SaveSource): Statement {
  const { id } = table
  const parameters: Parameters = {}
  const needed = [id, 'version', 'updated_at', 'rev', 'base_rev']
  const columns = stagingColumns(table).filter(({ name }) => needed.includes(name))
  const rows = sourceOf(target, columns, source, parameters)
  return given(
    `SELECT
  S.${id} AS staged_id,
  ${listed(table.columns, 'T.', '  ')}
FROM (
  SELECT *
  FROM (
  ${rows}
  )
  WHERE TRUE
  ${newestOf(table)}
) AS S
LEFT JOIN ${tablePath(target, table.name)} AS T
ON T.${id} = S.${id} AND T.${OWN}
WHERE NOT IFNULL(${sameAs('T')}, FALSE)
ORDER BY IFNULL(IF(T.${id} IS NULL, S.base_rev IS NULL, IFNULL(T.rev, '') = S.base_rev), FALSE), staged_id
LIMIT ${MOST_IN_THE_WAY}
`,
    parameters,
  )
}

/** Which statement wrote a row, to the microsecond: all rows of it have the same, and came at once. */
const WRITTEN: Column = { name: 'written', type: 'STRING' }
const WRITTEN_SQL = 'CAST(UNIX_MICROS(synced_at) AS STRING)'
export const ownColumns = (table: Table): readonly Column[] => [WRITTEN, ...table.columns]

/**
 * Rows of every profile of the account that came after an instant, oldest first, without those of statements that were read
 * already; all of them without an instant.
 */
export function ownSelect(
  target: Target,
  table: Table,
  { after, read }: { after: string | null; read: readonly string[] },
): Statement {
  const since =
    after === null
      ? ''
      : `\n  AND (synced_at IS NULL OR (synced_at > @after AND ${WRITTEN_SQL} NOT IN UNNEST(@read)))`
  return {
    sql: `SELECT
  ${WRITTEN_SQL} AS ${WRITTEN.name},
  ${listed(table.columns, '', '  ')}
FROM ${tablePath(target, table.name)}
WHERE ${OWN}${since}
ORDER BY synced_at, ${table.id}
`,
    ...(after !== null && {
      parameters: { after: { type: 'TIMESTAMP', value: after }, read: { type: 'STRING[]', value: read } },
    }),
  }
}
