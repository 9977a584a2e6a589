// CREATE, ALTER, DROP and TRUNCATE, and the policies of rows.
import { invalidQuery, unspoken } from '../errors.ts'
import { type Mode, type Type, typeNamed } from '../types.ts'
import { type Cursor, readName, readPath } from './cursor.ts'
import { readExpression } from './expression.ts'
import { readOptions } from './options.ts'
import { readQuery } from './query.ts'
import type { ColumnSpec, Ddl, Options } from './statement.ts'

const NONE: Options = new Map()
const optionsIf = (cursor: Cursor) => (cursor.takeWords('OPTIONS') ? readOptions(cursor) : NONE)

function readType(cursor: Cursor): { type: Type; repeated: boolean } {
  const token = cursor.next()
  if (token.word === 'ARRAY') {
    cursor.need('<')
    const inner = readType(cursor)
    cursor.need('>')
    return { type: inner.type, repeated: true }
  }
  if (token.word === 'STRUCT') throw unspoken('STRUCT columns')
  const type = token.kind === 'word' ? typeNamed(token.word) : null
  if (!type) throw invalidQuery(`Type not found: ${token.text} at [${token.line}:${token.column}]`)
  if (cursor.isSymbol('(')) throw unspoken('types with a length or precision')
  return { type, repeated: false }
}

/** What `read` takes, as it was written. */
function restOf(cursor: Cursor, text: string, read: (cursor: Cursor) => unknown): string {
  const { from } = cursor.look()
  read(cursor)
  return text.slice(from, cursor.look().from).trim()
}

function readColumn(cursor: Cursor, text: string): ColumnSpec {
  const name = readName(cursor)
  const { type, repeated } = readType(cursor)
  let mode: Mode = repeated ? 'REPEATED' : 'NULLABLE'
  let given: string | undefined
  for (;;) {
    if (cursor.takeWords('NOT', 'NULL')) {
      if (repeated) throw invalidQuery(`NOT NULL cannot be used with ARRAY column ${name}`)
      mode = 'REQUIRED'
    } else if (cursor.takeWords('DEFAULT')) given = restOf(cursor, text, readExpression)
    else break
  }
  const description = optionsIf(cursor).get('description')
  return {
    name,
    type,
    mode,
    ...(given !== undefined && { default: given }),
    ...(typeof description === 'string' && { description }),
  }
}

const ifNotExists = (cursor: Cursor) => cursor.takeWords('IF', 'NOT', 'EXISTS')
const ifExists = (cursor: Cursor) => cursor.takeWords('IF', 'EXISTS')

function readPartition(cursor: Cursor) {
  if (!cursor.takeWords('PARTITION', 'BY')) return null
  const call = cursor.look().word
  if (['DATE', 'TIMESTAMP_TRUNC', 'DATE_TRUNC'].includes(call) && cursor.isSymbol('(', 1)) {
    cursor.next()
    return cursor.inParens(() => {
      const column = readName(cursor)
      const unit = cursor.take(',') ? cursor.next().word : 'DAY'
      if (!['HOUR', 'DAY', 'MONTH', 'YEAR'].includes(unit)) throw unspoken(`partitions by ${unit}`)
      return { column, unit }
    })
  }
  return { column: readName(cursor), unit: 'DAY' }
}

function readCreateTable(cursor: Cursor, replace: boolean, text: string): Ddl {
  const absent = ifNotExists(cursor)
  const name = readPath(cursor)
  const columns: ColumnSpec[] = []
  let primaryKey: string[] = []
  if (!cursor.isSymbol('(')) throw unspoken('CREATE TABLE without columns')
  cursor.inParens(() => {
    do {
      if (cursor.isSymbol(')')) break
      if (cursor.takeWords('PRIMARY', 'KEY')) {
        primaryKey = cursor.inParens(() => cursor.list(() => readName(cursor)))
        if (!cursor.takeWords('NOT', 'ENFORCED')) {
          throw invalidQuery('Enforcement of primary keys is not supported: use NOT ENFORCED')
        }
      } else columns.push(readColumn(cursor, text))
    } while (cursor.take(','))
  })
  const partitionBy = readPartition(cursor)
  const clusterBy = cursor.takeWords('CLUSTER', 'BY') ? cursor.list(() => readName(cursor)) : []
  const options = optionsIf(cursor)
  if (cursor.isWords('AS')) throw unspoken('CREATE TABLE AS SELECT')
  return {
    kind: 'CREATE_TABLE',
    name,
    replace,
    ifNotExists: absent,
    columns,
    primaryKey,
    partitionBy,
    clusterBy,
    options,
  }
}

