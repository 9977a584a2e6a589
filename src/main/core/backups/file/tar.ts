// Headers of a tar file, the few kinds that a backup has. POSIX.1-2001 ustar and pax:
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
//
// Written in one way only, so that a reader can make a header anew from its name and size and compare every byte.

export const BLOCK = 512
const NAME = 100
/** The largest size that 11 octal digits hold. */
const USTAR_BYTES = 8 ** 11 - 1

export type Header = { name: string; bytes: number /** Seconds since 1970. */; at: number }

export const paddingOf = (bytes: number) => (BLOCK - (bytes % BLOCK)) % BLOCK
const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`

function block(name: string, bytes: number, at: number, type: '0' | 'x'): Buffer {
  const header = Buffer.alloc(BLOCK)
  const put = (text: string, offset: number) => header.write(text, offset, 'latin1')
  put(name, 0)
  put(octal(0o600, 7), 100)
  put(octal(0, 7), 108)
  put(octal(0, 7), 116)
  put(octal(bytes, 11), 124)
  put(octal(at, 11), 136)
  put(' '.repeat(8), 148)
  put(type, 156)
  put('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** A pax record counts its own length in bytes. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + 1
  while (String(length).length + rest !== length) length = String(length).length + rest
  return `${length} ${key}=${value}\n`
}

const isPlain = (name: string) => /^[\x21-\x7e]+$/.test(name) && name.length <= NAME

/** One block for most; names that are long or not plain letters, and files of more than 8 GB, take three and more. */
export function encodeHeader({ name, bytes, at }: Header): Buffer {
  if (isPlain(name) && bytes <= USTAR_BYTES) return block(name, bytes, at, '0')
  const records = Buffer.from(
    record('path', name) + (bytes > USTAR_BYTES ? record('size', String(bytes)) : ''),
  )
  return Buffer.concat([
    block('pax-header', records.length, at, 'x'),
    records,
    Buffer.alloc(paddingOf(records.length)),
    block('long-name', bytes > USTAR_BYTES ? 0 : bytes, at, '0'),
  ])
}

const textAt = (header: Buffer, offset: number, length: number) => {
  const field = header.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return field.subarray(0, end === -1 ? length : end).toString('latin1')
}
const numberAt = (header: Buffer, offset: number, length: number) => {
  const text = textAt(header, offset, length).trim()
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null
}

/** What a block says of itself; null when it isn't one of ours. */
export function decodeBlock(header: Buffer): (Header & { type: '0' | 'x' }) | null {
  const bytes = numberAt(header, 124, 12)
  const at = numberAt(header, 136, 12)
  const type = textAt(header, 156, 1)
  if (bytes === null || at === null || (type !== '0' && type !== 'x')) return null
  return { name: textAt(header, 0, NAME), bytes, at, type }
}

/** The records of a pax header; null when they aren't whole. */
export function decodeRecords(bytes: Buffer): Map<string, string> | null {
  const records = new Map<string, string>()
  for (let offset = 0; offset < bytes.length; ) {
    const space = bytes.indexOf(0x20, offset)
    const length = space === -1 ? Number.NaN : Number(bytes.subarray(offset, space).toString('latin1'))
    if (!Number.isInteger(length) || length < 5 || offset + length > bytes.length) return null
    const text = bytes.subarray(space + 1, offset + length - 1).toString('utf8')
    const equals = text.indexOf('=')
    if (equals < 1) return null
    records.set(text.slice(0, equals), text.slice(equals + 1))
    offset += length
  }
  return records
}
