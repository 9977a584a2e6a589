// Reads of the SQL page as hooks.
import { useQuery } from '@tanstack/react-query'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { unwrap } from './query-client.ts'

/** They are the same for everyone and as long as the app runs. */
export const useTables = () =>
  useQuery({
    queryKey: keys.queryTables,
    queryFn: () => unwrap(client.queries.tables({})),
    select: answer => answer.tables,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useSavedQueries = () =>
  useQuery({
    queryKey: keys.savedQueries,
    queryFn: () => unwrap(client.queries.list({})),
    select: answer => answer.queries,
  })
