// Where records are kept, as the environment says it.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { CoreConfig } from '../../face.ts'
import type { Target } from '../face.ts'
import { targetFaults } from '../rows/names.ts'
import { type Kept, standing, targetOf } from '../service/connection.ts'

/** `kept`: how BigQuery is signed in to; null where the workspace is where records are kept. */
export type Place = { workspace: string; kept: null } | { workspace: string; kept: Kept; target: Target }

const PLACES = ['local', 'bigquery'] as const

/** Names that only differ in what some file systems don't tell apart, or may not hold, get a mark of their own. */
function folderName({ project, dataset }: Kept): string {
  const name = `${project}.${dataset}`
  if (/^[a-z0-9._-]+$/.test(name)) return name
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.toLowerCase().replaceAll(':', '.')}-${mark}`
}

/**
 * What is kept in BigQuery has a folder of its own for its copy below the workspace, for each dataset another: what is
 * saved in the workspace itself stays as it is, and comes back without the setting.
 */
export function placeOf({
  workspace,
  storage_backend = 'local',
  bigquery = {},
}: Pick<CoreConfig, 'workspace' | 'storage_backend' | 'bigquery'>): Result<Place> {
  const place = PLACES.find(one => one === storage_backend)
  if (!place)
    return fail(
      'validation_failed',
      `STORAGE_BACKEND is “${storage_backend}”, which is no place for records.`,
      {
        hint: 'Leave it out or set it to local to keep them in the workspace folder, or to bigquery.',
        details: { fields: [{ path: 'STORAGE_BACKEND', message: 'must be local or bigquery' }] },
      },
    )
  if (place === 'local') return ok({ workspace, kept: null })
  const kept = standing(bigquery)
  if (!kept)
    return fail('validation_failed', 'STORAGE_BACKEND is bigquery, and no project is named.', {
      hint: 'Set GOOGLE_CLOUD_PROJECT to the project’s id, and ACTIVATION_BIGQUERY_DATASET if the dataset isn’t activation_manager.',
      details: { fields: [{ path: 'GOOGLE_CLOUD_PROJECT', message: 'must be set' }] },
    })
  const target = targetOf(kept)
  const [fault] = targetFaults(target)
  if (fault)
    return fail('validation_failed', `The ${fault.path} of BigQuery ${fault.message}.`, {
      hint: 'Look at GOOGLE_CLOUD_PROJECT, ACTIVATION_BIGQUERY_DATASET and ACTIVATION_BIGQUERY_LOCATION.',
      details: { fields: [fault] },
    })
  return ok({
    workspace: join(workspace, 'bigquery', folderName(kept)),
    kept,
    target,
  })
}
