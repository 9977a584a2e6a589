// The backup's file: what goes in comes out, and no changed, missing, added or exchanged byte goes unnoticed.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type About,
  decodeArchive,
  encodeArchive,
  type Source,
} from '../../../src/main/core/backups/file/archive.ts'
import { glance, readThrough } from '../../../src/main/core/backups/file/disk.ts'
import { isSealed, seal, unseal } from '../../../src/main/core/backups/file/seal.ts'
import { Refused } from '../../../src/main/core/backups/refused.ts'
import { writeWhole } from '../../../src/main/core/targets/part-file.ts'

const CHEAP = { log2n: 4, r: 1, p: 1 }
const about: About = {
  format: 'activation-manager-backup',
  version: 1,
  made_at: '2026-11-26T14:05:00.000Z',
  app_version: '0.1.0',
  format_version: 1,
  profiles: ['retail'],
  versions: 3,
  missing: [],
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-file-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function* pieces(content: Uint8Array, size = 50_000) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}
async function* sourcesOf(files: Record<string, Uint8Array>): AsyncGenerator<Source> {
  for (const [path, content] of Object.entries(files))
    yield { path, bytes: content.length, content: pieces(content) }
}
async function make(name: string, files: Record<string, Uint8Array>, passphrase?: string): Promise<string> {
  const path = join(folder, name)
  const bytes = encodeArchive(about, sourcesOf(files))
  const sealed = passphrase ? seal(bytes, passphrase, new Date(about.made_at), CHEAP) : bytes
  const written = await writeWhole(path, async part => {
    for await (const bytes of sealed) await part.append(bytes)
    return { ok: true, value: null }
  })
  expect(written.ok).toBe(true)
  return path
}
async function contentOf(path: string, passphrase: string | null = null) {
  const files: Record<string, Buffer> = {}
  const read = await readThrough(path, passphrase, {
    async file(name, _bytes, content) {
      const parts: Buffer[] = []
      for await (const part of content) parts.push(Buffer.from(part))
      files[name] = Buffer.concat(parts)
    },
  })
  return { ...read, files }
}
/** As `readThrough` does it, without a disk: there are many. */
async function refusalOf(bytes: Uint8Array, passphrase = '') {
  try {
    await decodeArchive(isSealed(bytes) ? unseal(pieces(bytes), passphrase) : pieces(bytes))
    return null
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.answer.error
  }
}

const LONG = `audiences/user_id=${'_c3_a4'.repeat(40)}/year=2026/month=11/part-00001.parquet`
const FILES = {
  'audiences/user_id=retail/year=2026/month=11/part-00001.parquet': Buffer.alloc(140_001, 'abc'),
  [LONG]: Buffer.from('long name'),
  '_meta/drafts/u-retail/ümläut.json': Buffer.from('{}'),
  '_meta/wal/000000001.jsonl': Buffer.alloc(0),
}

