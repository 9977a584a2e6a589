// What the double takes for SQL, what it refuses, and what it makes of it.
import { BigQuery } from '@google-cloud/bigquery'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BigQueryDouble, startBigQueryDouble } from '../../bigquery-double/index.ts'
import { settled } from './push.ts'
import { ANA, clientFor } from './support.ts'

let double: BigQueryDouble
let bq: BigQuery

beforeAll(async () => {
  double = await startBigQueryDouble({ polls: 0 })
  bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU' })
  await run(`CREATE TABLE d.t (id STRING NOT NULL, n INT64, f FLOAT64, b BOOL, seen TIMESTAMP, day DATE, tags ARRAY<STRING>, data JSON);
    CREATE TABLE d.s (id STRING, n INT64, text STRING, tags ARRAY<STRING>)`)
})
afterAll(() => double.close())

const run = async (query: string) => settled((await bq.createQueryJob({ query, location: 'EU' }))[0])

async function rows(query: string): Promise<Record<string, unknown>[]> {
  const [found] = await bq.query({ query, location: 'EU' })
  return found as Record<string, unknown>[]
}
const value = async (expression: string) =>
  Object.values((await rows(`SELECT ${expression} AS x`))[0] ?? {})[0]

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['-(1 - 4)', 3],
    ['7 / 2', 3.5],
    ["'a' || \"b\" || r'\\n'", 'ab\\n'],
    ["'it\\'s \\u00fc \\x41'", "it's ü A"],
    ["'''two\nlines'''", 'two\nlines'],
    ['NOT TRUE OR FALSE AND TRUE', false],
    ['1 IN (1, 2)', true],
    ["'x' IN UNNEST(['a', 'x'])", true],
    ["'x' NOT IN UNNEST(ARRAY<STRING>[])", true],
    ["CAST(NULL AS STRING) IN UNNEST(['a'])", null],
    ['1 BETWEEN 0 AND 2', true],
    ["'a_b' LIKE 'a\\\\_b'", true],
    ["'axb' LIKE 'a\\\\_b'", false],
    ['1 IS DISTINCT FROM NULL', true],
    ['NULL IS NOT DISTINCT FROM NULL', true],
    ["IF(1 > 2, 'a', 'b')", 'b'],
    ["CASE WHEN 1 = 2 THEN 'a' ELSE 'b' END", 'b'],
    ["CASE 1 WHEN 1 THEN 'one' END", 'one'],
    ["SAFE_CAST('x' AS INT64)", null],
    ["CAST('12' AS INT64)", 12],
    ["['a', 'b'][OFFSET(1)]", 'b'],
    ["['a', 'b'][ORDINAL(1)]", 'a'],
    ["['a'][SAFE_OFFSET(5)]", null],
    ["ARRAY_LENGTH(['a', 'b'])", 2],
    ["ARRAY_TO_STRING(['a', 'b'], '-')", 'a-b'],
    [
      'TO_JSON_STRING(PARSE_JSON(\'{"b": 1, "a": [1.50, 1e3, null], "b": 2}\'))',
      '{"a":[1.5,1000.0,null],"b":1}',
    ],
    ['TO_JSON_STRING(NULL)', 'null'],
    ["TO_JSON_STRING(['a', 'b'])", '["a","b"]'],
    ['JSON_VALUE(JSON \'{"a": {"b": "x"}}\', \'$.a.b\')', 'x'],
    ['JSON_VALUE(JSON \'{"a": {"b": 1}}\', \'$.a\')', null],
    ["PARSE_JSON('null') IS NULL", false],
    ["PARSE_JSON('922337203685477580701', wide_number_mode => 'round')", '9.223372036854776e+20'],
    ['SAFE_DIVIDE(1, 0)', null],
    ["INT64(JSON '12')", 12],
    ['STRING(JSON \'"x"\')', 'x'],
    ['LAX_INT64(JSON \'"12"\')', 12],
    ['LAX_FLOAT64(JSON \'"x"\')', null],
    ["DATE_SUB(DATE '2026-03-01', INTERVAL 1 DAY) = DATE '2026-02-28'", true],
    ["DATE_DIFF(DATE '2026-03-01', DATE '2026-02-27', DAY)", 2],
    ['(SELECT COUNT(*) FROM (SELECT ARRAY<STRING>[] AS tags) AS t LEFT JOIN UNNEST(t.tags) AS x)', 1],
    ["DATE(TIMESTAMP '2026-02-03 23:00:00+00') = DATE '2026-02-03'", true],
    ["TIMESTAMP_DIFF(TIMESTAMP '2026-02-03 23:00:00Z', TIMESTAMP '2026-02-03 21:30:00Z', HOUR)", 1],
    [
      "TIMESTAMP_SUB(TIMESTAMP '2026-02-03 00:00:00Z', INTERVAL 1 DAY) = TIMESTAMP '2026-02-02 00:00:00Z'",
      true,
    ],
    ["TIMESTAMP_TRUNC(TIMESTAMP '2026-02-03 04:05:06Z', MONTH) = TIMESTAMP '2026-02-01 00:00:00Z'", true],
    ["EXTRACT(YEAR FROM TIMESTAMP '2026-02-03 04:05:06Z')", 2026],
    ["UNIX_MICROS(TIMESTAMP '1970-01-01 00:00:00.000007Z')", 7],
    ["FORMAT_TIMESTAMP('%Y-%m', TIMESTAMP '2026-02-03 04:05:06Z')", '2026-02'],
    ["TO_HEX(SHA256('a'))", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['(SELECT COUNT(*) FROM UNNEST([1, 2, 3]) AS n WHERE n > 1)', 2],
    ['EXISTS (SELECT 1)', true],
    ['LENGTH(GENERATE_UUID())', 36],
    ['SESSION_USER()', ANA],
  ])('%s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected)
  })

  it.each([
    ["PARSE_JSON('{')", 'invalid JSON'],
    ["PARSE_JSON('0.12345678901234567890123')", 'loss of precision'],
    ['1 / 0', 'division by zero'],
    ['INT64(JSON \'"12"\')', 'JSON input is of another type'],
    ["['a'][OFFSET(1)]", 'out of bounds'],
    ["CAST('x' AS INT64)", 'Could not convert'],
    ["CAST('{}' AS JSON)", 'PARSE_JSON'],
    ["FARM_FINGERPRINT('x')", 'does not speak the function FARM_FINGERPRINT'],
    ['COALESCE()', 'No matching signature for function COALESCE'],
    ['ROW_NUMBER()', 'requires an OVER clause'],
    ['@nothing', "Query parameter 'nothing' not found at [1:8]"],
    ['unknown', 'Unrecognized name: unknown'],
    ["'open", 'Unclosed string literal at [1:8]'],
    ["'\\q'", 'Illegal escape sequence: \\q'],
    ['STRUCT(1)', 'does not speak STRUCT'],
    ['[1, NULL]', 'Array cannot have a null element'],
    ['1 AS x, 2', 'Duplicate column names'],
  ])('%s is refused', async (expression, message) => {
    await expect(value(expression)).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining(message),
      errors: [expect.objectContaining({ reason: 'invalidQuery' })],
    })
  })
})

