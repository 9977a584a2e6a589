// The cache of everything the core answered. Local data: never paused for want of a network, fresh until an event says otherwise.
import { type InvalidateQueryFilters, QueryClient } from '@tanstack/react-query'
import type { AppError, Result } from '../../shared/errors.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: AppError
  }
}

/** For query functions: the cache knows failures as thrown values. */
export async function unwrap<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer
  if (result.ok) return result.value
  throw result.error
}

/** Only what may pass by itself is tried again: the core being started anew, or the store being busy for a moment. */
const PASSING = new Set<string>(['offline', 'timeout', 'storage_busy'])

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => failures < 5 && PASSING.has(error.code),
      retryDelay: attempt => Math.min(200 * 2 ** attempt, 2_000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

/**
 * What these queries know is no longer fresh. A read under way that isn't begun anew by that (a first one, or one that
 * nothing on the screen waits for) may carry an answer from before the change: once it is there, it isn't fresh either.
 */
export function invalidate(filters: InvalidateQueryFilters = {}): void {
  const { predicate = () => true } = filters
  const reading = queryClient.getQueryCache().findAll({
    ...filters,
    fetchStatus: 'fetching',
    predicate: query => (query.state.data === undefined || !query.isActive()) && predicate(query),
  })
  void queryClient.invalidateQueries(filters)
  for (const { promise, queryKey } of reading)
    promise?.then(
      () => queryClient.invalidateQueries({ queryKey, exact: true }),
      () => {},
    )
}
