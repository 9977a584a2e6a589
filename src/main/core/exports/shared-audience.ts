// One audience as a file for another workspace: what it is, and nothing of where it came from.
import * as z from 'zod'
import { type Audience, AudienceInput } from '../../../shared/domain/audience.ts'
import { columnsOf } from '../../../shared/domain/export-columns.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { Timestamp } from '../../../shared/domain/values.ts'
import { valuesOf } from './values.ts'

export const SHARED_FORMAT = 'activation-manager.audience'
export const SHARED_VERSION = 1

/** Of another workspace these would name nothing, or something else. */
const OF_ITS_WORKSPACE = /^(session_id|platforms?|platform_ids?|distribution_ids?)$/

/** What a file of this format holds, as it is read. */
export const SharedAudience = z.object({
  format: z.literal(SHARED_FORMAT),
  format_version: z.literal(SHARED_VERSION),
  audience: z
    .object({ audience_id: Id, created_at: Timestamp, updated_at: Timestamp })
    .and(z.looseObject(AudienceInput.shape)),
})

export function sharedText(audience: Audience): string {
  const columns = columnsOf('audience') ?? []
  const values = valuesOf('audience', audience, columns)
  const record = Object.fromEntries(columns.map(({ name }, at) => [name, values[at]]))
  const metadata = Object.entries(audience.metadata).filter(([key]) => !OF_ITS_WORKSPACE.test(key))
  const shared = { ...record, metadata: Object.fromEntries(metadata) }
  return `${JSON.stringify({ format: SHARED_FORMAT, format_version: SHARED_VERSION, audience: shared }, null, 2)}\n`
}
