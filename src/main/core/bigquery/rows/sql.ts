// Statements of push and pull. Every one of them sees and touches the rows of the account that runs it alone.
import type { Column, Statement, Table, Target } from '../face.ts'
import { stagingPath, tablePath } from './names.ts'
import { stagingColumns, tableOf } from './tables.ts'

const text = (name: string): Column => ({ name, type: 'STRING' })
export const OWN = 'owner_email = SESSION_USER()'

/** JSON comes as its text: what is NULL then reads `null`. */
const selected = ({ name, type }: Column, from: string) =>
  type === 'JSON' ? `TO_JSON_STRING(${from}${name}) AS ${name}` : `${from}${name}`

export const listed = (columns: readonly Column[], from: string, indent: string) =>
  columns.map(column => selected(column, from)).join(`,\n${indent}`)

/** Digits that no float keeps are rounded, not refused: JavaScript has no others. */
export const parsed = ({ name, type }: Column, from = name) =>
  type === 'JSON' ? `PARSE_JSON(${from}, wide_number_mode=>'round')` : from

export const parsedAs = (column: Column) =>
  column.type === 'JSON' ? `${parsed(column)} AS ${column.name}` : column.name

const NEVER_UPDATED = new Set(['user_id', 'created_at', 'owner_email', 'synced_at', 'pushed_by'])
const SET_BY_SERVER: Readonly<Record<string, string>> = {
  owner_email: 'SESSION_USER()',
  synced_at: 'CURRENT_TIMESTAMP()',
  pushed_by: 'SESSION_USER()',
}

/** What a MERGE does with a row S that T has. */
export function updateOf({ id, columns }: Table): string {
  const sets = columns
    .filter(({ name }) => name !== id && !NEVER_UPDATED.has(name))
    .map(({ name }) => `${name} = S.${name}`)
  return `UPDATE SET
  ${[...sets, 'synced_at = CURRENT_TIMESTAMP()', 'pushed_by = SESSION_USER()'].join(',\n  ')}`
}

/** And with one that it doesn't have. */
export function insertOf({ columns }: Table): string {
  const names = columns.map(({ name }) => name).join(', ')
  const values = columns.map(({ name }) => SET_BY_SERVER[name] ?? `S.${name}`).join(', ')
  return `INSERT (${names})
VALUES (${values})`
}

/** Newest first: a row that was staged twice counts once. */
export const newestOf = ({ id }: Table) =>
  `QUALIFY ROW_NUMBER() OVER (PARTITION BY ${id} ORDER BY version DESC, updated_at DESC) = 1`

/** What `mergeScript` answers: the staged id, and the row that stands in its way; all null where there is none any more. */
export const conflictColumns = (table: Table): readonly Column[] => [text('staged_id'), ...table.columns]

/**
 * Takes the staged rows into the table: what is new is inserted, what is known is changed only if nobody changed it since.
 * Answers the rows that were not taken. Running it again changes nothing, and answers the same.
 */
export function mergeScript(target: Target, table: Table, staging: string): Statement {
  const { id } = table
  const [into, from] = [tablePath(target, table.name), stagingPath(target, staging)]
  const source = stagingColumns(table).map(parsedAs).join(',\n    ')
  return {
    sql: `MERGE ${into} AS T
USING (
  SELECT
    ${source}
  FROM ${from}
  WHERE TRUE
  ${newestOf(table)}
) AS S
ON T.${id} = S.${id} AND T.${OWN}
WHEN MATCHED AND IFNULL(T.rev, '') = S.base_rev THEN ${updateOf(table)}
WHEN NOT MATCHED AND S.base_rev IS NULL THEN ${insertOf(table)};

SELECT
  S.${id} AS staged_id,
  ${listed(table.columns, 'T.', '  ')}
FROM (
  SELECT ${id}, rev
  FROM ${from}
  WHERE TRUE
  ${newestOf(table)}
) AS S
LEFT JOIN ${into} AS T
ON T.${id} = S.${id} AND T.${OWN}
WHERE T.rev IS DISTINCT FROM S.rev
ORDER BY staged_id;
`,
  }
}

