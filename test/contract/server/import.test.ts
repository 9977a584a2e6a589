// Importing by one call, over a real core: as the body or in a form, with every parameter, and each refusal in words.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../../src/main/core/app.ts'
import type { Core } from '../../../src/main/core/face.ts'
import { boundaryOf, readMultipart } from '../../../src/main/server/multipart.ts'
import { eventually } from '../../support/eventually.ts'
import { workbookOf } from '../../support/xlsx.ts'
import { PROFILE, startServerOver } from './support.ts'

let core: Core
let door: Awaited<ReturnType<typeof startServerOver<Core>>>
let workspace: string

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'import-door-'))
  const opened = await createCore(
    {
      workspace,
      resources: join(import.meta.dirname, '../../../resources'),
      app_version: '0.1.0',
      credentials: { only: 'memory' },
    },
    { check_outputs: true },
  )
  if (!opened.ok) throw new Error(opened.error.message)
  core = opened.value
  await core.ensureProfile(PROFILE, 'Retail analytics')
  door = await startServerOver(core)
})
afterAll(async () => {
  await door.stop()
  await core.close()
  await rm(workspace, { recursive: true, force: true })
})

const CSV = 'id;name;type\nd-1;Loft renters;first party\nd-2;Night owls;third party\n'
const octets = { 'content-type': 'application/octet-stream' }
const counts = (created: number, updated: number, unchanged: number, trashed: number) => ({
  created,
  updated,
  unchanged,
  trashed,
})
const post = (query: string, body: string | Buffer, headers: Record<string, string> = octets) =>
  door.send(`/api/import${query}`, { body, headers })
