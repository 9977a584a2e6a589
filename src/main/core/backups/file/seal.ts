// Encrypts a backup with a pass phrase, and opens it again: a header, then pieces of 64 KiB that can't be changed, left
// out, exchanged or cut off without being noticed.
//
//   0  28  "AMBACKUP", version 1, cost and salt: core/sealing.ts
//  28   7  first part of each nonce
//  35   8  when it was made, milliseconds since 1970
//  43   1  0
//  44  16  key check: the last 16 of the 48 bytes that scrypt gives; the first 32 are the key
//  60  32  SHA-256 of bytes 0 to 59
//  92      pieces: 65,536 bytes (the last one 1 to 65,536), AES-256-GCM, each followed by its tag of 16 bytes
//
// The nonce of a piece is the first part, the piece's number (4 bytes), and 1 for the last piece or 0; the header is
// authenticated with each. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015,
// https://eprint.iacr.org/2015/189).
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  type Cost,
  decrypt,
  deriveKeys,
  encrypt,
  isCostSane,
  newStart,
  START_BYTES,
  TAG_BYTES,
} from '../../sealing.ts'
import { damaged, Refused } from '../refused.ts'
import { takeFrom } from './take.ts'

const MAGIC = Buffer.from('AMBACKUP', 'latin1')
const VERSION = 1
const VERSION_AT = MAGIC.length
export const SEALED_HEADER = 92
const NONCE_AT = START_BYTES
const MADE_AT = 35
const CHECK_AT = 44
const HASH_AT = 60
const PIECE = 65_536

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

function nonceOf(header: Buffer, piece: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  header.copy(nonce, 0, NONCE_AT, MADE_AT)
  nonce.writeUInt32BE(piece, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

export const isSealed = (start: Uint8Array) => Buffer.from(start.subarray(0, MAGIC.length)).equals(MAGIC)

/** When the backup was made, as its header says without the pass phrase. Throws for a header that isn't whole. */
export function readSealedHeader(header: Buffer): { made_at: string } {
  if (header.length < SEALED_HEADER || !isSealed(header)) throw damaged('its beginning is missing')
  if ((header[VERSION_AT] ?? 0) > VERSION)
    throw new Refused(
      'unsupported',
      'This backup was made by a newer version of Activation Manager',
      'Install the newest version, then try again.',
    )
  const whole = sha256(header.subarray(0, HASH_AT)).equals(header.subarray(HASH_AT, SEALED_HEADER))
  if (!whole) throw damaged('its beginning was changed')
  if (!isCostSane(header)) throw damaged('its beginning makes no sense')
  return { made_at: new Date(Number(header.readBigUInt64BE(MADE_AT))).toISOString() }
}

/** Cuts a stream into pieces of one size; the last may be shorter, and is told of. */
async function* cut(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  const taker = takeFrom(source)
  for (;;) {
    const parts: Buffer[] = []
    for await (const part of taker.pieces(size)) parts.push(part)
    const last = await taker.ended()
    yield { bytes: Buffer.concat(parts), last }
    if (last) return
  }
}

export async function* seal(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  made_at: Date,
  cost?: Cost,
): AsyncGenerator<Buffer> {
  const header = Buffer.alloc(SEALED_HEADER)
  newStart(MAGIC, VERSION, cost).copy(header)
  randomBytes(MADE_AT - NONCE_AT).copy(header, NONCE_AT)
  header.writeBigUInt64BE(BigInt(made_at.getTime()), MADE_AT)
  const { key, check } = await deriveKeys(passphrase, header)
  check.copy(header, CHECK_AT)
  sha256(header.subarray(0, HASH_AT)).copy(header, HASH_AT)
  yield header
  let number = 0
  for await (const { bytes, last } of cut(source, PIECE)) {
    yield encrypt(key, nonceOf(header, number++, last), header, bytes)
  }
}

/** The bytes that were sealed. A wrong pass phrase is refused before the first of them. */
export async function* unseal(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const taker = takeFrom(source)
  const found = await taker.exactly(SEALED_HEADER)
  if (!found) throw damaged('its beginning is missing')
  const header = Buffer.from(found)
  readSealedHeader(header)
  const { key, check } = await deriveKeys(passphrase, header)
  if (!timingSafeEqual(check, header.subarray(CHECK_AT, HASH_AT))) throw wrongPassphrase()
  let number = 0
  for await (const { bytes, last } of cut(rest(taker), PIECE + TAG_BYTES)) {
    const nonce = nonceOf(header, number++, last)
    const opened = bytes.length > TAG_BYTES ? decrypt(key, nonce, header, bytes) : null
    if (!opened) throw damaged(`piece ${number.toLocaleString('en')} was changed, or its end is missing`)
    yield opened
  }
}

async function* rest(taker: ReturnType<typeof takeFrom>): AsyncGenerator<Buffer> {
  yield* taker.pieces(Number.POSITIVE_INFINITY)
}

export const wrongPassphrase = () =>
  new Refused(
    'forbidden',
    'This is not the passphrase of this backup',
    'Try again: capital letters count, and so do spaces. Without the passphrase a backup can’t be opened by anyone.',
  )
