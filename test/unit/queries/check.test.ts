// Faults and cells of queries: what DuckDB says and gives, in the words and the values that leave the sandbox.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeIn } from '../../../src/main/core/queries/sandbox/faults.ts'
import { openSandbox, type Sandbox } from '../../../src/main/core/queries/sandbox/run.ts'
import { setupOf, TABLE_NAMES } from '../../../src/main/core/queries/tables.ts'

let sandbox: Sandbox
beforeAll(async () => {
  const opened = await openSandbox({
    files: [],
    setup: setupOf({ audience: [], platform: [], distribution: [] }),
    tables: TABLE_NAMES,
    limits: { rows: 5, characters: 1_000, memory_mb: 256 },
  })
  if (!opened.ok) throw new Error(opened.error.message)
  sandbox = opened.value
})
afterAll(() => sandbox.close())

const errorOf = async (sql: string) => {
  const answer = await sandbox.ask(sql)
  return answer.ok ? null : answer.error
}

describe('a fault', () => {
  it.each([
    ['SELEC 1', 'validation_failed', 1, 1],
    ['SELECT name\nFROM audiences\nWHERE', 'validation_failed', 3, 6],
    ['SELECT nme FROM audiences', 'validation_failed', 1, 8],
    ["SELECT 'é–', nme FROM audiences", 'validation_failed', 1, 14],
    ["SELECT '😀',\n  nme FROM audiences", 'validation_failed', 2, 3],
    ['SELECT name FROM audience', 'forbidden', 1, 18],
    ["SELECT 1\nFROM read_text('x')", 'forbidden', 2, 6],
    ["SELECT 1,\n  current_setting('x')", 'forbidden', 2, 3],
    ['SELECT nosuch(1)', 'validation_failed', 1, 8],
    ["SELECT CAST('x' AS INTEGER)", 'validation_failed', 1, 8],
    ['SELECT status, count(*) FROM audiences', 'validation_failed', 1, 8],
  ])('%j is %s at %i:%i', async (sql, code, line, column) => {
    expect(await errorOf(sql)).toMatchObject({ code, details: { line, column } })
  })

  it('says what was meant, without shouting', async () => {
    expect(await errorOf('SELECT nme FROM audiences')).toMatchObject({
      message: 'Referenced column "nme" not found in FROM clause',
      hint: expect.stringContaining('name'),
    })
    expect(await errorOf('FROM audience')).toMatchObject({
      message: 'There is no table audience',
      hint: expect.stringContaining('audiences, segments'),
    })
  })

  it('of values has no place, and says what the query said', async () => {
    expect(await errorOf("SELECT error('half a cup')")).toMatchObject({
      code: 'validation_failed',
      message: 'half a cup',
    })
  })

  it('counts places as an editor does', () => {
    expect(placeIn('aé😀\nb', 0)).toEqual({ offset: 0, line: 1, column: 1 })
    expect(placeIn('aé😀\nb', 7)).toEqual({ offset: 4, line: 1, column: 5 })
    expect(placeIn('aé😀\nb', 8)).toEqual({ offset: 5, line: 2, column: 1 })
  })
})

describe('a value', () => {
  it.each([
    ['1', 'number', 1],
    ['NULL', 'number', null],
    ['9007199254740991', 'number', 9007199254740991],
    ['9007199254740993', 'number', '9007199254740993'],
    ['170141183460469231731687303715884105727', 'number', '170141183460469231731687303715884105727'],
    ['1.25', 'number', 1.25],
    ['123456789012345678.25', 'number', '123456789012345678.25'],
    ['0.000000000000000000000000000125', 'number', 1.25e-28],
    ['1e300', 'number', 1e300],
    ["'nan'::DOUBLE", 'number', 'NaN'],
    ["'inf'::DOUBLE", 'number', 'Infinity'],
    ['true', 'boolean', true],
    ["'a'", 'text', 'a'],
    ["DATE '2026-11-26'", 'date', '2026-11-26'],
    ["TIMESTAMPTZ '2026-11-26 10:00:00.25+02'", 'instant', '2026-11-26T08:00:00.250Z'],
    ["TIMESTAMP '2026-11-26 10:00:00'", 'instant', '2026-11-26 10:00:00'],
    ["TIME '10:00:00'", 'text', '10:00:00'],
    ['INTERVAL 90 MINUTE', 'text', '01:30:00'],
    ["['a', NULL]", 'json', '["a",null]'],
    ["{'a': 1, 'b': [true]}", 'json', '{"a":1,"b":[true]}'],
    ['[1::BIGINT, 9007199254740993]', 'json', '[1,"9007199254740993"]'],
    ["{'a': [1.25], 'b': 'nan'::DOUBLE}", 'json', '{"a":[1.25],"b":"NaN"}'],
    ["[TIMESTAMPTZ '2026-11-26 10:00:00+02', NULL]", 'json', '["2026-11-26T08:00:00.000Z",null]'],
    ["MAP {'a': [2::HUGEINT]}", 'json', '[{"key":"a","value":[2]}]'],
    ['[INTERVAL 90 MINUTE]', 'json', '["01:30:00"]'],
    ['\'{"a": 1}\'::JSON', 'json', '{"a": 1}'],
    ["'a'::ENUM('a', 'b')", 'text', 'a'],
    ["'\\xAA'::BLOB", 'text', '\\xAA'],
  ])('%s is %s %j', async (sql, kind, value) => {
    const answer = await sandbox.ask(`SELECT ${sql} AS v`)
    expect(answer).toMatchObject({ ok: true, value: { columns: [{ name: 'v', kind }], rows: [[value]] } })
  })
})

