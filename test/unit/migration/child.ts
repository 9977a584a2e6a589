// A process that migrates a folder until it is done or killed; it says how far it is.
import { createCore } from '../../../src/main/core/app.ts'
import type { Context } from '../../../src/main/core/face.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import type { Result } from '../../../src/shared/errors.ts'

export type Orders = { workspace: string; reference: string; resources: string; user_id: string }

process.once('message', async ({ workspace, reference, resources, user_id }: Orders) => {
  const must = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  }
  const made = await createCore({ workspace, resources, app_version: '0', credentials: { only: 'memory' } })
  const core = must(made)
  const context: Context = { user_id, session: 'desktop', door: 'test' }
  must(await core.ensureProfile(user_id, 'Retail analytics'))
  const { folder_token } = must(await core.offerFolder(reference, user_id))
  core.subscribe(({ event, payload }) => {
    if (event === 'job.updated') process.send?.(payload.progress.done)
  })
  must(await core.invoke('migration.start', { folder_token, who: 'all' }, context)) as Job
})
