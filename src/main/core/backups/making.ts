// Making backups: by hand, by the clock, and before a restore.
import { join } from 'node:path'
import type { Job, JobResult, SavedFile } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import type { Targets } from '../targets/index.ts'
import { writeWhole } from '../targets/part-file.ts'
import type { Made as Scheduled } from './automatic.ts'
import { note } from './check.ts'
import { checkFolder, roomBefore, sweep } from './folder.ts'
import { type Made, makeBackup, type Watch } from './make.ts'
import { nameBefore, nameOf } from './names.ts'
import type { NotesFile } from './notes.ts'

type Deps = {
  workspace: string
  app_version: string
  store: Store
  jobs: Jobs
  log: Log
  targets: Targets
  notes: NotesFile
  changed(): void
  now(): Date
}
type To = 'folder' | { file_token: string }

function resultOf({ about, files }: Made, file?: SavedFile): JobResult {
  const errors = about.missing.map((path, at) => ({
    path,
    message: 'This file of the workspace is damaged: what was in it could not be backed up.',
    row: at + 1,
    line: null,
  }))
  return {
    changed: about.versions,
    skipped: files,
    errors,
    error_count: errors.length,
    ...(file && { file }),
  }
}

const noFolder = () =>
  fail('not_found', 'No folder was chosen for backups', { hint: 'Choose one in Settings, under Backups.' })

export function createMaking({ workspace, jobs, log, targets, notes, changed, now, ...rest }: Deps) {
  const deps = { workspace, ...rest }

  /** Into the folder of the settings. */
  async function inFolder(
    scheduled: boolean,
    passphrase: string | null,
    at: Date,
    watch: Watch,
  ): Promise<Result<{ name: string; made: Made }>> {
    const { settings, id } = await notes.get()
    if (settings.folder === null) return noFolder()
    const folder = await checkFolder(workspace, settings.folder)
    if (!folder.ok)
      return fail('not_found', `The folder for backups can’t be used: ${settings.folder}`, {
        hint: 'Connect the disk that it is on, or choose another folder in Settings, under Backups.',
      })
    await sweep(folder.value, id)
    const name = nameOf(id, at, scheduled)
    const written = await writeWhole(join(folder.value, name), part =>
      makeBackup(deps, part, passphrase, watch, at),
    )
    if (!written.ok) return written
    await note(notes, `folder/${name}`, written.value.bytes, at)
    log.info('backup.made', { bytes: written.value.bytes, scheduled, encrypted: passphrase !== null })
    return ok({ name, made: written.value.value })
  }

  return {
    async scheduled(passphrase: string | null, at: Date, context: JobContext): Promise<Result<Scheduled>> {
      const done = await inFolder(true, passphrase, at, context)
      if (!done.ok) return done
      const { name, made } = done.value
      return ok({ name, result: resultOf(made), whole: made.about.missing.length === 0 })
    },

    async byHand(to: To, passphrase: string | null, user_id: string): Promise<Result<Job>> {
      const start = (run: (context: JobContext) => Promise<Result<JobResult>>) =>
        ok(jobs.start({ user_id, kind: 'backup', title: 'Back up the workspace', unit: 'bytes', run }))
      if (to === 'folder') {
        if ((await notes.get()).settings.folder === null) return noFolder()
        return start(async context => {
          const done = await inFolder(false, passphrase, now(), context)
          changed()
          return done.ok ? ok(resultOf(done.value.made)) : done
        })
      }
      const target = targets.claim(to.file_token, user_id)
      if (!target.ok) return target
      return start(async context => {
        const written = await target.value.write(part => makeBackup(deps, part, passphrase, context, now()))
        return written.ok ? ok(resultOf(written.value.value, written.value.file)) : written
      })
    },

    /** Of what is here, before it is replaced; inside the workspace, which holds it all in the open anyway. Its name. */
    async before(watch: Watch): Promise<Result<string>> {
      const folder = await roomBefore(workspace)
      const name = nameBefore(now())
      const written = await writeWhole(join(folder, name), part => makeBackup(deps, part, null, watch, now()))
      if (!written.ok) return written
      await note(notes, `workspace/${name}`, written.value.bytes, now())
      return ok(name)
    },
  }
}
export type Making = ReturnType<typeof createMaking>
