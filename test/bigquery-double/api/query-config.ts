// What jobs.insert and jobs.query ask of a query alike.
import { z } from 'zod'
import { GoogleError, invalidQuery } from '../errors.ts'
import { queryStatistics } from '../job-resource.ts'
import { locate, type Session } from '../run/context.ts'
import { billed } from '../run/estimate.ts'
import { Param, paramsOf } from '../run/params.ts'
import { type Outcome, runScript, tryScript } from '../run/script.ts'
import { tokenise } from '../sql/tokens.ts'
import type { World } from '../world.ts'

export const QueryConfig = z.looseObject({
  query: z.string(),
  // The REST API's default is legacy SQL.
  useLegacySql: z.boolean().default(true),
  parameterMode: z.string().nullish(),
  queryParameters: z.array(Param).default([]),
  defaultDataset: z.object({ datasetId: z.string() }).optional(),
  maximumBytesBilled: z.union([z.string(), z.number()]).optional(),
  destinationTable: z.unknown().optional(),
})
export type QueryConfig = z.infer<typeof QueryConfig>

/** Unresolved text of a query. Source: BigQuery's page of quotas. */
const LONGEST_TEXT = 1024 * 1000

export function sessionOf(world: World, principal: string, location: string, config: QueryConfig): Session {
  return {
    world,
    principal,
    location,
    defaultDataset: config.defaultDataset?.datasetId ?? null,
    params: paramsOf(config.queryParameters),
    now: world.clock.tick(),
    touched: new Set(),
  }
}

function checkText(config: QueryConfig) {
  if (config.useLegacySql)
    throw invalidQuery('The BigQuery double does not speak legacy SQL: useLegacySql is not false')
  if (config.destinationTable !== undefined)
    throw invalidQuery('The BigQuery double keeps no results in tables')
  if (config.query.length > LONGEST_TEXT) {
    throw new GoogleError(
      'invalid',
      'The query is too large. The maximum standard SQL query length is 1024.00K characters',
    )
  }
}

export async function work(session: Session, config: QueryConfig): Promise<Outcome> {
  checkText(config)
  return runScript(session, config.query)
}

/** A fuse: refuses what would be billed above the wished maximum. */
export async function checkBilled(session: Session, config: QueryConfig) {
  if (config.maximumBytesBilled === undefined) return
  checkText(config)
  const { bytes, tables } = await tryScript({ ...session, touched: new Set() }, config.query)
  session.params.rewind()
  const needed = billed(bytes, tables.length)
  if (needed > Number(config.maximumBytesBilled)) {
    throw new GoogleError(
      'bytesBilledLimitExceeded',
      `Query exceeded limit for bytes billed: ${config.maximumBytesBilled}. ${needed} or higher required.`,
    )
  }
}

/** Where the first dataset is that the text names; US where it names none that is there. */
export function inferLocation(world: World, principal: string, config: QueryConfig): string {
  const given = config.defaultDataset && world.catalog.datasets.get(config.defaultDataset.datasetId)
  if (given) return given.location
  const session = sessionOf(world, principal, '', { ...config, queryParameters: [] })
  let words: string[][]
  try {
    words = tokenise(config.query).map(({ text }) => text.split('.'))
  } catch {
    return 'US'
  }
  for (let at = 0; at < words.length; at++) {
    const path = words[at] ?? []
    const names = path.length > 1 ? [locateQuietly(session, path)] : [path[0] ?? '']
    for (const name of names) {
      const found = world.catalog.datasets.get(name)
      if (found) return found.location
    }
  }
  return 'US'
}

function locateQuietly(session: Session, path: readonly string[]): string {
  try {
    return locate(session, path.length === 2 && path[0] === session.world.project ? [...path, ''] : path)
      .dataset
  } catch {
    return ''
  }
}

export async function dryRun(session: Session, config: QueryConfig, configuration: Record<string, unknown>) {
  checkText(config)
  const outcome = await tryScript(session, config.query)
  const { world, location } = session
  return {
    kind: 'bigquery#job',
    configuration,
    jobReference: { projectId: world.project, location },
    statistics: {
      creationTime: String(world.clock.now()),
      totalBytesProcessed: String(outcome.bytes),
      query: { ...queryStatistics(world, outcome), totalBytesProcessedAccuracy: 'PRECISE' },
    },
    status: { state: 'DONE' },
  }
}
