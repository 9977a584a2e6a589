// A core over a real workspace, and a folder of the reference system beside it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore } from '../../../src/main/core/app.ts'
import type { Context, Core } from '../../../src/main/core/face.ts'
import type { MigrationNote, MigrationReport } from '../../../src/shared/contract/migration.ts'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import type { Result } from '../../../src/shared/errors.ts'

export const ME = 'retail-analytics'
export type Who = { who: 'mine' | 'all'; mine?: string | null }
export type Migrated = { job: Job; report: MigrationReport; notes: MigrationNote[] }

export async function openWorld(workspace?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'migration-test-'))
  let home = workspace ?? join(folder, 'workspace')
  const reference = join(folder, 'reference')

  async function start(): Promise<Core> {
    const made = await createCore(
      {
        workspace: home,
        resources: join(import.meta.dirname, '../../../resources'),
        app_version: '0.1.0',
        credentials: { only: 'memory' },
      },
      { check_outputs: true },
    )
    if (!made.ok) throw new Error(made.error.message)
    const profile = await made.value.ensureProfile(ME, 'Retail analytics')
    if (!profile.ok) throw new Error(profile.error.message)
    return made.value
  }
  let core = await start()

  const call = async <N extends CoreOperation>(
    operation: N,
    input: InputOf<N>,
    context: Partial<Context> = {},
  ): Promise<Result<OutputOf<N>>> =>
    (await core.invoke(operation, input, {
      user_id: ME,
      session: 'desktop',
      door: 'test',
      ...context,
    })) as never
  async function must<N extends CoreOperation>(operation: N, input: InputOf<N>, user_id = ME) {
    const result = await call(operation, input, { user_id })
    if (!result.ok) throw new Error(`${operation}: ${JSON.stringify(result.error)}`)
    return result.value
  }
  async function token(path = reference, user_id = ME): Promise<string> {
    const offered = await core.offerFolder(path, user_id)
    if (!offered.ok) throw new Error(offered.error.message)
    return offered.value.folder_token
  }
  async function ended(job_id: string): Promise<Job> {
    for (;;) {
      const job = await must('jobs.get', { job_id })
      if (job.finished_at !== null) return job
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }
  async function run(operation: 'migration.inspect' | 'migration.start', who: Who): Promise<Migrated> {
    const { job_id } = await must(operation, { folder_token: await token(), ...who })
    const job = await ended(job_id)
    if (job.state !== 'completed') throw new Error(JSON.stringify(job.error))
    const report = await must('migration.report', { job_id })
    const { notes } = await must('migration.notes', { job_id, limit: 200 })
    return { job, report, notes }
  }
  return {
    folder,
    get home() {
      return home
    },
    reference,
    core: () => core,
    call,
    must,
    token,
    ended,
    check: (who: Who) => run('migration.inspect', who),
    migrate: (who: Who) => run('migration.start', who),
    async restart() {
      await core.close()
      core = await start()
    },
    /** Closes the workspace and opens another. */
    async moveTo(other: string) {
      await core.close()
      home = other
      core = await start()
    },
    async close() {
      await core.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>
