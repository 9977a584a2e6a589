// A backup's file on the disk, read in pieces: at a glance, or to its end.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { cancelled, damaged, Refused } from '../refused.ts'
import { type About, decodeArchive, type IndexEntry, type Visit } from './archive.ts'
import { isSealed, readSealedHeader, SEALED_HEADER, unseal } from './seal.ts'

const PIECE = 1 << 20

export async function* readPieces(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: PIECE })
  try {
    for await (const piece of stream) {
      if (signal?.aborted) throw cancelled()
      yield piece as Buffer
    }
  } finally {
    stream.destroy()
  }
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(SEALED_HEADER)
    const { bytesRead } = await file.read(bytes, 0, SEALED_HEADER, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What a file says of itself at its beginning, without the passphrase and without a check of the rest. */
export async function glance(path: string): Promise<{ encrypted: boolean; made_at: string }> {
  const start = await startOf(path)
  if (isSealed(start)) return { encrypted: true, ...readSealedHeader(start) }
  let found: About | null = null
  const enough = new Error('enough')
  try {
    await readThrough(path, null, {
      about(about) {
        found = about
        throw enough
      },
    })
  } catch (error) {
    if (error !== enough) throw error
  }
  const about = found as About | null
  if (!about) throw damaged('its beginning is missing')
  return { encrypted: false, made_at: about.made_at }
}

/** Reads it to its end and checks every byte. A file that needs a passphrase and gets none is refused at once. */
export async function readThrough(
  path: string,
  passphrase: string | null,
  visit: Visit = {},
  signal?: AbortSignal,
  progress: (bytes: number) => void = () => {},
): Promise<{ about: About; index: IndexEntry[] }> {
  const encrypted = isSealed(await startOf(path))
  if (encrypted && !passphrase)
    throw new Refused('forbidden', 'This backup is encrypted', 'Enter the passphrase it was made with.')
  const pieces = readPieces(path, signal)
  const counted = (async function* () {
    let bytes = 0
    for await (const piece of pieces) {
      bytes += piece.length
      progress(bytes)
      yield piece
    }
  })()
  try {
    return await decodeArchive(encrypted ? unseal(counted, passphrase ?? '') : counted, visit)
  } finally {
    await pieces.return(undefined)
  }
}
