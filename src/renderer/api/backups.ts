// Backups as hooks, and a job that is waited for.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { InputOf } from '../../shared/contract.ts'
import { client } from './client.ts'
import { useJobs } from './hooks.ts'
import { keys } from './keys.ts'
import { unwrap } from './query-client.ts'

export const useBackupState = () =>
  useQuery({ queryKey: keys.backupState, queryFn: () => unwrap(client.backups.state({})), retry: false })

export const useBackupList = (enabled: boolean) =>
  useQuery({
    queryKey: keys.backupList,
    queryFn: () => unwrap(client.backups.list({})),
    select: answer => answer.backups,
    retry: false,
    enabled,
  })

export const useOpenedBackup = (enabled: boolean) =>
  useQuery({ queryKey: keys.openedBackup, queryFn: () => unwrap(client.backups.opened({})), enabled })

export const useDifferences = (input: InputOf<'backups.differences'>) =>
  useQuery({
    queryKey: keys.backupDifferences(input),
    queryFn: () => unwrap(client.backups.differences(input)),
    placeholderData: keepPreviousData,
  })

/** The job of this id as it is now; null while there is none. */
export function useJob(job_id: string | null) {
  const jobs = useJobs().data
  return jobs?.find(job => job.job_id === job_id) ?? null
}
