// What an event says is no longer fresh is read again, also when a read of it was under way at that moment.
import { QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import { invalidate, queryClient } from '../../../src/renderer/api/query-client.ts'
import { eventually } from '../../support/eventually.ts'

afterEach(() => queryClient.clear())

/** A query whose answers are given by hand, in the order in which they were asked for. */
function asked(name: string) {
  const waiting: ((answer: string) => void)[] = []
  const queryKey = ['audiences', name]
  const queryFn = vi.fn(() => new Promise<string>(resolve => waiting.push(resolve)))
  return { options: { queryKey, queryFn }, queryFn, answer: (text: string) => waiting.shift()?.(text) }
}

it('reads again what was being read for the first time', async () => {
  const list = asked('list')
  const seen: (string | undefined)[] = []
  const stop = new QueryObserver(queryClient, list.options).subscribe(({ data }) => seen.push(data))
  expect(list.queryFn).toHaveBeenCalledTimes(1)
  invalidate({ queryKey: ['audiences'] })
  list.answer('from before the change')
  await eventually(() => expect(list.queryFn).toHaveBeenCalledTimes(2))
  list.answer('from after the change')
  await eventually(() => expect(seen.at(-1)).toBe('from after the change'))
  expect(list.queryFn).toHaveBeenCalledTimes(2)
  stop()
})

it('reads again, once it is shown, what was fetched before it was shown', async () => {
  const list = asked('list')
  const first = queryClient.fetchQuery(list.options)
  invalidate({ queryKey: ['audiences'] })
  list.answer('from before the change')
  expect(await first).toBe('from before the change')
  const stop = new QueryObserver(queryClient, list.options).subscribe(() => {})
  await eventually(() => expect(list.queryFn).toHaveBeenCalledTimes(2))
  stop()
})

it('leaves alone what the change doesn’t concern', async () => {
  const [mine, other] = [asked('list'), asked('one')]
  const both = [queryClient.fetchQuery(mine.options), queryClient.fetchQuery(other.options)]
  invalidate({ queryKey: ['audiences'], predicate: ({ queryKey }) => queryKey[1] === 'list' })
  mine.answer('a list')
  other.answer('an audience')
  await Promise.all(both)
  await eventually(() => expect(queryClient.getQueryState(mine.options.queryKey)?.isInvalidated).toBe(true))
  expect(queryClient.getQueryState(other.options.queryKey)?.isInvalidated).toBe(false)
})

it('a read that fails is left failed', async () => {
  const queryKey = ['audiences', 'list']
  const first = queryClient.fetchQuery({ queryKey, queryFn: () => Promise.reject({ code: 'internal' }) })
  invalidate({ queryKey })
  await expect(first).rejects.toEqual({ code: 'internal' })
  expect(queryClient.getQueryState(queryKey)?.status).toBe('error')
})
