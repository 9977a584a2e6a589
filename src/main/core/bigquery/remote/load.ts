// Loads a Parquet file into a fresh staging table.
import type { Result } from '../../../../shared/errors.ts'
import type { Column, Remote, Target } from '../face.ts'
import { type Job, TableAnswer } from './answers.ts'
import type { Client } from './client.ts'
import type { Ended, Jobs } from './jobs.ts'
import { persist } from './retry.ts'

/** A staging table takes every row as it is: what must be there is asked of the table that the rows are merged into. */
const fieldOf = ({ name, type }: Column) => {
  // BigQuery loads no JSON from Parquet; the merge parses the text.
  if (type === 'JSON') return { name, type: 'STRING', mode: 'NULLABLE' }
  return type === 'STRING[]' ? { name, type: 'STRING', mode: 'REPEATED' } : { name, type, mode: 'NULLABLE' }
}

export function createLoad(deps: { client: Client; jobs: Jobs; target: Target }): Remote['load'] {
  const { client, jobs, target } = deps
  return async (
    step,
    { file, table, columns },
    signal,
  ): Promise<Result<{ job_id: string; rows: number }>> => {
    const path = `datasets/${target.staging_dataset}/tables/${table}`
    const isThere = () =>
      persist(() => client.call({ method: 'GET', path }, TableAnswer, signal), jobs.retry(signal))

    async function settle(id: string, job: Job | null, resumed: boolean): Promise<Ended<number>> {
      const ended = await jobs.waitFor(id, job, signal)
      if (!ended.ok) return ended
      // Staging tables expire: rows that were loaded last week may be there no more.
      if (resumed) {
        const there = await isThere()
        if (!there.ok) return there.error.code === 'not_found' ? 'gone' : there
      }
      return { ok: true, value: ended.value.statistics?.load?.outputRows ?? 0 }
    }

    const fields = columns.map(fieldOf)
    const send = (job_id: string) =>
      jobs.send(() => client.upload({ job_id, table, file, fields }, signal), signal)
    const taken = await jobs.take(step, { send, settle }, signal)
    if (!taken.ok) return taken
    return { ok: true, value: { job_id: taken.value.job_id, rows: taken.value.value } }
  }
}
