// Values go to BigQuery and come back as they were: in shape by themselves, and through statements.
import { describe, expect, it } from 'vitest'
import type { Column, Parameter } from '../../../../src/main/core/bigquery/face.ts'
import { rowReader, wireParameters } from '../../../../src/main/core/bigquery/remote/cells.ts'
import { must, rowsOf, setting } from './support.ts'

const PARAMETERS = {
  text: { type: 'STRING', value: 'Näher 🚀 {{projectId}} \'"`\\' },
  empty: { type: 'STRING', value: '' },
  no_text: { type: 'STRING', value: null },
  whole: { type: 'INT64', value: Number.MAX_SAFE_INTEGER },
  below: { type: 'INT64', value: -42 },
  no_whole: { type: 'INT64', value: null },
  aye: { type: 'BOOL', value: true },
  nay: { type: 'BOOL', value: false },
  no_bool: { type: 'BOOL', value: null },
  moment: { type: 'TIMESTAMP', value: '2026-03-02T09:00:00.123Z' },
  before_1970: { type: 'TIMESTAMP', value: '1969-12-31T23:59:59.999Z' },
  no_time: { type: 'TIMESTAMP', value: null },
  json: { type: 'JSON', value: '{"size":9007199254740993,"tags":[]}' },
  no_json: { type: 'JSON', value: null },
  codes: { type: 'STRING[]', value: ['B', 'a', ''] },
  no_codes: { type: 'STRING[]', value: [] },
} as const satisfies Record<string, Parameter>

describe('through BigQuery', () => {
  const get = setting()

  it('every type comes back exactly, from jobs.query', async () => {
    const names = Object.keys(PARAMETERS)
    const columns: Column[] = Object.entries(PARAMETERS).map(([name, { type }]) => ({ name, type }))
    const sql = `SELECT ${names.map(name => `@${name} AS ${name}`).join(', ')}`
    const [row] = await rowsOf(get().remote.query({ sql, parameters: PARAMETERS }, columns))
    expect(row).toEqual(
      Object.fromEntries(Object.entries(PARAMETERS).map(([name, { value }]) => [name, value])),
    )
  })

  it('a column that is not there is a refusal, not a hole', async () => {
    const pages = get().remote.query({ sql: 'SELECT 1 AS n' }, [{ name: 'm', type: 'INT64' }])
    for await (const page of pages) {
      expect(page).toMatchObject({
        ok: false,
        error: { code: 'bigquery_failed', details: { reason: 'unreadable' } },
      })
    }
  })

  it('a whole number that a number can’t hold is a refusal', async () => {
    const sql = 'SELECT 9007199254740993 AS n'
    for await (const page of get().remote.query({ sql }, [{ name: 'n', type: 'INT64' }])) {
      expect(page).toMatchObject({ ok: false, error: { details: { about: 'An INT64 is beyond 2^53' } } })
    }
  })

  it('a statement without rows has none', async () => {
    const { remote } = get()
    expect(
      await rowsOf(
        remote.query({ sql: 'SELECT n FROM UNNEST([1]) AS n WHERE n > 1' }, [{ name: 'n', type: 'INT64' }]),
      ),
    ).toEqual([])
    expect(must(await remote.dryRun({ sql: 'SELECT 1' }))).toEqual({ bytes: 0 })
  })
})

it('nulls and empty lists keep their type on the wire', () => {
  expect(
    wireParameters({ a: { type: 'TIMESTAMP', value: null }, b: { type: 'STRING[]', value: [] } }),
  ).toEqual([
    { name: 'a', parameterType: { type: 'TIMESTAMP' }, parameterValue: { value: null } },
    {
      name: 'b',
      parameterType: { type: 'ARRAY', arrayType: { type: 'STRING' } },
      parameterValue: { arrayValues: [] },
    },
  ])
})

const field = (name: string, type: string) => ({ name, type, mode: 'NULLABLE' as const })

it.each([
  ['0', '1970-01-01T00:00:00.000Z'],
  ['1767225600123456', '2026-01-01T00:00:00.123Z'],
  ['-1', '1969-12-31T23:59:59.999Z'],
  ['-1000', '1969-12-31T23:59:59.999Z'],
  ['-1001', '1969-12-31T23:59:59.998Z'],
  ['253402300799999999', '9999-12-31T23:59:59.999Z'],
])('%s µs is %s', (micros, instant) => {
  const read = rowReader([field('at', 'TIMESTAMP')], [{ name: 'at', type: 'TIMESTAMP' }])
  expect(read({ f: [{ v: micros }] })).toEqual({ at: instant })
})

it('columns are found by name, in any order and case', () => {
  const read = rowReader([field('extra', 'STRING'), field('ID', 'STRING')], [{ name: 'id', type: 'STRING' }])
  expect(read({ f: [{ v: 'x' }, { v: 'aud_1' }] })).toEqual({ id: 'aud_1' })
})
