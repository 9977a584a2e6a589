// What can be done to a platform, from any page: each acts at once, shows the answer, and offers the way back.

import type { Job } from '../../shared/domain/job.ts'
import type { Platform, PlatformStatus } from '../../shared/domain/platform.ts'
import type { Result } from '../../shared/errors.ts'
import { client } from '../api/client.ts'
import { isRunning, noteJob } from '../api/events.ts'
import { useJobs } from '../api/hooks.ts'
import { keys } from '../api/keys.ts'
import { queryClient } from '../api/query-client.ts'
import { showError, showToast } from '../components/ui/toast.tsx'
import { createStore, useStore } from '../lib/store.ts'
import { t } from '../messages/index.ts'

const words = t.platforms.done

/** Puts an answer on the screen without waiting for the event that tells of it. */
export function showPlatform(platform: Platform): void {
  const id = platform.platform_id
  queryClient.setQueryData(keys.platform(id), platform)
  for (const deleted of [false, true])
    queryClient.setQueryData<Platform[]>(keys.platformList(deleted), list => {
      if (!list) return list
      const others = list.filter(other => other.platform_id !== id)
      if (platform.deleted !== deleted) return others
      return others.length < list.length
        ? list.map(other => (other.platform_id === id ? platform : other))
        : [...list, platform]
    })
  void queryClient.invalidateQueries({ queryKey: keys.platformHistory(id) })
}

/** Shows the answer; a refusal is told, and takes what was shown too early back to what is. */
async function taken(platform: Platform | null, answer: Promise<Result<Platform>>): Promise<Platform | null> {
  const result = await answer
  if (result.ok) {
    showPlatform(result.value)
    return result.value
  }
  if (platform) showPlatform(platform)
  void queryClient.invalidateQueries({ queryKey: keys.platforms })
  showError(result.error)
  return null
}

const undo = (run: () => void) => ({ label: t.common.undo, shortcut: 'mod+z', run })

/** Activates or deactivates, with undo. Null when it was refused. */
export async function changeStatus(platform: Platform, status: PlatformStatus): Promise<Platform | null> {
  const { platform_id, status: before } = platform
  showPlatform({ ...platform, status })
  const now = await taken(
    platform,
    // Without a version: pressed twice, the last press counts.
    client.platforms.setStatus({ platform_id, status }),
  )
  if (now)
    showToast({
      title: words[status](now.name),
      action: undo(() => void taken(now, client.platforms.setStatus({ platform_id, status: before }))),
    })
  return now
}

/** Out of the trash, telling that the secrets are gone. Null when it was refused. */
export async function restorePlatform(platform: Platform): Promise<Platform | null> {
  showPlatform({ ...platform, deleted: false })
  const now = await taken(platform, client.platforms.undelete({ platform_id: platform.platform_id }))
  if (now) showToast({ title: words.restored(now.name), detail: words.restoredDetail })
  return now
}

/** To the trash, with undo; `restored` is told when that was taken. Null when it was refused. */
export async function trashPlatform(
  platform: Platform,
  restored?: (platform: Platform) => void,
): Promise<Platform | null> {
  const { platform_id, version } = platform
  showPlatform({ ...platform, deleted: true })
  const now = await taken(platform, client.platforms.delete({ platform_id, expected_version: version }))
  if (now)
    showToast({
      title: words.trashed(now.name),
      detail: words.trashedDetail,
      action: undo(() => {
        void restorePlatform(now).then(back => {
          if (back) restored?.(back)
        })
      }),
    })
  return now
}

/** A copy without secrets, with undo; `undone` is told when that was taken. Null when it was refused. */
export async function copyPlatform(platform: Platform, undone?: () => void): Promise<Platform | null> {
  const copy = await taken(null, client.platforms.duplicate({ platform_id: platform.platform_id }))
  if (copy)
    showToast({
      title: words.duplicated(copy.name),
      detail: words.duplicatedDetail,
      action: undo(() => {
        void taken(copy, client.platforms.delete({ platform_id: copy.platform_id })).then(gone => {
          if (gone) undone?.()
        })
      }),
    })
  return copy
}

/** The newest test of each platform that this window began: platform id → job id. */
const tests = createStore<Readonly<Record<string, string>>>({})

/** Begins a test, or finds the one that runs already. Null when it was refused. */
export async function testConnection(platform_id: string): Promise<Job | null> {
  const started = await client.platforms.testConnection({ platform_id })
  if (!started.ok) {
    showError(started.error)
    return null
  }
  noteJob(started.value)
  tests.set(known => ({ ...known, [platform_id]: started.value.job_id }))
  return started.value
}

const asked = new Set<string>()
/** Whether this window asked for the check; the daily one begins by itself. */
export const wasAsked = (job_id: string) => asked.has(job_id)

/** Begins a check of every active account that is complete. Null when it was refused. */
export async function checkAll(): Promise<Job | null> {
  const started = await client.platforms.testAll({})
  if (!started.ok) {
    showError(started.error)
    return null
  }
  asked.add(started.value.job_id)
  noteJob(started.value)
  return started.value
}

/** Asks a running test or check to stop. */
export async function cancelJob(job_id: string): Promise<void> {
  const asked = await client.jobs.cancel({ job_id })
  if (asked.ok) noteJob(asked.value)
  else showError(asked.error)
}

/** The running tests that this window began, by platform id. */
export function useRunningTests(): ReadonlyMap<string, Job> {
  const known = useStore(tests)
  const jobs = useJobs().data ?? []
  const running = new Map(jobs.filter(isRunning).map(job => [job.job_id, job]))
  return new Map(
    Object.entries(known).flatMap(([platform_id, job_id]) => {
      const job = running.get(job_id)
      return job ? [[platform_id, job] as const] : []
    }),
  )
}

/** The newest test of one platform that this window began, running or ended; null when there is none. */
export function useTestOf(platform_id: string): Job | null {
  const job_id = useStore(tests)[platform_id]
  return useJobs().data?.find(job => job.job_id === job_id) ?? null
}

/** The check of all accounts while it runs, whoever began it. */
export const useCheckAll = (): Job | null =>
  useJobs().data?.find(job => job.kind === 'health_check' && isRunning(job)) ?? null
