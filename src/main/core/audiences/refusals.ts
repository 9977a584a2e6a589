// How the audiences service says no.
import type { Audience } from '../../../shared/domain/audience.ts'
import { fail } from '../../../shared/errors.ts'

/** The same words for a record of another profile, so that nothing tells that it exists. */
export const noAudience = (audience_id: string) =>
  fail('not_found', 'There is no such audience', { details: { audience_id } })

export const noVersion = (audience_id: string, version: number) =>
  fail('not_found', `This audience has no version ${version}`, { details: { audience_id, version } })

/** Says who changed it and when, so that the notice can name them. */
export const changedMeanwhile = (current: Audience, expected_version: number) =>
  fail('conflict', `“${current.name}” was changed in the meantime`, {
    hint: 'Look at the current version, then make your change again.',
    details: {
      audience_id: current.audience_id,
      current_version: current.version,
      expected_version,
      changed_by: current.changed_by,
      updated_at: current.updated_at,
    },
  })

export const inTrash = (current: Audience) =>
  fail('conflict', `“${current.name}” is in the trash`, {
    hint: 'Restore it first.',
    details: { audience_id: current.audience_id, current_version: current.version, deleted: true },
  })

export const illegalMove = (from: string, to: string) =>
  fail('conflict', `An audience can't go from ${from} to ${to}`, { details: { from, to } })
