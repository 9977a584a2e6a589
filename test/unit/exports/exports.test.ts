// Exports: what is in the file, in which order, that it comes back as it was, and what becomes of it when something fails.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXPORT_FORMATS } from '../../../src/shared/contract/exports.ts'
import { columnsOf } from '../../../src/shared/domain/export-columns.ts'
import { audienceInput } from '../../support/audiences.ts'
import { RETAIL } from '../../support/core.ts'
import { rowsWithIds, unwrap } from '../imports/support.ts'
import { HARD } from './hard.ts'
import { readCsv, readSheet } from './readers.ts'
import { type Bench, importRecords, openBench } from './support.ts'

const ALL = { entity: 'audience' } as const
const ascending = { by: 'name', direction: 'asc' } as const

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await importRecords(bench, HARD)
})
afterAll(() => bench.close())

/** What the other formats are compared with: the JSON export. */
const records = async () =>
  JSON.parse(String(await bench.file('all.json', { format: 'json', which: ALL }))) as Record<
    string,
    unknown
  >[]

describe('whole records', () => {
  it('are everything that was imported', async () => {
    const found = await records()
    expect(found).toHaveLength(HARD.length)
    for (const [at, record] of found.entries()) expect(record).toMatchObject(HARD[at] ?? {})
    expect(Object.keys(found[0] ?? {})).toEqual(columnsOf('audience')?.map(({ name }) => name))
  })

  it.each(EXPORT_FORMATS)('come back from %s as they were', async format => {
    const which = { ...ALL, sort: { by: 'updated_at', direction: 'desc' } } as const
    const first = await bench.file(`first.${format}`, { format, which })
    const json = await bench.file('first.json', { format: 'json', which })
    const other = await openBench()
    try {
      await other.take(bench.at(`first.${format}`))
      expect(String(await other.file('again.json', { format: 'json', which }))).toBe(String(json))
      // A zip has the time in it; all others are the same to the byte.
      if (format !== 'xlsx') expect(await other.file(`again.${format}`, { format, which })).toEqual(first)
    } finally {
      await other.close()
    }
  })

  it('are the same in Parquet, with the types of the domain', async () => {
    const bytes = await bench.file('all.parquet', { format: 'parquet', which: ALL })
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    const found = await parquetReadObjects({ file, compressors })
    const json = (value: unknown) => JSON.parse(String(value)) as unknown
    const back = found.map(row => ({
      ...row,
      variable_details: json(row.variable_details),
      segments: json(row.segments),
      metadata: json(row.metadata),
      total_audience_size: Number(row.total_audience_size),
      created_at: (row.created_at as Date).toISOString(),
      updated_at: (row.updated_at as Date).toISOString(),
    }))
    expect(typeof found[0]?.total_audience_size).toBe('bigint')
    expect(back).toEqual(await records())
  })

  it('are the same in CSV, where no cell is a formula', async () => {
    const text = String(await bench.file('all.csv', { format: 'csv', which: ALL }))
    const { head, rows } = await readCsv(text)
    expect(rows.map(row => back(head, row))).toEqual((await records()).map(asTexts))
    // As a spreadsheet sees it: every cell that isn't a number.
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d)/)
  })

  it('are the same in Excel, with numbers and dates that it counts with', async () => {
    const bytes = await bench.file('all.xlsx', { format: 'xlsx', which: ALL })
    const { head, rows } = await readSheet(bytes)
    expect(head).toEqual(columnsOf('audience')?.map(({ name }) => name))
    expect(rows).toEqual(
      (await records()).map(record =>
        Object.values(asTexts(record)).map(value => (value === '' ? null : value)),
      ),
    )
  })
})

/** A record as a table of texts and numbers holds it. */
const asTexts = (record: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  )

/** A row of our CSV as our own import reads it. */
const back = (head: readonly string[], row: readonly string[]) =>
  Object.fromEntries(
    head.map((name, at) => {
      const cell = (row[at] ?? '').replace(/^'(?='*[=+\-@\t\r\n])/, '')
      return [name, name === 'total_audience_size' ? Number(cell) : cell]
    }),
  )

