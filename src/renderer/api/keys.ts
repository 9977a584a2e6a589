// Cache keys, from the general to the particular, so that an event can invalidate a whole branch.
import type { AudienceFilter, AudienceSort } from '../../shared/contract/audiences.ts'
import type { DistributionFilter } from '../../shared/contract/distributions.ts'
import type { InputOf } from '../../shared/contract.ts'

export const keys = {
  audiences: ['audiences'] as const,
  lists: ['audiences', 'list'] as const,
  page: (filter: AudienceFilter, sort: AudienceSort, page: number) =>
    ['audiences', 'list', filter, sort, page] as const,
  counts: ['audiences', 'count'] as const,
  count: (filter: AudienceFilter) => ['audiences', 'count', filter] as const,
  facets: (filter: AudienceFilter) => ['audiences', 'facets', filter] as const,
  find: (search: string) => ['audiences', 'find', search] as const,
  audience: (id: string) => ['audiences', 'one', id] as const,
  audienceVersion: (id: string, version: number) => ['audiences', 'one', id, 'version', version] as const,
  history: (id: string) => ['audiences', 'one', id, 'history'] as const,
  diff: (
    before: { audience_id: string; version?: number },
    after: { audience_id: string; version?: number },
  ) => ['audiences', 'diff', before, after] as const,
  platforms: ['platforms'] as const,
  platformLists: ['platforms', 'list'] as const,
  platformList: (deleted: boolean) => ['platforms', 'list', deleted] as const,
  platform: (id: string) => ['platforms', 'one', id] as const,
  platformVersion: (id: string, version: number) => ['platforms', 'one', id, 'version', version] as const,
  platformHistory: (id: string) => ['platforms', 'one', id, 'history'] as const,
  activity: (ids: readonly string[]) => ['platforms', 'activity', ids] as const,
  distributions: ['distributions'] as const,
  distributionLists: ['distributions', 'list'] as const,
  distributionPage: (query: InputOf<'distributions.list'>) => ['distributions', 'list', query] as const,
  distributionCount: (filter: DistributionFilter) => ['distributions', 'count', filter] as const,
  distribution: (id: string) => ['distributions', 'one', id] as const,
  distributionVersion: (id: string, version: number) =>
    ['distributions', 'one', id, 'version', version] as const,
  distributionHistory: (id: string) => ['distributions', 'one', id, 'history'] as const,
  receipt: (id: string) => ['distributions', 'one', id, 'receipt'] as const,
  preflight: (plan: InputOf<'distributions.preflight'> | null) =>
    ['distributions', 'preflight', plan] as const,
  insights: (input: InputOf<'distributions.insights'>) => ['distributions', 'insights', input] as const,
  bigquery: ['bigquery'] as const,
  bigqueryStatus: ['bigquery', 'status'] as const,
  bigqueryPreview: ['bigquery', 'preview'] as const,
  bigqueryConflicts: ['bigquery', 'conflicts'] as const,
  bigqueryHistory: ['bigquery', 'history'] as const,
  bigqueryCheck: ['bigquery', 'check'] as const,
  bigqueryProfiles: ['bigquery', 'profiles'] as const,
  credentials: ['credentials'] as const,
  drafts: ['drafts'] as const,
  profiles: ['profiles'] as const,
  profile: ['profiles', 'current'] as const,
  profileList: ['profiles', 'list'] as const,
  preferences: ['preferences'] as const,
  workspace: ['workspace'] as const,
  home: ['home'] as const,
  jobs: ['jobs'] as const,
  shell: ['shell'] as const,
}
