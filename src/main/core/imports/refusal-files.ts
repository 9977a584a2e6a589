// Where the refused rows of imports are kept while the program runs, by the job that refused them.
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type RefusalPage, readRefusals } from './refusals.ts'

/** Of so many imports; those before them keep the refusals in their result. */
const KEPT = 50
let files = 0

export function createRefusalFiles(folder: string) {
  const byJob = new Map<string, string>()
  const remove = (path: string) => rm(path, { force: true }).catch(() => undefined)
  return {
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
    /** Null when the cursor is of no page before. A job without such a file refused nothing. */
    async page(job_id: string, cursor: string | undefined, limit: number): Promise<RefusalPage | null> {
      const path = byJob.get(job_id)
      return path === undefined ? { errors: [], next_cursor: null } : readRefusals(path, cursor, limit)
    },
    async close() {
      await Promise.all([...byJob.values()].map(remove))
    },
  }
}
