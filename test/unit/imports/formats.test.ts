// The same audiences from every format and encoding become the same records; what differs between tools is understood.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { sheetXml, workbookOf, workbookParts, zipped } from '../../support/xlsx.ts'
import { ANALYST, type Bench, finished, inputOf, openBench, rowsWithIds, unwrap } from './support.ts'
import { cellsOf, csvOf, parquetBySql, parquetOf, type Row } from './tables.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

let user = 0
/** Imports into a profile of its own, and gives the records in the order of their ids. */
async function recordsFrom(
  content: string | Uint8Array,
  name: string,
  rules: Parameters<typeof inputOf>[1] = {},
) {
  const user_id = `reader-${++user}`
  const token = await bench.offer(content, user_id, false, name)
  const context = { ...ANALYST, user_id }
  const started = unwrap(await bench.imports.handlers['imports.start'](inputOf([token], rules), context))
  const job = await finished(bench.jobs, started, user_id)
  const ids = unwrap(await bench.store.ids('audience', user_id, { where: [] }))
  const records = unwrap(await bench.store.getMany('audience', user_id, ids))
  return { job, records: records.map(({ user_id: _u, changed_by: _c, updated_at: _t, ...record }) => record) }
}

const given = rowsWithIds(60).map(row => ({ ...row, updated_at: row.created_at })) as unknown as Row[]
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()

describe('60 audiences with everything in them', () => {
  let expected: object[]
  beforeAll(async () => {
    expected = (await recordsFrom(JSON.stringify(given), 'a.json')).records
    expect(expected).toHaveLength(60)
  })
  const files: [string, string, () => string | Uint8Array | Promise<Uint8Array>][] = [
    ['one object a line', 'a.ndjson', () => given.map(row => JSON.stringify(row)).join('\n')],
    ['JSON in UTF-16', 'a.json', () => utf16(JSON.stringify(given))],
    ['CSV', 'a.csv', () => csvOf(given)],
    ['CSV that starts with a byte order mark', 'a.csv', () => `\ufeff${csvOf(given)}`],
    ['CSV with line feeds and no last one', 'a.csv', () => csvOf(given, ',', '\n').trimEnd()],
    ['CSV of old Macs', 'a.csv', () => csvOf(given, ',', '\r')],
    ['CSV with semicolons and a hint', 'a.csv', () => `sep=;\r\n${csvOf(given, ';')}`],
    ['CSV with bars', 'a.txt', () => csvOf(given, '|')],
    ['TSV', 'a.tsv', () => csvOf(given, '\t')],
    ['CSV in UTF-16, little end first', 'a.csv', () => utf16(csvOf(given))],
    ['CSV in UTF-16, big end first', 'a.csv', () => swapped(utf16(csvOf(given)))],
    ['CSV in UTF-16 without a mark', 'a.csv', () => utf16(csvOf(given)).subarray(2)],
    ['Excel', 'a.xlsx', () => workbookOf(cellsOf(given))],
    ['Parquet', 'a.parquet', () => parquetOf(bench.folder, given)],
  ]
  it.each(files)('come from %s', async (_what, name, content) => {
    const { job, records } = await recordsFrom(await content(), name)
    expect(job.result?.errors).toEqual([])
    expect(records).toEqual(expected)
  })
})

const one = async (
  content: string | Uint8Array,
  name = 'a.csv',
  rules: Parameters<typeof inputOf>[1] = {},
) => {
  const { job, records } = await recordsFrom(content, name, rules)
  expect(job).toMatchObject({ state: 'completed', result: { errors: [] } })
  expect(records).toHaveLength(1)
  return records[0] as unknown as Audience
}

