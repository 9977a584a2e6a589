// Names of packages that Windows, macOS and Linux all take, and that tell date, audience and attempt.
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'

/** UTF-8 bytes. With date and key the whole stays under the 255 bytes that file systems take. */
const NAME_BYTES = 80
const HIDDEN = '.activation-manager-'
const PART = '.part'

/** What Windows refuses, and control, direction and other invisible characters. */
const UNSAFE = /[<>:"/\\|?*\p{C}\p{Zl}\p{Zp}]+/gu

/** The name as part of a file's name; never empty, never with a dot or space at its ends. */
export function safeName(name: string): string {
  const clean = name.toWellFormed().normalize('NFC').replace(UNSAFE, '-').replace(/\s+/g, ' ')
  let bytes = 0
  let kept = ''
  for (const char of clean) {
    bytes += Buffer.byteLength(char)
    if (bytes > NAME_BYTES) break
    kept += char
  }
  return kept.replace(/^[\s.-]+|[\s.-]+$/g, '') || 'audience'
}

/** Keys are made of ids, which are safe; anything else becomes its hash. */
export const safeKey = (key: string) =>
  /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(key) && !key.endsWith('.')
    ? key
    : createHash('sha256').update(key).digest('hex')

/** `2026-11-22_Renters in Austin_dist_….1`; the date is UTC. */
export const packageName = (now: Date, name: string, key: string) =>
  `${now.toISOString().slice(0, 10)}_${safeName(name)}_${safeKey(key)}`

/** Whether the name may be the package of the key; only its manifest tells for certain. */
export const maybeNamedFor = (name: string, key: string) =>
  !name.startsWith('.') && name.endsWith(`_${safeKey(key)}`)

/** The same for one workspace on one computer: what is left over with it was left by nobody else. */
export const ownerTag = (folder: string) =>
  createHash('sha256').update(`${hostname()}\n${folder}`).digest('hex').slice(0, 12)

/** Hidden while it is written, in the same folder so that it is renamed and never copied. */
export const temporaryName = (folder: string, key: string) =>
  `${HIDDEN}${ownerTag(folder)}-${safeKey(key)}${PART}`

/** The (safe) key of a temporary folder that this workspace left; null for all else. */
export function leftoverKey(folder: string, name: string): string | null {
  const start = `${HIDDEN}${ownerTag(folder)}-`
  return name.startsWith(start) && name.endsWith(PART) ? name.slice(start.length, -PART.length) : null
}
