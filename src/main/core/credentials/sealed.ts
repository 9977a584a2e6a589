// The encrypted file's bytes: sealing a text with a pass phrase, and opening it again or saying why not.
//
//   0   8  "AMSECRET"
//   8   1  format version, 1
//   9   3  scrypt: log2 of N, r, p
//  12  16  salt
//  28  12  nonce
//  40  16  key check: the last 16 of the 48 bytes that scrypt gives; the first 32 are the key
//  56   n  the text, AES-256-GCM
//  +n  16  authentication tag, over bytes 0 to 55 too
//
// scrypt: RFC 7914 (https://www.rfc-editor.org/rfc/rfc7914). Its last step gives independent blocks, so the key check tells
// nothing about the key. Cost: OWASP, N=2^15 r=8 p=3, 32 MiB
// (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
// AES-GCM: a random 96-bit nonce (NIST SP 800-38D); with a new salt the key is another each time, so a pair never recurs.
import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/errors.ts'

const MAGIC = Buffer.from('AMSECRET', 'latin1')
const VERSION = 1
const SALT_AT = 12
const NONCE_AT = 28
const CHECK_AT = 40
const HEADER_BYTES = 56
const TAG_BYTES = 16
const KEY_BYTES = 32
const CHECK_BYTES = 16

export type Cost = { log2n: number; r: number; p: number }
export const COST: Cost = { log2n: 15, r: 8, p: 3 }
/** A damaged header must not make this machine work for minutes or take all of its memory. */
export const MOST_COST: Cost = { log2n: 18, r: 8, p: 4 }

export type Keys = { key: Buffer; check: Buffer }

/** A key of 32 bytes, and 16 more by which a wrong pass phrase is told. */
export function deriveKeys(passphrase: string, salt: Uint8Array, { log2n, r, p }: Cost): Promise<Keys> {
  const N = 2 ** log2n
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase,
      salt,
      KEY_BYTES + CHECK_BYTES,
      { N, r, p, maxmem: 128 * N * r + 128 * r * (p + 2) + 1_048_576 },
      (error, bytes) => {
        if (error) reject(error)
        else resolve({ key: bytes.subarray(0, KEY_BYTES), check: bytes.subarray(KEY_BYTES) })
      },
    )
  })
}

export const damaged = () =>
  fail('storage_corrupt', 'The file with the encrypted secrets is damaged. It was left as it is.', {
    hint: 'Put the file back from a backup, or move it away and enter the secrets again.',
  })

const wrongKey = () =>
  fail('keychain_locked', 'ENCRYPTION_KEY is not the key that the secrets were encrypted with', {
    hint: 'Start the app with the ENCRYPTION_KEY that was set when the secrets were saved. Without it, move the file away and enter the secrets again.',
  })

const newer = () =>
  fail('unsupported', 'The file with the encrypted secrets was written by a newer version of the app', {
    hint: 'Update the app. The file was left as it is.',
  })

export interface Sealer {
  /** New salt and nonce each time. About 0.2 s at the default cost. */
  seal(text: string): Promise<Buffer>
  /** `keychain_locked` for another key, `storage_corrupt` for any changed, missing or added byte. */
  open(bytes: Buffer): Promise<Result<string>>
}

/** Keeps the key of the last salt, so that reading an unchanged file again costs no scrypt. */
export function createSealer(passphrase: string, cost: Cost = COST): Sealer {
  let last: { salted: Buffer; keys: Promise<Keys> } | null = null

  const keysOf = (header: Buffer): Promise<Keys> => {
    const salted = header.subarray(0, NONCE_AT)
    if (!last?.salted.equals(salted)) {
      const [log2n = 0, r = 0, p = 0] = header.subarray(9, SALT_AT)
      last = {
        salted: Buffer.from(salted),
        keys: deriveKeys(passphrase, header.subarray(SALT_AT, NONCE_AT), { log2n, r, p }),
      }
      // Out of memory for a moment isn't out of memory for good.
      last.keys.catch(() => {
        last = null
      })
    }
    return last.keys
  }

  return {
    async seal(text) {
      const start = Buffer.concat([
        MAGIC,
        Buffer.from([VERSION, cost.log2n, cost.r, cost.p]),
        randomBytes(28),
      ])
      const { key, check } = await keysOf(start)
      const header = Buffer.concat([start, check])
      const cipher = createCipheriv('aes-256-gcm', key, header.subarray(NONCE_AT, CHECK_AT), {
        authTagLength: TAG_BYTES,
      })
      cipher.setAAD(header)
      return Buffer.concat([header, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },

    async open(bytes) {
      if (bytes.length < HEADER_BYTES + TAG_BYTES) return damaged()
      const header = bytes.subarray(0, HEADER_BYTES)
      if (!header.subarray(0, MAGIC.length).equals(MAGIC)) return damaged()
      const [version = 0, log2n = 0, r = 0, p = 0] = header.subarray(8, SALT_AT)
      if (version !== VERSION) return version > VERSION ? newer() : damaged()
      const sane = [log2n, r, p].every(one => one >= 1)
      if (!sane || log2n > MOST_COST.log2n || r > MOST_COST.r || p > MOST_COST.p) return damaged()
      const { key, check } = await keysOf(header)
      if (!timingSafeEqual(check, header.subarray(CHECK_AT))) return wrongKey()
      const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(NONCE_AT, CHECK_AT), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(header)
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const text = Buffer.concat([
          decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES)),
          decipher.final(),
        ])
        return ok(text.toString('utf8'))
      } catch {
        return damaged()
      }
    },
  }
}