describe('what people write', () => {
  it('is understood: names of columns, sizes, lists and types in words', async () => {
    const text = [
      'ID;Audience Name;Type;Reach;Variables;Labels;Campaign;Query;Region',
      'a-1;"Eco; renters";1st Party;1,240,000;AGE_25;eco, renters;SPRING-26;"Renters who\nbuy green";Küste',
    ]
    expect(await one(text.join('\n'))).toMatchObject({
      audience_id: 'a-1',
      name: 'Eco; renters',
      data_type: 'first_party',
      total_audience_size: 1_240_000,
      size_source: 'imported',
      selected_variables: ['AGE_25'],
      original_query: 'Renters who\nbuy green',
      metadata: { tags: ['eco', 'renters'], campaign_id: 'SPRING-26', Region: 'Küste' },
    })
  })

  it.each([
    ['1240000', 1_240_000],
    ['1240000.0', 1_240_000],
    ['1.24e6', 1_240_000],
    ['"1,240,000"', 1_240_000],
    ['1 240 000', 1_240_000],
    ['1.240.000', 1_240_000],
    ['0', 0],
  ])('a size of %s', async (cell, size) => {
    const { total_audience_size } = await one(`name,data_type,size\nRenters,third_party,${cell}\n`)
    expect(total_audience_size).toBe(size)
  })

  it.each([
    ['["A","B"]', ['A', 'B']],
    ["['A', 'B']", ['A', 'B']],
    ["['it\\'s']", ["it's"]],
    ['A|B', ['A', 'B']],
    ['A; B ;', ['A', 'B']],
    ['A, B, A', ['A', 'B']],
    ['[]', []],
  ])('a list %s', async (cell, list) => {
    const text = `name\tdata_type\tselected_variables\nRenters\tclean room\t${cell}\n`
    expect((await one(text, 'a.tsv')).selected_variables).toEqual(list)
  })

  it('Windows-1252 where it isn’t UTF-8', async () => {
    const bytes = Buffer.from(
      'name,data_type,notes\nK\xfcste \x80 \x93so\x94,first_party,caf\xe9\n',
      'latin1',
    )
    expect(await one(bytes)).toMatchObject({ name: 'Küste € “so”', metadata: { notes: 'café' } })
  })

  it('no header, when it is told so and which column is what', async () => {
    const token = {
      reading: { header: false },
      mapping: { 'Column 1': 'name', 'Column 2': 'data_type' },
    } as const
    const user_id = 'headless'
    const file_token = await bench.offer('Renters,first_party,9\n', user_id, false, 'a.csv')
    const input = { ...inputOf([]), files: [{ file_token, ...token }] }
    const job = unwrap(await bench.imports.handlers['imports.start'](input, { ...ANALYST, user_id }))
    expect((await finished(bench.jobs, job, user_id)).result?.changed).toBe(1)
  })

  it('NaN in the JSON of a column or a file, as data frames write it, says nothing', async () => {
    const metadata = '{"score": NaN, "note": "NaN \\"NaN\\"", "range": [-Infinity, Infinity]}'
    const expected = { score: null, note: 'NaN "NaN"', range: [null, null] }
    const csv = `name,data_type,metadata\nRenters,clean_room,"${metadata.replaceAll('"', '""')}"\n`
    expect((await one(csv)).metadata).toMatchObject(expected)
    const json = `{"name": "Renters", "data_type": "clean_room", "total_audience_size": NaN, "metadata": ${metadata}}`
    expect(await one(json, 'a.json')).toMatchObject({ total_audience_size: 0, metadata: expected })
  })

  it('JSON with other names, and with JSON in its texts', async () => {
    const row = {
      title: 'Renters',
      type: '3p',
      segments: '[{"segment_id":7,"name":"All","size":3}]',
      owner: 'Ann',
    }
    expect(await one(JSON.stringify(row), 'a.json')).toMatchObject({
      name: 'Renters',
      data_type: 'third_party',
      segments: [{ segment_id: '7', size: 3 }],
      metadata: { owner: 'Ann' },
    })
  })
})

