// Reading platforms: one, a page, the history, and what was delivered to them.
import type { PlatformActivity, PlatformVersionInfo } from '../../../shared/contract/platforms.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { changedPlatformFields } from '../../../shared/domain/platform-diff.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { mapConcurrently } from '../concurrent.ts'
import type { Handlers } from '../handlers.ts'
import type { Condition, Store } from '../store/face.ts'
import { readPlatform } from './records.ts'
import { noPlatform } from './refusals.ts'

type Reads = Pick<Handlers, 'platforms.get' | 'platforms.list' | 'platforms.history' | 'platforms.activity'>

/** Newest distributions of one platform that are looked at, and how many match rates of theirs are told. */
const NEWEST = 40
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

function activityOf(platform_id: string, newest: readonly DistributionSummary[]): PlatformActivity {
  const [last] = newest
  const match_rates = newest
    .flatMap(run => {
      const { match_rate } = run
      return run.status === 'completed' && match_rate !== null
        ? [
            {
              distribution_id: run.distribution_id,
              audience_name: run.audience_name,
              at: run.happens_at,
              match_rate,
            },
          ]
        : []
    })
    .slice(0, RATES)
    .reverse()
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
    match_rates,
  }
}

export function createReads(store: Store): Reads {
  async function activity(user_id: string, platform_id: string): Promise<Result<PlatformActivity>> {
    const newest = await store.list('distribution', user_id, {
      where: [
        { column: 'platform_id', is: 'one_of', values: [platform_id] },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
      sort: { by: 'created_at', direction: 'desc' },
      limit: NEWEST,
    })
    return newest.ok ? ok(activityOf(platform_id, newest.value.items)) : newest
  }

  return {
    'platforms.get': ({ platform_id, version }, { user_id }) =>
      readPlatform(store, user_id, platform_id, version),

    'platforms.list': ({ filter, sort, limit, cursor }, { user_id }) => {
      const where: Condition[] = [{ column: 'deleted', is: 'one_of', values: [filter.deleted] }]
      if (filter.platform_type?.length)
        where.push({ column: 'platform_type', is: 'one_of', values: filter.platform_type })
      if (filter.status?.length) where.push({ column: 'status', is: 'one_of', values: filter.status })
      return store.list('platform', user_id, {
        where,
        sort,
        limit,
        ...(filter.search && { search: filter.search }),
        ...(cursor !== undefined && { cursor }),
      })
    },

    async 'platforms.history'({ platform_id }, { user_id }) {
      const versions = await store.history('platform', user_id, platform_id)
      if (!versions.ok) return versions
      return versions.value.length === 0
        ? noPlatform(platform_id)
        : ok({ versions: describeVersions(versions.value) })
    },

    async 'platforms.activity'({ platform_ids }, { user_id }) {
      const found = await mapConcurrently([...new Set(platform_ids)], AT_ONCE, id => activity(user_id, id))
      const platforms: PlatformActivity[] = []
      for (const one of found) {
        if (!one.ok) return one
        platforms.push(one.value)
      }
      return ok({ platforms })
    },
  }
}
