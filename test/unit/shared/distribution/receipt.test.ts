// Receipts: one way of writing them, and no altered character that goes unnoticed.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, readableJson } from '../../../../src/shared/domain/canonical-json.ts'
import {
  checkReceipt,
  checkReceiptChain,
  checkReceiptText,
  type Receipt,
  type ReceiptDraft,
  receiptText,
  sealReceipt,
} from '../../../../src/shared/domain/receipt.ts'

const sha256hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const DRAFT: ReceiptDraft = {
  receipt_id: 'dist_1.2',
  distribution_id: 'dist_1',
  attempt: { number: 2, key: 'dist_1.2' },
  profile: 'retail-analytics',
  audience: { id: 'aud_1', version: 3, name: 'Familles aisées 🛍️', sha256: 'a'.repeat(64) },
  platform: { id: 'plat_1', type: 'meta', name: 'Meta, retail', account_label: null },
  segments: [{ id: '1', name: 'Young Digerati', size: 1_200 }],
  approved: { by: 'bea', at: '2026-11-22T08:00:00.000Z' },
  sent: {
    files: [{ name: 'segments.csv', bytes: 9_007_199_254_740_991, sha256: 'b'.repeat(64), records: 1 }],
    requests: 1,
    records: 1_200,
  },
  results: {
    total_records: 1_200,
    matched_records: 400,
    rejected_records: 0,
    match_rate: 0.3333333333333333,
    platform_audience_id: '238',
  },
  outcome: 'completed',
  error: null,
  started_at: '2026-11-22T09:00:00.000Z',
  finished_at: '2026-11-22T09:05:00.000Z',
  previous: null,
}
const seal = (over: Partial<ReceiptDraft> = {}) => sealReceipt({ ...DRAFT, ...over }, sha256hex)
const RECEIPT = seal()
const TEXT = receiptText(RECEIPT)

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'], '': {} }, '{"":{},"a":[true,null,"x"],"b":1}'],
    // By code units: U+1F600 is written as D83D DE00, before U+FB33.
    [
      { '\uFB33': 1, '\u{1F600}': 2, '\u20AC': 3, a: 4, A: 5, 10: 6, 9: 7 },
      '{"10":6,"9":7,"A":5,"a":4,"€":3,"😀":2,"\uFB33":1}',
    ],
    [[1e21, 1e-7, 0.1, -0, 100, 333333333.3333333], '[1e+21,1e-7,0.1,0,100,333333333.3333333]'],
    ['€$\u000F\nA\'"\\/', '"€$\\u000f\\nA\'\\"\\\\/"'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
  ])('%#', (value, text) => expect(canonicalJson(value)).toBe(text))

  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [undefined],
    [[undefined]],
    [1n],
    [() => 1],
    [Symbol('x')],
  ])('has no form of %s', value => expect(() => canonicalJson(value)).toThrow(TypeError))

  it('is the same whatever the order of keys, and means the same as it did', () => {
    const shuffle = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffle)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, item]) => [key, shuffle(item)]),
            )
          : value
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(canonicalJson(shuffle(plain))).toBe(canonicalJson(plain))
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain)
        expect(JSON.parse(readableJson(plain))).toEqual(plain)
      }),
    )
  })
})