describe('workbooks', () => {
  const HEAD = ['name', 'data_type', 'created_at', 'updated_at', 'size', 'flag', 'note']
  const strings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Renters</t></si><si><r><t>first</t></r><r><t>_party</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></si></sst>`

  it('have shared and formatted texts, dates by style, results of formulas, booleans', async () => {
    const cells = [
      { xml: '<c t="s"><v>0</v></c>' },
      { xml: '<c t="s"><v>1</v></c>' },
      { xml: '<c s="1"><v>45658</v></c>' },
      { xml: '<c s="2"><v>45658.5</v></c>' },
      { xml: '<c s="3"><f>6*7</f><v>42</v></c>' },
      true,
      { xml: '<c t="str"><f>"a"&amp;"b"</f><v>a&amp;b</v></c>' },
    ]
    const book = await zipped(workbookParts({ S: sheetXml([HEAD, cells]) }, { strings }))
    expect(await one(book, 'a.xlsx')).toMatchObject({
      name: 'Renters',
      data_type: 'first_party',
      created_at: '2025-01-01T00:00:00.000Z',
      total_audience_size: 42,
      metadata: { flag: true, notes: 'a&b' },
    })
  })

  it('may count days from 1904, have several sheets, and empty rows', async () => {
    const sheet = sheetXml([[], HEAD, [], ['Renters', 'first_party', { xml: '<c s="1"><v>44196</v></c>' }]])
    const book = await zipped(
      workbookParts({ Cover: sheetXml([['Hello']]), 'R&D': sheet }, { date1904: true }),
    )
    const user_id = 'sheets'
    const file_token = await bench.offer(book, user_id, false, 'a.xlsx')
    const context = { ...ANALYST, user_id }
    const seen = unwrap(await bench.imports.handlers['imports.inspect']({ file_token, reading: {} }, context))
    expect(seen).toMatchObject({ sheets: ['Cover', 'R&D'], reading: { format: 'excel', sheet: 'Cover' } })
    const input = { ...inputOf([]), files: [{ file_token, reading: { sheet: 'R&D' }, mapping: null }] }
    const job = await finished(
      bench.jobs,
      unwrap(await bench.imports.handlers['imports.start'](input, context)),
      user_id,
    )
    expect(job.result).toMatchObject({ changed: 1, errors: [] })
    const [id = ''] = unwrap(await bench.store.ids('audience', user_id, { where: [] }))
    const record = unwrap(await bench.store.get('audience', user_id, id))
    expect(record?.created_at).toBe('2025-01-01T00:00:00.000Z')
  })

  it('name their columns also where the first has no name, as data frames write them', async () => {
    const book = await workbookOf([
      [null, 'name', 'data_type'],
      [0, 'Renters', 'first_party'],
    ])
    expect(await one(book, 'a.xlsx')).toMatchObject({ name: 'Renters', metadata: { 'Column 1': 0 } })
  })

  it('tell of formulas without a result; one that gives no text has one', async () => {
    const formula = (attributes: string) => ({ xml: `<c${attributes}><f>B1</f><v></v></c>` })
    const book = await workbookOf([
      ['name', 'data_type', 'size', 'note'],
      ['A', 'first_party', 1, formula(' t="str"')],
      ['B', 'first_party', formula(''), formula(' t="n"')],
    ])
    const { job, records } = await recordsFrom(book, 'a.xlsx', { on_error: 'skip' })
    expect(records.map(({ name, metadata }) => [name, metadata.notes])).toEqual([['A', undefined]])
    expect(job.result?.errors).toEqual([
      {
        row: 2,
        line: 3,
        path: 'size',
        message: expect.stringMatching(/^holds a formula without its result; .*; note holds a formula/),
      },
    ])
  })

  it('tell of errors in cells, by the row of the sheet', async () => {
    const book = await workbookOf([
      HEAD,
      ['A', 'first_party'],
      [{ xml: '<c t="e"><v>#N/A</v></c>' }, 'first_party'],
    ])
    const { job } = await recordsFrom(book, 'a.xlsx')
    expect(job.result?.errors).toEqual([{ row: 2, line: 3, path: 'name', message: 'holds the error #N/A' }])
  })
})

describe('Parquet files', () => {
  const select = (columns: string) => parquetBySql(bench.folder, `SELECT 'Renters' AS name, ${columns}`)

  it('may have nested columns, decimals, times of any kind, and no number where there is none', async () => {
    const file =
      await select(`'1p' AS data_type, ['A', 'B'] AS selected_variables, 1234.00::DECIMAL(20, 2) AS size,
      [{segment_id: 7, name: 'All', size: 3.0, size_percentage: 'NaN'::DOUBLE, characteristics: MAP {'age': '18'}}] AS segments,
      TIMESTAMP_NS '2026-11-22 09:30:00.123456789' AS created_at, TIMESTAMPTZ '2026-11-22 11:30:00+01' AS updated_at,
      [1.5, 'inf'::DOUBLE] AS shares, 'NaN'::FLOAT AS share, DATE '2026-11-22' AS day`)
    expect(await one(file, 'a.parquet')).toMatchObject({
      data_type: 'first_party',
      selected_variables: ['A', 'B'],
      total_audience_size: 1234,
      segments: [{ segment_id: '7', size: 3, size_percentage: 100, characteristics: { age: '18' } }],
      created_at: '2026-11-22T09:30:00.123Z',
      metadata: { shares: [1.5, null], day: '2026-11-22' },
    })
  })

  it('keep every digit of a number', async () => {
    const file = await select(`'1p' AS data_type, 9007199254740993 AS audience_id, 42::BIGINT AS small,
      18446744073709551615::UBIGINT AS large, -12345678901234567890.12::DECIMAL(38, 2) AS exact, 0.25::DECIMAL(38, 20) AS part`)
    expect(await one(file, 'a.parquet')).toMatchObject({
      audience_id: '9007199254740993',
      metadata: {
        small: 42,
        large: '18446744073709551615',
        exact: '-12345678901234567890.12',
        part: '0.25000000000000000000',
      },
    })
  })

  it('are read by their own name, also where it is a pattern that another’s matches', async () => {
    const folder = join(bench.folder, 'files')
    await writeFile(join(folder, 'a1.parquet'), await select(`'2p' AS data_type`))
    await writeFile(join(folder, 'a[1].parquet'), await select(`'1p' AS data_type`))
    const user_id = 'patterns'
    const offered = unwrap(
      await bench.imports.offerFile(join(folder, 'a[1].parquet'), 'a[1].parquet', user_id, false),
    )
    const input = inputOf([offered.file_token])
    const started = unwrap(await bench.imports.handlers['imports.start'](input, { ...ANALYST, user_id }))
    expect((await finished(bench.jobs, started, user_id)).result).toMatchObject({ changed: 1, errors: [] })
  })

  it('say so where a column holds bytes that are no text', async () => {
    const { job } = await recordsFrom(
      await select(`'1p' AS data_type, '\\xFF\\xFE'::BLOB AS hash`),
      'a.parquet',
    )
    expect(job.error?.message).toMatch(/^a\.parquet has a column whose bytes are not UTF-8 text/)
  })
})

describe('what can’t be taken', () => {
  it.each([
    ['a row with too few cells', 'name,data_type,size\nA,1p\n', '', 'has 2 cells where the header has 3'],
    [
      'JSON that is none',
      'name,data_type,segments\nA,1p,"[{""size"":5]"\n',
      'segments',
      'is not valid JSON, at character 11 of the cell',
    ],
  ])('is told once, with its place: %s', async (_what, csv, path, message) => {
    const { job } = await recordsFrom(csv, 'a.csv')
    expect(job.result?.errors).toEqual([{ row: 1, line: 2, path, message }])
  })

  it('is a number of JSON with more digits than it can keep, as an id or a text', async () => {
    const { job } = await recordsFrom('{"id": 9007199254740993, "title": "A", "type": "1p"}', 'a.json')
    expect(job.result?.errors).toEqual([
      { row: 1, line: 1, path: 'id', message: 'has more digits than a number keeps; write it as text' },
    ])
  })
})
