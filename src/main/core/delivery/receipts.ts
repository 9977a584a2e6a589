// Receipts on the disk: one file a run that is checked without the app, alone or with all others of its platform.
import { basename, join } from 'node:path'
import type { Audience, Segment } from '../../../shared/domain/audience.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import {
  checkReceiptText,
  type Receipt,
  type ReceiptDraft,
  receiptText,
  sealReceipt,
} from '../../../shared/domain/receipt.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { writeDurably } from '../credentials/durable.ts'
import { diskRefusal } from '../personal/files.ts'
import type { Sent } from './face.ts'
import { sha256Of } from './package/contents.ts'
import { readOrNull } from './package/disk.ts'
import { safeKey } from './package/names.ts'
import { chainEnd, noteNext } from './receipt-chain.ts'
import { RECEIPT_ENDING } from './receipts-verify.ts'

/** Of the canonical JSON of what the audience says: without owner, times, versions and notes of changes. */
export function audienceSum(audience: Audience): string {
  const { user_id, created_at, updated_at, version, deleted, changed_by, change_note, ...content } = audience
  return sha256Of(canonicalJson(content))
}

export type ReceiptParts = {
  receipt_id: string
  /** As it is after the outcome; its attempt is the one that is told of. */
  distribution: Distribution
  /** The version that was sent. */
  audience: Audience
  segments: readonly Segment[]
  platform: Platform
  sent: Sent
  outcome: Receipt['outcome']
  /** `sha256` of the platform's receipt before this one. */
  previous: string | null
}

const approvalOf = ({ metadata: { approval_status, approved_by, approved_at } }: Distribution) =>
  approval_status === 'approved' && approved_by && approved_at ? { by: approved_by, at: approved_at } : null

/** The receipt of a run, before it is sealed. A run that never started has none: to ask for one is a bug. */
export function receiptOf(parts: ReceiptParts): ReceiptDraft {
  const { receipt_id, distribution, audience, segments, platform, sent, outcome, previous } = parts
  const { attempt } = distribution.metadata
  if (!attempt) throw new Error(`Run ${distribution.distribution_id} has no attempt to give a receipt for`)
  const { error_details, match_results } = distribution
  const known = Object.values(match_results).some(value => value !== null)
  return {
    receipt_id,
    distribution_id: distribution.distribution_id,
    attempt: { number: attempt.number, key: attempt.key },
    profile: distribution.user_id,
    audience: {
      id: audience.audience_id,
      version: audience.version,
      name: audience.name,
      sha256: audienceSum(audience),
    },
    platform: {
      id: platform.platform_id,
      type: platform.platform_type,
      name: platform.name,
      account_label: platform.connection.account_label,
    },
    segments: segments.map(({ segment_id, name, size }) => ({ id: segment_id, name, size })),
    approved: approvalOf(distribution),
    sent: {
      files: sent.files.map(({ name, bytes, sha256: sum, records }) => ({
        name,
        bytes,
        sha256: sum,
        records,
      })),
      requests: sent.requests,
      records: sent.records,
    },
    results: known ? match_results : null,
    outcome,
    error:
      outcome === 'failed' && error_details
        ? { code: error_details.error_code, message: error_details.error_message }
        : null,
    started_at: attempt.started_at,
    finished_at: distribution.completed_at,
    previous,
  }
}

/** `found`: it was there already. */
export type Kept = { file: string; sha256: string; found: boolean }

/** What must be the same for two receipts to tell of the same: an attempt that is resumed knows another time and place. */
function told(receipt: ReceiptDraft): string {
  const { receipt_id, distribution_id, attempt, profile, audience, platform, segments, approved } = receipt
  const { sent, results, outcome, error, started_at } = receipt
  const { files, records } = sent
  return canonicalJson({
    ...{ receipt_id, distribution_id, attempt, profile, audience, platform, segments, approved },
    ...{ files, records, results, outcome, error, started_at },
  })
}

/** A refusal of the disk; anything else is thrown. */
function refused(error: unknown) {
  const refusal = diskRefusal(error)
  if (refusal) return refusal
  throw error
}

/** The sum of the platform's last receipt, which the next one names. Refusals are those of the disk. */
export const lastReceipt = (folder: string): Promise<Result<string | null>> =>
  chainEnd(folder).then(ok, refused)

/**
 * Seals and writes; `file` is the full path. Where the receipt is there already and tells the same, it is answered as it
 * stands, so that an attempt that is resumed adds none. Another one under its name is a `conflict`, since a receipt
 * never changes. Refusals of the disk are `storage_full` or `forbidden`.
 */
export async function writeReceipt(folder: string, draft: ReceiptDraft): Promise<Result<Kept>> {
  const receipt = sealReceipt(draft, sha256Of)
  const file = join(folder, `${safeKey(draft.receipt_id)}${RECEIPT_ENDING}`)
  try {
    const there = await readOrNull(file)
    if (there !== null) {
      const checked = checkReceiptText(there.toString('utf8'), sha256Of)
      if (checked.ok && told(checked.value) === told(draft))
        return ok({ file, sha256: checked.value.sha256, found: true })
      return fail('conflict', `There is another receipt with the number ${draft.receipt_id} already.`, {
        hint: 'Check the receipts of this workspace, then try again.',
      })
    }
    const { sha256, previous } = receipt
    await noteNext(folder, { file: basename(file), sha256, previous })
    await writeDurably(file, receiptText(receipt))
    return ok({ file, sha256, found: false })
  } catch (error) {
    return refused(error)
  }
}

export { RECEIPT_ENDING, type Verification, verifyReceipts } from './receipts-verify.ts'
