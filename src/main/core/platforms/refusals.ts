// How the platforms service says no.
import type { Platform } from '../../../shared/domain/platform.ts'
import { fail } from '../../../shared/errors.ts'

/** The same words for a record of another profile, so that nothing tells that it exists. */
export const noPlatform = (platform_id: string) =>
  fail('not_found', 'There is no such platform', { details: { platform_id } })

export const noVersion = (platform_id: string, version: number) =>
  fail('not_found', `This platform has no version ${version}`, { details: { platform_id, version } })

/** Says who changed it and when, so that the notice can name them. */
export const changedMeanwhile = (current: Platform, expected_version: number) =>
  fail('conflict', `“${current.name}” was changed in the meantime`, {
    hint: 'Look at the current version, then make your change again.',
    details: {
      platform_id: current.platform_id,
      current_version: current.version,
      expected_version,
      changed_by: current.changed_by,
      updated_at: current.updated_at,
    },
  })

export const inTrash = (current: Platform) =>
  fail('conflict', `“${current.name}” is in the trash`, {
    hint: 'Restore it first.',
    details: { platform_id: current.platform_id, current_version: current.version, deleted: true },
  })
