// Takes over the records of the reference system from its data folder.
import { resolve } from 'node:path'
import type { MigrationCounts, MigrationReport } from '../../../shared/contract/migration.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT, type Given } from '../command.ts'
import { jobOf } from '../job.ts'
import { wrong } from '../parse.ts'
import { print, printJson, say, table } from '../say.ts'
import { type Session, withSession } from '../session.ts'

const SHOWN = 20
const HEADS = ['PROFILE', 'RECORDS', 'ROWS', 'NEW', 'EARLIER', 'CHANGED', 'AS BEFORE', 'KEPT', 'REFUSED']

const cells = (profile: string, what: string, counts: MigrationCounts) => [
  profile,
  what,
  counts.rows,
  counts.added,
  counts.earlier,
  counts.updated,
  counts.unchanged,
  counts.kept,
  counts.refused,
]

function reportText(report: MigrationReport): string {
  const rows = report.users.flatMap(user => [
    cells(user.profile_id, 'audiences', user.audience),
    cells(user.profile_id, 'platforms', user.platform),
    cells(user.profile_id, 'distributions', user.distribution),
  ])
  const changes = report.changes
    .map(({ what, rows }) => `  ${rows.toLocaleString('en')} × ${what}\n`)
    .join('')
  return `${report.checked_only ? 'A check: nothing was changed.\n' : ''}${table(HEADS, rows)}${changes}`
}

async function tell(given: Given, session: Session, job_id: string) {
  const report = await session.invoke('migration.report', { job_id })
  if (!report.ok) return report
  const notes = await session.invoke('migration.notes', { job_id, level: 'refused', limit: SHOWN })
  if (!notes.ok) return notes
  if (given.is('json')) await printJson({ ...report.value, refused: notes.value.notes })
  else {
    await print(reportText(report.value))
    for (const { file, row, message } of notes.value.notes)
      say(`  ${file}${row === null ? '' : `, row ${row}`}: ${message}`)
    const more = notes.value.total - notes.value.notes.length
    if (more > 0) say(`  and ${more.toLocaleString('en')} more`)
    const count = report.value.credential_count
    if (count > 0)
      say(
        `Credentials are never taken over: enter those of ${count.toLocaleString('en')} ${count === 1 ? 'platform' : 'platforms'} anew.`,
      )
  }
  return ok(notes.value.total > 0 ? EXIT.left : EXIT.done)
}

async function scopeOf(
  given: Given,
  session: Session,
): Promise<Result<{ folder_token: string; who: 'mine' | 'all'; mine: string | null }>> {
  const offered = await session.core.offerFolder(resolve(given.words[0] ?? ''), session.user_id)
  if (!offered.ok) return offered
  const { folder_token } = offered.value
  const source = await session.invoke('migration.look', { folder_token })
  if (!source.ok) return source
  const { users, mine: own } = source.value
  const mine = given.text('user') ?? own
  if (given.is('all')) return ok({ folder_token, who: 'all', mine })
  if (mine !== null && users.some(({ user_id }) => user_id === mine))
    return ok({ folder_token, who: 'mine', mine })
  const names = users.map(({ user_id }) => user_id).join(', ')
  return users.length === 0
    ? fail('not_found', 'There are no records of the reference system in this folder', {
        hint: 'Its data folder has the folders audiences, platforms and distributions.',
      })
    : fail('not_found', mine === null ? 'The folder has several users' : `The folder has no user ${mine}`, {
        hint: `Say whose records with --user (${names}), or --all for everyone’s.`,
      })
}

export const MIGRATE: Command = {
  summary: 'Take over the records of the reference system',
  words: [{ name: 'FOLDER', says: 'Its data folder, such as data/persistence' }],
  options: {
    user: {
      type: 'string',
      value: 'ID',
      says: 'Whose records go into the profile (default: the user of the same id)',
    },
    all: { type: 'boolean', says: 'Everyone’s, each into a profile of that id' },
    'dry-run': { type: 'boolean', says: 'Read and check every row, and change nothing' },
    ...COMMON,
  },
  notes:
    'It can be run again: what is here stays, and records that were edited here are left alone. Credentials aren’t taken over.',
  check: given =>
    given.is('all') && given.text('user') !== undefined
      ? wrong('--user and --all exclude each other', 'migrate')
      : ok(null),
  run: (given, environment) =>
    withSession(
      given,
      environment,
      async session => {
        const scope = await scopeOf(given, session)
        if (!scope.ok) return scope
        const operation = given.is('dry-run') ? 'migration.inspect' : 'migration.start'
        const job = await jobOf(session, () => session.invoke(operation, scope.value))
        return job.ok ? tell(given, session, job.value.job_id) : job
      },
      { makes: true },
    ),
}
