// Restores an open backup: records brought back, the workspace replaced, or a workspace of its own in a new folder.
import { readdir, rm } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { ParsedInput } from '../../../shared/contract.ts'
import type { Job, JobResult } from '../../../shared/domain/job.ts'
import { fail, invalid, ok, type Result } from '../../../shared/errors.ts'
import type { Vault } from '../credentials/face.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import { bringBack, countWanted } from './bring-back.ts'
import { must } from './compare.ts'
import { copyTo, partOf } from './copy.ts'
import type { Making } from './making.ts'
import type { NotesFile } from './notes.ts'
import type { Opened, OpenedBackups } from './opened.ts'
import { answering, fileRefusal } from './refused.ts'
import { decideReplace, isDecided } from './replace.ts'

type How = ParsedInput<'backups.restore'>['how']
type Deps = {
  workspace: string
  store: Store
  vault: Vault
  jobs: Jobs
  log: Log
  notes: NotesFile
  making: Making
  opened: OpenedBackups
  /** See `planned_in`. */
  home(): Promise<string>
  reopen: (() => void) | null
  kept_in_bigquery: boolean
  now(): Date
}

const plain = (changed: number): JobResult => ({ changed, skipped: 0, errors: [], error_count: 0 })
const noteOf = ({ about }: Opened, what: string) =>
  `${what} the backup of ${about.made_at.slice(0, 16).replace('T', ' ')} UTC`

const beingReplaced = () =>
  fail('storage_busy', 'The workspace is being replaced by a backup, so nothing can be saved', {
    hint: 'Try again when it is open again.',
  })

export function createRestore(deps: Deps) {
  const { workspace, store, vault, jobs, log, notes, making, opened, home, reopen, kept_in_bigquery } = deps
  const bringing = (backup: Opened, how: Extract<How, { how: 'bring_back' }>, by: string, job: JobContext) =>
    answering(backup.name, async () => {
      const total = countWanted(backup.comparison, how)
      const note = noteOf(backup, 'Brought back from')
      const progress = (done: number) => job.progress(done, total)
      const sides = { here: store, backup: backup.store, vault, by, note }
      const changed = must(await bringBack(sides, backup.comparison, how, { signal: job.signal, progress }))
      // It tells of what was different before.
      await opened.close()
      return plain(changed)
    })

  const inNewFolder = (backup: Opened, folder: string, job: JobContext) =>
    answering(folder, async () => {
      const { versions } = backup.about
      const part = partOf(folder)
      must(await notes.change(old => ({ ...old, copying: [...old.copying, part] })))
      try {
        const unpacked = await opened.release(backup, true, noteOf(backup, 'Restored from'))
        const watch = { signal: job.signal, progress: () => job.progress(0) }
        await copyTo(unpacked, folder, part, watch).finally(() =>
          rm(unpacked, { recursive: true, force: true }),
        )
      } finally {
        await notes.change(old => ({ ...old, copying: old.copying.filter(one => one !== part) }))
      }
      return plain(versions)
    })

  /** From the backup of what is here to the opening of what takes its place nothing may be saved: it would be in neither. */
  const replacing = async (backup: Opened, job: JobContext): Promise<Result<JobResult>> => {
    const thaw = store.freeze(beingReplaced())
    const replace = async () => {
      const { versions, made_at } = backup.about
      job.message('Backing up what is here now')
      const before = must(await making.before({ signal: job.signal, progress: () => {} }))
      job.message('Putting the backup in place')
      const unpacked = await opened.release(backup, false, noteOf(backup, 'Restored from'))
      await decideReplace(workspace, unpacked, { made_at, before })
      log.info('backup.restore_decided', { made_at, before })
      return plain(versions)
    }
    try {
      return await answering(backup.name, replace, workspace)
    } finally {
      if (!(await isDecided(workspace))) thaw()
    }
  }

  const work = (backup: Opened, how: How, by: string, job: JobContext): Promise<Result<JobResult>> => {
    switch (how.how) {
      case 'bring_back':
        return bringing(backup, how, by, job)
      case 'new_folder':
        return inNewFolder(backup, how.folder, job)
      case 'replace':
        return replacing(backup, job)
    }
  }

  return {
    /** Whether the workspace can be replaced now. */
    async checkReplace(): Promise<Result<null>> {
      if (kept_in_bigquery)
        return fail('unsupported', 'Records are kept in BigQuery, so this workspace can’t be replaced', {
          hint: 'Bring records back as new versions, or restore the backup into a new folder.',
        })
      if (store.info().state !== 'open')
        return fail('storage_busy', 'This workspace can’t be written to now, so it can’t be replaced', {
          hint: 'Restore the backup into a new folder instead.',
        })
      const under_way = [
        { column: 'status', is: 'one_of', values: ['processing'] },
        { column: 'planned_in', is: 'one_of', values: ['', await home()] },
        { column: 'deleted', is: 'one_of', values: [false] },
      ] as const
      for (const owner of await store.owners()) {
        const runs = await store.count('distribution', owner, { where: under_way })
        if (!runs.ok) return runs
        if (runs.value > 0)
          return fail('conflict', 'A distribution is being delivered', {
            hint: 'Wait until it has ended: what was sent would be forgotten.',
          })
      }
      return ok(null)
    },

    /** Whether a workspace can be made there. */
    async checkTarget(folder: string, given: string): Promise<Result<null>> {
      const wrong = (message: string) => invalid([{ path: 'folder', message }])
      if (!isAbsolute(given)) return wrong('must be the full path of a folder')
      if (`${folder}/`.startsWith(`${workspace}/`)) return wrong('lies inside this workspace')
      try {
        return (await readdir(folder)).length === 0 ? ok(null) : wrong('is not empty')
      } catch (error) {
        const refusal = fileRefusal(error, folder)
        if (!refusal) throw error
        if (refusal.error.code !== 'not_found') return refusal
        return ok(null)
      }
    },

    start: (
      backup: Opened,
      how: How,
      user_id: string,
      alone: <T>(work: () => Promise<T>) => Promise<T>,
    ): Job =>
      jobs.start({
        user_id,
        kind: 'restore',
        title: `Restore ${backup.name}`,
        unit: 'records',
        run: job => alone(() => work(backup, how, user_id, job)),
        ended: ({ state }) => {
          // Not within the job: the core that is closed waits for its jobs.
          if (how.how === 'replace' && state === 'completed' && reopen) setImmediate(reopen)
        },
      }),
  }
}
export type Restore = ReturnType<typeof createRestore>
