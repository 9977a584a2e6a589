// What tests of imports share: files in a temporary folder, and jobs that can be waited for.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateAudiences } from '../../../scripts/sample/generate.ts'
import { createImports } from '../../../src/main/core/imports/index.ts'
import type { Jobs } from '../../../src/main/core/jobs/face.ts'
import { createJobs } from '../../../src/main/core/jobs/jobs.ts'
import { silentLog } from '../../../src/main/core/log/log.ts'
import { createDirectory } from '../../../src/main/core/profiles/directory.ts'
import type { Store } from '../../../src/main/core/store/face.ts'
import { createTargets } from '../../../src/main/core/targets/index.ts'
import type { ImportInput } from '../../../src/shared/contract/imports.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import type { Result } from '../../../src/shared/errors.ts'
import { createMemoryStore } from '../../support/memory-store.ts'

export const RESOURCES = new URL('../../../resources', import.meta.url).pathname
export const contextOf = (user_id: string) => ({ user_id, session: 'desktop', door: 'test' }) as const
export const ANALYST = contextOf('analyst')

export const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** The whole input of an import, as the contract fills it in. */
export const inputOf = (tokens: readonly string[], rules: Partial<ImportInput> = {}): ImportInput => ({
  files: tokens.map(file_token => ({ file_token, reading: {}, mapping: null })),
  on_error: 'stop',
  on_existing: 'skip',
  shared: {},
  replace: null,
  ...rules,
})

export type Bench = Awaited<ReturnType<typeof openBench>>
export async function openBench(store: Store = createMemoryStore()) {
  const folder = await mkdtemp(join(tmpdir(), 'imports-test-'))
  await mkdir(join(folder, 'files'))
  const jobs = createJobs({ emit: () => undefined, log: silentLog })
  const targets = createTargets({ workspace: join(folder, 'workspace') })
  const imports = createImports({
    store,
    directory: createDirectory(store),
    jobs,
    log: silentLog,
    resources: RESOURCES,
    workspace: join(folder, 'workspace'),
    targets,
  })
  let files = 0
  async function offer(
    content: string | Uint8Array,
    user_id = 'analyst',
    temporary = false,
    name = 'audiences.json',
  ) {
    const path = join(folder, 'files', `${++files}.json`)
    await writeFile(path, content)
    return unwrap(await imports.offerFile(path, name, user_id, temporary)).file_token
  }
  type Rules = Partial<Omit<ImportInput, 'files'>>
  return {
    store,
    jobs,
    imports,
    targets,
    folder,
    offer,
    files: () => readdir(join(folder, 'files')),
    async start(content: string | Uint8Array, rules: Rules = {}, user_id = 'analyst') {
      const file_token = await offer(content, user_id)
      return unwrap(await imports.handlers['imports.start'](inputOf([file_token], rules), contextOf(user_id)))
    },
    async run(content: string | Uint8Array, rules: Rules = {}, user_id = 'analyst') {
      return finished(jobs, await this.start(content, rules, user_id), user_id)
    },
    count: async (user_id = 'analyst') => unwrap(await store.count('audience', user_id, { where: [] })),
    async close() {
      await jobs.close()
      await imports.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function finished(jobs: Jobs, { job_id }: Job, user_id = 'analyst'): Promise<Job> {
  for (;;) {
    const job = unwrap(jobs.get(user_id, job_id))
    if (job.finished_at) return job
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

/** Rows of the import's shape without ids, so that each import makes new records. */
export const rows = (count: number, seed = 1) =>
  [...generateAudiences(count, seed)].map(({ audience_id, ...content }) => content)
export const rowsWithIds = (count: number, seed = 1) => [...generateAudiences(count, seed)]
