// One audience as a file for another workspace: what it is, and nothing of where it came from.
import type { Audience } from '../../../shared/domain/audience.ts'
import { columnsOf } from '../../../shared/domain/export-columns.ts'
import { SHARED_FORMAT, SHARED_VERSION } from '../../../shared/domain/shared-audience.ts'
import { valuesOf } from './values.ts'

/** Of another workspace these would name nothing, or something else. */
const OF_ITS_WORKSPACE = /^(session_id|platforms?|platform_ids?|distribution_ids?)$/

export function sharedText(audience: Audience): string {
  const columns = columnsOf('audience') ?? []
  const values = valuesOf('audience', audience, columns)
  const record = Object.fromEntries(columns.map(({ name }, at) => [name, values[at]]))
  const metadata = Object.entries(audience.metadata).filter(([key]) => !OF_ITS_WORKSPACE.test(key))
  const shared = { ...record, metadata: Object.fromEntries(metadata) }
  return `${JSON.stringify({ format: SHARED_FORMAT, format_version: SHARED_VERSION, audience: shared }, null, 2)}\n`
}
