// Reads of distributions as hooks: one, its states, a page of them, counts, the receipt, and what many say together.
import { useQuery } from '@tanstack/react-query'
import type { DistributionFilter } from '../../shared/contract/distributions.ts'
import type { InputOf } from '../../shared/contract.ts'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { unwrap } from './query-client.ts'

export type DistributionQuery = InputOf<'distributions.list'>
export type DistributionPlan = InputOf<'distributions.preflight'>

/** The newest version of one distribution, or an old one. */
export const useDistribution = (distribution_id: string | null, version?: number) => {
  const id = distribution_id ?? ''
  return useQuery({
    queryKey: version === undefined ? keys.distribution(id) : keys.distributionVersion(id, version),
    queryFn: () =>
      unwrap(client.distributions.get({ distribution_id: id, ...(version !== undefined && { version }) })),
    enabled: distribution_id !== null,
  })
}

/** Every state it was in, newest first. */
export const useDistributionHistory = (distribution_id: string) =>
  useQuery({
    queryKey: keys.distributionHistory(distribution_id),
    queryFn: () => unwrap(client.distributions.history({ distribution_id })),
    select: answer => answer.versions,
  })

/** The receipt of the newest attempt that ended. Its file is looked at anew each time the page is opened. */
export const useReceipt = (distribution_id: string, enabled = true) =>
  useQuery({
    queryKey: keys.receipt(distribution_id),
    queryFn: () => unwrap(client.distributions.receipt({ distribution_id })),
    enabled,
    staleTime: 0,
  })

export const distributionPageOptions = (query: DistributionQuery) => ({
  queryKey: keys.distributionPage(query),
  queryFn: () => unwrap(client.distributions.list(query)),
  gcTime: 60_000,
})

/** One page; an earlier answer stays until the next one is there. */
export const useDistributions = (query: DistributionQuery, enabled = true) =>
  useQuery({ ...distributionPageOptions(query), enabled, placeholderData: before => before })

export const distributionCountOptions = (filter: DistributionFilter) => ({
  queryKey: keys.distributionCount(filter),
  queryFn: () => unwrap(client.distributions.count({ filter })),
})

export const useDistributionCounts = (filter: DistributionFilter, enabled = true) =>
  useQuery({ ...distributionCountOptions(filter), enabled })

/** What is known of a plan before anything runs. Never taken from before: platforms, secrets and the clock move on. */
export const usePreflight = (plan: DistributionPlan | null) =>
  useQuery({
    queryKey: keys.preflight(plan),
    queryFn: () => {
      if (plan === null) throw new Error('There is no plan to look at')
      return unwrap(client.distributions.preflight(plan))
    },
    enabled: plan !== null,
    staleTime: 0,
    gcTime: 10_000,
    placeholderData: before => before,
  })

/** By month and platform; an earlier answer stays until the next one is there. */
export const useInsights = (input: InputOf<'distributions.insights'>) =>
  useQuery({
    queryKey: keys.insights(input),
    queryFn: () => unwrap(client.distributions.insights(input)),
    placeholderData: before => before,
  })
