// From the contract's filter and query to the store's.

import type * as z from 'zod'
import type { DistributionQuery, ParsedDistributionFilter } from '../../../shared/contract/distributions.ts'
import type { Condition, Filter, Query } from '../store/face.ts'

const oneOf = (column: string, values: readonly string[] | undefined): Condition[] =>
  values?.length ? [{ column, is: 'one_of', values }] : []

export function filterOf(filter: ParsedDistributionFilter): Filter {
  const { happens_from, happens_to } = filter
  return {
    ...(filter.search && { search: filter.search }),
    where: [
      { column: 'deleted', is: 'one_of', values: [filter.deleted] },
      ...oneOf('status', filter.status),
      ...oneOf('platform_id', filter.platform_ids),
      ...oneOf('platform_type', filter.platform_type),
      ...oneOf('audience_id', filter.audience_ids),
      ...oneOf('distribution_type', filter.distribution_type),
      ...oneOf('approval_status', filter.approval_status),
      ...oneOf('series_id', filter.series_ids),
      ...oneOf('error_code', filter.error_codes),
      ...oneOf('handover_state', filter.waiting_for_handover ? ['waiting'] : undefined),
      ...(happens_from ? [{ column: 'happens_at', is: 'at_least', value: happens_from } as const] : []),
      ...(happens_to ? [{ column: 'happens_at', is: 'below', value: happens_to } as const] : []),
    ],
  }
}

export function queryOf(query: z.output<typeof DistributionQuery>): Query {
  const { filter, sort, limit, cursor, offset } = query
  return {
    ...filterOf(filter),
    sort,
    limit,
    ...(cursor !== undefined && { cursor }),
    ...(offset !== undefined && { offset }),
  }
}
