// What a push would cost: an upper bound from a dry run, at the list price.
import type { Preview } from '../../../../shared/contract/bigquery.ts'
import type { Entity } from '../../store/face.ts'
import { mergeBytes, mergeEstimate } from '../rows/sql.ts'
import { tableOf } from '../rows/tables.ts'
import type { Session } from './sessions.ts'

/** On demand, US multi-region: 6.25 dollars a TiB (https://cloud.google.com/bigquery/pricing). */
const DOLLARS_PER_BYTE = 6.25 / 2 ** 40
export async function estimate(
  session: Session,
  sent: readonly { entity: Entity; bytes: number }[],
): Promise<Pick<Preview, 'billed_bytes' | 'cost_usd' | 'why'>> {
  if (sent.length === 0) return { billed_bytes: 0, cost_usd: 0, why: null }
  const remote = await session.remote()
  if (!remote.ok) return { billed_bytes: null, cost_usd: null, why: remote.error }
  let billed_bytes = 0
  for (const { entity, bytes } of sent) {
    const dry = await remote.value.dryRun(mergeEstimate(remote.value.target, tableOf(entity)))
    if (!dry.ok) return { billed_bytes: null, cost_usd: null, why: dry.error }
    billed_bytes += mergeBytes(dry.value.bytes, bytes)
  }
  return { billed_bytes, cost_usd: billed_bytes * DOLLARS_PER_BYTE, why: null }
}
