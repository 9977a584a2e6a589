// Backups by the clock: made when they are due, made up for when they were missed, old ones taken away.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobResult } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Vault } from '../credentials/face.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import { backupsIn } from './folder.ts'
import { isScheduledOf } from './names.ts'
import type { NotesFile } from './notes.ts'
import { nextBackup, superfluous } from './schedule.ts'

const FIRST_MS = 15_000
const EVERY_MS = 30_000
/** Where the vault has the passphrase: no profile and no platform is called so. */
const PLACE = { owner: '_workspace', platform_id: '_backups', field: 'passphrase' }

export const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export function createPassphrase(vault: Vault) {
  const { owner, platform_id, field } = PLACE
  return {
    keep: (passphrase: string | null): Promise<Result<null>> =>
      passphrase === null
        ? vault.clear(owner, platform_id, [field])
        : vault.set(owner, platform_id, { [field]: passphrase }),
    /** Lends it to the work. */
    async use<T>(work: (passphrase: string) => Promise<Result<T>>): Promise<Result<T>> {
      const used = await vault.use(owner, platform_id, [field], async (values): Promise<Result<T>> => {
        const passphrase = values[field]
        return passphrase
          ? work(passphrase)
          : fail(
              'keychain_locked',
              'The passphrase for backups by the clock isn’t in the keychain any more',
              {
                hint: 'Enter it again in Settings, under Backups.',
              },
            )
      })
      return used.ok ? used.value : used
    },
  }
}
export type PassphraseKeeper = ReturnType<typeof createPassphrase>

type Deps = {
  notes: NotesFile
  jobs: Jobs
  log: Log
  passphrase: PassphraseKeeper
  /** Makes one in the folder of the settings; answers its name. */
  make(passphrase: string | null, at: Date, context: JobContext): Promise<Result<Made>>
  changed(): void
  now(): Date
}
export type Made = { name: string; result: JobResult; whole: boolean }

export function createAutomatic({ notes, jobs, log, passphrase, make, changed, now }: Deps) {
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<unknown> = Promise.resolve()
  let closed = false

  async function dueAt(): Promise<Date | null> {
    const { settings, since, made_at, last } = await notes.get()
    return nextBackup(settings, { since, made_at, failed_at: last?.error ? last.at : null }, zoneHere())
  }

  /** Only after one that is whole: what damage took from the workspace may be in none but the old ones. */
  async function takeAway(): Promise<void> {
    const { settings, id } = await notes.get()
    if (settings.folder === null) return
    const found = await backupsIn('folder', settings.folder)
    if (!found.ok) return
    const own = found.value.flatMap(file => {
      const { name, made_at } = file
      return made_at !== null && isScheduledOf(id, name) ? [{ name, made_at }] : []
    })
    for (const { name } of superfluous(own, settings, zoneHere())) {
      await rm(join(settings.folder, name), { force: true }).catch(error =>
        log.warn('backup.not_removed', { name, error }),
      )
      log.info('backup.removed', { name })
    }
  }

  async function run(context: JobContext): Promise<Result<JobResult>> {
    const at = now()
    const { settings } = await notes.get()
    const made = settings.encrypted
      ? await passphrase.use(secret => make(secret, at, context))
      : await make(null, at, context)
    const error = made.ok ? null : made.error
    // Who closes the application has not been failed; it is made up for.
    if (error?.code !== 'cancelled') {
      const last = { at: at.toISOString(), name: made.ok ? made.value.name : null, error }
      await notes.change(old => ({ ...old, last, made_at: made.ok ? at.toISOString() : old.made_at }))
    }
    if (made.ok && made.value.whole) await takeAway()
    changed()
    return made.ok ? ok(made.value.result) : made
  }

  /** One at a time; resolves when it has ended. */
  async function look(): Promise<void> {
    const due = await dueAt()
    const { user_id } = await notes.get()
    if (closed || due === null || due > now() || user_id === null) return
    await new Promise<void>(ended => {
      jobs.start({
        user_id,
        kind: 'backup',
        title: 'Scheduled backup',
        unit: 'bytes',
        run,
        ended: () => ended(),
      })
    })
  }

  function lookSoon(ms: number) {
    if (closed) return
    timer = setTimeout(() => {
      looking = look()
        .catch(error => log.error('backup.look_failed', { error }))
        .finally(() => lookSoon(EVERY_MS))
    }, ms)
    timer.unref()
  }
  lookSoon(FIRST_MS)

  return {
    dueAt,
    look,
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await looking
    },
  }
}
