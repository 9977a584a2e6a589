// Reads of the application as hooks. Everything is kept fresh by events, see events.ts.
import { useQueries, useQuery } from '@tanstack/react-query'
import type { AudienceFilter } from '../../shared/contract/audiences.ts'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { unwrap } from './query-client.ts'

export const useProfile = () =>
  useQuery({ queryKey: keys.profile, queryFn: () => unwrap(client.profiles.current({})) })

export const useProfiles = (enabled = true) =>
  useQuery({
    queryKey: keys.profileList,
    queryFn: () => unwrap(client.profiles.list({})),
    select: answer => answer.profiles,
    enabled,
  })

export const useWorkspace = () =>
  useQuery({ queryKey: keys.workspace, queryFn: () => unwrap(client.workspace.info({})) })

/** Which workspace this is; it stays the same. */
export const useHome = () =>
  useQuery({
    queryKey: keys.home,
    queryFn: () => unwrap(client.workspace.home({})),
    select: answer => answer.home,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useShell = () => useQuery({ queryKey: keys.shell, queryFn: () => unwrap(client.shell.info({})) })

export const useJobs = () =>
  useQuery({
    queryKey: keys.jobs,
    queryFn: () => unwrap(client.jobs.list({})),
    select: answer => answer.jobs,
  })

/** The newest version of one audience, or an old one. */
export const useAudience = (audience_id: string | null, version?: number) =>
  useQuery({
    queryKey:
      version === undefined
        ? keys.audience(audience_id ?? '')
        : keys.audienceVersion(audience_id ?? '', version),
    queryFn: () =>
      unwrap(
        client.audiences.get({ audience_id: audience_id ?? '', ...(version !== undefined && { version }) }),
      ),
    enabled: audience_id !== null,
  })

/** The names of audiences in the order of their ids: null for one that can't be read, undefined until it is. */
export const useAudienceNames = (ids: readonly string[]): (string | null | undefined)[] =>
  useQueries({
    queries: ids.map(audience_id => ({
      queryKey: keys.audience(audience_id),
      queryFn: () => unwrap(client.audiences.get({ audience_id })),
    })),
  }).map(({ data, error }) => data?.name ?? (error ? null : undefined))

export const useHistory = (audience_id: string) =>
  useQuery({
    queryKey: keys.history(audience_id),
    queryFn: () => unwrap(client.audiences.history({ audience_id })),
    select: answer => answer.versions,
  })

export const countOptions = (filter: AudienceFilter) => ({
  queryKey: keys.count(filter),
  queryFn: () => unwrap(client.audiences.count({ filter })),
})
export const useCounts = (filter: AudienceFilter) => useQuery(countOptions(filter))

type Side = { audience_id: string; version?: number }
export const useDiff = (before: Side, after: Side, enabled = true) =>
  useQuery({
    queryKey: keys.diff(before, after),
    queryFn: () => unwrap(client.audiences.diff({ before, after })),
    enabled,
  })

export const useFacets = (filter: AudienceFilter, enabled = true) =>
  useQuery({
    queryKey: keys.facets(filter),
    queryFn: () => unwrap(client.audiences.facets({ filter })),
    enabled,
  })

export const useDrafts = () =>
  useQuery({
    queryKey: keys.drafts,
    queryFn: () => unwrap(client.drafts.list({})),
    select: answer => answer.drafts,
  })

export const usePublish = () =>
  useQuery({ queryKey: keys.publish, queryFn: () => unwrap(client.publish.state({})) })