describe('what I see', () => {
  const columns = ['name', 'total_audience_size', 'tags', 'segment_count', 'updated_at']

  it('is the columns, the order and the filter of the list', async () => {
    const which = {
      ...ALL,
      filter: { status: ['archived' as const] },
      sort: { by: 'name', direction: 'desc' } as const,
    }
    const text = String(await bench.file('seen.csv', { format: 'csv', which, columns }))
    const { head, rows } = await readCsv(text)
    const archived = HARD.filter(({ status }) => status === 'archived').reverse()
    expect(head).toEqual(columns)
    expect(rows.map(([name, , tags, segments]) => [name, tags, segments])).toEqual(
      archived.map(({ name }) => [name, 'b; a', '1']),
    )
  })

  it('can be chosen rows, in the order of the list or as they were given', async () => {
    const ids = ['aud_004', 'aud_001', 'aud_nobody', 'aud_004']
    const names = async (sort?: typeof ascending) => {
      const which = { ...ALL, ids, ...(sort && { sort }) }
      const copied = await bench.must('exports.copy', { format: 'json', which, columns: ['name'] })
      return (JSON.parse(copied.text) as { name: string }[]).map(({ name }) => name)
    }
    expect(await names()).toEqual(['Audience 04', 'Audience 01'])
    expect(await names(ascending)).toEqual(['Audience 01', 'Audience 04'])
  })

  it('is copied as a table of Markdown that no cell breaks', async () => {
    const which = { ...ALL, ids: ['aud_009', 'aud_020', 'aud_021'], sort: ascending }
    const { text, rows } = await bench.must('exports.copy', {
      format: 'markdown',
      which,
      columns: ['name', 'description', 'segment_count'],
    })
    expect(rows).toBe(3)
    expect(text).toBe(
      [
        '| name | description | segment_count |',
        '| --- | --- | ---: |',
        '| Audience 09 | one<br>two<br>three<br>four | 1 |',
        '| Audience 20 | &lt;b>&amp;&lt;/b> | 1 |',
        '| Audience 21 | \\| pipe \\| \\\\ | 1 |',
        '',
      ].join('\n'),
    )
  })

  it.each(EXPORT_FORMATS)('is a whole file as %s where nothing matches', async format => {
    const which = { ...ALL, filter: { tags: ['nobody has it'] } }
    const bytes = await bench.file(`none.${format}`, { format, which, columns })
    if (format === 'json') expect(JSON.parse(String(bytes))).toEqual([])
    if (format === 'ndjson') expect(bytes).toHaveLength(0)
    if (format === 'xlsx') expect((await readSheet(bytes)).rows).toEqual([])
  })

  it('knows only columns that there are', async () => {
    const file_token = await bench.token('x.csv')
    const input = { file_token, format: 'csv', which: ALL, columns: ['name', 'password'] }
    expect(await bench.refused('exports.start', input)).toMatchObject({
      code: 'validation_failed',
      details: { fields: [{ path: 'columns' }] },
    })
  })
})

