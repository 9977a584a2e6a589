// Where things stand in a workspace. Names are safe on Windows, macOS and Linux.
import { join, relative, sep } from 'node:path'
import { definitions, entityOfFolder } from './entities.ts'
import type { Entity } from './face.ts'

export const FORMAT_VERSION = 1

export type Layout = ReturnType<typeof layoutOf>

export function layoutOf(folder: string) {
  const meta = join(folder, '_meta')
  return {
    folder,
    meta,
    manifest: join(meta, 'manifest.json'),
    wal: join(meta, 'wal'),
    tmp: join(meta, 'tmp'),
    lock: join(meta, 'lock'),
    holder: join(meta, 'holder.json'),
    quarantine: join(meta, 'quarantine'),
    search: join(meta, 'search'),
    /** A path of the manifest (`audiences/user_id=…/…`) as one of this system. */
    at: (relative: string) => join(folder, ...relative.split('/')),
    /** The other way round. */
    relative: (path: string) => relative(folder, path).split(sep).join('/'),
  }
}

/**
 * Encodes a user id as a folder name: lower-case letters, digits and hyphens stay; everything else becomes `_` and two
 * hex digits a byte. So ids that differ only in case stay apart on systems that ignore it, and no reserved name, dot
 * or slash comes through. A leading hyphen or a bare reserved name (`con`, `nul`) gets its first byte encoded.
 */
export function encodeOwner(owner: string): string {
  const hex = (byte: number) => `_${byte.toString(16).padStart(2, '0')}`
  const encoded = [...Buffer.from(owner, 'utf8')].map(byte => {
    const letter = String.fromCharCode(byte)
    return /[a-z0-9-]/.test(letter) ? letter : hex(byte)
  })
  const name = encoded.join('')
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/.test(name) || name.startsWith('-')
  return reserved ? hex(owner.charCodeAt(0)) + encoded.slice(1).join('') : name
}

/** `audiences/user_id=ana/year=2026/month=11`: the folder of one owner's saves in one month (UTC). */
export function partitionOf(entity: Entity, owner: string, at: string): string {
  const [year, month] = [at.slice(0, 4), at.slice(5, 7)]
  return `${definitions[entity].folder}/user_id=${encodeOwner(owner)}/year=${year}/month=${month}`
}

export const partName = (n: number) => `part-${String(n).padStart(5, '0')}.parquet`
export const partNumber = (path: string) => Number(/part-(\d+)\.parquet$/.exec(path)?.[1] ?? 0)
export const partitionOfPart = (path: string) => path.slice(0, path.lastIndexOf('/'))
export const entityOfPath = (path: string): Entity | undefined =>
  entityOfFolder(path.slice(0, path.indexOf('/')))

export const logName = (n: number) => `${String(n).padStart(9, '0')}.jsonl`
export const logNumber = (name: string) => Number(/^(\d{9})\.jsonl$/.exec(name)?.[1] ?? 0)
