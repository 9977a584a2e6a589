// The package: its files and formats, its name on every system, and that the same key brings it once.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { describe, expect, it } from 'vitest'
import { type Delivered, type DeliverInput, deliver } from '../../../src/main/core/delivery/face.ts'
import { toCsv } from '../../../src/main/core/delivery/package/csv.ts'
import { nodeDisk } from '../../../src/main/core/delivery/package/disk.ts'
import { packageName, safeKey, safeName } from '../../../src/main/core/delivery/package/names.ts'
import { rowsAs } from '../../../src/main/core/delivery/package/rows.ts'
import { folderDelivery } from '../../../src/main/core/delivery/types/folder.ts'
import { audienceOf, inputFor, NOW, segment, temporaryFolder } from './support.ts'

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function dropped(change: Parameters<typeof inputFor>[2] = {}) {
  const drop = await temporaryFolder()
  const packages = await temporaryFolder()
  const input = inputFor('folder', packages, {
    settings: { path: drop, file_format: 'csv', ...change.settings },
    ...Object.fromEntries(Object.entries(change).filter(([key]) => key !== 'settings')),
  })
  return { drop, packages, input, answer: await deliver(input) }
}

const pathIn = (answer: Delivered) => {
  if (answer.state === 'failed') throw new Error(answer.error.message)
  return answer.package ?? ''
}

describe('what a folder gets', () => {
  it.each([
    ['csv', ['segments.csv', 'segments.parquet']],
    ['jsonl', ['segments.jsonl', 'segments.parquet']],
    ['parquet', ['segments.parquet']],
  ])('%s: the definition, the rows and a manifest that vouches for each', async (file_format, rows) => {
    const { drop, answer } = await dropped({ settings: { file_format } })
    expect(answer).toMatchObject({ state: 'done', platform_audience_id: null })
    expect(await readdir(drop)).toEqual(['2026-03-04_Renters in Austin_dist_1.1'])
    const folder = pathIn(answer)
    const names = ['audience.json', ...rows, 'manifest.json']
    expect((await readdir(folder)).sort()).toEqual([...names].sort())
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({
      format_version: 1,
      key: 'dist_1.1',
      counts: { segments: 2, people: 2_000 },
    })
    const files = await Promise.all(
      names.map(async name => {
        const bytes = await readFile(join(folder, name))
        return { name, bytes: bytes.length, sha256: hash(bytes) }
      }),
    )
    expect(answer.sent).toMatchObject({ files, requests: 0, records: 2 })
    expect(manifest.files).toMatchObject(files.slice(0, -1))
  })

  it('holds the audience without what was written for colleagues', async () => {
    const { answer } = await dropped()
    const text = await readFile(join(pathIn(answer), 'audience.json'), 'utf8')
    expect(JSON.parse(text)).toMatchObject({
      audience_id: 'aud_1',
      version: 3,
      original_query: 'renters in Austin, TX',
      campaign_name: 'Spring',
      people_sent: 2_000,
      segments: [{ segment_id: '1' }, { segment_id: '2' }],
    })
    expect(text).not.toContain('colleagues')
    expect(text).not.toContain('"ana"')
  })

  it('has only the chosen segments', async () => {
    const { answer } = await dropped({ segments: [segment({ size: 7 })] })
    const text = await readFile(join(pathIn(answer), 'segments.csv'), 'utf8')
    expect(text.split('\r\n')).toHaveLength(3)
    expect(answer.sent.records).toBe(1)
  })
})

describe('CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['a\nb', '"a\nb"'],
    [' a', '" a"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum(a1)', "'@sum(a1)"],
    ['\t=1', `'\t=1`],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
    ['=1,"x"', `"'=1,""x"""`],
    ['', ''],
  ])('%j is written as %j', (value, text) => {
    expect(toCsv(['a'], [[value]])).toBe(`a\r\n${text}\r\n`)
  })

  it('a negative number stays a number', () => expect(toCsv(['a'], [[-1]])).toBe('a\r\n-1\r\n'))

  it('is read back by a reader that knows nothing of us, whatever the texts', async () => {
    const path = join(await temporaryFolder(), 'x.csv')
    const texts = fc.sample(fc.string({ unit: 'grapheme', maxLength: 20 }), { numRuns: 300, seed: 7 })
    const rows = texts.map((text, n) => [text.replaceAll('\u0000', ''), n])
    await writeFile(path, toCsv(['text', 'n'], rows))
    const duck = await (await DuckDBInstance.create(':memory:')).connect()
    const read = await duck.runAndReadAll(
      `select coalesce(text, '') as text from read_csv('${path}', header = true, delim = ',', quote = '"', escape = '"',
       auto_detect = false, columns = {'text': 'varchar', 'n': 'bigint'}) order by n`,
    )
    const back = read.getRowObjects().map(({ text }) => String(text))
    expect(back.map(text => text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))).toEqual(
      rows.map(([text]) => text),
    )
  })
})