describe('a backup file', () => {
  it('gives back names and bytes of any files, plain and encrypted', async () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9äöü_=-]{1,40}$/)
    const path = fc.array(name, { minLength: 1, maxLength: 5 }).map(parts => parts.join('/'))
    const content = fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(2_000))
      .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)))
    await fc.assert(
      fc.asyncProperty(fc.dictionary(path, content, { maxKeys: 6 }), fc.boolean(), async (files, locked) => {
        const distinct = Object.fromEntries(
          Object.entries(files).filter(
            ([one], at, all) => all.findIndex(([other]) => other.toLowerCase() === one.toLowerCase()) === at,
          ),
        )
        const passphrase = locked ? 'four words of a passphrase' : undefined
        const made = await make('any.tar', distinct, passphrase)
        const read = await contentOf(made, passphrase ?? null)
        expect(read.about).toEqual(about)
        expect(read.files).toEqual(
          Object.fromEntries(Object.entries(distinct).map(([key, value]) => [key, Buffer.from(value)])),
        )
        expect(await glance(made)).toEqual({ encrypted: locked, made_at: about.made_at })
      }),
      { numRuns: 12 },
    )
  })

  it('can be unpacked by tar where it isn’t encrypted', async () => {
    const path = await make('plain.tar', FILES)
    const listed = execFileSync('tar', ['-tf', path], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    expect(listed).toContain(`workspace/${LONG}`)
    const one = 'workspace/audiences/user_id=retail/year=2026/month=11/part-00001.parquet'
    const out = execFileSync('tar', ['-xOf', path, one], { maxBuffer: 1e6 })
    expect(out.equals(FILES['audiences/user_id=retail/year=2026/month=11/part-00001.parquet'])).toBe(true)
  })

  it.each([
    ['plain', undefined],
    ['encrypted', 'correct horse battery'],
  ])('tells every changed byte, cut and addition: %s', async (kind, passphrase) => {
    const path = await make(`${kind}.whole`, FILES, passphrase)
    const whole = await readFile(path)
    const offsets = new Set<number>()
    // Every header and end closely, the long stretches here and there.
    for (let at = 0; at < whole.length; at += at < 1_600 || at > whole.length - 6_500 ? 41 : 4_001)
      offsets.add(at)
    for (const at of offsets) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(await refusalOf(changed, passphrase), `byte ${at}`).not.toBeNull()
      expect(await refusalOf(whole.subarray(0, at), passphrase), `cut at ${at}`).not.toBeNull()
    }
    for (const more of [Buffer.alloc(1), Buffer.alloc(512), whole])
      expect(await refusalOf(Buffer.concat([whole, more]), passphrase), `${more.length} more`).toMatchObject({
        code: 'storage_corrupt',
      })
    expect(await refusalOf(whole, passphrase)).toBeNull()
  })

  it('tells pieces of an encrypted file that were exchanged, doubled, left out, or taken from another', async () => {
    const path = await make('locked', FILES, 'correct horse battery')
    const other = await readFile(await make('locked-2', FILES, 'correct horse battery'))
    const whole = await readFile(path)
    const piece = (file: Buffer, at: number) => file.subarray(92 + at * 65_552, 92 + (at + 1) * 65_552)
    const header = whole.subarray(0, 92)
    const [a, b, c] = [piece(whole, 0), piece(whole, 1), piece(whole, 2)]
    for (const parts of [[b, a, c], [a, a, c], [a, c], [a, b], [a], [], [piece(other, 0), b, c]]) {
      const bad = Buffer.concat([header, ...parts])
      expect(await refusalOf(bad, 'correct horse battery')).toMatchObject({ code: 'storage_corrupt' })
    }
  })

  it('says that a passphrase is wrong or missing before anything else happens', async () => {
    const path = await make('locked', FILES, 'correct horse battery')
    let visited = 0
    const visit = { about: () => void visited++ }
    for (const wrong of ['Correct horse battery', 'correct horse battery ', 'x', null])
      await expect(readThrough(path, wrong, visit)).rejects.toMatchObject({
        answer: { error: { code: 'forbidden' } },
      })
    expect(visited).toBe(0)
    const bytes = await readFile(path)
    expect(bytes.includes('parquet') || bytes.includes('abcabc')).toBe(false)
  })

  it('refuses what is no backup, what a newer version made, and names that lead out of the folder', async () => {
    for (const content of ['', 'hello', 'x'.repeat(5_000), '\0'.repeat(2_048)])
      expect(await refusalOf(Buffer.from(content))).not.toBeNull()
    const newer: Buffer[] = []
    for await (const part of encodeArchive({ ...about, version: 2 }, sourcesOf({}))) newer.push(part)
    expect(await refusalOf(Buffer.concat(newer))).toMatchObject({ code: 'unsupported' })
    for (const path of ['../evil', '/etc/passwd', 'a/../../b', 'a\\b', 'c:/x', 'a//b', '.']) {
      const evil = await readFile(await make('evil', { [path]: Buffer.from('x') }))
      expect(await refusalOf(evil), path).toMatchObject({ code: 'storage_corrupt' })
    }
  })
})
