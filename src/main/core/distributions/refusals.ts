// How the distributions service says no.
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { fail } from '../../../shared/errors.ts'

/** The same words for a record of another profile, so that nothing tells that it exists. */
export const noDistribution = (distribution_id: string) =>
  fail('not_found', 'There is no such distribution', { details: { distribution_id } })

export const noVersion = (distribution_id: string, version: number) =>
  fail('not_found', `This distribution has no version ${version}`, { details: { distribution_id, version } })

/** Says who changed it and when, so that the notice can name them. */
export const changedMeanwhile = (current: Distribution, expected_version: number) =>
  fail('conflict', `“${current.audience_name}” to “${current.platform_name}” was changed in the meantime`, {
    hint: 'Look at how it stands now, then decide again.',
    details: {
      distribution_id: current.distribution_id,
      current_version: current.version,
      expected_version,
      changed_by: current.changed_by,
      updated_at: current.updated_at,
    },
  })

/** Its platform hasn't let go of an attempt that was stopped. */
export const stillStopping = ({ audience_name, platform_name }: Distribution) =>
  fail('timeout', `“${audience_name}” to “${platform_name}” is being stopped, but hasn’t ended yet`, {
    hint: 'Cancel it again in a moment.',
  })
