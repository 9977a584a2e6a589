// Exports of every audience of the workspace as whole records, in each format: time, memory, and how late the event loop was.
import { stat } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createCore } from '../../src/main/core/app.ts'
import type { Context, Core } from '../../src/main/core/face.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../../src/shared/contract/exports.ts'
import type { Job } from '../../src/shared/domain/job.ts'
import { must } from '../store/reading.ts'
import { OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { pause, timed } from './measure.ts'

const RESOLUTION_MS = 1
const context: Context = { user_id: OWNER, session: 'desktop', door: 'test' }

async function exportOnce(core: Core, path: string, format: ExportFormat): Promise<number> {
  const { file_token } = must(await core.offerTarget({ path }, OWNER))
  const input = { file_token, format, which: { entity: 'audience', sort: {} } }
  let job = must(await core.invoke('exports.start', input, context)) as Job
  while (job.finished_at === null) {
    await pause(20)
    job = must(await core.invoke('jobs.get', { job_id: job.job_id }, context)) as Job
  }
  if (job.state !== 'completed' || !job.result)
    throw new Error(`the export as ${format} ended as ${job.state}: ${job.error?.message ?? ''}`)
  return job.result.changed
}

export async function exporting(folder: string, rows: number, resources: string): Promise<BenchLine[]> {
  const core = must(await createCore({ workspace: folder, resources, app_version: '0', log_level: 'error' }))
  must(await core.ensureProfile(OWNER, 'Bench'))
  const lines: BenchLine[] = []
  for (const format of EXPORT_FORMATS) {
    const path = `${folder}.export.${format}`
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    await pause(500)
    delay.enable()
    let written = 0
    const ms = await timed(async () => {
      written = await exportOnce(core, path, format)
    })
    delay.disable()
    if (written !== rows) throw new Error(`${written} of ${rows} were exported as ${format}`)
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
    const { size } = await stat(path)
    console.log(`${format}: ${Math.round(size / 1e6)} MB, the event loop at most ${late(delay.max)} ms late`)
    lines.push(lineOf(`export_${format}`, rows, [ms]))
    lines.push({
      op: `export_${format}_loop`,
      rows,
      n: delay.count,
      p50_ms: late(delay.percentile(50)),
      p95_ms: late(delay.percentile(95)),
      p99_ms: late(delay.max),
      floor_p50_ms: null,
      floor_p95_ms: null,
      rss_mb: rssMb(),
    })
  }
  await core.close()
  return lines
}
