// The contract's audience filter and query, as conditions on the store's read model.

import type { ParsedAudienceFilter } from '../../../shared/contract/audiences.ts'
import type { ParsedInput } from '../../../shared/contract.ts'
import { MAX_COUNT } from '../../../shared/domain/values.ts'
import type { Condition, Filter, Query } from '../store/face.ts'

const LISTS = [
  ['status', 'status'],
  ['data_type', 'data_type'],
  ['identifier_type', 'identifier_type'],
  ['campaign_ids', 'campaign_id'],
] as const satisfies readonly (readonly [keyof ParsedAudienceFilter, string])[]

const RANGES = [
  ['updated_from', 'at_least', 'updated_at'],
  ['updated_to', 'below', 'updated_at'],
  ['created_from', 'at_least', 'created_at'],
  ['created_to', 'below', 'created_at'],
] as const satisfies readonly (readonly [keyof ParsedAudienceFilter, 'at_least' | 'below', string])[]

/** An empty list is a condition that isn't set, not one that nothing meets. */
export function filterOf(filter: ParsedAudienceFilter): Filter {
  const where: Condition[] = [{ column: 'deleted', is: 'one_of', values: [filter.deleted] }]
  for (const [field, column] of LISTS) {
    const values = filter[field]
    if (values?.length) where.push({ column, is: 'one_of', values })
  }
  if (filter.tags?.length) where.push({ column: 'tags', is: 'has_any', values: filter.tags })
  if (filter.variables?.length) where.push({ column: 'variables', is: 'has_all', values: filter.variables })
  const { size_min, size_max } = filter
  if (size_min !== undefined) where.push({ column: 'total_audience_size', is: 'at_least', value: size_min })
  if (size_max !== undefined && size_max < MAX_COUNT)
    where.push({ column: 'total_audience_size', is: 'below', value: size_max + 1 })
  for (const [field, is, column] of RANGES) {
    const value = filter[field]
    if (value !== undefined) where.push({ column, is, value })
  }
  const search = filter.search?.trim()
  return search ? { search, where } : { where }
}

export function queryOf(query: ParsedInput<'audiences.list'>): Query {
  const { filter, sort, limit, cursor, offset } = query
  return {
    ...filterOf(filter),
    sort,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(offset === undefined ? {} : { offset }),
  }
}
