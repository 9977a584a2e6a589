// The rows of the list: how many there are, and those that are in view.
import type { DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { client } from '../../api/client.ts'
import { distributionCountOptions, useDistributionCounts } from '../../api/distributions.ts'
import { keys } from '../../api/keys.ts'
import { type ListOf, useWindows, WINDOW, type Windows } from '../../api/windows.ts'
import { type Counts, type Sort, type Tab, tabCount, tabFilter } from './view.ts'

export type Question = { base: DistributionFilter; tab: Tab; sort: Sort }
const filterOf = ({ base, tab }: Question) => tabFilter(base, tab)

export const DISTRIBUTIONS: ListOf<Question, DistributionSummary> = {
  pageKey: (question, page) =>
    keys.distributionPage({
      filter: filterOf(question),
      sort: question.sort,
      limit: WINDOW,
      offset: page * WINDOW,
    }),
  page: (question, place) =>
    client.distributions.list({ filter: filterOf(question), sort: question.sort, ...place }),
  counts: ({ base }) => distributionCountOptions(base),
}

export type Rows = Pick<Windows<DistributionSummary>, 'rowAt' | 'onRange'> & {
  total: number
  counts: Counts | undefined
}

export function useRows(question: Question, first: number): Rows {
  const counts = useDistributionCounts(question.base).data
  const { rowAt, onRange } = useWindows(DISTRIBUTIONS, question, first)
  return { rowAt, onRange, total: counts ? tabCount(counts, question.tab) : 0, counts }
}
