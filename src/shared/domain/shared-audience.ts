// The file of one audience that is shared with another workspace: an envelope that names the format, around the record.

export const SHARED_FORMAT = 'activation-manager.audience'
export const SHARED_VERSION = 1

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The audience in an envelope of a version that is known; anything else as it is. */
export function unwrapShared(value: unknown): unknown {
  if (!isObject(value) || value.format !== SHARED_FORMAT) return value
  return value.format_version === SHARED_VERSION && isObject(value.audience) ? value.audience : value
}

/** What is wrong with an envelope that `unwrapShared` left as it is; null for what is none. */
export const refusedShared = (value: Record<string, unknown>) =>
  value.format === SHARED_FORMAT
    ? {
        path: 'format_version',
        message: `must be ${SHARED_VERSION}: it was shared by a later version of Activation Manager, or is damaged`,
      }
    : null
