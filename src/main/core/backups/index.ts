// Backups of the workspace: making, listing, checking, comparing and restoring them.
import { join, resolve } from 'node:path'
import type { BackupState } from '../../../shared/contract/backups.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Vault } from '../credentials/face.ts'
import type { Handlers, HandlersOf, SignedIn } from '../handlers.ts'
import type { HoldFile } from '../imports/index.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import type { Store } from '../store/face.ts'
import type { Targets } from '../targets/index.ts'
import { createAutomatic, createPassphrase } from './automatic.ts'
import { createCheck } from './check.ts'
import { sweepCopies } from './copy.ts'
import { backupsIn, checkFolder, notThere, ownFolder } from './folder.ts'
import { createMaking } from './making.ts'
import { mayBackUp } from './may.ts'
import { isBackupName } from './names.ts'
import { createNotes } from './notes.ts'
import { createOpened, differencesOf, shownOpened } from './opened.ts'
import { repairWith, resultOf } from './repair.ts'
import { createRestore } from './restore.ts'

export type BackupDeps = {
  workspace: string
  app_version: string
  store: Store
  vault: Vault
  jobs: Jobs
  log: Log
  targets: Targets
  /** Which workspace this is: see `planned_in`. */
  home(): Promise<string>
  /** Files that were picked or uploaded. */
  holdFile: HoldFile
  changed(): void
  /** Closes this workspace and opens it anew; null where whoever runs the core does it. */
  reopen: (() => void) | null
  /** What is here is a copy: records are kept in BigQuery. */
  kept_in_bigquery: boolean
  now?: () => Date
}

/** A file to read: where it is, what it is called, and what is done when it isn't needed any more. */
export type Source = { path: string; name: string; key: string | null; release(done: boolean): Promise<void> }
type From = { file_token: string } | { place: 'folder' | 'workspace'; name: string }