describe('queries', () => {
  it.each<[string, unknown[]]>([
    ['WITH x AS (SELECT 1 AS n UNION ALL SELECT 2) SELECT n FROM x ORDER BY n DESC', [{ n: 2 }, { n: 1 }]],
    ['SELECT n FROM UNNEST([3, NULL, 1]) AS n ORDER BY n', [{ n: null }, { n: 1 }, { n: 3 }]],
    ['SELECT n FROM UNNEST([3, NULL, 1]) AS n ORDER BY n DESC LIMIT 2 OFFSET 1', [{ n: 1 }, { n: null }]],
    [
      'SELECT x, o FROM UNNEST(["a", "b"]) AS x WITH OFFSET AS o ORDER BY o',
      [
        { x: 'a', o: 0 },
        { x: 'b', o: 1 },
      ],
    ],
    ['SELECT * EXCEPT (b) REPLACE (a + 1 AS a) FROM (SELECT 1 AS a, 2 AS b)', [{ a: 2 }]],
    ['SELECT COUNT(*), COUNTIF(n > 1) FROM UNNEST([1, 2]) AS n', [{ f0_: 2, f1_: 1 }]],
    [
      "SELECT ARRAY_AGG(x ORDER BY x DESC LIMIT 2) AS top FROM UNNEST(['a', 'b', 'c']) AS x",
      [{ top: ['c', 'b'] }],
    ],
    [
      "SELECT k, STRING_AGG(v, ',' ORDER BY v) AS v FROM (SELECT 'k' AS k, 'b' AS v UNION ALL SELECT 'k', 'a') GROUP BY k HAVING COUNT(*) = 2",
      [{ k: 'k', v: 'a,b' }],
    ],
    ['SELECT a.n FROM (SELECT 1 AS n) a LEFT JOIN (SELECT 2 AS n) b USING (n) WHERE b.n IS NULL', [{ n: 1 }]],
    [
      'SELECT n FROM (SELECT 1 AS n UNION ALL SELECT 1) WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY n ORDER BY n) = 1',
      [{ n: 1 }],
    ],
    ['(SELECT 1 AS n) UNION DISTINCT (SELECT 1) # a comment', [{ n: 1 }]],
  ])('%s', async (query, expected) => {
    // Arrays of results hold no NULL; rows do.
    const safe = query.replaceAll(
      'UNNEST([3, NULL, 1]) AS n',
      '(SELECT 3 AS n UNION ALL SELECT NULL UNION ALL SELECT 1)',
    )
    expect(await rows(safe)).toEqual(expected)
  })

  it.each([
    ['SELEC 1', 'Syntax error: Unexpected "SELEC" at [1:1]'],
    ['SELECT 1 FROM', 'Syntax error'],
    ['SELECT id FROM d.t WHERE', 'Syntax error: Unexpected end of statement'],
    ['SELECT id id2 id3 FROM d.t', 'Syntax error'],
    ['SELECT id FROM t', 'must be qualified with a dataset'],
    ['SELECT id FROM d.T', 'was not found in location EU'],
    ['SELECT id FROM other.t', 'Dataset double-project:other was not found'],
    ['SELECT x.id FROM d.t', 'Unrecognized name: x'],
    ['SELECT id FROM d.t AS a, d.s AS a', 'Duplicate table alias a'],
    ["SELECT id FROM d.t WHERE data = 'x'", 'operator = for argument types: JSON at [1:26]'],
    ['SELECT a.id FROM d.t a JOIN d.s b ON a.tags = b.tags', 'argument types: ARRAY<STRING>'],
    ['SELECT id FROM d.t ORDER BY data', 'Ordering by expressions of type JSON'],
    ['SELECT data FROM d.t GROUP BY data', 'Grouping by expressions of type JSON'],
    ['SELECT DISTINCT tags FROM d.t', 'ARRAY<STRING> cannot be used in SELECT DISTINCT'],
    ['SELECT table_name FROM d.INFORMATION_SCHEMA.TABLES', 'does not speak INFORMATION_SCHEMA'],
    ['SELECT id FROM d.t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP()', 'does not speak time travel'],
    ['DECLARE x INT64; SELECT 1', 'does not speak DECLARE'],
    ["UPDATE d.t SET n = 1 WHERE data = '{}'", 'operator = for argument types: JSON'],
    ['DELETE FROM d.t x WHERE x.tags IN (x.tags)', 'argument types: ARRAY<STRING>'],
    ['UPDATE d.t SET n = 1 FROM d.s WHERE t.id = s.id AND s.tags = t.tags', 'argument types: ARRAY<STRING>'],
    [
      'MERGE d.t T USING d.s S ON T.id = S.id WHEN MATCHED AND T.data != T.data THEN DELETE',
      'argument types: JSON',
    ],
    ['UPDATE d.t SET n = 1', 'UPDATE must have a WHERE clause'],
    ['DELETE FROM d.t', 'DELETE must have a WHERE clause'],
    ['CREATE TABLE d.x (a STRING(10))', 'does not speak types with a length'],
    ['CREATE TABLE d.x (a STRUCT<b INT64>)', 'does not speak STRUCT'],
    ['CREATE TABLE d.x (a STRING) OPTIONS (colour = 1)', 'Unknown option: colour'],
    ['CREATE TABLE d.x (a STRING, PRIMARY KEY (a))', 'NOT ENFORCED'],
    ['CREATE TABLE d.x (a JSON) CLUSTER BY a', 'not supported for clustering'],
    ['CREATE TABLE d.x (a STRING) PARTITION BY DATE(a)', 'can only be of type TIMESTAMP'],
    ['CREATE TABLE d.t (a STRING)', 'Already Exists: Table double-project:d.t'],
    ['', 'Required parameter'],
  ])('%s is refused', async (query, message) => {
    const sent = query === '' ? fetchEmpty() : rows(query)
    await expect(sent).rejects.toThrow(message)
  })
})

