// A backup's content as a tar file: what it is, the files of the workspace, their checksums, and the checksum of it all.
// docs/backup.md shows it; decisions/0009 says why tar.
import { createHash, type Hash } from 'node:crypto'
import * as z from 'zod'
import { damaged, Refused } from '../refused.ts'
import { takeFrom } from './take.ts'
import { BLOCK, decodeBlock, decodeRecords, encodeHeader, paddingOf } from './tar.ts'

export const FORMAT = 'activation-manager-backup'
export const VERSION = 1
const ABOUT = 'backup.json'
const INDEX = 'index.json'
const CHECKSUM = 'checksum.sha256'
/** Files of the workspace stand in a folder of this name, so that unpacking by hand gives a workspace to open. */
const FOLDER = 'workspace/'
const MAX_ABOUT = 1_000_000
const MAX_INDEX = 256_000_000

export const About = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  made_at: z.iso.datetime(),
  app_version: z.string(),
  /** Of the workspace's files. */
  format_version: z.number().int(),
  profiles: z.array(z.string()),
  /** Versions of records, all of all profiles. */
  versions: z.number().int(),
  /** Files of the workspace that were known to be damaged then: what was in them is not in here. */
  missing: z.array(z.string()),
})
export type About = z.output<typeof About>

/** `path` is relative to the workspace, with forward slashes. */
export type IndexEntry = { path: string; bytes: number; sha256: string }
const Index = z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() }))

export type Source = {
  path: string
  bytes: number
  /** What it should have, where that is known; another ends the backup. */
  sha256?: string
  content: AsyncIterable<Uint8Array>
}

/** The bytes of a backup. A source of another size or checksum than it says is refused. */
export async function* encodeArchive(
  about: About,
  sources: AsyncIterable<Source>,
  made: (index: IndexEntry[]) => void = () => {},
): AsyncGenerator<Buffer> {
  const all = createHash('sha256')
  const at = Math.floor(Date.parse(about.made_at) / 1000)
  const index: IndexEntry[] = []
  const tell = (bytes: Buffer) => {
    all.update(bytes)
    return bytes
  }
  const whole = (name: string, content: Buffer) =>
    Buffer.concat([
      encodeHeader({ name, bytes: content.length, at }),
      content,
      Buffer.alloc(paddingOf(content.length)),
    ])

  yield tell(whole(ABOUT, Buffer.from(`${JSON.stringify(about, null, 2)}\n`)))
  for await (const { path, bytes, content, sha256: expected } of sources) {
    yield tell(encodeHeader({ name: `${FOLDER}${path}`, bytes, at }))
    const own = createHash('sha256')
    let written = 0
    for await (const piece of content) {
      const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
      own.update(buffer)
      written += buffer.length
      yield tell(buffer)
    }
    const found = own.digest('hex')
    if (written !== bytes || (expected !== undefined && found !== expected)) throw changed(path)
    yield tell(Buffer.alloc(paddingOf(bytes)))
    index.push({ path, bytes, sha256: found })
  }
  yield tell(whole(INDEX, Buffer.from(`${JSON.stringify(index, null, 1)}\n`)))
  made(index)
  yield whole(CHECKSUM, Buffer.from(`${all.digest('hex')}  everything before this entry\n`))
  yield Buffer.alloc(2 * BLOCK)
}

const changed = (path: string) =>
  new Refused(
    'storage_corrupt',
    `${path} isn’t what the workspace knows of it, so no backup was made`,
    'Check the workspace files in Settings; what is damaged is set aside, and the rest can be backed up.',
  )

export type Visit = {
  about?(about: About): Promise<void> | void
  /** Takes all of the content, or none of it. */
  file?(path: string, bytes: number, content: AsyncIterable<Buffer>): Promise<void>
}

/**
 * Reads a backup to its end and compares every byte of it with what it should be. What `visit` was given counts only when
 * this resolves; it throws `Refused` for anything that isn't a whole backup.
 */
export async function decodeArchive(
  source: AsyncIterable<Uint8Array>,
  visit: Visit = {},
): Promise<{ about: About; index: IndexEntry[] }> {
  const all = createHash('sha256')
  const taker = takeFrom(source)
  const index: IndexEntry[] = []
  const seen = new Set<string>()
  let about: About | null = null

  for (;;) {
    const before = all.copy().digest('hex')
    const header = await readHeader(taker, all)
    const what = header.name.startsWith(FOLDER) ? header.name.slice(FOLDER.length) : header.name
    if (about === null) {
      if (header.name !== ABOUT) throw notBackup()
      about = parseAbout(await readWhole(taker, header, all, MAX_ABOUT))
      await visit.about?.(about)
    } else if (header.name === INDEX) {
      compareIndex(await readWhole(taker, header, all, MAX_INDEX), index)
    } else if (header.name === CHECKSUM) {
      await readEnd(taker, header, before)
      return { about, index }
    } else {
      if (!header.name.startsWith(FOLDER) || !isSafePath(what) || seen.has(what.toLowerCase()))
        throw damaged('a name in it makes no sense')
      seen.add(what.toLowerCase())
      const own = createHash('sha256')
      let read = 0
      const content = (async function* () {
        for await (const piece of taker.pieces(header.bytes)) {
          all.update(piece)
          own.update(piece)
          read += piece.length
          yield piece
        }
      })()
      if (visit.file) await visit.file(what, header.bytes, content)
      else for await (const _ of content);
      if (read !== header.bytes) throw damaged(`it ends in the middle of ${what}`)
      await readPadding(taker, header.bytes, all)
      index.push({ path: what, bytes: header.bytes, sha256: own.digest('hex') })
    }
  }
}

