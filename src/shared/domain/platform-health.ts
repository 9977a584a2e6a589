// How a platform is doing, in one word and one sentence; worked out whenever it is shown, never stored.
import type { Platform, PlatformType } from './platform.ts'
import { missingLabels } from './platform-rules.ts'

export const PLATFORM_HEALTH = ['healthy', 'failing', 'untested', 'incomplete', 'inactive', 'stale'] as const
export type PlatformHealth = (typeof PLATFORM_HEALTH)[number]

/** Days after which a test no longer says much: tokens end, and people change permissions. */
export const STALE_DAYS = 7
const DAY_MS = 86_400_000

export type Health = {
  state: PlatformHealth
  /** What is known, in whole sentences. */
  sentence: string
  /** The next step; null when there is none to take. */
  next_step: string | null
}

const daysSince = (timestamp: string, now: Date) =>
  Math.floor((now.getTime() - Date.parse(timestamp)) / DAY_MS)

/** A folder and an address are places that one is connected to; the others are accounts that one is connected as. */
export const isPlace = (type: PlatformType) => type === 'folder' || type === 'webhook'

/**
 * What weighs most comes first: inactive, incomplete, failed test, failed delivery, never tested, tested too long ago. A
 * test in the future (the clock was put back) counts as one of now.
 */
export function health(
  platform: Pick<
    Platform,
    'status' | 'platform_type' | 'credential_fields' | 'settings' | 'connection' | 'sync_status'
  >,
  now: Date,
): Health {
  const { connection, sync_status } = platform
  if (platform.status === 'inactive')
    return {
      state: 'inactive',
      sentence: 'Inactive: it takes no new distributions.',
      next_step: 'Activate it to use it again.',
    }
  const missing = missingLabels(platform)
  if (missing.length > 0)
    return {
      state: 'incomplete',
      sentence: `Not complete: ${missing.join(', ')} missing.`,
      next_step: 'Edit the platform and fill in what is missing.',
    }
  if (connection.state === 'failed')
    return {
      state: 'failing',
      sentence: connection.error?.message || 'The last connection test failed.',
      next_step: connection.error?.hint || 'Check the credentials and test the connection again.',
    }
  if (sync_status === 'failed')
    return {
      state: 'failing',
      sentence: 'The last delivery failed.',
      next_step: 'Open its newest distribution to see why.',
    }
  if (connection.state === 'untested' || connection.tested_at === null)
    return {
      state: 'untested',
      sentence: 'The connection has not been tested since it was set up or changed.',
      next_step: 'Test the connection.',
    }
  const days = daysSince(connection.tested_at, now)
  if (days >= STALE_DAYS)
    return {
      state: 'stale',
      sentence: `The last successful test was ${days} days ago.`,
      next_step: 'Test the connection again.',
    }
  const how = isPlace(platform.platform_type) ? 'to' : 'as'
  const account = connection.account_label ? ` ${how} ${connection.account_label}` : ''
  return { state: 'healthy', sentence: `Connected${account}.`, next_step: null }
}
