// The rows of a result of any length: its counts, and windows of a hundred rows fetched as they come into view.
import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AudienceFilter } from '../../../shared/contract/audiences.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import type { AppError } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { countOptions, useCounts } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { queryClient, unwrap } from '../../api/query-client.ts'
import { type Sort, type Tab, tabCount, tabFilter } from './view.ts'

export const WINDOW = 100
/** While the scroll bar is dragged, only windows that stay in view this long are fetched. */
const SETTLE_MS = 60

type PageData = OutputOf<'audiences.list'>
export type Question = { base: AudienceFilter; tab: Tab; sort: Sort }

const filterOf = ({ base, tab }: Question) => tabFilter(base, tab)

function pageOptions(question: Question, page: number) {
  const filter = filterOf(question)
  const { sort } = question
  return {
    queryKey: keys.page(filter, sort, page),
    queryFn: async () => {
      const before = queryClient.getQueryState<PageData>(keys.page(filter, sort, page - 1))
      const cursor = before?.isInvalidated ? undefined : before?.data?.next_cursor
      // Right after a window that is at hand its cursor is fast at any depth; a jump needs the offset.
      const place = cursor ? { cursor } : page > 0 ? { offset: page * WINDOW } : {}
      return unwrap(client.audiences.list({ filter, sort, limit: WINDOW, ...place }))
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
      queryClient.fetchQuery(countOptions(asked.base)),
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
      const start = Math.floor(from / WINDOW)
      const wanted = Array.from({ length: Math.floor(to / WINDOW) - start + 1 }, (_, index) => start + index)
      setPages(old => (old.join() === wanted.join() ? old : wanted))
    }, SETTLE_MS)
  }, [])
  return { pages, onRange }
}

export type Rows = {
  total: number
  counts: OutputOf<'audiences.count'> | undefined
  /** undefined while its window isn't there yet. */
  rowAt: (index: number) => AudienceSummary | undefined
  /** To be told which rows are in view. */
  onRange: (first: number, last: number) => void
  /** Ids of rows `from` to `to`, fetching what isn't there. */
  idsOf: (from: number, to: number) => Promise<string[]>
}

export function useRows(question: Question, first: number): Rows {
  const counts = useCounts(question.base).data
  const { pages, onRange } = useSettledPages(first)
  useQueries({ queries: pages.map(page => pageOptions(question, page)) })
  const filter = filterOf(question)
  const rowAt = (index: number) => {
    const page = Math.floor(index / WINDOW)
    return queryClient.getQueryData<PageData>(keys.page(filter, question.sort, page))?.items[
      index - page * WINDOW
    ]
  }
  return {
    total: counts ? tabCount(counts, question.tab) : 0,
    counts,
    rowAt,
    onRange,
    idsOf: async (from, to) => {
      const start = Math.floor(from / WINDOW)
      const asked = Array.from({ length: Math.floor(to / WINDOW) - start + 1 }, (_, index) =>
        queryClient.fetchQuery(pageOptions(question, start + index)),
      )
      const items = (await Promise.all(asked)).flatMap(page => page.items)
      return items.slice(from - start * WINDOW, to - start * WINDOW + 1).map(item => item.audience_id)
    },
  }
}
