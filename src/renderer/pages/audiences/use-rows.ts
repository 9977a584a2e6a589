// The rows of the list: how many there are, and those that are in view.
import type { AudienceFilter } from '../../../shared/contract/audiences.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import { client } from '../../api/client.ts'
import { countOptions, useCounts } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { type ListOf, useWindows, type Windows } from '../../api/windows.ts'
import { type Sort, type Tab, tabCount, tabFilter } from './view.ts'

export type Question = { base: AudienceFilter; tab: Tab; sort: Sort }
const filterOf = ({ base, tab }: Question) => tabFilter(base, tab)

export const AUDIENCES: ListOf<Question, AudienceSummary> = {
  pageKey: (question, page) => keys.page(filterOf(question), question.sort, page),
  page: (question, place) =>
    client.audiences.list({ filter: filterOf(question), sort: question.sort, ...place }),
  counts: ({ base }) => countOptions(base),
}

export type Rows = Pick<Windows<AudienceSummary>, 'rowAt' | 'onRange'> & {
  total: number
  counts: OutputOf<'audiences.count'> | undefined
  /** Ids of rows `from` to `to`, fetching what isn't there. */
  idsOf: (from: number, to: number) => Promise<string[]>
}

export function useRows(question: Question, first: number): Rows {
  const counts = useCounts(question.base).data
  const { rowsOf, ...windows } = useWindows(AUDIENCES, question, first)
  return {
    ...windows,
    total: counts ? tabCount(counts, question.tab) : 0,
    counts,
    idsOf: async (from, to) => (await rowsOf(from, to)).map(item => item.audience_id),
  }
}