describe('a receipt', () => {
  it('is whole as it was sealed, as a value and as a file', () => {
    expect(checkReceipt(structuredClone(RECEIPT), sha256hex)).toEqual({ ok: true, value: RECEIPT })
    expect(checkReceiptText(TEXT, sha256hex)).toEqual({ ok: true, value: RECEIPT })
    const { sha256, ...rest } = RECEIPT
    expect(sha256).toBe(sha256hex(canonicalJson(rest)))
    expect(TEXT.endsWith('\n}\n') || TEXT.endsWith('}\n')).toBe(true)
  })

  it('that could never be verified isn’t sealed', () => {
    expect(() => seal({ attempt: { number: 0, key: 'x' } })).toThrow()
    expect(() => sealReceipt({ ...DRAFT, extra: 1 } as ReceiptDraft, sha256hex)).toThrow()
  })

  it('altered in one character, anywhere, fails', () => {
    const characters = 'aAzZ09 ,:{}[]"\\\n\u00e9-.'
    fc.assert(
      fc.property(
        fc.nat(TEXT.length - 1),
        fc.constantFrom(...characters),
        fc.constantFrom('replace', 'insert', 'delete'),
        (at, character, how) => {
          const inserted = how === 'delete' ? '' : character
          const altered = TEXT.slice(0, at) + inserted + TEXT.slice(how === 'insert' ? at : at + 1)
          fc.pre(altered !== TEXT)
          expect(checkReceiptText(altered, sha256hex).ok).toBe(false)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('fails with any one character of its file left out', () => {
    for (let at = 0; at < TEXT.length; at++)
      expect(checkReceiptText(TEXT.slice(0, at) + TEXT.slice(at + 1), sha256hex).ok).toBe(false)
  })

  it.each<[string, unknown, string, string]>([
    ['is none', { ...RECEIPT, format: 'another' }, 'unsupported', 'not a receipt'],
    ['is no object', 'x', 'unsupported', 'not a receipt'],
    ['is a list', [RECEIPT], 'unsupported', 'not a receipt'],
    ['is newer', { ...RECEIPT, format_version: 2 }, 'unsupported', 'newer version'],
    ['lacks a field', { ...RECEIPT, approved: undefined }, 'validation_failed', 'approved is required'],
    ['has one more', { ...RECEIPT, more: 1 }, 'validation_failed', 'unknown field “more”'],
    [
      'has a number that can’t be',
      { ...RECEIPT, sent: { ...RECEIPT.sent, records: -1 } },
      'validation_failed',
      'sent.records must not be negative',
    ],
    [
      'has another count',
      { ...RECEIPT, sent: { ...RECEIPT.sent, records: 1_201 } },
      'conflict',
      'doesn’t fit the checksum',
    ],
    ['has another approver', { ...RECEIPT, approved: null }, 'conflict', 'doesn’t fit the checksum'],
    ['has another sum', { ...RECEIPT, sha256: 'c'.repeat(64) }, 'conflict', 'doesn’t fit the checksum'],
    [
      'has its sum in capitals',
      { ...RECEIPT, sha256: RECEIPT.sha256.toUpperCase() },
      'validation_failed',
      'sha256 must be',
    ],
  ])('that %s says so', (_name, value, code, words) => {
    const checked = checkReceipt(value, sha256hex)
    expect(checked.ok ? null : checked.error.code).toBe(code)
    expect(checked.ok ? null : checked.error.message).toContain(words)
    expect(checked.ok ? null : checked.error.hint).toBeTruthy()
  })

  it.each([
    ['one line', canonicalJson(RECEIPT)],
    ['a repeated key', TEXT.replace('{\n', '{\n  "outcome": "failed",\n')],
    ['a mark at its start', `\uFEFF${TEXT}`],
    ['other line ends', TEXT.replaceAll('\n', '\r\n')],
  ])('written with %s isn’t the file', (_name, text) => {
    expect(text).not.toBe(TEXT)
    expect(checkReceiptText(text, sha256hex).ok).toBe(false)
  })
})

describe('a chain of receipts', () => {
  const second = seal({ receipt_id: 'dist_2.1', previous: RECEIPT.sha256 })
  const third = seal({ receipt_id: 'dist_3.1', previous: second.sha256 })
  const problem = (...receipts: Receipt[]) => {
    const checked = checkReceiptChain(receipts)
    return checked.ok ? null : checked.error.message
  }
  it('holds, from any of them on', () => {
    expect(problem()).toBeNull()
    expect(problem(RECEIPT, second, third)).toBeNull()
    expect(problem(second, third)).toBeNull()
  })
  it.each([
    ['one is missing', [RECEIPT, third], 'dist_3.1'],
    ['two changed places', [second, RECEIPT], 'dist_1.2'],
    [
      'one was replaced',
      [RECEIPT, seal({ receipt_id: 'dist_2.1', previous: RECEIPT.sha256, profile: 'x' }), third],
      'dist_3.1',
    ],
    [
      'one is of another platform',
      [RECEIPT, seal({ platform: { ...DRAFT.platform, id: 'plat_2' } })],
      'another platform',
    ],
  ])('doesn’t where %s', (_name, receipts, words) => expect(problem(...receipts)).toContain(words))
})
