// Reads of where the REST API is served and of the profile's access tokens, as hooks.
import { useQuery } from '@tanstack/react-query'
import { client } from './client.ts'
import { keys } from './keys.ts'
import { unwrap } from './query-client.ts'

export const useApiAccess = () =>
  useQuery({ queryKey: keys.apiAccess, queryFn: () => unwrap(client.shell.apiAccess({})) })

/** Asked for anew whenever they are shown: no event tells that one was used. */
export const useTokens = () =>
  useQuery({
    queryKey: keys.tokens,
    queryFn: () => unwrap(client.tokens.list({})),
    select: answer => answer.tokens,
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: true,
  })
