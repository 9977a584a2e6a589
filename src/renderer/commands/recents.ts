// What was run and opened from the palette last, kept among the preferences.

import type { Preferences } from '../../shared/contract/workspace.ts'
import { keys } from '../api/keys.ts'
import { setPreferences, usePreferences } from '../api/preferences.ts'
import { queryClient } from '../api/query-client.ts'

export type Recent =
  | { kind: 'command'; id: string }
  | { kind: 'audience' | 'platform'; id: string; name: string }
const VIEW = 'palette'
const KEPT = 6

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return false
  if (typeof value.id !== 'string') return false
  return (
    value.kind === 'command' ||
    ((value.kind === 'audience' || value.kind === 'platform') &&
      'name' in value &&
      typeof value.name === 'string')
  )
}

const recentsOf = (preferences: Preferences | undefined): Recent[] => {
  const kept: unknown = preferences?.views[VIEW]
  return Array.isArray(kept) ? kept.filter(isRecent) : []
}

export const useRecents = (): Recent[] => recentsOf(usePreferences().data)

export function rememberRecent(recent: Recent): void {
  const before = recentsOf(queryClient.getQueryData<Preferences>(keys.preferences))
  const next = [recent, ...before.filter(other => other.id !== recent.id)].slice(0, KEPT)
  setPreferences({ views: { [VIEW]: next } })
}
