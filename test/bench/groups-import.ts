// A million rows of CSV through the core, into an empty workspace: how long, how late the event loop, and how much memory.
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { generateAudiences } from '../../scripts/sample/generate.ts'
import { createCore } from '../../src/main/core/app.ts'
import type { Context, Core } from '../../src/main/core/face.ts'
import type { Job } from '../../src/shared/domain/job.ts'
import { csvRow } from '../../src/shared/table-text.ts'
import { must } from '../store/reading.ts'
import { OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { pause, timed, watchTurns } from './measure.ts'

const ROWS = 1_000_000
const COLUMNS = [
  'audience_id',
  'name',
  'description',
  'status',
  'data_type',
  'identifier_type',
  'original_query',
  'selected_variables',
  'total_audience_size',
  'tags',
  'created_at',
] as const

/** Eleven columns as an analyst's table has them: texts, a list, a size, tags. */
async function csvFile(rows: number): Promise<string> {
  const path = join(tmpdir(), `activation-manager-bench-import-${rows}.csv`)
  if (existsSync(path)) return path
  const out = createWriteStream(`${path}.part`, { highWaterMark: 1 << 20 })
  out.write(csvRow(COLUMNS))
  for (const audience of generateAudiences(rows, 3)) {
    const { segments = [], metadata } = audience
    const cells = COLUMNS.map(column => {
      if (column === 'selected_variables') return JSON.stringify(audience.selected_variables)
      if (column === 'tags') return (metadata?.tags ?? []).join('; ')
      if (column === 'total_audience_size') return segments.reduce((sum, { size }) => sum + size, 0)
      return audience[column] ?? ''
    })
    if (!out.write(csvRow(cells))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  await rename(`${path}.part`, path)
  return path
}

async function importOnce(core: Core, path: string, rows: number): Promise<void> {
  const context: Context = { user_id: OWNER, session: 'desktop', door: 'test' }
  const { file_token } = must(await core.offerFile(path, 'audiences.csv', OWNER, false))
  let job = must(await core.invoke('imports.start', { files: [{ file_token }] }, context)) as Job
  while (job.state === 'queued' || job.state === 'running') {
    await pause(50)
    job = must(await core.invoke('jobs.get', { job_id: job.job_id }, context)) as Job
  }
  if (job.result?.changed !== rows)
    throw new Error(
      `the import ended as ${job.state}: ${JSON.stringify(job.error ?? job.result?.errors.slice(0, 3))}`,
    )
}

/** `p50_ms` of the second line is the latest that the event loop was during the import. */
export async function importingCsv(folder: string, resources: string): Promise<BenchLine[]> {
  const path = await csvFile(ROWS)
  await stat(path)
  const workspace = `${folder}-import-csv`
  await mkdir(workspace, { recursive: true })
  const core = must(await createCore({ workspace, resources, app_version: '0', log_level: 'error' }))
  must(await core.ensureProfile(OWNER, 'Bench'))
  const delay = monitorEventLoopDelay({ resolution: 5 })
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, rssMb())
  }, 200)
  delay.enable()
  const turns = watchTurns()
  const ms = await timed(() => importOnce(core, path, ROWS))
  const longest = turns.stop()
  delay.disable()
  clearInterval(watch)
  console.log(`import csv: the longest turn took ${longest?.toFixed(1)} ms of processor time`)
  await core.close()
  await rm(workspace, { recursive: true, force: true })
  return [
    lineOf('import csv', ROWS, [ms], [], peak),
    {
      ...lineOf('import csv loop', ROWS, [delay.max / 1e6]),
      p99_ms: Math.round(delay.percentile(99) / 1e4) / 100,
    },
  ]
}
