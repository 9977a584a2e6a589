// Words of the import: its steps, what a file's columns become, and what would happen.
import type { COLUMN_TYPES } from '../../shared/contract/imports.ts'
import type { Encoding, ImportFormat, ImportTarget } from '../../shared/domain/import-table.ts'
import { exactNumber } from '../lib/format.ts'

const audiences = (n: number) => `${exactNumber(n)} ${n === 1 ? 'audience' : 'audiences'}`
const rows = (n: number) => `${exactNumber(n)} ${n === 1 ? 'row' : 'rows'}`
/** `3 audiences are`, `1 audience is`. */
const are = (n: number, verb: [one: string, many: string] = ['is', 'are']) =>
  `${audiences(n)} ${n === 1 ? verb[0] : verb[1]}`

export const imports = {
  title: 'Import audiences',
  steps: 'Steps of the import',
  step: { files: 'Files', columns: 'Columns', plan: 'What will happen', result: 'Import' },
  back: 'Back',
  next: 'Continue',

  drop: 'Drop to import',
  dropHint: 'CSV, TSV, JSON, NDJSON, Parquet or Excel, one or several files',
  choose: 'Choose files',
  chooseTitle: 'Drop files here, or choose them',
  chooseHint: 'CSV, TSV, JSON, NDJSON, Parquet and Excel (.xlsx), with a row for each audience.',
  chooseSafe: 'Nothing is imported before you have seen what will happen.',
  more: 'Add files',
  remove: (name: string) => `Leave out ${name}`,

  sameColumns: (n: number) => `${n} files with the same columns`,
  readAs: 'How the file is read',
  remembered: 'As you chose for these columns before',
  rowsSeen: (seen: number, more: boolean) => (more ? `first ${exactNumber(seen)} rows` : rows(seen)),
  columnCount: (n: number) => (n === 1 ? '1 column' : `${exactNumber(n)} columns`),
  format: 'Format',
  formats: { csv: 'Delimited text', json: 'JSON', excel: 'Excel', parquet: 'Parquet' } satisfies Record<
    ImportFormat,
    string
  >,
  encoding: 'Encoding',
  encodings: {
    'utf-8': 'UTF-8',
    'utf-16le': 'UTF-16 LE',
    'utf-16be': 'UTF-16 BE',
    'windows-1252': 'Windows-1252',
  } satisfies Record<Encoding, string>,
  delimiter: 'Delimiter',
  delimiters: { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar' },
  header: 'First row',
  headers: { yes: 'Names the columns', no: 'Is an audience' },
  sheet: 'Sheet',

  columns: 'Columns',
  column: 'Column',
  values: 'First values',
  type: 'Type',
  becomes: 'Becomes',
  becomesOf: (column: string) => `What “${column}” becomes`,
  types: {
    text: 'Text',
    number: 'Number',
    date: 'Date',
    'true or false': 'Yes or no',
    list: 'List',
    JSON: 'JSON',
    empty: 'Empty',
  } satisfies Record<(typeof COLUMN_TYPES)[number], string>,
  target: {
    audience_id: 'Id',
    name: 'Name',
    description: 'Description',
    status: 'Status',
    data_type: 'Data type',
    identifier_type: 'Identifier type',
    original_query: 'Query',
    selected_variables: 'Variables',
    variable_details: 'Details of variables',
    segments: 'Segments',
    total_audience_size: 'Size',
    size_source: 'Where the size is from',
    tags: 'Tags',
    campaign_id: 'Campaign',
    notes: 'Notes',
    metadata: 'Metadata',
    created_at: 'Created',
    updated_at: 'Updated',
    user_id: 'Profile, which must be this one',
    deleted: 'Deleted, which must be no',
    extra: 'Kept under its own name',
    skip: 'Left out',
  } satisfies Record<ImportTarget, string>,
  targetGroups: { fields: 'Fields', other: 'Otherwise' },
  firstRows: 'First rows',
  /** Rows that can't be read, before any is mapped. */
  unreadRows: (n: number) => `${rows(n)} of these can’t be read`,

  shared: 'For all rows',
  sharedHint:
    'Type and status are for new audiences whose row doesn’t say. Every row gets the tags and the campaign.',
  dataType: 'Data type',
  status: 'Status',
  asInRow: 'As the row says',
  draftElse: 'As the row says, else draft',
  tags: 'Tags',
  tagsHint: 'Separated by commas',
  campaign: 'Campaign',
  needsName: 'Choose the column that has the names',
  needsType: 'Choose a data type for all rows, or the column that has it',
  needsOf: (file: string, what: string) => `${file}: ${what}`,

  mode: 'Audiences that are there already',
  modes: {
    append: 'Leave them as they are, and add those that are new',
    update: 'Update them, and add those that are new',
    copy: 'Add them once more as copies, beside those that are new',
    replace: 'Replace a set: update and add, and move the others of the set to the trash',
  },
  modeHints: {
    append: 'An audience is known by its id. Rows without an id are always new.',
    updateTable: 'A row changes the fields that it has cells for. All else of the audience stays.',
    updateJson: 'A row of JSON is the whole audience and becomes its next version.',
    copy: 'A copy has an id of its own and “(copy)” behind its name. What is there stays as it is.',
    replace:
      'The set is every audience with one tag, or of one campaign. The rows come into it. What goes to the trash can be restored.',
  },
  setBy: 'The set is',
  setKinds: { tag: 'All with the tag', campaign: 'All of the campaign' },
  setValue: 'Tag or campaign',
  setMissing: 'Say which set is replaced',
  onError: 'When a row can’t be taken',
  stop: 'Import nothing until it is right',
  skip: 'Import the others',
  stopAlways: 'Where a set is replaced, every row has to be right.',

  planning: 'Finding out what would happen. Nothing is changed.',
  planFailed: 'What would happen can’t be told',
  counts: {
    created: 'New',
    updated: 'Updated',
    unchanged: 'As they are',
    trashed: 'To the trash',
    refused: 'Refused rows',
  },
  willHappen: 'What will happen',
  said: {
    created: (n: number) => `${are(n)} added.`,
    updated: (n: number) => `${are(n, ['gets', 'get'])} a new version.`,
    unchanged: (n: number) => `${are(n, ['stays', 'stay'])} as ${n === 1 ? 'it is' : 'they are'}.`,
    trashed: (n: number, set: string) =>
      `${are(n, ['goes', 'go'])} to the trash: in the set ${set}, but not in the file. The trash gives them back.`,
    nothing: 'Nothing changes: every row is there already as it is.',
    stopped: (n: number) =>
      `${rows(n)} can’t be taken, and so nothing is imported until ${n === 1 ? 'it is' : 'they are'} right in the file.`,
    skipped: (n: number) => `${rows(n)} can’t be taken and ${n === 1 ? 'is' : 'are'} left out.`,
  },
  start: (n: number, trashed: number) => {
    if (trashed === 0) return `Import ${audiences(n)}`
    const moved = `move ${exactNumber(trashed)} to the trash`
    return n === 0 ? `${moved[0]?.toUpperCase()}${moved.slice(1)}` : `Import ${exactNumber(n)} and ${moved}`
  },
  startNone: 'Nothing to import',
  /** What would happen isn't known yet, or can't be. */
  startUnknown: 'Import',
  refused: 'Rows that can’t be taken',
  file: 'File',
  saveErrors: 'Save all as CSV',
  errorsName: 'refused rows.csv',

  running: 'Importing',
  runningHint: 'You can leave this page: the import goes on, and the list of jobs shows how far it is.',
  cancel: 'Cancel the import',
  done: 'Imported',
  doneNone: 'Nothing was imported',
  cancelled: 'The import was cancelled',
  failed: 'The import failed',
  did: {
    created: (n: number) => `${are(n)} new.`,
    updated: (n: number) => `${are(n, ['has', 'have'])} a new version.`,
    unchanged: (n: number) => `${are(n, ['is', 'are'])} as ${n === 1 ? 'it was' : 'they were'}.`,
    trashed: (n: number) => `${are(n)} in the trash.`,
    refused: (n: number) => `${rows(n)} left out.`,
  },
  show: 'Show audiences',
  another: 'Import other files',
}
