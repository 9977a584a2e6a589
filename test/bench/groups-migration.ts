// A migration of a large folder of the reference system: the check, the migration, and the same once more.
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createCore } from '../../src/main/core/app.ts'
import type { Context, Core } from '../../src/main/core/face.ts'
import type { Job } from '../../src/shared/domain/job.ts'
import { must } from '../store/reading.ts'
import { OWNER } from './data.ts'
import { type BenchLine, lineOf, rssMb } from './lines.ts'
import { pause } from './measure.ts'
import { largeReference, type Size } from './reference.ts'
import { sameRecords } from './same-records.ts'

const context: Context = { user_id: OWNER, session: 'desktop', door: 'test' }

async function referenceOf(size: Size): Promise<string> {
  const folder = join(tmpdir(), `activation-manager-bench-reference-${size.audiences}`)
  if (existsSync(folder)) return folder
  await rm(`${folder}.part`, { recursive: true, force: true })
  await largeReference(`${folder}.part`, size)
  await rename(`${folder}.part`, folder)
  return folder
}

async function run(core: Core, operation: 'migration.inspect' | 'migration.start', folder: string) {
  const { folder_token } = must(await core.offerFolder(folder, OWNER))
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  let job = must(await core.invoke(operation, { folder_token, who: 'all', mine: null }, context)) as Job
  let peak = rssMb()
  while (job.finished_at === null) {
    await pause(20)
    peak = Math.max(peak, rssMb())
    job = must(await core.invoke('jobs.get', { job_id: job.job_id }, context)) as Job
  }
  const ms = performance.now() - started
  loop.disable()
  const { user, system } = process.cpuUsage(cpu)
  // On a machine that is busy with other things this tells more than the time.
  console.log(`${operation}: ${Math.round((user + system) / 1e5) / 10} s of processor time`)
  if (job.state !== 'completed' || !job.result) throw new Error(`${operation}: ${JSON.stringify(job.error)}`)
  return { ms, peak, late: loop.max / 1e6, p99: loop.percentile(99) / 1e6, result: job.result }
}

export async function migrating(folder: string, rows: number, resources: string): Promise<BenchLine[]> {
  const size = { audiences: rows, platforms: 500, distributions: rows * 2, users: 10 }
  const reference = await referenceOf(size)
  const workspace = `${folder}-migration`
  await rm(workspace, { recursive: true, force: true })
  await mkdir(workspace, { recursive: true })
  const core = must(await createCore({ workspace, resources, app_version: '0', log_level: 'error' }))
  must(await core.ensureProfile(OWNER, 'Bench'))
  const checked = await run(core, 'migration.inspect', reference)
  const migrated = await run(core, 'migration.start', reference)
  const again = await run(core, 'migration.start', reference)
  if (again.result.changed !== 0) throw new Error(`The second run changed ${again.result.changed} records`)
  must(await core.invoke('workspace.flush', {}, context))
  await core.close()
  const same = await sameRecords(reference, workspace)
  console.log(`equal record for record: ${JSON.stringify(same)}`)
  await rm(workspace, { recursive: true, force: true })
  const delay = (op: string, of: typeof checked): BenchLine => ({
    ...lineOf(`${op}_loop`, rows, [of.late], [], of.peak),
    p99_ms: Math.round(of.p99 * 100) / 100,
  })
  return [
    lineOf('migration_check', rows, [checked.ms], [], checked.peak),
    lineOf('migration', rows, [migrated.ms], [], migrated.peak),
    delay('migration', migrated),
    lineOf('migration_again', rows, [again.ms], [], again.peak),
    delay('migration_again', again),
  ]
}
