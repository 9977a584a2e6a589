// Where the refused rows of imports are kept while the program runs, by the job that refused them.
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobResult, RowError } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { csvRow } from '../../../shared/table-text.ts'
import type { JobContext } from '../jobs/face.ts'
import type { Target } from '../targets/index.ts'
import { type RefusalPage, readRefusals } from './refusals.ts'

const AT_ONCE = 2_000
const HEAD = ['file', 'row', 'line', 'field', 'problem'] as const
const lineOf = ({ file, row, line, path, message }: RowError) =>
  csvRow([file ?? '', row, line ?? '', path, message])

/** Of so many imports; those before them keep the refusals in their result. */
const KEPT = 50
let files = 0

export function createRefusalFiles(folder: string) {
  const byJob = new Map<string, string>()
  const remove = (path: string) => rm(path, { force: true }).catch(() => undefined)
  /** Null when the cursor is of no page before. A job without such a file refused nothing. */
  async function page(
    job_id: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<RefusalPage | null> {
    const path = byJob.get(job_id)
    return path === undefined ? { errors: [], next_cursor: null } : readRefusals(path, cursor, limit)
  }
  return {
    page,
    /** A path that nothing is at yet. */
    next(): string {
      mkdirSync(folder, { recursive: true })
      return join(folder, `refused-rows-${process.pid}-${++files}.ndjson`)
    },
    belongs(path: string, job_id: string) {
      byJob.set(job_id, path)
      const [oldest] = byJob
      if (byJob.size <= KEPT || !oldest) return
      byJob.delete(oldest[0])
      void remove(oldest[1])
    },
    /** All of them as CSV, in UTF-8 with a mark, which spreadsheets need. */
    async save(job_id: string, target: Target, context: JobContext): Promise<Result<JobResult>> {
      const written = await target.write(async part => {
        let changed = 0
        await part.append(`\ufeff${csvRow(HEAD)}`)
        for (let cursor: string | null = '0'; cursor !== null; ) {
          if (context.signal.aborted) return fail('cancelled', 'Saving was cancelled')
          const next: RefusalPage | null = await page(job_id, cursor, AT_ONCE)
          if (!next) throw new Error('The refused rows can’t be read back')
          await part.append(next.errors.map(lineOf).join(''))
          changed += next.errors.length
          context.progress(changed)
          cursor = next.next_cursor
        }
        return ok(changed)
      })
      if (!written.ok) return written
      const { value, file } = written.value
      return ok({ changed: value, skipped: 0, errors: [], error_count: 0, file })
    },
    async close() {
      await Promise.all([...byJob.values()].map(remove))
    },
  }
}
