// A run's receipts: one written when an attempt has ended, each naming the one before it on its platform.
import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { Receipt } from '../../../shared/domain/receipt.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { receiptOf, verifyReceipts, writeReceipt } from '../delivery/receipts.ts'
import type { Log } from '../log/log.ts'
import { safeName } from '../personal/files.ts'
import { createSerial } from '../serial.ts'
import type { Outcome } from './attempt.ts'

export type Receipts = {
  /** Null where nothing was sent, so that there is nothing to give a receipt for, and where the disk takes none. */
  write(run: Distribution, outcome: Outcome): Promise<{ file: string; sha256: string } | null>
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
  return outcome.delivered.state === 'waiting' ? 'handed_over' : 'delivered'
}

export function createReceipts({ workspace, log }: { workspace: string; log: Log }): Receipts {
  /** By platform, whose receipts are a chain: one of them is found without reading those of the others. */
  const folderOf = (run: Distribution) =>
    join(workspace, '_meta', 'receipts', safeName(run.user_id), safeName(run.platform_id))
  /** A chain has one end: receipts of one platform are written one after another. */
  const serial = createSerial()
  const ends = new Map<string, string | null>()

  async function endOf(run: Distribution): Promise<string | null> {
    const known = ends.get(folderOf(run))
    if (known !== undefined) return known
    const all = await verifyReceipts(folderOf(run))
    if (!all.ok) return null
    const own = all.value.files.flatMap(({ receipt }) => receipt ?? [])
    const named = new Set(own.map(({ previous }) => previous))
    return own.findLast(({ sha256 }) => !named.has(sha256))?.sha256 ?? null
  }

  return {
    write: (run, outcome) =>
      serial(folderOf(run), async () => {
        const { sent, delivered } = outcome
        const number = run.metadata.attempt?.number
        if (!sent || !delivered || !number) return null
        const previous = await endOf(run)
        const written = await writeReceipt(
          folderOf(run),
          receiptOf({
            receipt_id: receiptId(run.distribution_id, number),
            distribution: run,
            ...sent,
            sent: delivered.sent,
            outcome: outcomeOf(outcome),
            previous,
          }),
        )
        if (!written.ok) {
          log.warn('receipt.not_written', { code: written.error.code })
          return null
        }
        ends.set(folderOf(run), written.value.sha256)
        return { file: relative(workspace, written.value.file), sha256: written.value.sha256 }
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
