// Words of the SQL page, and the queries to begin with.
import type { QueryResult } from '../../shared/contract/queries.ts'
import { exactNumber } from '../lib/format.ts'

const rows = (n: number) => `${exactNumber(n)} ${n === 1 ? 'row' : 'rows'}`

/** What a query can't tell by its names alone. */
const tables: Record<string, string> = {
  audiences: 'Audiences as they are now',
  segments: 'Their segments, a row each',
  variables: 'Their variables, a row each',
  platforms: 'Platforms as they are now',
  distributions: 'Distributions as they are now',
  audience_versions: 'Every version ever saved, the trash included',
  platform_versions: 'Every version ever saved, the trash included',
  distribution_versions: 'Every version ever saved, the trash included',
}

export const sql = {
  title: 'SQL',
  unsaved: 'Changed since it was saved',
  rowNumber: 'Row',
  intro: 'Reads your own records, changes nothing',
  run: 'Run',
  running: (seconds: string) => `Running, ${seconds} s`,
  cancel: 'Cancel the query',
  query: 'Query',
  queryExample: 'SELECT name, total_audience_size FROM audiences',
  queryHint: (shortcut: string) => `One SELECT. ${shortcut} runs it.`,
  place: (line: number, column: number) => `Line ${line}, column ${column}`,
  side: 'Tables and saved queries',
  tables: 'Tables',
  saved: 'Saved',
  aboutTable: (name: string) => tables[name] ?? '',
  columnsOf: (table: string) => `Columns of ${table}`,
  insert: (name: string) => `Insert ${name}`,
  tablesFailed: 'The tables can’t be listed',
  savedFailed: 'The saved queries can’t be listed',
  mine: 'Yours',
  examplesTitle: 'To begin with',
  noSaved: 'Save a query to find it here again.',
  save: 'Save…',
  saveAs: 'Save as…',
  saveTitle: 'Save the query',
  renameTitle: 'Rename the query',
  name: 'Name',
  nameMissing: 'Give the query a name',
  rename: 'Rename…',
  remove: 'Delete',
  removed: (name: string) => `${name} was deleted`,
  savedNow: (name: string) => `${name} is saved`,
  menuOf: (name: string) => `Actions for ${name}`,
  result: 'Result',
  rows,
  shown: ({ rows: all, cut, elapsed_ms }: QueryResult) =>
    [
      cut === null ? rows(all.length) : `The first ${rows(all.length)}`,
      elapsed_ms < 1_000
        ? `${exactNumber(Math.max(1, Math.round(elapsed_ms)))} ms`
        : `${exactNumber(Math.round(elapsed_ms / 100) / 10)} s`,
    ].join(' · '),
  cut: {
    rows: 'There are more rows than are shown. Add up, filter, or use LIMIT.',
    characters: 'There is more text than is shown. Choose fewer columns, or use LIMIT.',
  },
  stale: 'The query was changed since.',
  none: 'No rows',
  noneHint: 'The query ran and found nothing.',
  begin: 'Ask anything of your records',
  beginHint: 'Write a SELECT, or begin with one of these.',
  ranWell: (n: number) => `The query found ${rows(n)}`,
  view: 'Show the result as',
  table: 'Table',
  chart: 'Chart',
  null: 'null',
  cell: (column: string, row: number) => `${column}, row ${exactNumber(row)}`,
  gridHint: 'Arrow keys move, Enter shows the whole value.',
  exportAs: (format: string) => `Export as ${format}…`,
  fileName: 'query',
  copyValue: 'Copy the value',
  copiedValue: 'The value is copied',
  copyFailed: 'It could not be copied',
  chartKind: 'Kind of chart',
  bars: 'Bars',
  lines: 'Line',
  category: 'Category',
  value: 'Number',
  noNumber: 'A chart needs a column of numbers',
  noNumberHint: 'Count or add something up, for example count(*) or sum(size).',
  chartOf: (value: string, category: string) => `${value} by ${category}`,
  leftOut: (n: number) => `${rows(n)} more are not drawn`,
  without: (n: number) => `${rows(n)} without a number are not drawn`,
  examples: [
    {
      name: 'Largest audiences',
      sql: `SELECT name, total_audience_size, segment_count, status
FROM audiences
ORDER BY total_audience_size DESC
LIMIT 20`,
    },
    {
      name: 'Variables that audiences share',
      sql: `SELECT code, count(*) AS audiences, round(avg(relevance_score), 2) AS mean_relevance
FROM variables
WHERE audience_status <> 'archived'
GROUP BY code
ORDER BY audiences DESC, code
LIMIT 25`,
    },
    {
      name: 'Audiences created by month',
      sql: `SELECT strftime(created_at, '%Y-%m') AS month, count(*) AS audiences
FROM audiences
GROUP BY month
ORDER BY month`,
    },
    {
      name: 'Match rate by platform',
      sql: `SELECT platform_name,
  sum(matched_records) / sum(total_records) AS match_rate,
  sum(total_records) AS people_sent,
  count(*) AS runs
FROM distributions
WHERE status = 'completed'
GROUP BY platform_name
ORDER BY match_rate DESC`,
    },
    {
      name: 'Segments by size',
      sql: `SELECT name AS segment, count(*) AS audiences, sum(size) AS people
FROM segments
GROUP BY segment
ORDER BY people DESC
LIMIT 20`,
    },
    {
      name: 'Audiences that were never distributed',
      sql: `SELECT a.name, a.total_audience_size, a.updated_at
FROM audiences a
WHERE NOT EXISTS (SELECT 1 FROM distributions d WHERE d.audience_id = a.audience_id)
ORDER BY a.updated_at DESC`,
    },
    {
      name: 'Tags',
      sql: `SELECT tag, count(*) AS audiences, sum(total_audience_size) AS people
FROM (SELECT unnest(tags) AS tag, total_audience_size FROM audiences)
GROUP BY tag
ORDER BY audiences DESC, tag`,
    },
    {
      name: 'Who changed what this month',
      sql: `SELECT changed_by, count(*) AS versions, count(DISTINCT audience_id) AS audiences
FROM audience_versions
WHERE updated_at >= date_trunc('month', now())
GROUP BY changed_by
ORDER BY versions DESC`,
    },
  ],
}