export function createBackups(deps: BackupDeps): {
  handlers: HandlersOf<'backups'> & Pick<Handlers, 'workspace.repair'>
  /** Where a backup of the list, or a picked file, is. */
  sourceOf(from: From, user_id: string): Promise<Result<Source>>
  /** Makes one now if the clock says so; for tests. */
  look(): Promise<void>
  close(): Promise<void>
} {
  const { workspace, store, vault, jobs, log, holdFile, changed } = deps
  const now = deps.now ?? (() => new Date())
  const notes = createNotes(workspace, log)
  const passphrase = createPassphrase(vault)
  const making = createMaking({ ...deps, notes, now })
  const automatic = createAutomatic({ notes, jobs, log, passphrase, make: making.scheduled, changed, now })
  const opened = createOpened({ workspace, store, log, changed })
  const restore = createRestore({ ...deps, notes, making, opened, now })
  const check = createCheck({ notes, changed, now })
  /** Opening, restoring and closing, one after another. */
  const alone = createSerial()
  const swept = sweepCopies(notes).catch(error => log.warn('backup.copies_not_swept', { error }))

  const allowed = (context: SignedIn) => mayBackUp(context, store)

  async function state(): Promise<Result<BackupState>> {
    const [{ settings, last }, next, restored] = [
      await notes.get(),
      await automatic.dueAt(),
      await notes.restored(),
    ]
    return ok({ settings, last, restored, next_at: next?.toISOString() ?? null })
  }

  async function sourceOf(from: From, user_id: string): Promise<Result<Source>> {
    if ('file_token' in from) {
      const held = holdFile(from.file_token, user_id)
      if (!held.ok) return held
      const { file, letGo } = held.value
      return ok({ path: file.path, name: file.name, key: null, release: letGo })
    }
    const { folder } = (await notes.get()).settings
    const place = from.place === 'workspace' ? ownFolder(workspace) : folder
    if (place === null || !isBackupName(from.name)) return notThere(from.name)
    const path = join(place, from.name)
    return ok({ path, name: from.name, key: `${from.place}/${from.name}`, release: async () => {} })
  }

  type Work = (source: Source, context: JobContext) => Promise<Result<Job['result'] & object>>
  /** A job that reads a backup. */
  async function reading(
    context: SignedIn,
    from: From,
    spec: { kind: 'backup_check' | 'backup_open'; title: (name: string) => string },
    work: Work,
  ): Promise<Result<Job>> {
    const may = await allowed(context)
    if (!may.ok) return may
    const source = await sourceOf(from, context.user_id)
    if (!source.ok) return source
    const { kind, title } = spec
    return ok(
      jobs.start({
        user_id: context.user_id,
        kind,
        title: title(source.value.name),
        unit: 'bytes',
        run: job => work(source.value, job),
        // A wrong passphrase can be tried again: the file stays at hand.
        ended: ({ state }) => void source.value.release(state === 'completed'),
      }),
    )
  }

  const handlers: HandlersOf<'backups'> & Pick<Handlers, 'workspace.repair'> = {
    /** Answers when the job has ended, as a check does. */
    async 'workspace.repair'({ dry_run, from, passphrase: secret }, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      const source = from ? await sourceOf(from, context.user_id) : ok(null)
      if (!source.ok) return source
      let repaired: OutputOf<'workspace.repair'> = { steps: [], damage: [] }
      return new Promise(answer => {
        jobs.start({
          user_id: context.user_id,
          kind: 'repair',
          title: dry_run ? 'Look at what can be repaired' : 'Repair the workspace',
          unit: 'bytes',
          async run(job) {
            const done = await repairWith(deps, source.value, secret ?? null, dry_run, job)
            if (!done.ok) return done
            repaired = done.value
            return ok(resultOf(repaired))
          },
          ended({ error, state }) {
            void source.value?.release(state === 'completed' && !dry_run)
            answer(error ? { ok: false, error } : ok(repaired))
          },
        })
      })
    },

    async 'backups.state'(_input, context) {
      const may = await allowed(context)
      return may.ok ? state() : may
    },

    async 'backups.setUp'({ passphrase: secret, folder, ...rest }, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      const before = await notes.get()
      const checked = typeof folder === 'string' ? await checkFolder(workspace, folder) : ok(folder)
      if (!checked.ok) return checked
      if (secret !== undefined) {
        const kept = await passphrase.keep(secret)
        if (!kept.ok) return kept
      }
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
      const settings = {
        ...before.settings,
        ...given,
        ...(checked.value !== undefined && { folder: checked.value }),
        ...(secret !== undefined && { encrypted: secret !== null }),
      }
      const { user_id } = context
      const written = await notes.change(old => ({
        ...old,
        settings,
        user_id,
        since: now().toISOString(),
        // What went wrong was wrong with the old settings.
        last: old.last?.error ? null : old.last,
      }))
      if (!written.ok) return written
      changed()
      return state()
    },

    async 'backups.list'(_input, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      const { settings, verified } = await notes.get()
      const own = await backupsIn('workspace', ownFolder(workspace))
      if (!own.ok) return own
      const there = settings.folder === null ? ok([]) : await backupsIn('folder', settings.folder)
      if (!there.ok) return there
      const backups = [...there.value, ...own.value].map(file => {
        const known = verified[`${file.place}/${file.name}`]
        return known?.bytes === file.bytes ? { ...file, verified_at: known.at } : file
      })
      return ok({ backups: backups.sort((a, b) => ((a.made_at ?? '') < (b.made_at ?? '') ? 1 : -1)) })
    },

    async 'backups.create'({ to, passphrase: secret }, context) {
      const may = await allowed(context)
      return may.ok ? making.byHand(to, secret ?? null, context.user_id) : may
    },

    'backups.verify': ({ from, passphrase: secret }, context) =>
      reading(context, from, { kind: 'backup_check', title: name => `Check ${name}` }, (source, job) =>
        check(source, secret ?? null, job),
      ),

    'backups.open': ({ from, passphrase: secret }, context) =>
      reading(
        context,
        from,
        { kind: 'backup_open', title: name => `Look into ${name}` },
        ({ path, name }, job) =>
          alone('opened', async () => {
            const done = await opened.open(path, name, secret ?? null, context.user_id, job, job.message)
            return done.ok ? ok({ changed: 0, skipped: 0, errors: [], error_count: 0 }) : done
          }),
      ),

    // The desk may have opened what a token of the same profile may not see.
    async 'backups.opened'(_input, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      const current = opened.current(context.user_id)
      return ok(current ? shownOpened(current) : null)
    },

    async 'backups.close'(_input, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      if (opened.current(context.user_id)) await alone('opened', opened.close)
      return ok(null)
    },

    async 'backups.differences'({ opened: which, ...page }, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      const found = opened.find(which, context.user_id)
      return found.ok ? differencesOf(found.value, store, page) : found
    },

    async 'backups.restore'({ opened: which, how }, context) {
      const may = await allowed(context)
      if (!may.ok) return may
      const found = opened.find(which, context.user_id)
      if (!found.ok) return found
      if (how.how === 'new_folder') {
        const fits = await restore.checkTarget(resolve(how.folder), how.folder)
        if (!fits.ok) return fits
      }
      if (how.how === 'replace') {
        const may = await restore.checkReplace()
        if (!may.ok) return may
      }
      const job = restore.start(found.value, how, context.user_id, work => alone('opened', work))
      return ok(job)
    },
  }

  return {
    handlers,
    sourceOf,
    look: automatic.look,
    async close() {
      await swept
      await automatic.close()
      await opened.close()
    },
  }
}