function readCreatePolicy(cursor: Cursor, replace: boolean, text: string): Ddl {
  const absent = ifNotExists(cursor)
  const policy = readName(cursor)
  cursor.needWords('ON')
  const name = readPath(cursor)
  const grantees: string[] = []
  if (cursor.takeWords('GRANT')) {
    cursor.needWords('TO')
    cursor.inParens(() =>
      cursor.list(() => {
        const token = cursor.next()
        if (token.kind !== 'string') cursor.fail(token, 'string literal')
        grantees.push(token.text)
      }),
    )
  }
  cursor.needWords('FILTER', 'USING')
  cursor.need('(')
  const subqueries = cursor.subqueries
  const filter = restOf(cursor, text, readExpression)
  cursor.pending = []
  if (cursor.subqueries > subqueries) throw invalidQuery('A row access policy filter may not contain SELECT')
  cursor.need(')')
  return { kind: 'CREATE_ROW_ACCESS_POLICY', policy, name, replace, ifNotExists: absent, grantees, filter }
}

/** `text` is the whole script: views and filters are kept as they were written. */
export function readCreate(cursor: Cursor, text: string): Ddl {
  cursor.needWords('CREATE')
  const replace = cursor.takeWords('OR', 'REPLACE')
  if (cursor.takeWords('SCHEMA')) {
    const absent = ifNotExists(cursor)
    const name = readPath(cursor)
    return { kind: 'CREATE_SCHEMA', name, ifNotExists: absent, options: optionsIf(cursor) }
  }
  if (cursor.takeWords('TABLE')) return readCreateTable(cursor, replace, text)
  if (cursor.takeWords('ROW', 'ACCESS', 'POLICY')) return readCreatePolicy(cursor, replace, text)
  if (!cursor.takeWords('VIEW')) throw unspoken(`CREATE ${cursor.look().text}`)
  const absent = ifNotExists(cursor)
  const name = readPath(cursor)
  const options = optionsIf(cursor)
  cursor.needWords('AS')
  const query = restOf(cursor, text, readQuery)
  return { kind: 'CREATE_VIEW', name, replace, ifNotExists: absent, options, query }
}

export function readAlter(cursor: Cursor, text: string): Ddl {
  cursor.needWords('ALTER')
  if (cursor.takeWords('SCHEMA')) {
    const there = ifExists(cursor)
    const name = readPath(cursor)
    cursor.needWords('SET', 'OPTIONS')
    return { kind: 'ALTER_SCHEMA', name, ifExists: there, options: readOptions(cursor) }
  }
  if (!cursor.takeWords('TABLE')) throw unspoken(`ALTER ${cursor.look().text}`)
  const there = ifExists(cursor)
  const name = readPath(cursor)
  const found = { kind: 'ALTER_TABLE', name, ifExists: there } as const
  if (cursor.takeWords('SET', 'OPTIONS')) {
    return { ...found, add: [], drop: [], options: readOptions(cursor) }
  }
  const add: { column: ColumnSpec; ifNotExists: boolean }[] = []
  const drop: { column: string; ifExists: boolean }[] = []
  cursor.list(() => {
    if (cursor.takeWords('ADD', 'COLUMN')) {
      const absent = ifNotExists(cursor)
      add.push({ ifNotExists: absent, column: readColumn(cursor, text) })
    } else if (cursor.takeWords('DROP', 'COLUMN')) {
      const present = ifExists(cursor)
      drop.push({ ifExists: present, column: readName(cursor) })
    } else throw unspoken(`ALTER TABLE ${cursor.look().text}`)
  })
  return { ...found, add, drop, options: NONE }
}

export function readDrop(cursor: Cursor): Ddl {
  cursor.needWords('DROP')
  const all = cursor.takeWords('ALL', 'ROW', 'ACCESS', 'POLICIES')
  if (all || cursor.takeWords('ROW', 'ACCESS', 'POLICY')) {
    const there = !all && ifExists(cursor)
    const policy = all ? null : readName(cursor)
    cursor.needWords('ON')
    return { kind: 'DROP_ROW_ACCESS_POLICY', policy, name: readPath(cursor), ifExists: there }
  }
  if (cursor.takeWords('SCHEMA')) {
    const there = ifExists(cursor)
    const name = readPath(cursor)
    const cascade = cursor.takeWords('CASCADE')
    if (!cascade) cursor.takeWords('RESTRICT')
    return { kind: 'DROP_SCHEMA', name, ifExists: there, cascade }
  }
  const kind = cursor.takeWords('TABLE') ? 'DROP_TABLE' : 'DROP_VIEW'
  if (kind === 'DROP_VIEW' && !cursor.takeWords('VIEW')) throw unspoken(`DROP ${cursor.look().text}`)
  const there = ifExists(cursor)
  return { kind, name: readPath(cursor), ifExists: there }
}

export function readTruncate(cursor: Cursor): Ddl {
  cursor.needWords('TRUNCATE', 'TABLE')
  return { kind: 'TRUNCATE_TABLE', name: readPath(cursor) }
}
