// Long values in several keychain entries: Windows keeps at most 2,560 bytes in one (CRED_MAX_CREDENTIAL_BLOB_SIZE,
// https://learn.microsoft.com/windows/win32/api/wincred/ns-wincred-credentialw).
import { createHash } from 'node:crypto'

const PIECE_BYTES = 2_400
const MANY = /^\+(\d{1,2}):([0-9a-f]{16}):/

const digestOf = (value: string) => createHash('sha256').update(value).digest('hex').slice(0, 16)

/** The texts of the entries, the first of which says how many there are. Nearly every value has one: `=` and itself. */
export function toPieces(value: string): [string, ...string[]] {
  const bytes = Buffer.from(value, 'utf8')
  if (bytes.length <= PIECE_BYTES) return [`=${value}`]
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; ) {
    let end = Math.min(at + PIECE_BYTES, bytes.length)
    // Not in the middle of a character.
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
    pieces.push(bytes.toString('utf8', at, end))
    at = end
  }
  const [first = '', ...more] = pieces
  return [`+${pieces.length}:${digestOf(value)}:${first}`, ...more]
}

/** How many entries a value has, from the text of the first; 1 when that can't be told. */
export const countPieces = (first: string) => Number(MANY.exec(first)?.[1] ?? 1)

/** null when the pieces aren't those of one value, as after a save that was cut short. */
export function fromPieces(pieces: readonly (string | null)[]): string | null {
  const [first, ...more] = pieces
  if (first === null || first === undefined) return null
  if (first.startsWith('=')) return first.slice(1)
  const head = MANY.exec(first)
  if (head === null || more.includes(null)) return null
  const value = [first.slice(head[0].length), ...more].join('')
  return digestOf(value) === head[2] ? value : null
}
