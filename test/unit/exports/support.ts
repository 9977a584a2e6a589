// What tests of exports share: cores over stores of their own, files that they write, and readers that are not ours.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createImports } from '../../../src/main/core/imports/index.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import type { InputOf } from '../../../src/shared/contract.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { createTestCore, RETAIL, type TestCore } from '../../support/core.ts'
import { unwrap } from '../imports/support.ts'

export type Bench = TestCore & {
  /** Starts an export and waits for its end; the file is at `at(name)`. */
  run(name: string, input: Omit<InputOf<'exports.start'>, 'file_token'>): Promise<Job>
  ended(job: Job): Promise<Job>
  /** The file of an export that must succeed. */
  file(name: string, input: Omit<InputOf<'exports.start'>, 'file_token'>): Promise<Buffer>
  /** Imports a file of ours, and must succeed. */
  take(path: string): Promise<Job>
  token(name: string): Promise<string>
  at(name: string): string
  out: string
}

/** Over a store on the disk. */
export async function openBench(): Promise<Bench> {
  // What reads Parquet takes a path for a pattern, which this one looks like.
  const folder = await mkdtemp(join(tmpdir(), 'exports-test [1] '))
  const workspace = join(folder, 'workspace')
  const out = join(folder, 'out')
  await mkdir(out)
  await mkdir(workspace)
  const test = await createTestCore({
    createImports,
    workspace,
    store: unwrap(await openStore({ folder: workspace })),
  })
  const at = (name: string) => join(out, name)
  const token = async (name: string) =>
    unwrap(await test.core.offerTarget({ path: at(name) }, RETAIL)).file_token
  async function ended({ job_id }: Job): Promise<Job> {
    for (;;) {
      const job = await test.must('jobs.get', { job_id })
      if (job.finished_at) return job
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  const run: Bench['run'] = async (name, input) =>
    ended(await test.must('exports.start', { file_token: await token(name), ...input }))
  return {
    ...test,
    out,
    at,
    token,
    ended,
    run,
    async file(name, input) {
      const job = await run(name, input)
      if (job.state !== 'completed')
        throw new Error(`${name} ended as ${job.state}: ${JSON.stringify(job.error)}`)
      return readFile(at(name))
    },
    async take(path) {
      const { file_token } = unwrap(await test.core.offerFile(path, basename(path), RETAIL, false))
      const job = await ended(await test.must('imports.start', { files: [{ file_token }] }))
      if (job.state !== 'completed' || job.result?.error_count !== 0)
        throw new Error(`The import ended as ${job.state}: ${JSON.stringify(job.error ?? job.result)}`)
      return job
    },
    async close() {
      await test.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function importRecords(bench: Bench, records: readonly object[]): Promise<void> {
  const path = bench.at('source.json')
  await writeFile(path, JSON.stringify(records))
  await bench.take(path)
  await rm(path)
}