describe('platforms and distributions', () => {
  const SECRET = 'a-signing-secret-that-nobody-may-see-9f3c'

  it('are exported without a secret, or the end of one', async () => {
    const platform = await bench.must('platforms.create', {
      name: 'Partner webhook',
      platform_type: 'webhook',
      settings: { url: 'https://partner.example.com/in' },
      credentials: { secret: SECRET },
    })
    expect(platform.credential_fields.secret).toEqual({ state: 'set', last4: '9f3c' })
    for (const format of EXPORT_FORMATS) {
      const bytes = await bench.file(`platforms.${format}`, { format, which: { entity: 'platform' } })
      expect(bytes.includes('9f3c')).toBe(false)
      if (format === 'json')
        expect(JSON.parse(String(bytes))).toMatchObject([
          { name: 'Partner webhook', credential_fields: { secret: { state: 'set' } } },
        ])
    }
    const which = { entity: 'platform' as const, ids: [platform.platform_id] }
    const columns = ['name', 'connection_state', 'expected_match_rate', 'match_rate']
    const copied = await bench.must('exports.copy', { format: 'csv', which, columns })
    expect(copied.text).toBe(
      'name,connection_state,expected_match_rate,match_rate\r\nPartner webhook,untested,,\r\n',
    )
  })

  it('tell of a run what its list tells', async () => {
    const platform = await bench.must('platforms.create', {
      name: 'Agency folder',
      platform_type: 'folder',
      settings: { path: bench.out },
    })
    const { distributions } = await bench.must('distributions.create', {
      audience_ids: ['aud_001'],
      platform_ids: [platform.platform_id],
      when: { kind: 'at', at: '2099-06-01T07:00:00.000Z' },
      campaign_name: 'Spring',
    })
    const which = { entity: 'distribution', sort: {} } as const
    const columns = ['audience_name', 'status', 'happens_at', 'match_rate', 'campaign_name']
    const text = String(await bench.file('runs.csv', { format: 'csv', which, columns }))
    expect((await readCsv(text)).rows).toEqual([
      ['Audience 01', 'scheduled', '2099-06-01T07:00:00.000Z', '', 'Spring'],
    ])
    const whole = JSON.parse(String(await bench.file('runs.json', { format: 'json', which })))
    expect(whole).toMatchObject([{ distribution_id: distributions[0]?.distribution_id, error_details: null }])
  })
})

describe('one audience', () => {
  it('is a file of its own, without its history and what tells of its workspace', async () => {
    const made = await bench.must('audiences.create', {
      ...audienceInput(),
      metadata: { tags: ['spring'], session_id: 'session-1', platform_ids: ['plat_1'], notes: 'Keep' },
    })
    const job = await bench.ended(
      await bench.must('exports.audience', {
        file_token: await bench.token('a.audience.json'),
        ...(made && { audience_id: made.audience_id }),
      }),
    )
    expect(job.result).toMatchObject({ changed: 1, file: { name: 'a.audience.json' } })
    const { format, format_version, audience } = JSON.parse(
      await readFile(bench.at('a.audience.json'), 'utf8'),
    )
    expect([format, format_version]).toEqual(['activation-manager.audience', 1])
    expect(audience).toMatchObject({
      name: made.name,
      segments: made.segments,
      metadata: { tags: ['spring'], notes: 'Keep' },
    })
    expect(Object.keys(audience.metadata)).toEqual(['tags', 'notes'])
    expect(Object.keys(audience)).not.toContain('user_id')
    await bench.must('audiences.delete', { audience_id: made.audience_id })
    const other = await openBench()
    try {
      const { file_token } = unwrap(
        await other.core.offerFile(bench.at('a.audience.json'), 'a.audience.json', RETAIL, false),
      )
      const looked = await other.must('imports.inspect', { file_token })
      expect(looked.columns.map(({ name, target }) => [name, target])).toContainEqual([
        'segments',
        'segments',
      ])
      await other.take(bench.at('a.audience.json'))
      const opened = await other.must('audiences.get', { audience_id: made.audience_id })
      const { version, segments, original_query } = opened
      expect({ version, segments, original_query }).toEqual({
        ...{ version: 1, segments: made.segments, original_query: made.original_query },
      })
      const later = { format: 'activation-manager.audience', format_version: 2, audience: {} }
      await writeFile(other.at('later.audience.json'), JSON.stringify(later))
      await expect(other.take(other.at('later.audience.json'))).rejects.toThrow('format_version')
    } finally {
      await other.close()
    }
  })
})

