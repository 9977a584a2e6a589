// What tests of backups share: a core at the desk, a workspace with a backup of an earlier state, and how both are told apart.
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createCore } from '../../../src/main/core/app.ts'
import type { Core, CoreEvent } from '../../../src/main/core/face.ts'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { answerOf } from '../../support/app.ts'
import { audienceInput } from '../../support/audiences.ts'

export const USER = 'retail-analytics'

export async function ask<N extends CoreOperation>(core: Core, operation: N, input: InputOf<N>) {
  const context = { user_id: USER, session: 'desktop', door: 'test' } as const
  return answerOf((await core.invoke(operation, input, context)) as never) as OutputOf<N>
}

export async function open(workspace: string): Promise<Core> {
  const config = { workspace, resources: '', app_version: '0.1.0', credentials: { only: 'memory' } } as const
  return answerOf(await createCore(config))
}
export async function within<T>(workspace: string, work: (core: Core) => Promise<T>): Promise<T> {
  const core = await open(workspace)
  try {
    return await work(core)
  } finally {
    await core.close()
  }
}

/** Resolves with what `pick` finds in an event; for what is begun after the call. */
export function heard<T>(core: Core, pick: (event: CoreEvent) => T | null): Promise<T> {
  return new Promise(resolve => {
    const off = core.subscribe(event => {
      const found = pick(event)
      if (found === null) return
      off()
      resolve(found)
    })
  })
}
export const reopened = (core: Core) =>
  heard(core, ({ event }) => (event === 'workspace.reopened' ? true : null))

/** The job that is begun, when it has ended. A job of the workspace that was replaced can't be asked for any more. */
export async function ended(core: Core, begin: () => Promise<Job>): Promise<Job> {
  const jobs = new Map<string, Job>()
  let tell = () => {}
  const off = core.subscribe(({ event, payload }) => {
    if (event !== 'job.updated' || payload.finished_at === null) return
    jobs.set(payload.job_id, payload)
    tell()
  })
  const { job_id } = await begin()
  for (;;) {
    const job = jobs.get(job_id)
    if (job) {
      off()
      return job
    }
    await new Promise<void>(resolve => (tell = resolve))
  }
}

/** The records and the unsaved edits. */
export async function stateOf(core: Core): Promise<string> {
  const { items } = await ask(core, 'audiences.list', {})
  const { drafts } = await ask(core, 'drafts.list', {})
  const records = items.map(({ name, version }) => `${name} ${version}`).sort()
  return JSON.stringify({ records, drafts: drafts.map(({ value }) => value) })
}

/** `workspace`, and a backup in `backups` of what it was `after` a restore; `before` it, it is another. */
export async function withBackup(root: string): Promise<{ backup: string; before: string; after: string }> {
  const folder = join(root, 'backups')
  await mkdir(folder)
  const [before, after] = await within(join(root, 'workspace'), async core => {
    answerOf(await core.ensureProfile(USER, 'Retail analytics'))
    const kept = await ask(core, 'audiences.create', audienceInput({ name: 'Eco-minded renters' }))
    await ask(core, 'audiences.create', audienceInput({ name: 'Weekend hikers' }))
    await ask(core, 'drafts.save', { key: 'new', value: 'of the backup' })
    const earlier = await stateOf(core)
    await ask(core, 'backups.setUp', { folder })
    await ended(core, () => ask(core, 'backups.create', { to: 'folder' }))
    await ask(core, 'audiences.delete', { audience_id: kept.audience_id, expected_version: 1 })
    await ask(core, 'audiences.create', audienceInput({ name: 'Made later' }))
    await ask(core, 'drafts.save', { key: 'new', value: 'of today' })
    return [await stateOf(core), earlier]
  })
  return { backup: join(folder, (await readdir(folder))[0] ?? ''), before, after }
}

/** Opens a backup to look inside. */
export async function openBackup(core: Core, path: string): Promise<string> {
  const { file_token } = answerOf(await core.offerFile(path, 'kept.ambackup', USER, false))
  const job = await ended(core, () => ask(core, 'backups.open', { from: { file_token } }))
  if (job.error) throw new Error(job.error.message)
  return (await ask(core, 'backups.opened', {}))?.opened ?? ''
}

/** Paths of what was begun and not finished. */
export async function unfinished(workspace: string): Promise<string[]> {
  const files = (await readdir(workspace, { recursive: true })).map(path => path.replaceAll('\\', '/'))
  return files.filter(path => /^_meta\/(tmp|restore)\/|\.part-|\.tmp$/.test(path))
}
