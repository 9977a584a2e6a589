// Reading platforms: one, a page, the history, and what was delivered to them.
import type { PlatformActivity, PlatformVersionInfo } from '../../../shared/contract/platforms.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { changedPlatformFields } from '../../../shared/domain/platform-diff.ts'
import { ok } from '../../../shared/errors.ts'
import { mapConcurrently } from '../concurrent.ts'
import type { Handlers } from '../handlers.ts'
import type { Store } from '../store/face.ts'
import { filterOf } from './filter.ts'
import { readPlatform } from './records.ts'
import { noPlatform } from './refusals.ts'
import { type NewestRuns, withRuns } from './sync.ts'

type Reads = Pick<Handlers, 'platforms.get' | 'platforms.list' | 'platforms.history' | 'platforms.activity'>

/** The most match rates of a platform that are told. */
const RATES = 12
const AT_ONCE = 4

/** Newest first; each is compared with the one before it. */
const describeVersions = (versions: readonly Platform[]): PlatformVersionInfo[] =>
  versions.map((platform, index) => {
    const before = versions[index + 1]
    const { version, updated_at, changed_by, change_note, deleted, name, status, connection } = platform
    return {
      version,
      updated_at,
      changed_by,
      change_note,
      deleted,
      name,
      status,
      connection_state: connection.state,
      changed_fields: before ? changedPlatformFields(before, platform) : [],
    }
  })

/** `rated` from the newest to the oldest. */
function activityOf(
  platform_id: string,
  last: DistributionSummary | undefined,
  rated: readonly DistributionSummary[],
): PlatformActivity {
  return {
    platform_id,
    last: last
      ? {
          distribution_id: last.distribution_id,
          audience_name: last.audience_name,
          status: last.status,
          at: last.happens_at,
        }
      : null,
    match_rates: rated.toReversed().flatMap(run => {
      const { distribution_id, audience_name, happens_at: at, match_rate } = run
      return match_rate === null ? [] : [{ distribution_id, audience_name, at, match_rate }]
    }),
  }
}

export function createReads(store: Store, newestRuns: NewestRuns): Reads {
  /** Completed runs of one platform whose match rate is known, newest first. */
  const rated = (user_id: string, platform_id: string) =>
    store.list('distribution', user_id, {
      where: [
        { column: 'platform_id', is: 'one_of', values: [platform_id] },
        { column: 'status', is: 'one_of', values: ['completed'] },
        { column: 'match_ppm', is: 'at_least', value: 0 },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
      sort: { by: 'created_at', direction: 'desc' },
      limit: RATES,
    })

  return {
    async 'platforms.get'({ platform_id, version }, { user_id }) {
      const found = await readPlatform(store, user_id, platform_id, version)
      // An old version is told as it was saved.
      if (!found.ok || version !== undefined) return found
      const newest = await newestRuns(user_id)
      return newest.ok ? ok(withRuns([found.value], newest.value)[0] ?? found.value) : newest
    },

    async 'platforms.list'({ filter, sort, limit, cursor }, { user_id }) {
      const [page, newest] = await Promise.all([
        store.list('platform', user_id, {
          ...filterOf(filter),
          sort,
          limit,
          ...(cursor !== undefined && { cursor }),
        }),
        newestRuns(user_id),
      ])
      if (!page.ok) return page
      if (!newest.ok) return newest
      return ok({ ...page.value, items: withRuns(page.value.items, newest.value) })
    },

    async 'platforms.history'({ platform_id }, { user_id }) {
      const versions = await store.history('platform', user_id, platform_id)
      if (!versions.ok) return versions
      return versions.value.length === 0
        ? noPlatform(platform_id)
        : ok({ versions: describeVersions(versions.value) })
    },

    async 'platforms.activity'({ platform_ids }, { user_id }) {
      const ids = [...new Set(platform_ids)]
      const [newest, rates] = await Promise.all([
        newestRuns(user_id),
        mapConcurrently(ids, AT_ONCE, async id => ({ id, runs: await rated(user_id, id) })),
      ])
      if (!newest.ok) return newest
      const platforms: PlatformActivity[] = []
      for (const { id, runs } of rates) {
        if (!runs.ok) return runs
        platforms.push(activityOf(id, newest.value.get(id), runs.value.items))
      }
      return ok({ platforms })
    },
  }
}
