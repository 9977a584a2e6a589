// Rows of a result of any length: its counts, and windows of a hundred rows fetched as they come into view.
import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError, Result } from '../../shared/errors.ts'
import { queryClient, unwrap } from './query-client.ts'

export const WINDOW = 100
/** While the scroll bar is dragged, only windows that stay in view this long are fetched. */
const SETTLE_MS = 60

type Page<Item> = { items: Item[]; next_cursor: string | null }
/** Where a window begins: the first needs nothing, the next after one at hand its cursor, any other its offset. */
type Place = { limit: number; cursor?: string; offset?: number }
type Key = readonly unknown[]

/** One kind of list; its questions tell filter, tab and order. Made once, outside of components. */
export type ListOf<Question, Item> = {
  pageKey(question: Question, page: number): Key
  page(question: Question, place: Place): Promise<Result<Page<Item>>>
  counts(question: Question): { queryKey: Key; queryFn: () => Promise<unknown> }
}

export type Windows<Item> = {
  /** undefined while its window isn't there yet. */
  rowAt: (index: number) => Item | undefined
  /** To be told which rows are in view. */
  onRange: (first: number, last: number) => void
  /** Rows `from` to `to`, fetching what isn't there. */
  rowsOf: (from: number, to: number) => Promise<Item[]>
}

/**
 * The windows to keep fresh: those in view, once they have stayed there for a moment. Only another set of windows draws
 * anything anew, not every row that is scrolled by.
 */
function useSettledPages(first: number) {
  const [pages, setPages] = useState(() => [Math.floor(first / WINDOW)])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const onRange = useCallback((from: number, to: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const wanted = windowsOf(from, to)
      setPages(old => (old.join() === wanted.join() ? old : wanted))
    }, SETTLE_MS)
  }, [])
  return { pages, onRange }
}

function windowsOf(from: number, to: number): number[] {
  const start = Math.floor(from / WINDOW)
  return Array.from({ length: Math.floor(to / WINDOW) - start + 1 }, (_, index) => start + index)
}

function pageOptions<Question, Item>(list: ListOf<Question, Item>, question: Question, page: number) {
  return {
    queryKey: list.pageKey(question, page),
    queryFn: async () => {
      const before = page > 0 ? list.pageKey(question, page - 1) : null
      const state = before && queryClient.getQueryState<Page<Item>>(before)
      const cursor = state?.isInvalidated ? undefined : state?.data?.next_cursor
      // Right after a window that is at hand its cursor is fast at any depth; a jump needs the offset.
      const place = cursor ? { cursor } : page > 0 ? { offset: page * WINDOW } : {}
      return unwrap(list.page(question, { limit: WINDOW, ...place }))
    },
    gcTime: 60_000,
  }
}

/**
 * The question whose answer is shown. A new one takes over once its counts and first rows are there, so the table never
 * empties in between; an answer that a newer question has overtaken is dropped.
 */
export function useShown<Question, Item>(list: ListOf<Question, Item>, question: Question, first: number) {
  const [shown, setShown] = useState<Question | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [attempt, setAttempt] = useState(0)
  const key = JSON.stringify(question)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question, and `first` only says where to begin
  useEffect(() => {
    let overtaken = false
    const asked = question
    const page = Math.floor(first / WINDOW)
    Promise.all([
      queryClient.fetchQuery(list.counts(asked)),
      queryClient.fetchQuery(pageOptions(list, asked, 0)),
      ...(page > 0 ? [queryClient.fetchQuery(pageOptions(list, asked, page))] : []),
    ]).then(
      () => {
        if (overtaken) return
        setError(null)
        setShown(() => asked)
      },
      (refused: AppError) => {
        if (!overtaken) setError(refused)
      },
    )
    return () => {
      overtaken = true
    }
  }, [key, attempt])
  return { shown, error, retry: () => setAttempt(attempt + 1) }
}

export function useWindows<Question, Item>(
  list: ListOf<Question, Item>,
  question: Question,
  first: number,
): Windows<Item> {
  const { pages, onRange } = useSettledPages(first)
  useQueries({ queries: pages.map(page => pageOptions(list, question, page)) })
  return {
    onRange,
    rowAt(index) {
      const page = Math.floor(index / WINDOW)
      const known = queryClient.getQueryData<Page<Item>>(list.pageKey(question, page))
      return known?.items[index - page * WINDOW]
    },
    async rowsOf(from, to) {
      const wanted = windowsOf(from, to)
      const found = await Promise.all(
        wanted.map(page => queryClient.fetchQuery(pageOptions(list, question, page))),
      )
      const start = (wanted[0] ?? 0) * WINDOW
      return found.flatMap(page => page.items).slice(from - start, to - start + 1)
    },
  }
}
