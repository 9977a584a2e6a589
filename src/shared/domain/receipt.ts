// Receipt: the record of one run that stands by itself. Whoever has the file can tell, without the app, that it is whole.
import * as z from 'zod'
import { fail, fieldErrors, ok, type Result } from '../errors.ts'
import { parseInput } from '../parse.ts'
import { canonicalJson, readableJson } from './canonical-json.ts'
import { PlatformType } from './platform.ts'
import { count, prose, Timestamp } from './values.ts'

export const RECEIPT_FORMAT = 'activation-manager/receipt'
export const RECEIPT_VERSION = 1

const TEXT = 500
const LONG = 4_000
const MAX_FILES = 10_000
const MAX_SEGMENTS = 500
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 hexadecimal digits')
const id = prose(64).min(1, 'must not be empty')

export const RECEIPT_OUTCOMES = ['completed', 'delivered', 'handed_over', 'failed', 'cancelled'] as const

/** Every field is required, so that none can be taken away unnoticed; what there is nothing of is null. */
export const Receipt = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  format_version: z.literal(RECEIPT_VERSION),
  receipt_id: id,
  distribution_id: id,
  attempt: z.strictObject({ number: z.number().int().min(1), key: prose(TEXT) }),
  /** Whose run it was: the user_id. */
  profile: id,
  /** The hash is of the canonical JSON of the audience's content in this version. */
  audience: z.strictObject({ id, version: z.number().int().min(1), name: prose(TEXT), sha256: hash }),
  platform: z.strictObject({
    id,
    type: PlatformType,
    name: prose(TEXT),
    /** As the platform named the account when the connection was tested. */
    account_label: prose(TEXT).nullable(),
  }),
  /** Those that were sent, by name and size in that version. */
  segments: z.array(z.strictObject({ id: prose(100), name: prose(TEXT), size: count })).max(MAX_SEGMENTS),
  approved: z.strictObject({ by: prose(TEXT), at: Timestamp }).nullable(),
  /** `records` are rows that were written or taken, never people: those are in the results. */
  sent: z.strictObject({
    /** `bytes` and `sha256` of the file as it was written; `records` where it holds any. */
    files: z
      .array(z.strictObject({ name: prose(TEXT), bytes: count, sha256: hash, records: count.nullable() }))
      .max(MAX_FILES),
    requests: count,
    records: count.nullable(),
  }),
  results: z
    .strictObject({
      total_records: count.nullable(),
      matched_records: count.nullable(),
      rejected_records: count.nullable(),
      match_rate: z.number().min(0).nullable(),
      platform_audience_id: prose(TEXT).nullable(),
    })
    .nullable(),
  outcome: z.enum(RECEIPT_OUTCOMES),
  /** Why it failed; null otherwise. */
  error: z.strictObject({ code: prose(TEXT), message: prose(LONG) }).nullable(),
  started_at: Timestamp,
  /** Null while something is still awaited, such as the platform's results. */
  finished_at: Timestamp.nullable(),
  /** `sha256` of the platform's receipt before this one; null for its first. */
  previous: hash.nullable(),
  /** Of the canonical JSON of everything else. */
  sha256: hash,
})
export type Receipt = z.output<typeof Receipt>
/** A receipt before it is sealed. */
export type ReceiptDraft = Omit<Receipt, 'format' | 'format_version' | 'sha256'>
/** SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits. */
export type Sha256Hex = (text: string) => string

const NOT_WHOLE = 'Ask for the file again where it came from; don’t rely on this one.'

function sumOf(receipt: Omit<Receipt, 'sha256'> & { sha256?: string }, sha256hex: Sha256Hex) {
  const { sha256: _, ...rest } = receipt
  return sha256hex(canonicalJson(rest))
}

/** Adds the sum. Throws where the draft isn't of the shape: a receipt that could never be verified mustn't be written. */
export function sealReceipt(draft: ReceiptDraft, sha256hex: Sha256Hex): Receipt {
  const rest = { ...draft, format: RECEIPT_FORMAT, format_version: RECEIPT_VERSION } as const
  return Receipt.parse({ ...rest, sha256: sumOf(rest, sha256hex) })
}

/** What the file holds. Reading it by `checkReceiptText` refuses any other text, be it of the same meaning. */
export const receiptText = (receipt: Receipt): string => readableJson(receipt)

const versionOf = (value: unknown): { format?: unknown; format_version?: unknown } =>
  typeof value === 'object' && value !== null ? value : {}

/**
 * Whether a parsed receipt is as it was sealed: `unsupported` for what is none or is of a newer version,
 * `validation_failed` for a field that can't be, `conflict` for content that doesn't fit its sum.
 */
export function checkReceipt(value: unknown, sha256hex: Sha256Hex): Result<Receipt> {
  const { format, format_version } = versionOf(value)
  if (format !== RECEIPT_FORMAT)
    return fail('unsupported', 'This is not a receipt of a distribution: its format has another name.', {
      hint: 'Choose a receipt file, whose name ends with .receipt.json.',
    })
  if (typeof format_version === 'number' && format_version > RECEIPT_VERSION)
    return fail('unsupported', 'This receipt was written by a newer version of the app.', {
      hint: 'Update the app, then check it again.',
    })
  const parsed = parseInput(Receipt, value)
  if (!parsed.ok) {
    const fields = fieldErrors(parsed.error)
    const named = fields.map(({ path, message }) => (path ? `${path} ${message}` : message)).slice(0, 3)
    return fail('validation_failed', `The receipt was altered or damaged: ${named.join('; ')}.`, {
      hint: NOT_WHOLE,
      details: { fields },
    })
  }
  const sum = sumOf(parsed.value, sha256hex)
  if (sum === parsed.value.sha256) return parsed
  return fail(
    'conflict',
    'The receipt was altered: its content doesn’t fit the checksum it was sealed with.',
    {
      hint: NOT_WHOLE,
      details: { expected: parsed.value.sha256, actual: sum },
    },
  )
}

/** The same for a file's text, of which no character may differ: blanks and repeated keys don't change what is parsed. */
export function checkReceiptText(text: string, sha256hex: Sha256Hex): Result<Receipt> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail('validation_failed', 'The receipt was altered or damaged: it is not JSON any more.', {
      hint: NOT_WHOLE,
    })
  }
  const checked = checkReceipt(value, sha256hex)
  if (!checked.ok || receiptText(checked.value) === text) return checked
  return fail(
    'conflict',
    'The receipt’s content fits its checksum, but the file isn’t written as the app writes it.',
    { hint: NOT_WHOLE },
  )
}

/**
 * Whether receipts of one platform, oldest first, are all there: each names the sum of the one before it. The first may
 * name one that isn't at hand. `conflict` names the receipt that doesn't follow.
 */
export function checkReceiptChain(receipts: readonly Receipt[]): Result<null> {
  for (const [index, receipt] of receipts.entries()) {
    const before = receipts[index - 1]
    if (!before) continue
    const whose = `The receipt ${receipt.receipt_id} of ${receipt.started_at.slice(0, 10)}`
    if (receipt.platform.id !== before.platform.id)
      return fail('conflict', `${whose} is of another platform than the one before it.`, {
        hint: 'Check the receipts of one platform at a time.',
      })
    if (receipt.previous !== before.sha256)
      return fail('conflict', `${whose} doesn’t follow the one before it, ${before.receipt_id}.`, {
        hint: 'A receipt between them is missing, or one of them was replaced.',
        details: { receipt_id: receipt.receipt_id, expected: receipt.previous, actual: before.sha256 },
      })
  }
  return ok(null)
}
