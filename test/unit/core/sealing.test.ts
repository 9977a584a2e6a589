// What earlier versions sealed still opens, and what is sealed now is laid out as it was: the secrets' file and a backup.
import { createCipheriv, createHash, scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { seal, unseal } from '../../../src/main/core/backups/file/seal.ts'
import { createSealer } from '../../../src/main/core/credentials/sealed.ts'
import { ok } from '../../../src/shared/errors.ts'

const PASSPHRASE = 'correct horse battery staple'
const COST = { log2n: 4, r: 1, p: 1 }
const MADE_AT = new Date('2026-11-26T14:05:00.000Z')

/** Both were written by version 0.1.0. */
const SECRETS = Buffer.from(
  'QU1TRUNSRVQBBAEBSJQi3wXQdDXvvX0OVaMfNel51gM40/fYf4H32pZcPLUEV7CH4B6rx4CMZKjRhoxclp1XsseSEr9uMcHePx9+ZxWHpWbkP802' +
    'tYrWd7T+h9NMPP8KsQuQ3FuRfsIPa/N42KPVcO1RZyCBWYx078Sl2DhsB6UIZXfVnxW5vzakLQ8cjP6w9BOfJHLbEp+GnAd1QS9noJKfoiCF',
  'base64',
)
const BACKUP = Buffer.from(
  'QU1CQUNLVVABBAEBixZOd/hRycv6KqoYDzfgW1dmUl1LAFMAAAGiGCyC4ADjVzGRRjEHrV2pJHeEbc0EEM4kwBnlawAr9SIwj0Z0/horq7lRsrwl' +
    'AFMlsmLi0x/a06NfGnIRg2UOCHTSbRL83AlNGsDEUMk1FDjv15szDehOIpJ6k/wDQxQRNaY=',
  'base64',
)
const ENTRIES =
  '{"entries":[{"owner":"ann","platform_id":"plat_1","field":"token","value":"sk-live-7f3a9c"}]}'

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const piece of pieces) found.push(piece)
  return Buffer.concat(found)
}
async function* stream(bytes: Uint8Array) {
  yield bytes
}

/** The 48 bytes that scrypt gives at `COST`. */
const derived = (salt: Uint8Array) => scryptSync(PASSPHRASE, salt, 48, { N: 16, r: 1, p: 1 })
function gcm(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, bytes: Uint8Array) {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(header)
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

describe('the file of secrets', () => {
  it('opens as it was written before', async () => {
    expect(await createSealer(PASSPHRASE).open(SECRETS)).toEqual(ok(ENTRIES))
  })

  it('is laid out as docs/credentials.md says', async () => {
    const sealed = await createSealer(PASSPHRASE, COST).seal('naïve ✓')
    const keys = derived(sealed.subarray(12, 28))
    const header = Buffer.concat([
      Buffer.from('AMSECRET\x01\x04\x01\x01', 'latin1'),
      sealed.subarray(12, 40),
      keys.subarray(32),
    ])
    const text = gcm(keys.subarray(0, 32), sealed.subarray(28, 40), header, Buffer.from('naïve ✓'))
    expect(sealed).toEqual(Buffer.concat([header, text]))
  })
})

describe('a backup with a passphrase', () => {
  it('opens as it was written before', async () => {
    const bytes = await all(unseal(stream(BACKUP), PASSPHRASE))
    expect(bytes.toString('utf8')).toBe('what a backup holds, naïvely')
  })

  it('is laid out as its source says: three pieces, each numbered, the last one marked', async () => {
    const content = Buffer.alloc(2 * 65_536 + 5, 'audiences')
    const sealed = await all(seal(stream(content), PASSPHRASE, MADE_AT, COST))
    const keys = derived(sealed.subarray(12, 28))
    const made = Buffer.alloc(9)
    made.writeBigUInt64BE(BigInt(MADE_AT.getTime()))
    const start = Buffer.concat([
      Buffer.from('AMBACKUP\x01\x04\x01\x01', 'latin1'),
      sealed.subarray(12, 35),
      made,
      keys.subarray(32),
    ])
    const header = Buffer.concat([start, createHash('sha256').update(start).digest()])
    const piece = (number: number, last: number) =>
      gcm(
        keys.subarray(0, 32),
        Buffer.concat([sealed.subarray(28, 35), Buffer.from([0, 0, 0, number, last])]),
        header,
        content.subarray(number * 65_536, (number + 1) * 65_536),
      )
    expect(sealed.equals(Buffer.concat([header, piece(0, 0), piece(1, 0), piece(2, 1)]))).toBe(true)
    expect((await all(unseal(stream(sealed), PASSPHRASE))).equals(content)).toBe(true)
  })
})
