// What a person set up for themselves: read once, changed at once on the screen, written a moment later.
import { useQuery } from '@tanstack/react-query'
import type { Preferences } from '../../shared/contract/workspace.ts'
import type { InputOf } from '../../shared/contract.ts'
import { showError } from '../components/ui/toast.tsx'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { queryClient, unwrap } from './query-client.ts'

type Patch = InputOf<'preferences.set'>
const WRITE_AFTER_MS = 400

export const usePreferences = () =>
  useQuery({ queryKey: keys.preferences, queryFn: () => unwrap(client.preferences.get({})) })

let waiting: Patch = {}
let timer: ReturnType<typeof setTimeout> | undefined

const merge = <P extends Patch>(base: P, patch: Patch): P => ({
  ...base,
  ...patch,
  ...(patch.views && { views: { ...base.views, ...patch.views } }),
})

export function setPreferences(patch: Patch): void {
  queryClient.setQueryData<Preferences>(keys.preferences, current => current && merge(current, patch))
  waiting = merge(waiting, patch)
  clearTimeout(timer)
  timer = setTimeout(() => void writePreferences(), WRITE_AFTER_MS)
}

/** Writes what is waiting now: before another profile signs in, and when the window goes. */
export async function writePreferences(): Promise<void> {
  clearTimeout(timer)
  const patch = waiting
  if (Object.keys(patch).length === 0) return
  waiting = {}
  const result = await client.preferences.set(patch)
  // A workspace that is read only says so in its banner already.
  if (!result.ok && result.error.code === 'validation_failed') showError(result.error)
}