it.each(['row(1, 2)', '[(1, 2)]', "{'a': (1, 2)}", "MAP {'a': (1, 2)}"])(
  '%s, of which an object would lose a member, is refused in words',
  async sql => {
    expect(await sandbox.ask(`SELECT ${sql}`)).toMatchObject({
      ok: false,
      error: { code: 'validation_failed', message: expect.stringContaining('names') },
    })
    expect(await sandbox.ask(`SELECT 1 WHERE (1, 2) IN ((1, 2))`)).toMatchObject({ ok: true })
  },
)

describe('a result', () => {
  it('says when there is more: of rows, and of text', async () => {
    const rows = await sandbox.ask('FROM range(6)')
    expect(rows).toMatchObject({ ok: true, value: { cut: 'rows', rows: { length: 5 } } })
    expect(await sandbox.ask('FROM range(5)')).toMatchObject({ ok: true, value: { cut: null } })
    const text = await sandbox.ask("SELECT repeat('x', 400) FROM range(4)")
    expect(text).toMatchObject({ ok: true, value: { cut: 'characters', rows: { length: 2 } } })
  })
})

it.each([
  'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT * FROM t',
  'WITH a AS (SELECT 1 AS x), b AS MATERIALIZED (FROM a) SELECT * FROM a JOIN b USING (x)',
  'FROM (VALUES (1), (2)) t(x) SELECT x, row_number() OVER (ORDER BY x DESC)',
  'SELECT * FROM range(3), generate_series(1, 2) g(i), unnest([1]) u',
  'SUMMARIZE audiences',
  'DESCRIBE audiences',
  'DESCRIBE SELECT 1',
  'TABLE audiences',
  'FROM main.audiences',
  "PIVOT audiences ON status IN ('draft', 'active') USING count(*)",
  'FROM (UNPIVOT audiences ON segment_count, variable_count INTO NAME what VALUE n)',
  'SELECT * EXCLUDE (name) REPLACE (upper(status) AS status) FROM audiences',
  "SELECT COLUMNS(c -> c LIKE '%_at') FROM audiences",
  'SELECT status, count(*) FROM audiences GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL DESC LIMIT 3 OFFSET 1',
  'SELECT DISTINCT ON (status) name FROM audiences QUALIFY row_number() OVER () < 3',
  'SELECT grouping(status), count(*) FROM audiences GROUP BY CUBE (status, data_type)',
  'SELECT a.name, s.name FROM audiences a ASOF JOIN segments s ON a.version >= s.position',
  'SELECT name FROM audiences SEMI JOIN segments USING (audience_id)',
  'SELECT * FROM audiences TABLESAMPLE 10%',
  'SELECT list_transform([1, 2], x -> x + 1), [x * 2 FOR x IN [1, 2] IF x > 1]',
  "SELECT date_trunc('month', created_at AT TIME ZONE 'Europe/Berlin'), strftime(now(), '%Y') FROM audiences",
  'SELECT current_date, now(), today()',
  'SELECT key, value FROM json_each(\'{"a": 1}\')',
  'SELECT 1 EXCEPT SELECT 2 INTERSECT SELECT 3 UNION BY NAME SELECT 4 AS x',
  'SELECT EXISTS (FROM audiences), 1 IN (SELECT version FROM audiences), (SELECT max(version) FROM audiences)',
  'SELECT 1;',
  '-- a note\nSELECT 1 -- another; one',
])('takes %s', async sql => {
  expect(await errorOf(sql)).toBeNull()
})
