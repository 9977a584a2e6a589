// What is in the project: its tables made and checked, and the profiles that are in them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OutputOf } from '../../../../shared/contract.ts'
import type { JobResult } from '../../../../shared/domain/job.ts'
import { type AppError, ok, type Result } from '../../../../shared/errors.ts'
import type { JobContext } from '../../jobs/face.ts'
import type { Checked, Remote, Statement, Target } from '../face.ts'
import { type SetUpProgress, setUp } from '../remote/set-up.ts'
import { missingColumns, SCHEMA_VERSION, SETUP_FILES, setupStatements } from '../rows/setup.ts'
import { PROFILE_COLUMNS, profilesSelect } from '../rows/sql.ts'
import { TABLES } from '../rows/tables.ts'

/** What resources/bigquery/views.sql makes. */
const VIEWS = ['v_recent_audiences', 'v_distribution_summary', 'v_user_activity']
export const WANTED = { tables: TABLES, views: VIEWS, version: SCHEMA_VERSION }
export const NOTHING_CHANGED = { changed: 0, skipped: 0, errors: [], error_count: 0 }

/** Profiles of this account in BigQuery. */
export async function profilesThere(remote: Remote): Promise<Result<OutputOf<'bigquery.profiles'>>> {
  const profiles: OutputOf<'bigquery.profiles'>['profiles'] = []
  for await (const page of remote.query(profilesSelect(remote.target), PROFILE_COLUMNS)) {
    if (!page.ok) return page
    for (const row of page.value)
      profiles.push({
        user_id: String(row.user_id),
        display_name: String(row.display_name ?? ''),
        audiences: Number(row.audiences ?? 0),
        updated_at: typeof row.synced_at === 'string' ? row.synced_at : null,
      })
  }
  return ok({ profiles })
}

async function statementsIn(resources: string, target: Target) {
  const files = SETUP_FILES.map(name => readFile(join(resources, 'bigquery', name), 'utf8'))
  return setupStatements(target, await Promise.all(files))
}

async function columnsFor(remote: Remote, signal: AbortSignal): Promise<Result<Statement[]>> {
  const statements: Statement[] = []
  for (const table of TABLES) {
    const schema = await remote.schema(table.name, signal)
    if (!schema.ok) return schema
    if (schema.value) statements.push(...missingColumns(remote.target, table, schema.value))
  }
  return ok(statements)
}

/** Makes what is missing, and adds columns that are. Safe at any time. */
export async function makeTables(
  remote: Remote,
  resources: string,
  { signal, progress, message }: JobContext,
): Promise<Result<JobResult>> {
  const onProgress = ({ done, total, object }: SetUpProgress) => {
    progress(done, total)
    message(`Making ${object}`)
  }
  const statements = await statementsIn(resources, remote.target)
  const made = await setUp(remote, statements, { signal, onProgress })
  if (!made.ok) return made
  // Tables of an earlier version lack columns of this one.
  const columns = await columnsFor(remote, signal)
  if (!columns.ok) return columns
  const added = await setUp(remote, columns.value, { signal, onProgress })
  return added.ok ? ok({ ...NOTHING_CHANGED, changed: statements.length + columns.value.length }) : added
}

/** All that can be said of a set-up without a sign-in. */
export const notSignedIn = ({ message, hint }: AppError): Checked => ({
  id: 'account',
  state: 'failed',
  message,
  hint: hint ?? null,
})