async function form(parts: Record<string, string | [name: string, content: string | Buffer]>) {
  const border = 'a-border-of-the-test'
  const pieces = Object.entries(parts).map(([name, part]) => {
    const [filename, content] = typeof part === 'string' ? [null, part] : part
    const file = filename === null ? '' : `; filename="${filename}"\r\nContent-Type: text/csv`
    return Buffer.concat([
      Buffer.from(`--${border}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ])
  })
  const body = Buffer.concat([...pieces, Buffer.from(`--${border}--\r\n`)])
  return door.send('/api/import', {
    body,
    headers: { 'content-type': `multipart/form-data; boundary=${border}` },
  })
}

describe('POST /api/import', () => {
  it('plans, imports, updates and replaces, and answers with the counts', async () => {
    const planned = await post('?dry_run=true', CSV)
    expect([planned.status, planned.json()]).toMatchObject([
      200,
      { success: true, counts: counts(2, 0, 0, 0) },
    ])
    const done = (await post('?tags=door,test', CSV, { ...octets, 'x-file-name': 'door.csv' })).json()
    expect(done).toMatchObject({
      success: true,
      job_id: expect.stringMatching(/^job_/),
      message: 'Imported: 2 audiences new, 0 updated, 0 as they were, 0 to the trash',
      counts: counts(2, 0, 0, 0),
      errors: [],
    })
    const renamed = CSV.replace('Night owls', 'Night shift')
    expect((await post('?on_existing=update', renamed)).json()).toMatchObject({ counts: counts(0, 1, 1, 0) })
    const copied = await post('?on_existing=copy&dry_run=true', renamed)
    expect(copied.json()).toMatchObject({ counts: counts(2, 0, 0, 0) })
    const replaced = await post('?replace_tag=door', CSV.split('\n').slice(0, 2).join('\n'))
    expect(replaced.json()).toMatchObject({ counts: counts(0, 0, 1, 1) })
    const found = (await door.send('/api/audiences/d-1')).json()
    expect(found).toMatchObject({ audience: { name: 'Loft renters', metadata: { tags: ['door', 'test'] } } })
  })

  it('takes several files of a form, with its parameters as fields', async () => {
    const book = await workbookOf([
      ['Kennung', 'Bezeichnung'],
      ['f-2', 'Mieter'],
    ])
    const mapping = JSON.stringify({ Kennung: 'audience_id', Bezeichnung: 'name' })
    const done = await form({
      mapping,
      user_id: PROFILE,
      data_type: 'clean_room',
      first: ['one.csv', 'Kennung,Bezeichnung\nf-1,Käufer\n'],
      second: ['zwei "Bücher".xlsx'.replaceAll('"', '\\"'), book],
    })
    expect([done.status, done.json()]).toMatchObject([200, { counts: counts(2, 0, 0, 0) }])
    expect((await door.send('/api/audiences/f-1')).json()).toMatchObject({
      audience: { name: 'Käufer', data_type: 'clean_room' },
    })
  })

  it('begins and answers at once when it isn’t to wait', async () => {
    const begun = (await post('?wait=false', CSV)).json() as { job_id: string }
    expect(begun).toMatchObject({ success: true, counts: null })
    expect((await door.send(`/api/jobs/${begun.job_id}`)).status).toBe(200)
  })

  it('refuses rows by line and field, and imports the others when it is asked to', async () => {
    const bad = 'id,name,type\nb-1,Fine,first party\nb-2,,first party\nb-3,Odd,other\n'
    const refused = await post('', bad)
    expect([refused.status, refused.json()]).toMatchObject([
      400,
      {
        success: false,
        code: 'validation_failed',
        error: '2 rows can’t be taken. Nothing was imported.',
        details: {
          error_count: 2,
          errors: [
            { row: 2, line: 3, path: 'name' },
            { row: 3, line: 4, path: 'type' },
          ],
        },
      },
    ])
    expect((await post('?on_error=skip', bad)).json()).toMatchObject({
      counts: counts(1, 0, 0, 0),
      error_count: 2,
    })
  })

  it.each([
    ['?on_error=perhaps', CSV, octets, 400, /on_error/],
    ['?speed=high', CSV, octets, 400, /speed/],
    ['?mapping=%7Bnot', CSV, octets, 400, /mapping/],
    ['?mapping=%7B%22id%22%3A%22everything%22%7D', CSV, octets, 400, /mapping/],
    ['?replace_tag=a&replace_campaign=b', CSV, octets, 400, /replace_campaign/],
    ['?replace_tag=a&on_error=skip', CSV, octets, 400, /on_error/],
    ['?user_id=someone-else', CSV, octets, 403, /not that user/],
    ['', '', octets, 400, /is empty/],
    ['', 'PK\u0003\u0004', octets, 400, /Excel/],
    ['', CSV, { 'content-type': 'text/plain' }, 415, /multipart/],
    [
      '',
      '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ncut',
      { 'content-type': 'multipart/form-data; boundary=b' },
      400,
      /to its end/,
    ],
    ['', '--b--\r\n', { 'content-type': 'multipart/form-data; boundary=b' }, 400, /no file/],
  ])('refuses %s', async (query, body, headers, status, words) => {
    const reply = await post(query, body, headers)
    expect([reply.status, JSON.stringify(reply.json())]).toEqual([status, expect.stringMatching(words)])
    expect(reply.json()).toMatchObject({ success: false })
  })

  it('leaves no upload behind, of a plan or a refusal neither', async () => {
    const [planned, unknown, refused] = [
      await post('?dry_run=true', CSV),
      await post('?data_type=nothing', CSV),
      await form({ file: ['a.csv', 'name\nNo type\n'] }),
    ]
    expect([planned.status, unknown.status, refused.status]).toEqual([200, 400, 400])
    await eventually(async () =>
      expect(
        (await readdir(door.uploadFolder).catch(() => [])).filter(name => name.startsWith('upload-')),
      ).toEqual([]),
    )
  })
})

describe('multipart/form-data', () => {
  it('gives each part back whatever is in it, however it is cut', async () => {
    const content = fc.string({
      unit: fc.constantFrom('a', '\r\n', '--', '\r\n--', 'b', '\r', '-'),
      maxLength: 20,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { maxLength: 4 }),
        fc.integer({ min: 1, max: 30 }),
        async (parts, piece) => {
          const border = 'border-XYZ'
          const text = `${parts.map((part, n) => `--${border}\r\nContent-Disposition: form-data; name="p${n}"\r\n\r\n${part}\r\n`).join('')}--${border}--\r\n`
          async function* pieces() {
            for (let at = 0; at < text.length; at += piece) yield Buffer.from(text.slice(at, at + piece))
          }
          const seen: string[] = []
          const whole = await readMultipart(pieces(), border, async ({ name }) => {
            expect(name).toBe(`p${seen.length}`)
            let got = ''
            return {
              async write(bytes) {
                got += Buffer.from(bytes).toString()
              },
              end: async () => void seen.push(got),
            }
          })
          expect(whole).toBe(true)
          expect(seen).toEqual(parts)
        },
      ),
    )
  })

  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
    ['multipart/mixed; boundary=abc', null],
    ['multipart/form-data', null],
    [undefined, null],
  ])('has its border in %s', (type, border) => {
    expect(boundaryOf(type)).toBe(border)
  })
})