describe('Parquet opens in readers that know nothing of us', () => {
  const long = Array.from({ length: 500 }, (_, n) =>
    segment({
      segment_id: String(n),
      name: `Näme ${n} 😀`,
      size: n === 499 ? Number.MAX_SAFE_INTEGER : n,
      size_percentage: n / 7,
    }),
  )

  async function file(rows: ReturnType<typeof segment>[]) {
    const path = join(await temporaryFolder(), 'segments.parquet')
    await writeFile(path, await rowsAs('parquet', rows))
    return path
  }
  const expected = (rows: ReturnType<typeof segment>[]) =>
    rows.map((row, n) => ({
      ...row,
      position: n + 1,
      characteristics: JSON.stringify(row.characteristics),
      prizm_segments: JSON.stringify(row.prizm_segments),
    }))
  const plain = (rows: readonly Record<string, unknown>[]) =>
    rows.map(row =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
      ),
    )

  it.each([
    ['none', 0],
    ['one', 1],
    ['the most', 500],
  ])('%s', async (_words, count) => {
    const rows = long.slice(500 - count)
    const path = await file(rows)
    const byHyparquet = await parquetReadObjects({ file: await asyncBufferFromFile(path) })
    expect(plain(byHyparquet)).toEqual(expected(rows))
    const duck = await (await DuckDBInstance.create(':memory:')).connect()
    const byDuck = await duck.runAndReadAll(`select * from '${path}' order by position`)
    expect(plain(byDuck.getRowObjects())).toEqual(expected(rows))
    // Filters and counts use statistics where there are some.
    const counted = await duck.runAndReadAll(
      `select count(*) n from '${path}' where size >= 0 and name <> ''`,
    )
    expect(plain(counted.getRowObjects())).toEqual([{ n: count }])
  })
})

describe('names', () => {
  it.each([
    ['Renters in Austin', 'Renters in Austin'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['..', 'audience'],
    ['  ', 'audience'],
    ['con.', 'con'],
    ['line\nbreak\u202eright', 'line-break-right'],
    ['Zürich 😀', 'Zürich 😀'],
    ['é'.repeat(100), 'é'.repeat(40)],
    ['😀'.repeat(30), '😀'.repeat(20)],
  ])('%j becomes %j', (name, safe) => expect(safeName(name)).toBe(safe))

  it('every name and key fits every system', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, key) => {
        const made = packageName(NOW, name, key)
        expect(Buffer.byteLength(made)).toBeLessThanOrEqual(220)
        expect(made).not.toMatch(/[<>:"/\\|?*\p{Cc}]|[. ]$|^\./u)
        expect(made.isWellFormed()).toBe(true)
      }),
    )
  })

  it('two keys never share a name', () => {
    expect(safeKey('a/b')).not.toBe(safeKey('a:b'))
    expect(safeKey('dist_1.2')).toBe('dist_1.2')
  })
})

describe('the same key again', () => {
  const again = (input: DeliverInput) => deliver({ ...input, resumed: true })

  it('answers the package that is there', async () => {
    const { drop, input, answer } = await dropped()
    expect(await again({ ...input, now: () => new Date('2026-03-09T00:00:00.000Z') })).toEqual(answer)
    expect(await readdir(drop)).toHaveLength(1)
  })

  it('brings no second one after the receiver has taken the first away', async () => {
    const { drop, input, answer } = await dropped()
    await rm(pathIn(answer), { recursive: true })
    expect(await again(input)).toEqual(answer)
    expect(await readdir(drop)).toEqual([])
  })

  it('nor after the receiver has renamed it', async () => {
    const { drop, input, answer } = await dropped()
    await rename(pathIn(answer), join(drop, 'taken'))
    expect(await again(input)).toEqual(answer)
    expect(await readdir(drop)).toEqual(['taken'])
  })

  it('another key brings another package', async () => {
    const { drop, input } = await dropped()
    await deliver({ ...input, key: 'dist_1.2' })
    expect(await readdir(drop)).toHaveLength(2)
  })

  it('a key that ends like another isn’t taken for it', async () => {
    const { drop, input } = await dropped({ key: 'a_b.1' })
    expect(await deliver({ ...input, key: 'b.1' })).toMatchObject({ state: 'done' })
    expect(await readdir(drop)).toHaveLength(2)
  })
})

