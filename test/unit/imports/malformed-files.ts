// Files that nobody should be able to import from: every format cut, corrupted, mislabelled, swollen or simply something else.
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { sheetXml, workbookParts, zipped } from '../../support/xlsx.ts'
import { cellsOf, csvOf, type Row } from './tables.ts'

export type BadFile = {
  what: string
  name: string
  content: Uint8Array
  /** Part of what it says. */
  says?: RegExp
  /** A flipped byte may go unnoticed; then all of it is imported, and what is in it is right by its form. */
  mayPass?: true
}

/** The last column is a list, so that a row that is cut anywhere is no whole row. */
export const GOOD: Row[] = Array.from({ length: 12 }, (_, n) => ({
  audience_id: `aud-${n}`,
  name: `Renters of quarter ${n}`,
  data_type: 'third_party',
  total_audience_size: 1_000 * n + 7,
  selected_variables: ['ENV_001', `AGE_${n}`],
}))

/** The same junk every time. */
function junk(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = seed * 2_654_435_761 + 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
const json = JSON.stringify(GOOD, null, 1)
const ndjson = GOOD.map(row => JSON.stringify(row)).join('\n')

function* cuts(name: string, content: Uint8Array, places: readonly number[]): Generator<BadFile> {
  for (const place of places) {
    const at = Math.floor(content.length * place)
    yield { what: `cut at ${Math.round(place * 100)} %`, name, content: content.subarray(0, at) }
  }
}

function* texts(): Generator<BadFile> {
  const csv = csvOf(GOOD, ',', '\n')
  const tsv = csvOf(GOOD, '\t', '\r\n')
  const lines = csv.split('\n')
  const edited = (row: number, change: (line: string) => string) =>
    lines.map((line, index) => (index === row ? change(line) : line)).join('\n')
  const file = (what: string, content: string | Uint8Array, says?: RegExp, name = 'a.csv'): BadFile => ({
    what,
    name,
    content: bytesOf(content),
    ...(says && { says }),
  })
  const places = [0.03, 0.13, 0.26, 0.38, 0.51, 0.63, 0.76, 0.97]
  yield* cuts('a.csv', bytesOf(csv.trimEnd()), places.slice(1))
  yield* cuts('a.tsv', bytesOf(tsv.trimEnd()), places.slice(1))
  yield* cuts('a.json', bytesOf(json), places)
  yield* cuts('a.ndjson', bytesOf(ndjson), places)

  for (const row of [1, 5, 12]) {
    yield file(
      `a cell too many in row ${row}`,
      edited(row, line => `${line},more`),
      /has 6 cells where the header has 5/,
    )
    yield file(
      `a cell too few in row ${row}`,
      edited(row, line => line.replace(/,\d+,/, ',')),
      /has 4 cells/,
    )
    yield file(
      `a quote that nothing closes in row ${row}`,
      edited(row, line => line.replace('Renters', '"Renters')),
    )
    yield file(
      `text behind a quote in row ${row}`,
      edited(row, line => line.replace(/Renters/, '"Renters"s')),
      /closing quote/,
    )
    yield file(
      `no UTF-8 in row ${row} of JSON lines`,
      Buffer.from(
        ndjson
          .split('\n')
          .map((line, at) => (at === row - 1 ? line.replace('Renters', 'K\xfcste') : line))
          .join('\n'),
        'latin1',
      ),
      /UTF-8/,
      'a.ndjson',
    )
  }
  for (const [what, cell] of [
    ['without quotes', 'x'.repeat(4_500_000)],
    ['in quotes', `"${'x'.repeat(4_500_000)}"`],
    ['of many lines', `"${'x\n'.repeat(2_300_000)}"`],
    ['over the field’s limit', 'x'.repeat(5_000)],
  ] as const)
    yield file(
      `a huge cell ${what}`,
      edited(2, line => line.replace(/Renters of quarter \d/, cell)),
      /larger than 4 MB|nothing closes within 4 MB|at most 200/,
    )
  yield file(
    'a huge text of JSON',
    json.replace('Renters of quarter 3', 'x'.repeat(4_500_000)),
    /larger than 4 MB/,
    'a.json',
  )
  yield file('more columns than can be', `${'c,'.repeat(2_001)}\n1,2\n`, /2,000 columns/)
  yield file('nothing but quotes', '"'.repeat(9_999), undefined)
  yield file(
    'quotes that nothing closes, again and again',
    lines
      .map((line, n) => (n > 0 ? `"${line}""` : line))
      .join('\n')
      .repeat(4),
  )
  yield file(
    'UTF-16 that is cut in the middle of a character',
    utf16(`\ufeff${csv.trimEnd()}`).subarray(0, -1),
  )
  yield file('UTF-16 with half a pair', utf16(`\ufeff${csv.replace('Renters', 'R\ud800nters')}`))
  yield file('a NUL in its text', csv.replace('Renters', 'R\0nters'), /neither text nor/)
  yield file('a column that reaches for a prototype', `__proto__,${csv}`, /__proto__/)
  yield file(
    'a key that reaches for a prototype',
    json.replace('"name"', '"__proto__"'),
    /__proto__/,
    'a.json',
  )
  yield file('brackets without end', '['.repeat(100_000), undefined, 'a.json')
  yield file(
    'brackets without end in a cell',
    edited(3, line => line.replace(/\[.*\]/, '['.repeat(50_000))),
  )
  yield file(
    'deep nesting in a cell',
    edited(3, line => line.replace(/"\[.*\]"/, `${'['.repeat(500)}${']'.repeat(500)}`)),
  )
  yield file('no audience but other things', 'sku,price\nA-1,9.90\nB-2,12.50\n', /has no column for the name/)
  yield file('one thing a line that is no object', '1\n2\n3\n', undefined, 'a.ndjson')
  yield file('one long line', 'x'.repeat(300_000))
  yield file('empty', '', /is empty/)
  yield file('blank', ' \r\n\t\n', /is empty/)
  yield file('only a mark', '\ufeff', /is empty/)
  yield file('HTML', '<!doctype html><html><body><table><tr><td>1</td></tr></table></body></html>\n')

  const wrong: [string, string, RegExp][] = [
    ['data_type', 'fourth party', /first_party/],
    ['total_audience_size', 'many', /must be a number/],
    ['total_audience_size', '-5', /negative/],
    ['total_audience_size', '1.5', /whole number/],
    ['total_audience_size', '1.500', /fraction/],
    ['total_audience_size', '9e40', /too large/],
    ['audience_id', '../../etc/passwd', /letters, digits/],
    ['selected_variables', '[1, 2', /valid JSON/],
    ['selected_variables', '{"a":1}', /must be a list/],
    ['name', ' ', /is missing/],
    ['status', 'paused', /must be one of/],
    ['created_at', '31/12/2025', /must be a time/],
    ['created_at', '2025-02-30', /must be a time/],
    ['segments', '[{"name":"no id"}]', /segment_id/],
    ['variable_details', '[{"code":"OTHER"}]', /not among the selected/],
    ['metadata', '[]', /must be a JSON object/],
    ['user_id', 'someone-else', /another profile/],
    ['deleted', 'true', /deleted audience/],
    ['deleted', 'perhaps', /true or false/],
  ]
  for (const [field, cell, says] of wrong) {
    const rows = GOOD.map((row, n) => (n === 4 ? { ...row, [field]: cell } : row))
    yield file(`${field} ${cell}`, csvOf(rows), says)
  }
  yield file('ids that are there twice', csvOf([...GOOD, { ...GOOD[2] }]), /repeats the id of row 3/)
}

/** Every signature with nothing right behind it, and junk under every name. */
function* others(): Generator<BadFile> {
  const names = ['a.csv', 'a.tsv', 'a.json', 'a.ndjson', 'a.parquet', 'a.xlsx']
  for (const [index, name] of names.entries())
    for (const length of [3, 64, 5_000])
      yield { what: `${length} bytes of junk`, name, content: junk(length, index * 7 + length) }
  for (const [what, start, says] of [
    ['gzip', '\x1f\x8b\x08', /compressed/],
    ['an old workbook', '\xd0\xcf\x11\xe0\xa1\xb1', /old Excel file/],
    ['PDF', '%PDF-1.7\n', /PDF/],
    ['a picture', '\x89PNG\r\n\x1a\n', /picture/],
    ['Arrow', 'ARROW1\0\0', /Arrow/],
    ['a database', 'SQLite format 3\0', /database/],
    ['encrypted Parquet', 'PARE', /encrypted/],
    ['bzip2', 'BZh91AY', /compressed/],
    ['7z', '7z\xbc\xaf\x27\x1c', /compressed/],
    ['zstd', '\x28\xb5\x2f\xfd', /compressed/],
  ] as const)
    yield {
      what: `${what} called a table`,
      name: 'a.csv',
      content: Buffer.concat([Buffer.from(start, 'latin1'), junk(300, start.length)]),
      says,
    }
}

/** A zip whose entry claims more or less than it has: its stated sizes are overwritten. */
function lying(zip: Buffer, size: number): Buffer {
  const copy = Buffer.from(zip)
  for (
    let at = copy.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = copy.indexOf('PK\x01\x02', at + 4, 'latin1')
  )
    if (copy.toString('latin1', at + 46, at + 80).includes('sheet1')) copy.writeUInt32LE(size, at + 24)
  return copy
}

async function* workbooks(): AsyncGenerator<BadFile> {
  const cells = cellsOf(GOOD)
  const sheet = sheetXml(cells)
  const parts = workbookParts({ Audiences: sheet })
  const good = await zipped(parts)
  const name = 'a.xlsx'
  const book = async (
    what: string,
    change: Record<string, string | Buffer | null>,
    says?: RegExp,
  ): Promise<BadFile> => {
    const entries = Object.entries({ ...parts, ...change }).filter(([, part]) => part !== null)
    return {
      what,
      name,
      content: await zipped(Object.fromEntries(entries) as Record<string, string>),
      ...(says && { says }),
    }
  }
  const place = 'xl/worksheets/sheet1.xml'
  yield* cuts(name, good, [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
  for (const part of ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', place])
    yield await book(`without ${part}`, { [part]: null })
  for (const part of ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', place]) {
    yield await book(`${part} cut off`, { [part]: (parts[part] ?? '').slice(0, -40) }, /not well formed/)
    yield await book(`${part} of junk`, { [part]: junk(400, 3) }, /not well formed/)
    yield await book(`${part} empty`, { [part]: '' })
  }
  yield await book('a binary workbook', { 'xl/workbook.bin': 'x', 'xl/workbook.xml': null }, /xlsb/)
  yield {
    what: 'a zip of something else',
    name,
    content: await zipped({ 'readme.txt': 'hello' }),
    says: /no Excel workbook/,
  }
  yield { what: 'an empty zip', name, content: await zipped({}), says: /no Excel workbook/ }
  yield await book('no sheets', { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }, /no sheet/)
  yield await book('an empty sheet', { [place]: sheetXml([]) }, /no cells/)
  yield await book(
    'a text that isn’t there',
    { [place]: sheet.replace(/<c r="A3"[^>]*>.*?<\/c>/, '<c r="A3" t="s"><v>99</v></c>') },
    /names a text/,
  )
  yield await book(
    'rows out of order',
    { [place]: sheet.replace('<row r="5">', '<row r="2">') },
    /not in order/,
  )
  yield await book('cells out of order', { [place]: sheet.replace('r="C4"', 'r="A4"') }, /not in order/)
  yield await book('a cell without a place', { [place]: sheet.replace('r="C4"', 'r="4C"') }, /not in order/)
  yield await book(
    'a cell far to the right',
    { [place]: sheet.replace('r="E4"', 'r="XFD4"') },
    /2,000 columns/,
  )
  yield await book('a huge cell', {
    [place]: sheet.replace(
      'Renters of quarter 4',
      Buffer.from(junk(3_000_000, 5).toString('base64')).toString(),
    ),
  })
  yield await book(
    'an error in a cell',
    { [place]: sheet.replace(/<c r="B4"[^>]*>.*?<\/c>/, '<c r="B4" t="e"><v>#REF!</v></c>') },
    /#REF!/,
  )
  yield await book(
    'a laughing billion',
    {
      [place]: `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${sheet.replace(/<\?xml[^>]*>/, '').replace('Renters of quarter 4', '&b;')}`,
    },
    /not well formed/,
  )
  yield await book(
    'a bomb of a sheet',
    { [place]: `${sheet.slice(0, -20)}${' '.repeat(40_000_000)}` },
    /300 times/,
  )
  yield await book('a bomb of shared texts', {
    'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(2_000_000)}</sst>`,
    [place]: sheet.replace(/<c r="A3"[^>]*>.*?<\/c>/, '<c r="A3" t="s"><v>0</v></c>'),
  })
  yield { what: 'a sheet that claims to be small', name, content: lying(good, 10) }
  yield {
    what: 'a sheet that claims to be huge',
    name,
    content: lying(good, 4_200_000_000),
    says: /4,200 MB/,
  }
  const many = new ZipFile()
  for (let n = 0; n < 10_001; n++) many.addBuffer(Buffer.alloc(0), `xl/part${n}`, { compress: false })
  many.end()
  yield {
    what: 'more parts than a workbook has',
    name,
    content: await buffer(many.outputStream),
    says: /10,001 parts/,
  }
  const locked = Buffer.from(good)
  for (
    let at = locked.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = locked.indexOf('PK\x01\x02', at + 4, 'latin1')
  )
    locked.writeUInt16LE(1, at + 8)
  yield { what: 'entries with a password', name, content: locked, says: /password/ }
  for (let n = 1; n <= 24; n++) {
    const flipped = Buffer.from(good)
    const at = Math.floor((flipped.length * n) / 25)
    flipped[at] = (flipped[at] ?? 0) ^ 0x5a
    yield { what: `a byte flipped at ${n * 4} %`, name, content: flipped, mayPass: true }
  }
}

function* parquets(good: Buffer): Generator<BadFile> {
  const name = 'a.parquet'
  yield* cuts(name, good, [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99])
  const changed = (what: string, change: (bytes: Buffer) => void): BadFile => {
    const bytes = Buffer.from(good)
    change(bytes)
    return { what, name, content: bytes }
  }
  yield changed('another end', bytes => bytes.write('XXXX', bytes.length - 4))
  yield changed('a footer that is too long', bytes => bytes.writeUInt32LE(0xffff_fff0, bytes.length - 8))
  yield changed('a footer that is too short', bytes => bytes.writeUInt32LE(1, bytes.length - 8))
  yield changed('a footer of zeros', bytes => bytes.fill(0, bytes.length - 200, bytes.length - 8))
  yield changed('a footer of junk', bytes => junk(150, 9).copy(bytes, bytes.length - 158))
  for (let n = 1; n <= 24; n++) {
    const at = Math.floor((good.length * n) / 25)
    yield {
      ...changed(`a byte flipped at ${n * 4} %`, bytes => {
        bytes[at] = (bytes[at] ?? 0) ^ 0x5a
      }),
      mayPass: true,
    }
  }
}

export async function badFiles(parquet: Buffer): Promise<BadFile[]> {
  const files = [...texts(), ...others(), ...parquets(parquet)]
  for await (const file of workbooks()) files.push(file)
  return files
}
