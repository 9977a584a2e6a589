// A job as jobs.get answers it.
import type { Job } from './jobs.ts'
import { resultSchema } from './results.ts'
import { billed } from './run/estimate.ts'
import type { Outcome } from './run/script.ts'
import type { World } from './world.ts'

export type State = 'PENDING' | 'RUNNING' | 'DONE'

export function stateOf(job: Job): State {
  if (job.held !== null) return 'RUNNING'
  if (job.looks > 0) return job.pending ? 'PENDING' : 'RUNNING'
  return 'DONE'
}

export const tableReference = ({ project }: World, { dataset, id }: { dataset: string; id: string }) => ({
  projectId: project,
  datasetId: dataset,
  tableId: id,
})

export function affectedRows({ changed }: Outcome): string | null {
  return changed && String(changed.inserted + changed.updated + changed.deleted)
}

export function queryStatistics(world: World, outcome: Outcome): Record<string, unknown> {
  const { statementType, bytes, tables, changed, result } = outcome
  const affected = affectedRows(outcome)
  return {
    statementType,
    cacheHit: false,
    totalBytesProcessed: String(bytes),
    totalBytesBilled: String(billed(bytes, tables.length)),
    referencedTables: tables.map(table => tableReference(world, table)),
    ...(result && { schema: resultSchema(result.fields) }),
    ...(affected !== null && { numDmlAffectedRows: affected }),
    ...(changed && {
      dmlStats: {
        insertedRowCount: String(changed.inserted),
        updatedRowCount: String(changed.updated),
        deletedRowCount: String(changed.deleted),
      },
    }),
  }
}

function statisticsOf(world: World, job: Job, state: State): Record<string, unknown> {
  const times = {
    creationTime: String(job.created),
    ...(state !== 'PENDING' && { startTime: String(job.created) }),
    ...(job.parent && { parentJobId: job.parent }),
  }
  if (state !== 'DONE') return times
  const ended = { ...times, endTime: String(job.ended ?? job.created) }
  if (!job.done || job.error) return ended
  if ('load' in job.done) {
    const { rows, bytes, inputBytes } = job.done.load
    return {
      ...ended,
      load: {
        inputFiles: '1',
        inputFileBytes: String(inputBytes),
        outputRows: String(rows),
        outputBytes: String(bytes),
        badRecords: '0',
      },
    }
  }
  const { query } = job.done
  return {
    ...ended,
    totalBytesProcessed: String(query.bytes),
    ...(query.children.length > 0 && { numChildJobs: String(query.children.length) }),
    query: queryStatistics(world, query),
  }
}

export function jobResource(world: World, job: Job): Record<string, unknown> {
  const state = stateOf(job)
  const error = state === 'DONE' ? job.error : null
  return {
    kind: 'bigquery#job',
    id: `${world.project}:${job.location}.${job.id}`,
    user_email: job.principal,
    configuration: job.configuration,
    jobReference: { projectId: world.project, jobId: job.id, location: job.location },
    statistics: statisticsOf(world, job, state),
    status: { state, ...(error && { errorResult: error, errors: [error] }) },
  }
}
