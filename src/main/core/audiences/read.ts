// Reading audiences: one, a page, counts, facets, history and differences.
import type { VersionInfo } from '../../../shared/contract/audiences.ts'
import type { Audience } from '../../../shared/domain/audience.ts'
import { changedFields, diffAudiences } from '../../../shared/domain/diff.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Handlers } from '../handlers.ts'
import type { Store } from '../store/face.ts'
import { filterOf, queryOf } from './filter.ts'
import { noAudience, noVersion } from './refusals.ts'

const FACET_VALUES = 200

type Reads = Pick<
  Handlers,
  | 'audiences.get'
  | 'audiences.getMany'
  | 'audiences.list'
  | 'audiences.count'
  | 'audiences.facets'
  | 'audiences.history'
  | 'audiences.diff'
>

export async function readAudience(
  store: Store,
  user_id: string,
  audience_id: string,
  version?: number,
): Promise<Result<Audience>> {
  const found = await store.get('audience', user_id, audience_id, version)
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  if (version === undefined) return noAudience(audience_id)
  const current = await store.get('audience', user_id, audience_id)
  if (!current.ok) return current
  return current.value ? noVersion(audience_id, version) : noAudience(audience_id)
}

/** Newest first; each is compared with the one before it. */
export function describeVersions(versions: readonly Audience[]): VersionInfo[] {
  return versions.map((audience, index) => {
    const before = versions[index + 1]
    return {
      version: audience.version,
      updated_at: audience.updated_at,
      changed_by: audience.changed_by,
      change_note: audience.change_note,
      deleted: audience.deleted,
      name: audience.name,
      status: audience.status,
      total_audience_size: audience.total_audience_size,
      changed_fields: before ? changedFields(diffAudiences(before, audience)) : [],
    }
  })
}

export function createReads(store: Store): Reads {
  return {
    'audiences.get': ({ audience_id, version }, { user_id }) =>
      readAudience(store, user_id, audience_id, version),

    async 'audiences.getMany'({ audience_ids }, { user_id }) {
      const found = await store.getMany('audience', user_id, audience_ids)
      return found.ok ? ok({ audiences: found.value }) : found
    },

    'audiences.list': (query, { user_id }) => store.list('audience', user_id, queryOf(query)),

    async 'audiences.count'({ filter }, { user_id }) {
      const { status: _status, ...anyStatus } = filter
      const [total, statuses, deleted] = await Promise.all([
        store.count('audience', user_id, filterOf(filter)),
        store.facet('audience', user_id, filterOf(anyStatus), 'status', FACET_VALUES),
        store.count('audience', user_id, filterOf({ ...anyStatus, deleted: true })),
      ])
      if (!total.ok) return total
      if (!statuses.ok) return statuses
      if (!deleted.ok) return deleted
      const of = (status: string) => statuses.value.find(({ value }) => value === status)?.count ?? 0
      const by_status = { draft: of('draft'), active: of('active'), archived: of('archived') }
      return ok({ total: total.value, by_status, deleted: deleted.value })
    },

    async 'audiences.facets'({ filter }, { user_id }) {
      const facet = (column: string) =>
        store.facet('audience', user_id, filterOf(filter), column, FACET_VALUES)
      const [data_type, identifier_type, tags, campaign_ids] = await Promise.all([
        facet('data_type'),
        facet('identifier_type'),
        facet('tags'),
        facet('campaign_id'),
      ])
      if (!data_type.ok) return data_type
      if (!identifier_type.ok) return identifier_type
      if (!tags.ok) return tags
      if (!campaign_ids.ok) return campaign_ids
      return ok({
        data_type: data_type.value,
        identifier_type: identifier_type.value,
        tags: tags.value,
        campaign_ids: campaign_ids.value,
      })
    },

    async 'audiences.history'({ audience_id }, { user_id }) {
      const versions = await store.history('audience', user_id, audience_id)
      if (!versions.ok) return versions
      if (versions.value.length === 0) return noAudience(audience_id)
      return ok({ versions: describeVersions(versions.value) })
    },

    async 'audiences.diff'({ before, after }, { user_id }) {
      const [a, b] = await Promise.all([
        readAudience(store, user_id, before.audience_id, before.version),
        readAudience(store, user_id, after.audience_id, after.version),
      ])
      if (!a.ok) return a
      if (!b.ok) return b
      return ok({ before: a.value, after: b.value, diff: diffAudiences(a.value, b.value) })
    },
  }
}