const owned = (user_id: string) => ({ user_id: { type: 'STRING', value: user_id } }) as const

/**
 * Rows of one profile that came after an instant, oldest first; all of them without one. Rows that an earlier system
 * wrote have no `synced_at` and come every time.
 */
export function pullSelect(
  target: Target,
  table: Table,
  { user_id, after }: { user_id: string; after: string | null },
): Statement {
  const since = after === null ? '' : '\n  AND (synced_at > @after OR synced_at IS NULL)'
  return {
    sql: `SELECT
  ${listed(table.columns, '', '  ')}
FROM ${tablePath(target, table.name)}
WHERE ${OWN} AND user_id = @user_id${since}
ORDER BY synced_at, ${table.id}
`,
    parameters: { ...owned(user_id), ...(after !== null && { after: { type: 'TIMESTAMP', value: after } }) },
  }
}

export const revsColumns = (table: Table): readonly Column[] => [text(table.id), text('rev')]

/** What there is of a profile, as ids and revisions. */
export const revsSelect = (target: Target, table: Table, { user_id }: { user_id: string }): Statement => ({
  sql: `SELECT ${table.id}, rev
FROM ${tablePath(target, table.name)}
WHERE ${OWN} AND user_id = @user_id
ORDER BY ${table.id}
`,
  parameters: owned(user_id),
})

/** Whole rows of these ids. */
export const rowsSelect = (
  target: Target,
  table: Table,
  { user_id, ids }: { user_id: string; ids: readonly string[] },
): Statement => ({
  sql: `SELECT
  ${listed(table.columns, '', '  ')}
FROM ${tablePath(target, table.name)}
WHERE ${OWN} AND user_id = @user_id AND ${table.id} IN UNNEST(@ids)
ORDER BY ${table.id}
`,
  parameters: { ...owned(user_id), ids: { type: 'STRING[]', value: ids } },
})

export const PROFILE_COLUMNS: readonly Column[] = [
  text('user_id'),
  text('display_name'),
  text('email'),
  text('organization'),
  { name: 'audiences', type: 'INT64' },
  { name: 'synced_at', type: 'TIMESTAMP' },
]

/** Profiles of the account that a new device could take over, with what they hold; the most recently used first. */
export const profilesSelect = (target: Target): Statement => ({
  sql: `SELECT
  U.user_id,
  U.display_name,
  U.email,
  U.organization,
  IFNULL(A.audiences, 0) AS audiences,
  IFNULL(GREATEST(U.synced_at, A.synced_at), IFNULL(U.synced_at, A.synced_at)) AS synced_at
FROM ${tablePath(target, tableOf('user').name)} AS U
LEFT JOIN (
  SELECT user_id, COUNTIF(deleted_at IS NULL) AS audiences, MAX(synced_at) AS synced_at
  FROM ${tablePath(target, tableOf('audience').name)}
  WHERE ${OWN}
  GROUP BY user_id
) AS A
ON A.user_id = U.user_id
WHERE U.${OWN} AND U.deleted_at IS NULL
ORDER BY synced_at DESC, user_id
`,
})

/** For a dry run: its bytes are the whole table, which is what `mergeBytes` reckons with. */
export const mergeEstimate = (target: Target, table: Table): Statement => ({
  sql: `SELECT *\nFROM ${tablePath(target, table.name)}\n`,
})

/** Google bills each table of a query at 10 MiB at the least. */
const LEAST_BILLED = 10 * 1024 * 1024
const billed = (bytes: number) => Math.max(LEAST_BILLED, bytes)

/**
 * The most that `mergeScript` may be billed for, in bytes: the MERGE reads the table and is charged its whole size again
 * for changing it, the SELECT reads it once more, and both read what is staged. Loading costs nothing.
 */
export const mergeBytes = (table: number, staged: number): number =>
  billed(2 * table) + billed(table) + 2 * billed(staged)
