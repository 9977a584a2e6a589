// What a push costs, in dollars as the price list has them: too small to write out is less than a cent.
import type { Preview } from '../../../../shared/contract/bigquery.ts'
import { formatBytes } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.bigquery.preview
const dollars = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' })

export function costText({ billed_bytes, cost_usd }: Pick<Preview, 'billed_bytes' | 'cost_usd'>): string {
  if (billed_bytes === null || cost_usd === null) return words.unknown
  if (billed_bytes === 0) return words.free
  const cost = cost_usd < 0.01 ? words.under(dollars.format(0.01)) : dollars.format(cost_usd)
  return words.cost(cost, formatBytes(billed_bytes))
}
