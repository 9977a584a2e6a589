// Receipts on the disk: written once, checked alone and as a chain; one changed character is told.
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  audienceSum,
  type ReceiptParts,
  receiptOf,
  verifyReceipts,
  writeReceipt,
} from '../../../src/main/core/delivery/receipts.ts'
import { audienceOf, distributionOf, platformOf, temporaryFolder } from './support.ts'

const HASH = 'a'.repeat(64)
const parts = (change: Partial<ReceiptParts> = {}): ReceiptParts => ({
  receipt_id: 'dist_1.1',
  distribution: distributionOf(),
  audience: audienceOf(),
  segments: audienceOf().segments,
  platform: platformOf('folder'),
  sent: {
    files: [{ name: 'segments.csv', bytes: 10, sha256: HASH, records: 2 }],
    requests: 0,
    records: 2,
  },
  outcome: 'delivered',
  previous: null,
  ...change,
})

async function written(folder: string, change: Partial<ReceiptParts> = {}) {
  const kept = await writeReceipt(folder, receiptOf(parts(change)))
  if (!kept.ok) throw new Error(kept.error.message)
  return kept.value
}

async function chainOf(folder: string, count: number) {
  let previous: string | null = null
  for (let n = 1; n <= count; n += 1)
    previous = (await written(folder, { receipt_id: `r${n}`, previous })).sha256
}

it('says what was sent, of which version, and by whose approval', async () => {
  const distribution = distributionOf({
    metadata: {
      ...distributionOf().metadata,
      approval_status: 'approved',
      approved_by: 'ben',
      approved_at: '2026-03-04T04:00:00.000Z',
    },
  })
  const folder = await temporaryFolder()
  const { file, sha256 } = await written(folder, { distribution })
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    format: 'activation-manager/receipt',
    attempt: { number: 1, key: 'dist_1.1' },
    audience: { id: 'aud_1', version: 3, sha256: audienceSum(audienceOf()) },
    segments: [{ id: '1', size: 1_200 }, { id: '2' }],
    approved: { by: 'ben', at: '2026-03-04T04:00:00.000Z' },
    sent: { files: [{ name: 'segments.csv', sha256: HASH }], records: 2 },
    results: null,
    error: null,
    previous: null,
    sha256,
  })
  expect(await verifyReceipts(file)).toMatchObject({ ok: true, value: { whole: true } })
})

it('a byte that is damaged beside a character that stands for damage is found', async () => {
  const folder = await temporaryFolder()
  const audience = { ...audienceOf(), name: 'Renters \uFFFD west' }
  const { file } = await written(folder, { audience })
  expect(await verifyReceipts(file)).toMatchObject({ ok: true, value: { whole: true } })
  const bytes = await readFile(file)
  const at = bytes.indexOf(Buffer.from('\uFFFD'))
  await writeFile(file, Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]))
  expect(await verifyReceipts(file)).toMatchObject({ ok: true, value: { whole: false } })
})

it('an approval that is pending or was refused isn’t one', () => {
  for (const approval_status of ['pending', 'rejected'] as const) {
    const metadata = {
      ...distributionOf().metadata,
      approval_status,
      approved_by: 'ben',
      approved_at: '2026-03-04T04:00:00.000Z',
    }
    expect(receiptOf(parts({ distribution: distributionOf({ metadata }) })).approved).toBeNull()
  }
})

it('a failed run tells why', () => {
  const error_details = {
    error_code: 'rate_limited',
    error_message: 'Meta takes no more calls for now.',
    hint: null,
    retryable: true,
    retry_count: 2,
    next_retry_at: null,
  }
  const distribution = distributionOf({ status: 'failed', error_details })
  expect(receiptOf(parts({ distribution, outcome: 'failed' })).error).toEqual({
    code: 'rate_limited',
    message: 'Meta takes no more calls for now.',
  })
})

it('the audience’s sum is of what it says, not of when it was saved', () => {
  const sum = audienceSum(audienceOf())
  expect(audienceSum(audienceOf({ version: 9, changed_by: 'ben', change_note: 'x' }))).toBe(sum)
  expect(audienceSum(audienceOf({ name: 'Renters in Dallas' }))).not.toBe(sum)
})

