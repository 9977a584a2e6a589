// A run's receipts: one written when an attempt has ended, each naming the one before it on its platform.
import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { Receipt } from '../../../shared/domain/receipt.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { lastReceipt, receiptOf, verifyReceipts, writeReceipt } from '../delivery/receipts.ts'
import { safeName } from '../personal/files.ts'
import { createSerial } from '../serial.ts'
import type { Outcome } from './attempt.ts'

/** `file` is relative to the workspace. */
export type Kept = { file: string; sha256: string }

export type Receipts = {
  /**
   * Of the attempt that ended, with the record as it is about to be. Null where nothing was sent, so that there is nothing
   * to give a receipt for. Refusals are those of the disk.
   */
  write(after: Distribution, outcome: Outcome, ended_at: Date): Promise<Result<Kept | null>>
  /** The newest receipt of a run, with what is wrong with it if anything is. */
  read(run: Distribution): Promise<Result<{ file: string; receipt: Receipt | null; problem: string | null }>>
}

const LONGEST_ID = 56
/** Ids of imported records may be as long as a receipt's own: a long one is told apart by its hash. */
const receiptId = (distribution_id: string, attempt: number) =>
  distribution_id.length <= LONGEST_ID
    ? `${distribution_id}.${attempt}`
    : `${createHash('sha256').update(distribution_id).digest('hex').slice(0, 40)}.${attempt}`

const outcomeOf = (outcome: Outcome): Receipt['outcome'] => {
  if (outcome.state === 'failed') return outcome.error.code === 'cancelled' ? 'cancelled' : 'failed'
  if (outcome.delivered.state === 'waiting') return 'handed_over'
  return outcome.delivered.results ? 'completed' : 'delivered'
}

/** An attempt that a crash interrupted may end twice, and otherwise than the receipt that it left says. */
const MOST_OF_AN_ATTEMPT = 9

export function createReceipts({ workspace }: { workspace: string }): Receipts {
  /** By platform, whose receipts are a chain: one of them is found without reading those of the others. */
  const folderOf = (run: Distribution) =>
    join(workspace, '_meta', 'receipts', safeName(run.user_id), safeName(run.platform_id))
  /** A chain has one end: receipts of one platform are written one after another. */
  const serial = createSerial()
  /** By folder, the sum of its last receipt. */
  const ends = new Map<string, string | null>()

  return {
    write: (run, outcome, ended_at) =>
      serial(folderOf(run), async () => {
        const { sent, delivered } = outcome
        const number = run.metadata.attempt?.number
        if (!sent || !delivered || !number) return ok(null)
        const folder = folderOf(run)
        const known = ends.get(folder)
        const last = known === undefined ? await lastReceipt(folder) : ok(known)
        if (!last.ok) return last
        // Whatever ends this in the middle: it is looked for on the disk again.
        ends.delete(folder)
        const id = receiptId(run.distribution_id, number)
        const parts = {
          distribution: outcome.state === 'failed' ? { ...run, completed_at: ended_at.toISOString() } : run,
          ...sent,
          sent: delivered.sent,
          outcome: outcomeOf(outcome),
          previous: last.value,
        }
        const write = (again: number) =>
          writeReceipt(folder, receiptOf({ ...parts, receipt_id: again === 1 ? id : `${id}-${again}` }))
        let written = await write(1)
        for (let again = 2; again <= MOST_OF_AN_ATTEMPT && !written.ok; again++) {
          if (written.error.code !== 'conflict') break
          written = await write(again)
        }
        if (!written.ok) return written
        const { file, sha256, found } = written.value
        // One that was there already may have others after it.
        ends.set(folder, found ? last.value : sha256)
        return ok({ file: relative(workspace, file), sha256 })
      }),

    async read(run) {
      const named = run.metadata.receipt
      if (!named)
        return fail('not_found', 'This run has no receipt yet', {
          hint: 'A receipt is written when an attempt has ended.',
        })
      const checked = await verifyReceipts(join(workspace, named.file))
      if (!checked.ok) return checked
      const [file] = checked.value.files
      const other = file?.receipt && file.receipt.sha256 !== named.sha256
      return ok({
        file: named.file,
        receipt: file?.receipt ?? null,
        problem: other
          ? 'The file is whole, but it is not the receipt that was written for this run.'
          : (file?.error?.message ?? null),
      })
    },
  }
}
