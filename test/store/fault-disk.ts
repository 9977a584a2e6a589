// What a disk remembers: which bytes and which names were synced. Works out what a power cut leaves of a live folder.
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Random, seeded } from './random.ts'

/** `kept`: all that was written (kill -9); `lost`: only what was synced; `torn`: each unsynced piece by chance. */
export type CutMode = 'kept' | 'lost' | 'torn'

type FileNode = {
  kind: 'file'
  /** As it was when it was last synced; null when it never was. */
  synced: Buffer | null
  /** Content when its last name went; null while it has one. */
  last: Buffer | null
  /** A sync failed: the kernel may call its lost pages clean, so later syncs gain nothing. */
  deaf: boolean
}
type FolderNode = { kind: 'folder'; names: Map<string, DiskNode> }
export type DiskNode = FileNode | FolderNode
/** Path relative to the root → content; null for a folder. */
export type Survivors = Map<string, Buffer | null>

const SECTOR = 512
/** Inode numbers are used again, also for files that someone else removed. */
const keyOf = (stat: { ino: bigint; birthtimeNs: bigint }) => `${stat.ino} ${stat.birthtimeNs}`

export type Disk = ReturnType<typeof createDisk>

/** Everything that is in `root` already counts as synced. */
export function createDisk(root: string) {
  const live = new Map<string, DiskNode>()
  /** Names that a rename took away from a synced folder; they stay until the new place is synced too. */
  const owed: { folder: FolderNode; name: string; node: DiskNode }[] = []

  function nodeAt(path: string): DiskNode | null {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
    if (!stat?.isDirectory() && !stat?.isFile()) return null
    const key = keyOf(stat)
    const known = live.get(key)
    if (known && (known.kind === 'folder') === stat.isDirectory()) return known
    const fresh: DiskNode = stat.isDirectory()
      ? { kind: 'folder', names: new Map() }
      : { kind: 'file', synced: null, last: null, deaf: false }
    live.set(key, fresh)
    return fresh
  }

  function namesOf(path: string): Map<string, DiskNode> {
    const names = new Map<string, DiskNode>()
    for (const name of readdirSync(path).sort()) {
      const node = nodeAt(join(path, name))
      if (node) names.set(name, node)
    }
    return names
  }

  const disk = {
    /** The file's content as it is now is on the disk. */
    synced(path: string) {
      const node = nodeAt(path)
      if (node?.kind === 'file' && !node.deaf) node.synced = readFileSync(path)
    },
    syncFailed(path: string) {
      const node = nodeAt(path)
      if (node?.kind === 'file') node.deaf = true
    },
    /** Cut to nothing and written anew: what an earlier sync lost is of no account any more. */
    rewritten(path: string) {
      const node = nodeAt(path)
      if (node?.kind === 'file') node.deaf = false
    },
    /** The names in the folder as they are now are on the disk. */
    folderSynced(path: string) {
      const node = nodeAt(path)
      if (node?.kind !== 'folder') return
      const names = namesOf(path)
      const arrived = new Set(names.values())
      for (const { folder, name, node: file } of owed) {
        if (arrived.has(file) && folder.names.get(name) === file) folder.names.delete(name)
      }
      const alive = new Set(live.values())
      for (const [name, file] of node.names) {
        if (names.has(name) || arrived.has(file) || !alive.has(file)) continue
        names.set(name, file)
        owed.push({ folder: node, name, node: file })
      }
      node.names = names
    },
    /** To be called before the last name of a file goes, so that its inode number may be used again. */
    losesName(path: string) {
      const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
      const node = stat?.isFile() ? nodeAt(path) : null
      if (!stat || node?.kind !== 'file') return
      node.last = readFileSync(path)
      live.delete(keyOf(stat))
    },
    survivors(mode: CutMode, seed = 1): Survivors {
      return survivorsOf(root, mode, seeded(seed), nodeAt, namesOf)
    },
  }

  function syncAll(path: string) {
    disk.folderSynced(path)
    for (const [name, node] of namesOf(path)) {
      if (node.kind === 'folder') syncAll(join(path, name))
      else disk.synced(join(path, name))
    }
  }
  syncAll(root)
  return disk
}

function survivorsOf(
  root: string,
  mode: CutMode,
  random: Random,
  nodeAt: (path: string) => DiskNode | null,
  namesOf: (path: string) => Map<string, DiskNode>,
): Survivors {
  const paths = new Map<DiskNode, string>()
  const collect = (path: string) => {
    for (const [name, node] of namesOf(path)) {
      paths.set(node, join(path, name))
      if (node.kind === 'folder') collect(join(path, name))
    }
  }
  collect(root)

  const survivors: Survivors = new Map()
  const standing = new Set<DiskNode>()
  const moved: { at: string; node: FileNode }[] = []
  const put = (at: string, node: DiskNode) => {
    standing.add(node)
    if (node.kind === 'folder') {
      survivors.set(at, null)
      walk(at, node)
    } else survivors.set(at, contentAfter(node, paths.get(node), mode, random))
  }
  const walk = (at: string, folder: FolderNode) => {
    const livePath = paths.get(folder) ?? root
    const now = paths.has(folder) || at === '' ? namesOf(livePath) : new Map<string, DiskNode>()
    for (const name of [...new Set([...folder.names.keys(), ...now.keys()])].sort()) {
      const [before, after] = [folder.names.get(name), now.get(name)]
      const choice = mode === 'kept' || (mode === 'torn' && random.chance(0.5)) ? after : before
      const path = at ? `${at}/${name}` : name
      if (choice) put(path, choice)
      else if (before?.kind === 'file' && paths.has(before)) moved.push({ at: path, node: before })
    }
  }
  const top = nodeAt(root)
  if (top?.kind === 'folder') walk('', top)
  // A rename is never half done: a file that left here without arriving there is still here.
  for (const { at, node } of moved) if (!standing.has(node) && !survivors.has(at)) put(at, node)
  return survivors
}

function contentAfter(node: FileNode, path: string | undefined, mode: CutMode, random: Random): Buffer {
  const now = node.last ?? (path ? readFileSync(path) : Buffer.alloc(0))
  const synced = node.synced ?? Buffer.alloc(0)
  if (mode === 'kept') return now
  if (mode === 'lost' || now.equals(synced)) return synced
  if (random.chance(0.2)) return now
  const grown = now.length > synced.length && now.subarray(0, synced.length).equals(synced)
  if (!grown && random.chance(0.5)) return synced
  const start = grown ? synced.length : 0
  const torn = Buffer.from(now.subarray(0, start + random.int(now.length - start + 1)))
  if (random.chance(0.3) && torn.length > start) {
    const hole = start + random.int(torn.length - start)
    torn.fill(0, hole, Math.min(torn.length, hole + SECTOR))
  }
  return torn
}

/** Two power cuts with the same digest left the same files. */
export function digestOf(survivors: Survivors): string {
  const hash = createHash('sha256')
  for (const path of [...survivors.keys()].sort()) {
    const content = survivors.get(path) ?? null
    hash.update(`${path}\0${content ? content.length : 'folder'}\0`)
    if (content) hash.update(content)
  }
  return hash.digest('hex')
}

export function restore(survivors: Survivors, folder: string) {
  mkdirSync(folder, { recursive: true })
  for (const [path, content] of survivors) {
    const target = join(folder, path)
    if (content === null) mkdirSync(target, { recursive: true })
    else {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, content)
    }
  }
}