it('the same again is the same; another one under its name is refused', async () => {
  const folder = await temporaryFolder()
  const kept = await written(folder)
  expect(await written(folder)).toEqual({ ...kept, found: true })
  expect(await writeReceipt(folder, receiptOf(parts({ outcome: 'completed' })))).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  })
  expect(await readdir(folder)).toEqual(['dist_1.1.receipt.json'])
})

it('an attempt that is resumed after its receipt was written gets the same one', async () => {
  const folder = await temporaryFolder()
  const kept = await written(folder)
  const { sent } = parts()
  expect(await written(folder, { previous: kept.sha256, sent: { ...sent, requests: 4 } })).toEqual({
    ...kept,
    found: true,
  })
  expect(await verifyReceipts(folder)).toMatchObject({ ok: true, value: { whole: true } })
})

it('a receipt that was altered on the disk is not taken for the same', async () => {
  const folder = await temporaryFolder()
  const { file } = await written(folder)
  await writeFile(file, (await readFile(file, 'utf8')).replace('"requests": 0', '"requests": 1'))
  expect(await writeReceipt(folder, receiptOf(parts()))).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  })
})

it('any one character that is changed is told', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder()
  const { file } = await written(folder)
  const text = await readFile(file, 'utf8')
  const change = fc.tuple(
    fc.nat(text.length - 1),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  )
  await fc.assert(
    fc.asyncProperty(change, async ([at, char]) => {
      fc.pre(text[at] !== char)
      await writeFile(file, text.slice(0, at) + char + text.slice(at + 1))
      expect(await verifyReceipts(file)).toMatchObject({ ok: true, value: { whole: false } })
    }),
    { numRuns: 300 },
  )
  for (const other of [` ${text}`, `${text} `, `\ufeff${text}`, text.slice(0, -1), '', '{}', '[]']) {
    await writeFile(file, other)
    expect(await verifyReceipts(file)).toMatchObject({ ok: true, value: { whole: false } })
  }
})

describe('a folder of receipts', () => {
  it('is whole when each follows the one before it, whatever the order of names', async () => {
    const folder = await temporaryFolder()
    await chainOf(folder, 12)
    await writeFile(join(folder, 'notes.txt'), 'not a receipt')
    expect(await verifyReceipts(folder)).toMatchObject({
      ok: true,
      value: {
        whole: true,
        files: { length: 12 },
        chains: [{ platform_id: 'plat_1', receipts: 12, error: null }],
      },
    })
  })

  it('names the file that was altered', async () => {
    const folder = await temporaryFolder()
    await chainOf(folder, 3)
    const file = join(folder, 'r2.receipt.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"records": 2', '"records": 3'))
    const verified = await verifyReceipts(folder)
    expect(verified.ok && verified.value.files.map(({ error }) => error?.code)).toEqual([
      undefined,
      'conflict',
      undefined,
    ])
  })

  it('tells that one between was taken away', async () => {
    const folder = await temporaryFolder()
    await chainOf(folder, 3)
    await rm(join(folder, 'r2.receipt.json'))
    expect(await verifyReceipts(folder)).toMatchObject({
      ok: true,
      value: {
        whole: false,
        chains: [{ error: { code: 'conflict', hint: expect.stringContaining('missing') } }],
      },
    })
  })

  it('tells that two claim the same place', async () => {
    const folder = await temporaryFolder()
    await chainOf(folder, 2)
    await written(folder, { receipt_id: 'r9', previous: null })
    expect(await verifyReceipts(folder)).toMatchObject({ ok: true, value: { whole: false } })
  })

  it('with a copy of each under another name is told soon, not walked once more for each copy', async () => {
    const folder = await temporaryFolder()
    await chainOf(folder, 40)
    for (const name of await readdir(folder))
      await copyFile(join(folder, name), join(folder, `copy of ${name}`))
    expect(await verifyReceipts(folder)).toMatchObject({
      ok: true,
      value: { whole: false, files: { length: 80 }, chains: [{ receipts: 80, error: { code: 'conflict' } }] },
    })
  })

  it('one without receipts, or none at all, is told', async () => {
    const folder = await temporaryFolder()
    expect(await verifyReceipts(folder)).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await verifyReceipts(join(folder, 'none'))).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
  })
})
