// How a platform is doing, as pages show it: its health, and the one step that is next.
import type { Platform } from '../../../shared/domain/platform.ts'
import { type Health, health, type PlatformHealth } from '../../../shared/domain/platform-health.ts'

/** `unreachable`: the last test got no answer, so nothing is known against the account itself. */
export type ShownState = PlatformHealth | 'unreachable'
export type ShownHealth = Omit<Health, 'state'> & { state: ShownState }

/** What weighs most comes first. */
export const SHOWN_STATES: readonly ShownState[] = [
  'failing',
  'incomplete',
  'unreachable',
  'untested',
  'stale',
  'healthy',
  'inactive',
]

/** Codes of a test that ended before the platform could judge. */
const NO_ANSWER = new Set(['offline', 'timeout'])

export function shownHealth(platform: Platform, now = new Date()): ShownHealth {
  const known = health(platform, now)
  const { connection } = platform
  const noAnswer =
    known.state === 'failing' && connection.state === 'failed' && NO_ANSWER.has(connection.error?.code ?? '')
  return noAnswer ? { ...known, state: 'unreachable' } : known
}

export type NextAction = 'test' | 'edit' | 'activate' | 'open'

/** Codes of a test after which something typed in has to change before another test can end better. */
const TO_EDIT = new Set([
  'unauthorized',
  'forbidden',
  'not_found',
  'validation_failed',
  'platform_rejected',
  'keychain_unavailable',
  'keychain_locked',
])

/** What the button beside the sentence does; null where there is nothing to do. */
export function nextAction(platform: Platform, state: ShownState): NextAction | null {
  switch (state) {
    case 'inactive':
      return 'activate'
    case 'incomplete':
      return 'edit'
    case 'unreachable':
    case 'untested':
    case 'stale':
      return 'test'
    case 'failing':
      if (platform.connection.state !== 'failed') return 'open'
      return TO_EDIT.has(platform.connection.error?.code ?? '') ? 'edit' : 'test'
    case 'healthy':
      return null
  }
}