describe('a folder that can’t take it', () => {
  it.each<[string, (drop: string) => Promise<unknown>, string, RegExp]>([
    ['is gone', drop => rm(drop, { recursive: true }), 'wrong_id', /There is no folder at/],
    [
      'is a file',
      async drop => {
        await rm(drop, { recursive: true })
        await writeFile(drop, '')
      },
      'wrong_id',
      /leads to a file/,
    ],
  ])('it %s', async (_words, spoil, cause, message) => {
    const drop = await temporaryFolder()
    await spoil(drop)
    const answer = await deliver(inputFor('folder', await temporaryFolder(), { settings: { path: drop } }))
    expect(answer).toMatchObject({
      state: 'failed',
      cause,
      retryable: false,
      sent: { files: [], records: 0 },
    })
    expect(answer.state === 'failed' && answer.error.message).toMatch(message)
  })

  it('a cancel leaves nothing behind', async () => {
    const drop = await temporaryFolder()
    const control = new AbortController()
    const answer = deliver(
      inputFor('folder', await temporaryFolder(), {
        settings: { path: drop },
        signal: control.signal,
        progress: () => control.abort(),
      }),
    )
    expect(await answer).toMatchObject({ state: 'failed', cause: 'cancelled', retryable: false })
    expect(await readdir(drop)).toEqual([])
  })

  const fault = (code: string) => Object.assign(new Error(code), { code })
  it.each<[string, string, string, boolean, RegExp]>([
    ['ENOSPC', 'rejected', 'storage_full', false, /is full/],
    ['EACCES', 'refused', 'forbidden', false, /You may not write files/],
    ['ESTALE', 'offline', 'offline', true, /share that holds the folder cannot be reached/],
    ['EIO', 'rejected', 'platform_rejected', false, /the system’s error EIO/],
  ])('%s in the middle leaves nothing behind', async (error, cause, code, retryable, message) => {
    for (const broken of ['write', 'rename'] as const) {
      const drop = await temporaryFolder()
      const packages = await temporaryFolder()
      const input = inputFor('folder', packages, { settings: { path: drop } })
      const disk = { ...nodeDisk, [broken]: async () => Promise.reject(fault(error)) }
      const answer = await folderDelivery(disk)(input)
      expect(answer).toMatchObject({ state: 'failed', cause, retryable, error: { code } })
      expect(answer.state === 'failed' && answer.error.message).toMatch(message)
      expect(await readdir(drop)).toEqual([])
      // The same attempt, once the disk is well again.
      expect(await deliver({ ...input, resumed: true })).toMatchObject({ state: 'done' })
      expect(await readdir(drop)).toHaveLength(1)
    }
  })

  it('a disk that hangs is a timeout', async () => {
    const drop = await temporaryFolder()
    const disk = { ...nodeDisk, write: () => new Promise<void>(() => undefined) }
    const input = inputFor('folder', await temporaryFolder(), { settings: { path: drop }, timeout_ms: 30 })
    expect(await folderDelivery(disk)(input)).toMatchObject({
      state: 'failed',
      cause: 'timeout',
      retryable: true,
    })
    expect((await readdir(drop)).filter(name => !name.startsWith('.'))).toEqual([])
  })

  it('what another workspace is writing there stays', async () => {
    const drop = await temporaryFolder()
    const other = '.activation-manager-000000000000-dist_9.1.part'
    await mkdir(join(drop, other))
    await deliver(inputFor('folder', await temporaryFolder(), { settings: { path: drop } }))
    expect(await readdir(drop)).toContain(other)
  })
})

it('an audience of any name arrives', async () => {
  const { answer } = await dropped({ audience: audienceOf({ name: 'CON: "α/β" <x>?' }) })
  expect(pathIn(answer)).toMatch(/2026-03-04_CON- -α-β- -x_dist_1\.1$/)
})
