// The manifest: which parts there are, with their checksums, and how far the log has been flushed into them.
import { crc32 } from 'node:zlib'
import type { Damage } from '../../../shared/contract/workspace.ts'
import type { Files } from './files.ts'
import { FORMAT_VERSION, type Layout } from './layout.ts'
import type { Part } from './log-lines.ts'
import { tmpPath } from './tmp-path.ts'

export type Manifest = {
  format_version: number
  /** Made anew by each opening: who published last. */
  epoch: string
  /** Every version up to this number is in a part. */
  flushed_seq: number
  /** The oldest log that still counts. */
  first_log: number
  parts: Part[]
  /** What was found damaged and set aside; stays until the user has dealt with it. */
  damage: Damage[]
}

export const emptyManifest = (): Manifest => ({
  format_version: FORMAT_VERSION,
  epoch: '',
  flushed_seq: 0,
  first_log: 1,
  parts: [],
  damage: [],
})

const crcOf = (text: string) => crc32(text).toString(16).padStart(8, '0')

/** Two lines: the checksum of the second, then the manifest as JSON. */
export function encodeManifest(manifest: Manifest): Buffer {
  const text = JSON.stringify(manifest)
  return Buffer.from(`{"crc32":"${crcOf(text)}","manifest":\n${text}\n}\n`)
}

export type ReadManifest =
  | { state: 'good'; manifest: Manifest }
  | { state: 'missing' | 'damaged' }
  | { state: 'newer'; format_version: number }

export async function readManifest(files: Files, layout: Layout): Promise<ReadManifest> {
  const bytes = await files.read(layout.manifest)
  if (!bytes) return { state: 'missing' }
  const lines = bytes.toString('utf8').split('\n')
  const [head = '', text = ''] = lines
  try {
    const said = (JSON.parse(`${head}0}`) as { crc32: string }).crc32
    if (said !== crcOf(text) || lines.length !== 4 || lines[2] !== '}' || lines[3] !== '')
      return { state: 'damaged' }
    const manifest = JSON.parse(text) as Manifest
    if (manifest.format_version > FORMAT_VERSION)
      return { state: 'newer', format_version: manifest.format_version }
    return { state: 'good', manifest }
  } catch {
    return { state: 'damaged' }
  }
}

/** Atomic and durable: written aside, synced, renamed over, the folder synced. */
export async function publishManifest(files: Files, layout: Layout, manifest: Manifest): Promise<void> {
  // A new name each time: what a failed sync lost of a file, a later sync of the same file doesn't bring back.
  const tmp = tmpPath(layout, 'manifest.json')
  await files.write(tmp, encodeManifest(manifest))
  await files.rename(tmp, layout.manifest)
  await files.syncFolder(layout.meta)
}
