// What a check or a migration has found so far: counts by user and kind, changes, credentials, notes.
import type {
  MigratedEntity,
  MigrationCounts,
  MigrationNote,
  MigrationReport,
} from '../../../shared/contract/migration.ts'
import type { RowError } from '../../../shared/domain/job.ts'
import type { Notes } from './notes.ts'
import type { RowNote, SourceFile } from './terms.ts'

const CREDENTIALS_NAMED = 1_000
const ERRORS_NAMED = 1_000

const nothing = (): MigrationCounts => ({
  rows: 0,
  added: 0,
  earlier: 0,
  updated: 0,
  unchanged: 0,
  kept: 0,
  refused: 0,
})

type UserReport = MigrationReport['users'][number]
export type Tally = ReturnType<typeof createTally>

export function createTally(files: readonly SourceFile[], notes: Notes) {
  const users: UserReport[] = []
  const changes = new Map<string, number>()
  const credentials: MigrationReport['credentials'] = []
  const errors: RowError[] = []
  const unreadable = new Set<number>()
  let credential_count = 0
  let read = 0

  async function add(found: readonly MigrationNote[]) {
    await notes.add(found)
    for (const { level, file, row, message } of found)
      if (level === 'refused' && errors.length < ERRORS_NAMED)
        errors.push({ row: row ?? 0, line: null, path: '', file, message })
  }

  return {
    user(user_id: string, profile_id: string, profile_is_new: boolean): UserReport {
      const user = {
        user_id,
        profile_id,
        profile_is_new,
        audience: nothing(),
        platform: nothing(),
        distribution: nothing(),
      }
      users.push(user)
      return user
    },
    /** Notes of rows, counted from 0 in their files. */
    notes: (entity: MigratedEntity, user_id: string, found: readonly RowNote[]) =>
      add(
        found.map(({ file, row, ...note }) => ({
          ...note,
          entity,
          user_id,
          file: files[file]?.name ?? '',
          row: row + 1,
        })),
      ),
    unreadable(file: number, message: string) {
      unreadable.add(file)
      const { name = '', user_id = '', entity } = files[file] ?? {}
      const of = entity === undefined || entity === 'user' ? null : entity
      return add([{ level: 'refused', entity: of, user_id, file: name, row: null, id: null, message }])
    },
    read() {
      read += 1
    },
    closed: (name: string) =>
      add([
        {
          level: 'refused',
          entity: null,
          user_id: '',
          file: name,
          row: null,
          id: null,
          message: 'can’t be looked into: the system refuses access',
        },
      ]),
    changed(what: string, rows: number) {
      changes.set(what, (changes.get(what) ?? 0) + rows)
    },
    credential(one: MigrationReport['credentials'][number]) {
      credential_count++
      if (credentials.length < CREDENTIALS_NAMED) credentials.push(one)
    },
    errors,
    total: (of: keyof MigrationCounts) =>
      users.reduce((sum, user) => sum + user.audience[of] + user.platform[of] + user.distribution[of], 0),
    report: (
      given: Pick<MigrationReport, 'job_id' | 'folder' | 'checked_only' | 'complete'> & { foreign: number },
    ): MigrationReport => {
      const { foreign, ...rest } = given
      return {
        ...rest,
        users,
        files: { read, unreadable: unreadable.size, foreign },
        changes: [...changes]
          .map(([what, rows]) => ({ what, rows }))
          .sort((a, b) => b.rows - a.rows || a.what.localeCompare(b.what)),
        notes: {
          refused: notes.total('refused'),
          changed: notes.total('changed'),
          kept: notes.total('kept'),
        },
        credentials,
        credential_count,
      }
    },
  }
}
