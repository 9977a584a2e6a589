// Words of exporting, copying and publishing.
import type { CopyFormat, ExportFormat } from '../../shared/contract/exports.ts'
import type { ExportEntity } from '../../shared/domain/export-columns.ts'
import { exactNumber } from '../lib/format.ts'
import { audienceCount } from './common.ts'
import { distributionCount } from './distributions.ts'
import { platformCount } from './platforms.ts'

const counts: Record<ExportEntity, (n: number) => string> = {
  audience: audienceCount,
  platform: platformCount,
  distribution: distributionCount,
}

export const exports = {
  action: 'Export…',
  menu: 'Export and copy',
  title: (entity: ExportEntity, n: number) => `Export ${counts[entity](n)}`,
  titleOne: (name: string) => `Export “${name}”`,
  scope: {
    all: null,
    matching: 'All that match what you filtered and searched for',
    selected: 'The selected ones',
    one: null,
  },
  start: 'Export',
  what: 'What',
  seen: 'What I see',
  seenHint: (columns: number) =>
    `${exactNumber(columns)} ${columns === 1 ? 'column' : 'columns'} of the list, in its order`,
  whole: 'Everything',
  wholeHint: 'Every field. An export of audiences can be imported again.',
  format: 'Format',
  formats: {
    csv: 'CSV',
    xlsx: 'Excel',
    json: 'JSON',
    ndjson: 'JSON lines',
    parquet: 'Parquet',
    audience: 'Audience file',
  } satisfies Record<ExportFormat | 'audience', string>,
  formatHints: {
    csv: 'For every spreadsheet. No cell can be a formula.',
    xlsx: 'A workbook with real numbers and dates.',
    json: 'One list of records.',
    ndjson: 'A record on each line, for scripts.',
    parquet: 'For DuckDB, pandas, Polars and BigQuery.',
    audience: 'For another workspace to open. Its history stays here.',
  } satisfies Record<ExportFormat | 'audience', string>,
  noSecrets: 'Tokens and other secrets are never exported.',
  /** Names that files are proposed under. */
  fileNames: {
    audience: 'audiences',
    platform: 'platforms',
    distribution: 'distributions',
  } satisfies Record<ExportEntity, string>,
  copyAs: 'Copy as',
  copyFormats: { csv: 'CSV', json: 'JSON', markdown: 'Markdown' } satisfies Record<CopyFormat, string>,
  copyCommand: (format: string) => `Copy as ${format}`,
  copyTable: (name: string) => `Copy ${name.toLowerCase()}`,
  copied: (rows: number, format: string) =>
    `${exactNumber(rows)} ${rows === 1 ? 'row' : 'rows'} copied as ${format}`,
  notCopied: 'The text could not be copied',
  notCopiedHint: 'Click into the window and try again.',
  nothing: 'There is nothing to export here',
  shortcutCopy: 'Copy the selected rows',
}

export const publish = {
  title: 'Publish for BI tools',
  intro:
    'Writes your current records as Parquet files, one row for each, into a folder that Power BI, Tableau, Excel or DuckDB read from. Each file is replaced in one step.',
  folder: 'Folder',
  folderHint: 'The full path of a folder on this computer or a share.',
  wrongFolder: (why: string) => `This folder ${why}`,
  none: 'Not chosen',
  choose: 'Choose folder',
  save: 'Use this folder',
  daily: 'Every day',
  dailyLabel: 'Publish once a day while the app is open',
  now: 'Publish now',
  last: 'Last published',
  never: 'Never',
  failed: (when: string) => `Failed ${when}`,
  rows: (name: string, n: number) => `${exactNumber(n)} ${name}`,
}
