// Writes a snapshot: every file is there in full before the first takes its place, and each takes it in one step.
import { join } from 'node:path'
import { PUBLISHED_TABLES, type PublishedTable } from '../../../shared/contract/publish.ts'
import { EXPORT_COLUMNS, type ExportEntity } from '../../../shared/domain/export-columns.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { copyToParquet } from '../exports/parquet.ts'
import type { ReadDeps } from '../exports/read.ts'
import { orStop, stoppable } from '../exports/stop.ts'
import { writeRows } from '../exports/write.ts'
import type { SignedIn } from '../handlers.ts'
import type { JobContext } from '../jobs/face.ts'
import { type PartFile, writeWhole } from '../targets/part-file.ts'
import { fileOf, MANIFEST, SNAPSHOT_FORMAT } from './state.ts'

/** One row for each segment, from the file of audiences. */
const SEGMENTS = `SELECT audience_id, audience_name, audience_status, position,
    segment->>'$.segment_id' AS segment_id,
    segment->>'$.name' AS name,
    (segment->>'$.size')::BIGINT AS size,
    (segment->>'$.size_percentage')::DOUBLE AS size_percentage,
    coalesce(try_cast(segment->'$.prizm_segments' AS VARCHAR[]), []) AS prizm_segments,
    (segment->'$.characteristics')::VARCHAR AS characteristics
  FROM (SELECT audience_id, name AS audience_name, status AS audience_status,
      unnest(json_extract(segments, '$[*]')) AS segment,
      unnest(range(1, json_array_length(segments)::BIGINT + 1)) AS position
    FROM read_parquet($1))`

type Table = (typeof PUBLISHED_TABLES)[number]
const ENTITY: Record<Exclude<Table, 'segments'>, ExportEntity> = {
  audiences: 'audience',
  platforms: 'platform',
  distributions: 'distribution',
}

export type SnapshotPlan = {
  folder: string
  workspace: string
  context: SignedIn
  job: JobContext
  /** Ids of the living records. */
  ids: Readonly<Record<ExportEntity, readonly string[]>>
  at: string
  /** Nothing was published there before. */
  first: boolean
}

export async function writeSnapshot(deps: ReadDeps, plan: SnapshotPlan): Promise<Result<PublishedTable[]>> {
  const { folder, workspace, context, job, ids, at } = plan
  const temporary = join(workspace, '_meta', 'tmp')
  const all = ids.audience.length + ids.platform.length + ids.distribution.length
  const parts = new Map<Table, PartFile>()
  const tables: PublishedTable[] = []
  let before = 0

  async function fill(name: Table, part: PartFile): Promise<number> {
    parts.set(name, part)
    job.message(`Writing ${name}`)
    if (name === 'segments') {
      const audiences = parts.get('audiences')
      return audiences ? copyToParquet(SEGMENTS, audiences.path, part.path, temporary) : 0
    }
    const entity = ENTITY[name]
    const rows = await writeRows(part, deps, {
      ...{ entity, ids: ids[entity], columns: EXPORT_COLUMNS[entity], context, workspace },
      ...{ format: 'parquet' as const, whole: true, signal: job.signal },
      progress: done => job.progress(before + done, all),
    })
    before += ids[entity].length
    return rows
  }

  async function note(): Promise<Result<null>> {
    const { user_id } = context
    const manifest = { format: SNAPSHOT_FORMAT, format_version: 1, published_at: at, user_id, tables }
    const noted = await writeWhole(join(folder, MANIFEST), async part => {
      await part.append(`${JSON.stringify(manifest, null, 2)}\n`)
      return ok(null)
    })
    return noted.ok ? ok(null) : noted
  }

  /** The files from here on; they take their places from the last to the first. */
  async function from(index: number): Promise<Result<null>> {
    const name = PUBLISHED_TABLES[index]
    // All are there in full. From the first place that is taken on, the folder is known as one that is published to.
    if (name === undefined) return plan.first ? note() : ok(null)
    const written = await writeWhole(join(folder, fileOf(name)), part =>
      stoppable(async () => {
        const rows = await fill(name, part)
        orStop(await from(index + 1))
        return ok(rows)
      }),
    )
    if (!written.ok) return written
    const { value: rows, bytes } = written.value
    tables.unshift({ name, file: fileOf(name), rows, bytes })
    return ok(null)
  }

  const written = await from(0)
  if (!written.ok) return written
  const noted = await note()
  return noted.ok ? ok(tables) : noted
}
