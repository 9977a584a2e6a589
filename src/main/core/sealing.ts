// What everything sealed with a pass phrase shares, the file of secrets and a backup: how it begins, the keys that follow
// from the beginning, and the cipher.
//
//   0   8  whose it is, in ASCII
//   8   1  format version
//   9   3  scrypt: log2 of N, r, p
//  12  16  salt
//
// scrypt: RFC 7914 (https://www.rfc-editor.org/rfc/rfc7914). Its last step gives independent blocks, so the key check tells
// nothing about the key. Cost: OWASP, N=2^15 r=8 p=3, 32 MiB
// (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
// AES-GCM: a 96-bit nonce (NIST SP 800-38D); with a new salt the key is another each time, so a pair never recurs.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

const COST_AT = 9
const SALT_AT = 12
/** What follows is each format's own. */
export const START_BYTES = 28
export const TAG_BYTES = 16
const KEY_BYTES = 32
const CHECK_BYTES = 16

export type Cost = { log2n: number; r: number; p: number }
const COST: Cost = { log2n: 15, r: 8, p: 3 }
/** A damaged header must not make this machine work for minutes or take all of its memory. */
const MOST_COST: Cost = { log2n: 18, r: 8, p: 4 }

/** With a new salt. The cost is for tests: the real one takes 0.2 s. */
export const newStart = (magic: Uint8Array, version: number, { log2n, r, p }: Cost = COST): Buffer =>
  Buffer.concat([magic, Buffer.from([version, log2n, r, p]), randomBytes(START_BYTES - SALT_AT)])

function costOf(start: Uint8Array): Cost {
  const [log2n = 0, r = 0, p = 0] = start.subarray(COST_AT, SALT_AT)
  return { log2n, r, p }
}

/** Ask before the keys are derived. */
export function isCostSane(start: Uint8Array): boolean {
  const { log2n, r, p } = costOf(start)
  const least = [log2n, r, p].every(one => one >= 1)
  return least && log2n <= MOST_COST.log2n && r <= MOST_COST.r && p <= MOST_COST.p
}

export type Keys = { key: Buffer; check: Buffer }

/** A key of 32 bytes, and 16 more by which a wrong pass phrase is told. About 0.2 s at the default cost. */
export function deriveKeys(passphrase: string, start: Uint8Array): Promise<Keys> {
  const { log2n, r, p } = costOf(start)
  const N = 2 ** log2n
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase,
      start.subarray(SALT_AT, START_BYTES),
      KEY_BYTES + CHECK_BYTES,
      { N, r, p, maxmem: 128 * N * r + 128 * r * (p + 2) + 1_048_576 },
      (error, bytes) => {
        if (error) reject(error)
        else resolve({ key: bytes.subarray(0, KEY_BYTES), check: bytes.subarray(KEY_BYTES) })
      },
    )
  })
}

/** AES-256-GCM: as many bytes, then a tag of 16 over them and the header. */
export function encrypt(key: Buffer, nonce: Buffer, header: Buffer, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(header)
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Null when any byte of them or of the header is another. */
export function decrypt(key: Buffer, nonce: Buffer, header: Buffer, bytes: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(header)
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
