// Reads of push and pull as hooks. What asks BigQuery itself isn't tried again by itself: the page says what is wrong.
import { useQuery } from '@tanstack/react-query'
import type { Automatic, SyncStatus } from '../../shared/contract/bigquery.ts'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { queryClient, unwrap } from './query-client.ts'

/** How this profile stands with BigQuery; local, nothing is called. */
export const useSyncStatus = () =>
  useQuery({ queryKey: keys.bigqueryStatus, queryFn: () => unwrap(client.bigquery.status({})) })

/**
 * What a push of these changes would send and cost. The counts are local, the cost asks BigQuery. Never of changes that
 * were pushed since: nothing is kept once it isn't shown.
 */
export const usePreview = (unpushed: SyncStatus['unpushed']) =>
  useQuery({
    queryKey: [...keys.bigqueryPreview, unpushed],
    queryFn: () => unwrap(client.bigquery.preview({})),
    retry: false,
    gcTime: 0,
  })

export const useConflicts = (enabled = true) =>
  useQuery({
    queryKey: keys.bigqueryConflicts,
    queryFn: () => unwrap(client.bigquery.conflicts({})),
    select: answer => answer.items,
    enabled,
  })

export const usePushes = () =>
  useQuery({
    queryKey: keys.bigqueryHistory,
    queryFn: () => unwrap(client.bigquery.history({})),
    select: answer => answer.pushes,
  })

/** Only when it is asked for (`refetch`): it makes a call for everything that a push needs. */
export const useSetupCheck = () =>
  useQuery({
    queryKey: keys.bigqueryCheck,
    queryFn: () => unwrap(client.bigquery.check({})),
    select: answer => answer.checks,
    enabled: false,
    retry: false,
    gcTime: Number.POSITIVE_INFINITY,
  })

/** Profiles of this account in BigQuery. */
export const useRemoteProfiles = (enabled: boolean) =>
  useQuery({
    queryKey: keys.bigqueryProfiles,
    queryFn: () => unwrap(client.bigquery.profiles({})),
    select: answer => answer.profiles,
    enabled,
    retry: false,
  })

/** Shows an answer without waiting for the event that tells of it. */
export const showSyncStatus = (status: SyncStatus) => queryClient.setQueryData(keys.bigqueryStatus, status)

/** What was found of another connection says nothing of this one. */
export function forgetFindings(): void {
  for (const queryKey of [keys.bigqueryCheck, keys.bigqueryProfiles]) queryClient.removeQueries({ queryKey })
}

/** What was chosen, before the answer is there. */
export const noteAutomatic = (automatic: Automatic) =>
  queryClient.setQueryData<SyncStatus>(keys.bigqueryStatus, status =>
    status?.connection ? { ...status, connection: { ...status.connection, automatic } } : status,
  )
