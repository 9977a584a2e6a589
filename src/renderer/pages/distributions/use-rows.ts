// The rows of a result of any length: its counts, and windows of a hundred rows fetched as they come into view.
import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import type { AppError } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { distributionCountOptions, useDistributionCounts } from '../../api/distributions.ts'
import { keys } from '../../api/keys.ts'
import { queryClient, unwrap } from '../../api/query-client.ts'
import { type Counts, type Sort, type Tab, tabCount, tabFilter } from './view.ts'

export const WINDOW = 100
/** While the scroll bar is dragged, only windows that stay in view this long are fetched. */
const SETTLE_MS = 60

type ListPage = OutputOf<'distributions.list'>
export type Question = { base: DistributionFilter; tab: Tab; sort: Sort }

const filterOf = ({ base, tab }: Question) => tabFilter(base, tab)
/** The same for a window whether it is reached by a cursor or by its offset. */
const queryOf = (question: Question, page: number) => ({
  filter: filterOf(question),
  sort: question.sort,
  limit: WINDOW,
  offset: page * WINDOW,
})

function pageOptions(question: Question, page: number) {
  const query = queryOf(question, page)
  return {
    queryKey: keys.distributionPage(query),
    queryFn: async () => {
      const { offset, ...first } = query
      const before = page > 0 ? keys.distributionPage(queryOf(question, page - 1)) : null
      const state = before && queryClient.getQueryState<ListPage>(before)
      const cursor = state?.isInvalidated ? undefined : state?.data?.next_cursor
      // Right after a window that is at hand its cursor is fast at any depth; a jump needs the offset.
      const place = cursor ? { cursor } : page > 0 ? { offset } : {}
      return unwrap(client.distributions.list({ ...first, ...place }))
    },
    gcTime: 60_000,
  }
}

/**
 * The question whose answer is shown. A new one takes over once its counts and first rows are there, so the table never
 * empties in between; an answer that a newer question has overtaken is dropped.
 */
export function useShown(question: Question, first: number) {
  const [shown, setShown] = useState<Question | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [attempt, setAttempt] = useState(0)
  const key = JSON.stringify(question)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question, and `first` only says where to begin
  useEffect(() => {
    let overtaken = false
    const asked = question
    Promise.all([
      queryClient.fetchQuery(distributionCountOptions(asked.base)),
      queryClient.fetchQuery(pageOptions(asked, 0)),
      ...(first >= WINDOW ? [queryClient.fetchQuery(pageOptions(asked, Math.floor(first / WINDOW)))] : []),
    ]).then(
      () => {
        if (overtaken) return
        setError(null)
        setShown(asked)
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

/** The windows to keep fresh: those in view, once they have stayed there for a moment. */
function useSettledPages(first: number) {
  const [pages, setPages] = useState(() => [Math.floor(first / WINDOW)])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const onRange = useCallback((from: number, to: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const start = Math.floor(from / WINDOW)
      const wanted = Array.from({ length: Math.floor(to / WINDOW) - start + 1 }, (_, index) => start + index)
      setPages(old => (old.join() === wanted.join() ? old : wanted))
    }, SETTLE_MS)
  }, [])
  return { pages, onRange }
}

export type Rows = {
  total: number
  counts: Counts | undefined
  /** undefined while its window isn't there yet. */
  rowAt: (index: number) => DistributionSummary | undefined
  /** To be told which rows are in view. */
  onRange: (first: number, last: number) => void
}

export function useRows(question: Question, first: number): Rows {
  const counts = useDistributionCounts(question.base).data
  const { pages, onRange } = useSettledPages(first)
  useQueries({ queries: pages.map(page => pageOptions(question, page)) })
  const rowAt = (index: number) => {
    const page = Math.floor(index / WINDOW)
    const known = queryClient.getQueryData<ListPage>(keys.distributionPage(queryOf(question, page)))
    return known?.items[index - page * WINDOW]
  }
  return { total: counts ? tabCount(counts, question.tab) : 0, counts, rowAt, onRange }
}
