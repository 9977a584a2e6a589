// What belongs into a backup: all records, and what people set up; never a secret, and nothing that is of this computer.
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Held } from '../store/face.ts'
import type { Source } from './file/archive.ts'
import { readPieces } from './file/disk.ts'
import { Refused } from './refused.ts'

/** Folders in `_meta` that go into a backup. */
export const KEPT = ['preferences', 'drafts', 'queries', 'imports', 'receipts', 'deliveries'] as const

/**
 * What stays behind, and why. The manifest and the log are made for the backup by the store; a name that is in neither
 * list stays behind too, for it may be a secret.
 */
export const LEFT = {
  'credentials.json': 'which entries of this computer’s keychain are this workspace’s',
  'credentials.enc': 'secrets',
  'credential-removals.json': 'of this computer’s keychain',
  'home.json': 'a restored workspace is another one: it must not start the runs of this',
  outbox: 'what BigQuery has is compared anew, since it may have moved on',
  'bigquery.json': 'where this computer keeps records instead',
  publish: 'where this computer publishes to',
  'backups.json': 'where this computer keeps its backups',
  backups: 'backups',
  tokens: 'hashes of access tokens: who may come in here needn’t come in where it is restored',
  restore: 'a restore that is being finished',
  'restored.json': 'when this workspace was restored',
  search: 'made again when missing',
  quarantine: 'damaged files',
  tmp: 'unfinished files',
  'local-door.json': 'how a command reaches the program that has the workspace open',
  lock: 'who has the workspace open',
  'holder.json': 'who has the workspace open',
} as const

const MANIFEST = ['manifest.json', 'wal']
const IN_MEMORY = 4_000_000

/** Whether it may stand in a restored workspace. */
export function belongs(path: string): boolean {
  const [top = '', next = ''] = path.split('/')
  if (top === '_meta') return [...KEPT, ...MANIFEST].some(name => name === next)
  return /^(audiences|platforms|distributions|users)\/user_id=[^/]+\/year=\d+\/month=\d\d\/part-\d+\.parquet$/.test(
    path,
  )
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Exactly as many bytes as it had when it was opened; null when it is gone. */
async function sourceOf(workspace: string, path: string): Promise<Source | null> {
  const full = join(workspace, ...path.split('/'))
  try {
    const file = await open(full, 'r')
    const { size } = await file.stat()
    if (size > IN_MEMORY) return { path, bytes: size, content: exactly(file.createReadStream(), size, path) }
    await file.close()
    const content = await readFile(full)
    return { path, bytes: content.length, content: once(content) }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

async function* once(content: Uint8Array) {
  yield content
}

async function* exactly(stream: AsyncIterable<Uint8Array>, bytes: number, path: string) {
  let left = bytes
  for await (const piece of stream) {
    yield piece.subarray(0, left)
    left -= Math.min(left, piece.length)
    if (left === 0) return
  }
  if (left > 0) throw new Refused('storage_busy', `${path} was being changed`, 'Try again in a moment.')
}

/** Files before folders: a note of what is newest in a folder is read before what it tells of. */
async function* walk(workspace: string, relative: string): AsyncGenerator<Source> {
  const entries = await readdir(join(workspace, ...relative.split('/')), { withFileTypes: true }).catch(
    error => {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    },
  )
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of sorted.filter(one => one.isFile() && !isUnfinished(one.name))) {
    const source = await sourceOf(workspace, `${relative}/${entry.name}`)
    if (source) yield source
  }
  for (const entry of sorted.filter(one => one.isDirectory()))
    yield* walk(workspace, `${relative}/${entry.name}`)
}

const isUnfinished = (name: string) => /\.tmp$|\.part$|\.damaged-\d+$/.test(name)

export async function* contentsOf(workspace: string, held: Held): AsyncGenerator<Source> {
  for (const { content, ...file } of held.files)
    yield { ...file, content: 'at' in content ? readPieces(content.at) : once(content.bytes) }
  for (const name of KEPT) yield* walk(workspace, `_meta/${name}`)
}
