// Which version the tables in BigQuery have: a newer app's are left alone.
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Remote } from '../face.ts'
import { isNewer, SCHEMA_TABLE, SCHEMA_VERSION, schemaVersionOf } from '../rows/setup.ts'

/** One call. Refusals: `not_found` before the set-up, `unsupported` for tables of a newer app, and the remote's own. */
export async function refuseOtherVersion(remote: Remote, signal?: AbortSignal): Promise<Result<null>> {
  const { dataset, project } = remote.target
  const schema = await remote.schema(SCHEMA_TABLE, signal)
  if (!schema.ok) return schema
  if (!schema.value)
    return fail('not_found', `The tables of this app aren’t in ${project}.${dataset}.`, {
      hint: 'Run the set-up on the BigQuery page, or ask whoever keeps the project to run it.',
      details: { what: 'tables' },
    })
  if (isNewer(schema.value))
    return fail('unsupported', 'The tables in BigQuery were made by a newer version of this app.', {
      hint: 'Install the newest version here too, then push again. Nothing was sent, and nothing is lost.',
      details: { remote_version: schemaVersionOf(schema.value), version: SCHEMA_VERSION },
    })
  return ok(null)
}
