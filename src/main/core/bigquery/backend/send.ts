// Rows of a save on their way to BigQuery: taken all together, or what stands in their way.
import { randomBytes } from 'node:crypto'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Remote, Row, Step, Table } from '../face.ts'
import { inTheWay, type SaveSource, saveMerge } from '../rows/save-sql.ts'
import { conflictColumns } from '../rows/sql.ts'

/** `there`: rows as BigQuery has them instead. `absent`: ids that it doesn't have. Both empty: all was taken. */
export type Sent = { there: Row[]; absent: string[] }

/**
 * Ids of jobs that nobody takes up: a save that was cut off was never acknowledged, and what it did all the same comes
 * with the next read. Within one call each is made once, also when its answer was lost.
 */
export function passingStep(device: string, table: Table, step: 'load' | 'save'): Step {
  const batch = randomBytes(8).toString('hex')
  return {
    id: attempt => `am_${device}_${batch}_${table.name}_${step}_${attempt}`,
    attempt: 0,
    begin: async () => ok(null),
  }
}

/** `rows`: how many they are, each id once. Two calls, and one more where they were not all taken. */
export async function send(
  remote: Remote,
  { table, source, rows, device }: { table: Table; source: SaveSource; rows: number; device: string },
  signal?: AbortSignal,
): Promise<Result<Sent>> {
  const sent: Sent = { there: [], absent: [] }
  const merge = saveMerge(remote.target, table, source)
  const ran = await remote.run(passingStep(device, table, 'save'), merge, signal)
  if (!ran.ok) return ran
  if (ran.value.changed === rows) return ok(sent)
  const asked = remote.query(inTheWay(remote.target, table, source), conflictColumns(table), signal)
  for await (const page of asked) {
    if (!page.ok) return page
    for (const { staged_id, ...row } of page.value) {
      if (row.rev === null && row.created_at === null) sent.absent.push(String(staged_id))
      else sent.there.push(row)
    }
  }
  return ok(sent)
}
