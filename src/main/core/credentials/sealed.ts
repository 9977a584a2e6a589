// The encrypted file's bytes: sealing a text with a pass phrase, and opening it again or saying why not.
//
//   0  28  "AMSECRET", version 1, cost and salt: core/sealing.ts
//  28  12  nonce
//  40  16  key check: the last 16 of the 48 bytes that scrypt gives; the first 32 are the key
//  56   n  the text, AES-256-GCM
//  +n  16  authentication tag, over bytes 0 to 55 too
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import {
  type Cost,
  decrypt,
  deriveKeys,
  encrypt,
  isCostSane,
  type Keys,
  newStart,
  START_BYTES,
  TAG_BYTES,
} from '../sealing.ts'

const MAGIC = Buffer.from('AMSECRET', 'latin1')
const VERSION = 1
const VERSION_AT = MAGIC.length
const NONCE_AT = START_BYTES
const CHECK_AT = 40
const HEADER_BYTES = 56

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
  /** New salt and nonce each time. */
  seal(text: string): Promise<Buffer>
  /** `keychain_locked` for another key, `storage_corrupt` for any changed, missing or added byte. */
  open(bytes: Buffer): Promise<Result<string>>
}

/** Keeps the key of the last salt, so that reading an unchanged file again costs no scrypt. */
export function createSealer(passphrase: string, cost?: Cost): Sealer {
  let last: { start: Buffer; keys: Promise<Keys> } | null = null

  const keysOf = (header: Buffer): Promise<Keys> => {
    const start = header.subarray(0, START_BYTES)
    if (!last?.start.equals(start)) {
      last = { start: Buffer.from(start), keys: deriveKeys(passphrase, start) }
      // Out of memory for a moment isn't out of memory for good.
      last.keys.catch(() => {
        last = null
      })
    }
    return last.keys
  }

  return {
    async seal(text) {
      const start = newStart(MAGIC, VERSION, cost)
      const nonce = randomBytes(CHECK_AT - NONCE_AT)
      const { key, check } = await keysOf(start)
      const header = Buffer.concat([start, nonce, check])
      return Buffer.concat([header, encrypt(key, nonce, header, Buffer.from(text, 'utf8'))])
    },

    async open(bytes) {
      if (bytes.length < HEADER_BYTES + TAG_BYTES) return damaged()
      const header = bytes.subarray(0, HEADER_BYTES)
      if (!header.subarray(0, MAGIC.length).equals(MAGIC)) return damaged()
      const version = header[VERSION_AT] ?? 0
      if (version !== VERSION) return version > VERSION ? newer() : damaged()
      if (!isCostSane(header)) return damaged()
      const { key, check } = await keysOf(header)
      if (!timingSafeEqual(check, header.subarray(CHECK_AT))) return wrongKey()
      const text = decrypt(key, header.subarray(NONCE_AT, CHECK_AT), header, bytes.subarray(HEADER_BYTES))
      return text ? ok(text.toString('utf8')) : damaged()
    },
  }
}
