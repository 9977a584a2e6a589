// Runs here whose audience or platform was deleted elsewhere: those still to start here, and those changed since the last push.
import type { RunAtStake } from '../../../../shared/contract/bigquery.ts'
import type { DistributionSummary } from '../../../../shared/domain/distribution.ts'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Condition } from '../../store/face.ts'
import type { ReconcileDeps } from './standing.ts'
import { unknownTo } from './state.ts'
import type { SyncedEntity } from './versions.ts'

const NOT_OVER = ['scheduled', 'processing', 'matching']
const PAGE = 500

/** What runs refer to, and by which column. */
const COLUMNS: Partial<Record<SyncedEntity, 'audience_id' | 'platform_id'>> = {
  audience: 'audience_id',
  platform: 'platform_id',
}
export const hasRuns = (entity: SyncedEntity) => COLUMNS[entity] !== undefined

/** By the id of the audience or platform, the next to start first. */
export async function runsAtStake(
  { store, user_id, file, home }: ReconcileDeps,
  entity: SyncedEntity,
  ids: readonly string[],
): Promise<Result<Map<string, RunAtStake[]>>> {
  const column = COLUMNS[entity]
  if (!column || ids.length === 0) return ok(new Map())
  const of: Condition[] = [
    { column, is: 'one_of', values: ids },
    { column: 'deleted', is: 'one_of', values: [false] },
  ]
  const toStart: Condition[] = [
    { column: 'status', is: 'one_of', values: NOT_OVER },
    { column: 'planned_in', is: 'one_of', values: ['', await home()] },
  ]
  const unpushed = unknownTo(file.current.tables.distribution).map(([from, below]): Condition[] => [
    { column: 'seq', is: 'at_least', value: from },
    ...(below === null ? [] : [{ column: 'seq', is: 'below', value: below } as const]),
  ])
  const found = new Map<string, DistributionSummary>()
  for (const where of [toStart, ...unpushed]) {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await store.list('distribution', user_id, {
        where: [...of, ...where],
        sort: { by: 'happens_at', direction: 'asc' },
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      })
      if (!page.ok) return page
      for (const run of page.value.items) found.set(run.distribution_id, run)
      cursor = page.value.next_cursor
    }
  }
  const byParent = new Map<string, RunAtStake[]>()
  for (const run of [...found.values()].sort((a, b) => (a.happens_at < b.happens_at ? -1 : 1))) {
    const { distribution_id, audience_name, platform_name, status, scheduled_at } = run
    const told = { distribution_id, audience_name, platform_name, status, scheduled_at }
    byParent.set(run[column], [...(byParent.get(run[column]) ?? []), told])
  }
  return ok(byParent)
}