type Read = { name: string; bytes: number; at: number }
type Taker = ReturnType<typeof takeFrom>

/** Whether it stays within the folder on every system. */
export const isSafePath = (path: string) =>
  path.length > 0 &&
  path.split('/').every(part => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part))

async function readHeader(taker: Taker, all: Hash): Promise<Read> {
  const first = await taker.exactly(BLOCK)
  if (!first) throw damaged('its end is missing')
  const start = decodeBlock(first)
  if (!start) throw notBackup()
  if (start.type === '0') return same({ ...start }, first, all)
  const records = await taker.exactly(start.bytes + paddingOf(start.bytes))
  const second = await taker.exactly(BLOCK)
  if (!records || !second) throw damaged('its end is missing')
  const named = decodeRecords(records.subarray(0, start.bytes))
  const file = decodeBlock(second)
  const name = named?.get('path')
  if (!file || name === undefined) throw damaged('a name in it can’t be read')
  const bytes = Number(named?.get('size') ?? file.bytes)
  return same({ name, bytes, at: start.at }, Buffer.concat([first, records, second]), all)
}

/** A header is written in one way: whatever differs was changed. */
function same({ name, bytes, at }: Read, found: Buffer, all: Hash): Read {
  const sane = Number.isSafeInteger(bytes) && bytes >= 0
  if (!sane || !encodeHeader({ name, bytes, at }).equals(found)) throw damaged('a name in it was changed')
  all.update(found)
  return { name, bytes, at }
}

async function readPadding(taker: Taker, bytes: number, all: Hash) {
  const padding = await taker.exactly(paddingOf(bytes))
  if (!padding) throw damaged('its end is missing')
  all.update(padding)
}

async function readWhole(taker: Taker, { bytes, name }: Read, all: Hash, most: number): Promise<Buffer> {
  if (bytes > most) throw damaged(`${name} is too long`)
  const content = await taker.exactly(bytes)
  if (!content) throw damaged('its end is missing')
  all.update(content)
  await readPadding(taker, bytes, all)
  return content
}

function parseAbout(content: Buffer): About {
  let value: unknown
  try {
    value = JSON.parse(content.toString('utf8'))
  } catch {
    throw damaged('what it says of itself can’t be read')
  }
  const version: unknown = Object(value).version
  if (Object(value).format === FORMAT && typeof version === 'number' && version > VERSION)
    throw new Refused(
      'unsupported',
      'This backup was made by a newer version of Activation Manager',
      'Install the newest version, then try again.',
    )
  const parsed = About.safeParse(value)
  if (!parsed.success) throw damaged('what it says of itself can’t be read')
  return parsed.data
}

function compareIndex(content: Buffer, found: readonly IndexEntry[]) {
  let said: IndexEntry[]
  try {
    said = Index.parse(JSON.parse(content.toString('utf8')))
  } catch {
    throw damaged('its list of files can’t be read')
  }
  const wrong = said.find((entry, at) => {
    const other = found[at]
    return other?.path !== entry.path || other.bytes !== entry.bytes || other.sha256 !== entry.sha256
  })
  if (wrong) throw damaged(`${wrong.path} does not match its checksum`)
  if (said.length !== found.length) throw damaged('it has other files than its list says')
}

async function readEnd(taker: Taker, { bytes, at }: Read, hash: string) {
  const expected = Buffer.from(`${hash}  everything before this entry\n`)
  const content = bytes === expected.length ? await taker.exactly(bytes + paddingOf(bytes)) : null
  const end = await taker.exactly(2 * BLOCK)
  if (!content || !end) throw damaged('its end is missing')
  const whole = Buffer.concat([expected, Buffer.alloc(paddingOf(bytes))])
  if (!content.equals(whole)) throw damaged('it does not match its checksum')
  if (end.some(byte => byte !== 0) || at < 0) throw damaged('its end was changed')
  if (!(await taker.ended())) throw damaged('something was added to its end')
}

const notBackup = () =>
  new Refused(
    'validation_failed',
    'This file is not a backup of Activation Manager, or its beginning is damaged',
    'Choose a file that was made by “Back up now”.',
  )
