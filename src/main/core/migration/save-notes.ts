// The notes of a check or a migration as a CSV file, page by page, safe to open in a spreadsheet.
import type { JobResult } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { csvRow } from '../../../shared/table-text.ts'
import type { JobContext } from '../jobs/face.ts'
import { pause } from '../pace.ts'
import type { Target } from '../targets/index.ts'
import { migrationCancelled } from './errors.ts'
import type { Notes } from './notes.ts'

const AT_ONCE = 500
const COLUMNS = ['level', 'entity', 'user_id', 'file', 'row', 'id', 'message'] as const

export async function saveNotes(
  notes: Notes,
  target: Target,
  { signal, progress }: JobContext,
): Promise<Result<JobResult>> {
  const total = notes.total()
  const saved = await target.write(async part => {
    // Without a mark spreadsheets take it for another encoding.
    await part.append(`\ufeff${csvRow(COLUMNS)}`)
    for (let from = 0; from < total; from += AT_ONCE) {
      if (signal.aborted) return migrationCancelled()
      const page = await notes.page(undefined, from, AT_ONCE)
      await part.append(page.map(note => csvRow(COLUMNS.map(column => note[column]))).join(''))
      progress(from + page.length, total)
      await pause()
    }
    return ok(null)
  })
  if (!saved.ok) return saved
  return ok({ changed: total, skipped: 0, errors: [], error_count: 0, file: saved.value.file })
}