describe('many records', () => {
  let many: Bench
  beforeAll(async () => {
    many = await openBench()
    await importRecords(many, rowsWithIds(2_300))
  })
  afterAll(() => many.close())

  it('stand in the order of the list, each once, and come back as the same bytes', async () => {
    const which = { ...ALL, sort: ascending }
    const first = await many.file('many.json', { format: 'json', which })
    const found = JSON.parse(String(first)) as { audience_id: string; name: string }[]
    expect(new Set(found.map(({ audience_id }) => audience_id)).size).toBe(2_300)
    const page = await many.must('audiences.list', { sort: ascending, limit: 500 })
    expect(found.slice(0, 500).map(({ audience_id }) => audience_id)).toEqual(
      page.items.map(({ audience_id }) => audience_id),
    )
    const other = await openBench()
    try {
      await other.take(many.at('many.json'))
      expect((await other.file('again.json', { format: 'json', which })).equals(first)).toBe(true)
    } finally {
      await other.close()
    }
  })

  it('are those of the filter alone, as they stand now', async () => {
    const [kept, gone] = (await many.must('audiences.list', { limit: 2 })).items
    await many.must('audiences.delete', { audience_id: gone?.audience_id ?? '' })
    await many.must('audiences.setStatus', { audience_id: kept?.audience_id ?? '', status: 'archived' })
    const text = String(
      await many.file('many.csv', { format: 'csv', which: ALL, columns: ['audience_id', 'status'] }),
    )
    const { rows } = await readCsv(text)
    expect(rows).toHaveLength(2_299)
    expect(rows).toContainEqual([kept?.audience_id, 'archived'])
    expect(rows.map(([id]) => id)).not.toContain(gone?.audience_id)
    expect(rows.map(([id]) => id)).toEqual(rows.map(([id]) => id).sort())
  })

  it.each(EXPORT_FORMATS)('cancelled as %s leave nothing, and the earlier file as it was', async format => {
    const name = `earlier.${format}`
    await writeFile(many.at(name), 'earlier')
    const file_token = await many.token(name)
    const started = await many.must('exports.start', {
      file_token,
      format,
      which: { ...ALL, sort: ascending },
    })
    while ((await many.must('jobs.get', { job_id: started.job_id })).progress.done === 0)
      await new Promise(resolve => setTimeout(resolve, 1))
    await many.call('jobs.cancel', { job_id: started.job_id })
    const job = await many.ended(started)
    expect(['cancelled', 'completed']).toContain(job.state)
    if (job.state === 'cancelled') expect(await readFile(many.at(name), 'utf8')).toBe('earlier')
    expect((await readdir(many.out)).filter(other => other.includes('.part-'))).toEqual([])
    expect((await readdir(`${many.folder}/_meta/tmp`)).filter(other => other.startsWith('export-'))).toEqual(
      [],
    )
  })
})

describe('what can’t be written', () => {
  it('names the record and the cell that Excel can’t hold, and leaves no file', async () => {
    const segments = Array.from({ length: 400 }, (_, at) => ({
      segment_id: `s${at}`,
      name: 'x'.repeat(100),
      size: 1,
    }))
    const long = await bench.must('audiences.create', audienceInput({ name: 'Long', segments }))
    const job = await bench.run('long.xlsx', { format: 'xlsx', which: ALL })
    expect(job).toMatchObject({
      state: 'failed',
      error: {
        code: 'validation_failed',
        message: expect.stringMatching(
          `^The column segments of “Long” \\(${long.audience_id}\\) has [\\d,]+ characters; a cell of Excel holds 32,767$`,
        ),
        hint: 'Export as CSV, JSON or Parquet instead, or only the columns that you see.',
      },
    })
    for (const [columns, record] of [
      [['segments', 'name'], '“Long”'],
      [['segments'], 'a record'],
    ] as const) {
      const seen = await bench.run('long.xlsx', { format: 'xlsx', which: ALL, columns: [...columns] })
      expect(seen.error?.message).toContain(`The column segments of ${record} has`)
      expect(seen.error?.hint).toContain('or without this column')
    }
    expect(await readdir(bench.out)).not.toContain('long.xlsx')
    await bench.file('short.xlsx', { format: 'xlsx', which: ALL, columns: ['name'] })
    await bench.must('audiences.delete', { audience_id: long.audience_id })
  })

  it('says so when the folder is gone', async () => {
    for (const format of EXPORT_FORMATS) {
      const job = await bench.run(`nowhere/a.${format}`, { format, which: ALL })
      expect(job, format).toMatchObject({ state: 'failed', error: { code: 'not_found' } })
    }
  })
})
