// Which steps of a hand-over were ticked, kept among the preferences: a hand-over may take days.
import type { Preferences } from '../../../../shared/contract/workspace.ts'
import { keys } from '../../../api/keys.ts'
import { setPreferences } from '../../../api/preferences.ts'
import { queryClient } from '../../../api/query-client.ts'

const VIEW = 'handovers'
/** Of so many attempts, the newest ones. */
const KEPT = 50

type Entry = readonly [key: string, steps: readonly number[]]

const isEntry = (value: unknown): value is Entry =>
  Array.isArray(value) &&
  typeof value[0] === 'string' &&
  Array.isArray(value[1]) &&
  value[1].every(step => typeof step === 'number')

const entriesOf = (preferences: Preferences | undefined): Entry[] => {
  const kept: unknown = preferences?.views[VIEW]
  return Array.isArray(kept) ? kept.filter(isEntry) : []
}

/** Positions of ticked steps of one attempt. */
export const ticksOf = (preferences: Preferences | undefined, key: string): readonly number[] =>
  entriesOf(preferences).find(([own]) => own === key)?.[1] ?? []

export function keepTicks(key: string, steps: readonly number[]): void {
  const before = entriesOf(queryClient.getQueryData<Preferences>(keys.preferences))
  const next = [[key, [...steps]] as const, ...before.filter(([own]) => own !== key)].slice(0, KEPT)
  setPreferences({ views: { [VIEW]: next.map(([own, ticked]) => [own, [...ticked]]) } })
}
