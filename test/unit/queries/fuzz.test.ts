// Statements put together at random out of SQL and of everything that could lead outside: none gives away a word of it.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../../src/main/core/queries/sandbox/run.ts'
import { ERROR_CODES } from '../../../src/shared/errors.ts'
import { createWorld, SECRET_FILE, SECRET_ROW, type World } from './world.ts'

let world: World
let sandbox: Sandbox
beforeAll(async () => {
  world = await createWorld()
  const opened = await openSandbox(world.taskOf('', { rows: 20 }))
  if (!opened.ok) throw new Error(opened.error.message)
  sandbox = opened.value
})
afterAll(async () => {
  sandbox.close()
  await world.close()
})

/** A statement of the language's own pieces, so that many of them run; and of ways out, in every place a piece has. */
function statements(world: World): fc.Arbitrary<string> {
  const { outside, others } = world
  const file = fc.constantFrom(outside, others.audience[0] ?? '', `${world.folder}/**`, '/etc/passwd', 'x')
  const reader = fc.constantFrom(
    'read_text',
    'read_csv',
    'read_blob',
    'read_parquet',
    'glob',
    'READ_TEXT',
    'query',
  )
  const reading = fc.tuple(reader, file).map(([name, path]) => `${name}('${path}')`)
  const hidden = fc.constantFrom(
    'duckdb_settings()',
    'duckdb_views()',
    'stored.audience',
    'current.audience',
    'information_schema.columns',
    'pragma_database_list',
  )
  const named = file.map(path => `'${path}'`)
  const table = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('audiences', 'segments s', 'variables', 'audience_versions v', 'range(3)'),
    },
    { weight: 1, arbitrary: reading },
    { weight: 1, arbitrary: hidden },
    { weight: 1, arbitrary: named },
  )
  const value = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        '1',
        "'a'",
        'name',
        'version',
        'count(*)',
        'NULL',
        '*',
        'version + 1',
        '[1, 2]',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "current_setting('allowed_paths')",
        "getenv('HOME')",
        'version()',
        'current_query()',
      ),
    },
    { weight: 1, arbitrary: reading.map(read => `(SELECT content FROM ${read})`) },
    { weight: 1, arbitrary: table.map(one => `(SELECT count(*) FROM ${one})`) },
  )
  const select = fc
    .tuple(value, table, fc.constantFrom('', ' WHERE 1 = 1', ' ORDER BY 1', ' GROUP BY ALL', ' LIMIT 2'))
    .map(([what, from, rest]) => `SELECT ${what} FROM ${from}${rest}`)
  const query = fc.oneof(
    select,
    fc.tuple(select, select).map(([one, other]) => `${one} UNION ALL ${other}`),
    fc.tuple(select, value).map(([one, what]) => `WITH t AS (${one}) SELECT ${what} FROM t`),
    fc.tuple(select, table).map(([one, from]) => `SELECT * FROM (${one}), ${from}`),
    select.map(one => `DESCRIBE ${one}`),
  )
  const other = fc.constantFrom(
    'SET threads = 9',
    'ATTACH',
    'COPY audiences TO',
    'PRAGMA version',
    'INSTALL x',
    'DROP VIEW audiences',
    'BEGIN',
  )
  const noise = fc.constantFrom(
    '',
    ';',
    ';;',
    '--',
    '/*',
    '*/',
    "'",
    '"',
    '(',
    ')',
    '$1',
    '\u0000',
    '\u200b',
    '😀',
  )
  return fc.oneof(
    { weight: 8, arbitrary: query },
    { weight: 2, arbitrary: fc.tuple(query, noise, query).map(parts => parts.join(' ')) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(other, file, noise, query)
        .map(([what, path, ...rest]) => `${what} '${path}' ${rest.join(' ')}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.oneof(value, table, noise, other), { minLength: 1, maxLength: 8 })
        .map(parts => parts.join(' ')),
    },
  )
}

it('tells nothing of what is outside, whatever it is asked', async () => {
  const before = world.store.info()
  let ran = 0
  let refused = 0
  const check = fc.asyncProperty(statements(world), async sql => {
    const answer = await sandbox.ask(sql)
    if (answer.ok) ran += 1
    else if (answer.error.code === 'forbidden') refused += 1
    if (!answer.ok) expect(ERROR_CODES).toContain(answer.error.code)
    const said = JSON.stringify(answer)
    expect(said).not.toContain(SECRET_FILE)
    expect(said).not.toContain(SECRET_ROW)
    // A path is told only to whoever wrote it.
    if (said.includes(world.folder)) expect(sql).toContain(world.folder)
    if (answer.ok) expect(said).not.toContain(world.folder)
  })
  await fc.assert(check, { numRuns: Number(process.env.QUERY_RUNS ?? 300) })
  expect(ran).toBeGreaterThan(30)
  expect(refused).toBeGreaterThan(50)
  expect(await sandbox.ask('SELECT name FROM audiences')).toMatchObject({
    ok: true,
    value: { rows: [['Trail runners']] },
  })
  expect(world.store.info()).toEqual(before)
}, 600_000)