/** The client refuses an empty text itself. */
async function fetchEmpty() {
  const answer = await fetch(`${double.url}/projects/double-project/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${double.tokenFor(ANA)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ configuration: {} }),
  })
  const { error } = (await answer.json()) as { error: { message: string } }
  throw new Error(error.message)
}

describe('statements that change rows', () => {
  it.each([
    [
      "INSERT d.t (id, data) VALUES ('a', '{}')",
      'Value of type STRING cannot be assigned to data, which has type JSON at [1:36]',
    ],
    ["INSERT d.t (id, n) VALUES ('a', '1')", 'cannot be assigned to n, which has type INT64'],
    ["INSERT d.t (id, n) VALUES ('a', 1.5)", 'Value of type FLOAT64 cannot be assigned to n'],
    ['INSERT d.t (id, seen) SELECT id, text FROM d.s', 'Value of type STRING cannot be assigned to seen'],
    ["INSERT d.t (id, tags) VALUES ('a', 'x')", 'which has type ARRAY<STRING>'],
    ["INSERT d.t (id, n) VALUES ('a')", 'Inserted row has wrong column count; Has 1, expected 2'],
    ["INSERT d.t (id, id) VALUES ('a', 'b')", 'listed more than once'],
    ["INSERT d.t (nothing) VALUES ('a')", 'Column nothing is not present in table d.t'],
    ['INSERT d.t (n) VALUES (1)', 'Required field id cannot be null'],
    ['UPDATE d.t SET n = 1, n = 2 WHERE TRUE', 'Update item n assigned more than once'],
    ['UPDATE d.t SET data = TO_JSON_STRING(data) WHERE TRUE', 'cannot be assigned to data'],
    [
      'MERGE d.t T USING d.s S ON T.id = S.id WHEN MATCHED THEN UPDATE SET n = (SELECT 1)',
      'Correlated subqueries',
    ],
    ['MERGE d.t T USING d.s S ON T.id = S.id', 'Expected keyword WHEN'],
    ['MERGE d.t T USING d.s S ON T.id = S.id WHEN MATCHED THEN UPDATE SET data = S.text', 'has type JSON'],
  ])('%s is refused', async (query, message) => {
    await expect(run(query)).rejects.toThrow(message)
    expect(await double.rows('d.t')).toEqual([])
  })

  it('a source that matches a target row twice fails the MERGE, and changes nothing', async () => {
    await run(`INSERT d.t (id, n) VALUES ('a', 0), ('b', 0);
      INSERT d.s (id, n) VALUES ('a', 1), ('a', 2), ('b', 3)`)
    const merge = (and: string) =>
      run(
        `MERGE d.t T USING d.s S ON T.id = S.id ${and} THEN UPDATE SET n = S.n WHEN NOT MATCHED THEN INSERT (id) VALUES (S.id)`,
      )
    const refused = 'UPDATE/MERGE must match at most one source row for each target row'
    await expect(merge('WHEN MATCHED')).rejects.toThrow(refused)
    await expect(run('UPDATE d.t T SET n = S.n FROM d.s S WHERE T.id = S.id')).rejects.toThrow(refused)
    expect((await double.rows('d.t')).map(({ n }) => n)).toEqual([0n, 0n])
    await merge('WHEN MATCHED AND S.n > 1')
    expect(await rows('SELECT id, n FROM d.t ORDER BY id')).toEqual([
      { id: 'a', n: 2 },
      { id: 'b', n: 3 },
    ])
    await run('DELETE FROM d.t WHERE TRUE; TRUNCATE TABLE d.s')
  })

  it('INSERT ROW, DELETE, and rows that only the target has', async () => {
    await run(`INSERT d.t (id, n) VALUES ('gone', 1), ('old', 1);
      INSERT d.s (id, n, tags) VALUES ('old', 2, []), ('new', 3, ['x'])`)
    const job = await run(`MERGE INTO d.t T USING (SELECT id, n, tags FROM d.s) S ON T.id = S.id
      WHEN MATCHED AND S.n > 5 THEN DELETE
      WHEN MATCHED THEN UPDATE SET n = S.n
      WHEN NOT MATCHED BY TARGET THEN INSERT ROW
      WHEN NOT MATCHED BY SOURCE THEN DELETE`)
    expect(job.metadata.statistics.query.dmlStats).toEqual({
      insertedRowCount: '1',
      updatedRowCount: '1',
      deletedRowCount: '1',
    })
    expect(await rows('SELECT id, n, tags FROM d.t ORDER BY id')).toEqual([
      { id: 'new', n: 3, tags: ['x'] },
      { id: 'old', n: 2, tags: [] },
    ])
    await run('DELETE FROM d.t WHERE TRUE; TRUNCATE TABLE d.s')
  })

  it('parameters with types, compare-and-set by rev, and the number of rows', async () => {
    const write = (query: string, params: Record<string, unknown>) => {
      const types = {
        id: 'STRING',
        n: 'INT64',
        was: 'INT64',
        seen: 'TIMESTAMP',
        tags: ['STRING'],
        data: 'JSON',
        b: 'BOOL',
      }
      const used = Object.fromEntries(Object.entries(types).filter(([name]) => name in params))
      return bq.createQueryJob({ query, params, types: used, location: 'EU' })
    }
    const affected = async (query: string, params: Record<string, unknown>) =>
      (await write(query, params))[0].metadata.statistics.query.numDmlAffectedRows
    const seen = BigQuery.timestamp('2026-02-03T04:05:06.789Z')
    const insert = 'INSERT INTO d.t (id, n, seen, tags, data, b) VALUES (@id, @n, @seen, @tags, @data, @b)'
    expect(
      await affected(insert, {
        id: 'p',
        n: BigQuery.int('9007199254740993'),
        seen,
        tags: ['x'],
        data: '[1]',
        b: true,
      }),
    ).toBe('1')
    expect(await affected(insert, { id: 'q', n: null, seen: null, tags: [], data: null, b: null })).toBe('1')
    const set = 'UPDATE d.t SET n = @n, tags = @tags WHERE id = @id AND n IS NOT DISTINCT FROM @was'
    expect(await affected(set, { id: 'q', n: 2, tags: ['y', 'z'], was: null })).toBe('1')
    expect(await affected(set, { id: 'q', n: 3, tags: [], was: 7 })).toBe('0')
    expect(await double.rows('d.t')).toEqual([
      expect.objectContaining({ id: 'p', n: 9007199254740993n, tags: ['x'], data: '[1]', b: true }),
      expect.objectContaining({ id: 'q', n: 2n, seen: null, tags: ['y', 'z'], data: null, b: null }),
    ])
    await expect(affected(set, { id: 'q', n: 'x', tags: [], was: 2 })).rejects.toThrow(
      'Invalid value for INT64',
    )
    await run('DELETE FROM d.t WHERE TRUE')
  })

  it('a script that fails keeps what it did before, except in a transaction; a wrong one does nothing', async () => {
    await expect(run("INSERT d.s (id) VALUES ('kept'); SELECT nothing FROM d.s")).rejects.toThrow(
      'Unrecognized name',
    )
    await expect(run("INSERT d.s (id) VALUES ('never'); SELEC")).rejects.toThrow('Syntax error')
    await expect(
      run("BEGIN TRANSACTION; INSERT d.s (id) VALUES ('undone'); SELECT ERROR('stop'); COMMIT TRANSACTION"),
    ).rejects.toThrow('stop')
    await expect(run('BEGIN; CREATE TABLE d.x (a STRING); COMMIT')).rejects.toThrow('inside a transaction')
    await run("BEGIN TRANSACTION; INSERT d.s (id) VALUES ('both'); COMMIT TRANSACTION")
    expect(await rows('SELECT id FROM d.s ORDER BY id')).toEqual([{ id: 'both' }, { id: 'kept' }])
    await run('TRUNCATE TABLE d.s')
  })

  it('defaults are those of the one who writes, at the time of writing', async () => {
    await run(
      'CREATE TABLE d.made (id STRING, who STRING DEFAULT SESSION_USER(), seen TIMESTAMP DEFAULT CURRENT_TIMESTAMP())',
    )
    double.clock.advance(1000)
    const before = double.clock.now()
    await clientFor(double, 'ben@example.com').query({
      query: "INSERT d.made (id) VALUES ('a')",
      location: 'EU',
    })
    const [row] = await double.rows('d.made')
    expect(row).toMatchObject({ id: 'a', who: 'ben@example.com' })
    expect(Number(row?.seen)).toBeGreaterThanOrEqual(before)
  })

  it('what comes of a script is its last statement', async () => {
    const [job] = await bq.createQueryJob({ query: 'SELECT 1 AS a; SELECT 2 AS b', location: 'EU' })
    expect((await job.getQueryResults())[0]).toEqual([{ b: 2 }])
  })
})
