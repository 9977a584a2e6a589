// Reads of platforms as hooks. There are at most some hundreds, so lists come whole and are searched and sorted in the page.
import { useQuery } from '@tanstack/react-query'
import type { OutputOf } from '../../shared/contract.ts'
import type { Platform } from '../../shared/domain/platform.ts'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { unwrap } from './query-client.ts'

const PAGE = 500
/** The most that `platforms.activity` takes at once. */
const ACTIVITY_PAGE = 100

export type PlatformActivity = OutputOf<'platforms.activity'>['platforms'][number]

async function allPlatforms(deleted: boolean): Promise<Platform[]> {
  const found: Platform[] = []
  let cursor: string | null = null
  do {
    const page: OutputOf<'platforms.list'> = await unwrap(
      client.platforms.list({ filter: { deleted }, limit: PAGE, ...(cursor && { cursor }) }),
    )
    found.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return found
}

/** All living platforms by name, or those in the trash. */
export const usePlatforms = (deleted = false, enabled = true) =>
  useQuery({ queryKey: keys.platformList(deleted), queryFn: () => allPlatforms(deleted), enabled })

/** The newest version of one platform, or an old one. */
export const usePlatform = (platform_id: string | null, version?: number) => {
  const id = platform_id ?? ''
  return useQuery({
    queryKey: version === undefined ? keys.platform(id) : keys.platformVersion(id, version),
    queryFn: () =>
      unwrap(client.platforms.get({ platform_id: id, ...(version !== undefined && { version }) })),
    enabled: platform_id !== null,
  })
}

export const usePlatformHistory = (platform_id: string) =>
  useQuery({
    queryKey: keys.platformHistory(platform_id),
    queryFn: () => unwrap(client.platforms.history({ platform_id })),
    select: answer => answer.versions,
  })

async function activitiesOf(ids: readonly string[]): Promise<Record<string, PlatformActivity>> {
  const pages = Array.from({ length: Math.ceil(ids.length / ACTIVITY_PAGE) }, (_, page) =>
    unwrap(
      client.platforms.activity({
        platform_ids: ids.slice(page * ACTIVITY_PAGE, (page + 1) * ACTIVITY_PAGE),
      }),
    ),
  )
  const activities = (await Promise.all(pages)).flatMap(page => page.platforms)
  return Object.fromEntries(activities.map(one => [one.platform_id, one]))
}

/** Newest distribution and match rates by platform id. A list that grows keeps showing what is known. */
export const useActivities = (ids: readonly string[]) =>
  useQuery({
    queryKey: keys.activity(ids),
    queryFn: () => activitiesOf(ids),
    enabled: ids.length > 0,
    placeholderData: before => before,
  })

/** Newest distribution and match rates of one platform; undefined until they are known. */
export const useActivity = (platform_id: string) =>
  useQuery({
    queryKey: keys.activity([platform_id]),
    queryFn: () => activitiesOf([platform_id]),
    select: known => known[platform_id],
  })

/**
 * Where secrets are kept and whether they can be reached. The answer may take 8 s: nothing waits for it. Looked at again
 * when the window comes back, as long as something is wrong: a keychain is unlocked elsewhere.
 */
export const useCredentialStore = () =>
  useQuery({
    queryKey: keys.credentials,
    queryFn: () => unwrap(client.credentials.state({})),
    retry: false,
    refetchOnWindowFocus: ({ state }) => (state.data?.state === 'available' ? false : 'always'),
  })
