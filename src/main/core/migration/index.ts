// Migration from the reference system: its operations, and the reports that they leave.
import { join } from 'node:path'
import type { MigrationReport, MigrationSource, SourceUser } from '../../../shared/contract/migration.ts'
import type { Job, JobResult } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { HandlersOf, SignedIn } from '../handlers.ts'
import { createTurns } from '../imports/turns.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import type { Targets } from '../targets/index.ts'
import { discover, type Found } from './discover.ts'
import { openSource } from './duck.ts'
import { migrationCancelled } from './errors.ts'
import { createOfferedFolders, type OfferedFolders } from './folders.ts'
import { createNotes, type Notes } from './notes.ts'
import { ownersOf, rowsOf, runMigration } from './run.ts'
import { saveNotes } from './save-notes.ts'

const REPORTS_KEPT = 6

export type Migration = {
  handlers: HandlersOf<'migration'>
  offerFolder: OfferedFolders['offer']
  /** Removes the files of the reports. Jobs are closed by their registry. */
  close(): Promise<void>
}
type Deps = {
  workspace: string
  store: Store
  directory: Directory
  jobs: Jobs
  log: Log
  targets: Pick<Targets, 'claim'>
}
type Kept = { user_id: string; report: MigrationReport | null; notes: Notes }
type Scope = { folder_token: string; who: 'mine' | 'all'; mine: string | null }

/** A token speaks for one profile: what can't be laid to it may be others'. */
const seenBy = (found: Found, { session }: SignedIn): Found =>
  session === 'desktop' ? found : { ...found, foreign: [], closed: [] }

/** Users whose records lie in the folder, in order. With a token, none but its own. */
function usersOf(found: Found, { session, user_id }: SignedIn): string[] {
  const users = new Set(found.files.filter(file => file.entity !== 'user').map(file => file.user_id))
  return [...users].filter(user => user !== '' && (session === 'desktop' || user === user_id)).sort()
}

const onlyAtTheDesk = () =>
  fail('forbidden', 'A token speaks for one profile and can’t fill others', {
    hint: 'Migrate all users in the desktop app, or each with a token of their own.',
  })

export function createMigration({ workspace, store, directory, jobs, log, targets }: Deps): Migration {
  const temp = join(workspace, '_meta', 'tmp')
  const folders = createOfferedFolders()
  const inTurn = createTurns()
  const reports = new Map<string, Kept>()

  async function foundFor(folder_token: string, user_id: string): Promise<Result<Found>> {
    const folder = folders.find(folder_token, user_id)
    return folder.ok ? discover(folder.value) : folder
  }

  async function keep(job_id: string, kept: Kept) {
    reports.set(job_id, kept)
    const mine = [...reports].filter(([, report]) => report.user_id === kept.user_id)
    for (const [old, { notes }] of mine.slice(0, Math.max(0, mine.length - REPORTS_KEPT))) {
      reports.delete(old)
      await notes.close()
    }
  }

  async function begin(scope: Scope, context: SignedIn, dry: boolean): Promise<Result<Job>> {
    const { user_id } = context
    const { who, mine } = scope
    if (who === 'all' && context.session !== 'desktop') return onlyAtTheDesk()
    const found = await foundFor(scope.folder_token, user_id)
    if (!found.ok) return found
    const source = seenBy(found.value, context)
    const known = usersOf(source, context)
    if ((who === 'mine' || mine !== null) && !known.includes(mine ?? ''))
      return fail('not_found', 'The folder holds no records of that user', {
        hint: 'Choose one of the users that the folder has.',
      })
    const users = ownersOf(known, user_id, who, mine)
    let started = (_job_id: string) => {}
    const id = new Promise<string>(resolve => {
      started = resolve
    })
    async function run(job: JobContext): Promise<Result<JobResult>> {
      const job_id = await id
      const began = performance.now()
      const notes = createNotes(join(temp, `migration-${job_id}`))
      await keep(job_id, { user_id, report: null, notes })
      const input = { job_id, found: source, notes, users, dry }
      const ran = await inTurn(
        'migration',
        job.signal,
        () => null,
        () => runMigration({ store, directory, temp }, input, job),
      )
      if (!ran) return migrationCancelled()
      const kept = reports.get(job_id)
      if (kept) kept.report = ran.report
      log.info(dry ? 'migration.checked' : 'migration.finished', {
        users: users.length,
        written: ran.result.ok ? ran.result.value.changed : null,
        refused: ran.report.notes.refused,
        ms: Math.round(performance.now() - began),
      })
      return ran.result
    }
    const job = jobs.start({
      user_id,
      kind: dry ? 'migration_check' : 'migration',
      title: dry ? 'Check the reference system’s files' : 'Migrate from the reference system',
      unit: 'rows',
      run,
    })
    started(job.job_id)
    return ok(job)
  }

  function find(job_id: string, user_id: string): Result<Kept & { report: MigrationReport }> {
    const kept = reports.get(job_id)
    if (kept?.user_id === user_id && kept.report) return ok({ ...kept, report: kept.report })
    return fail('not_found', 'There is no such report', {
      hint: 'It is there when its job has ended, until the application is closed. Check the folder again.',
    })
  }

  return {
    offerFolder: folders.offer,
    async close() {
      for (const { notes } of reports.values()) await notes.close()
      reports.clear()
    },
    handlers: {
      async 'migration.look'({ folder_token }, context): Promise<Result<MigrationSource>> {
        const found = await foundFor(folder_token, context.user_id)
        if (!found.ok) return found
        const { root, files, is_workspace } = found.value
        const users = new Map<string, SourceUser>(
          usersOf(found.value, context).map(user_id => [
            user_id,
            { user_id, files: 0, rows: { audience: 0, platform: 0, distribution: 0 } },
          ]),
        )
        const duck = await openSource(root, temp)
        try {
          for (const file of files) {
            const user = users.get(file.user_id)
            if (!user || file.entity === 'user') continue
            user.files += 1
            const rows = await rowsOf(duck, file)
            if (typeof rows === 'number') user.rows[file.entity] += rows
          }
        } finally {
          duck.close()
        }
        const names = [...users.keys()]
        const only = names.length === 1 ? (names[0] ?? null) : null
        return ok({
          folder_token,
          folder: root,
          is_workspace,
          users: [...users.values()],
          mine: names.find(name => name === context.user_id) ?? only,
          may_all: context.session === 'desktop',
        })
      },
      'migration.inspect': (scope, context) => begin(scope, context, true),
      'migration.start': (scope, context) => begin(scope, context, false),
      async 'migration.report'({ job_id }, { user_id }) {
        const found = find(job_id, user_id)
        return found.ok ? ok(found.value.report) : found
      },
      async 'migration.notes'({ job_id, level, offset, limit }, { user_id }) {
        const found = find(job_id, user_id)
        if (!found.ok) return found
        const { notes } = found.value
        return ok({ notes: await notes.page(level, offset, limit), total: notes.total(level) })
      },
      async 'migration.saveNotes'({ job_id, file_token }, { user_id }) {
        const found = find(job_id, user_id)
        if (!found.ok) return found
        const target = targets.claim(file_token, user_id)
        if (!target.ok) return target
        const { notes } = found.value
        return ok(
          jobs.start({
            user_id,
            kind: 'export',
            title: `Save ${target.value.name}`,
            unit: 'rows',
            run: job => saveNotes(notes, target.value, job),
          }),
        )
      },
    },
  }
}
