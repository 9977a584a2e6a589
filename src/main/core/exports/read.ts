// The rows of an export, a batch at a time, so that memory holds no more than one.
import type { ExportColumn, ExportEntity } from '../../../shared/domain/export-columns.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import type { Handlers, SignedIn } from '../handlers.ts'
import type { Store } from '../store/face.ts'
import { orStop, stopIfCancelled } from './stop.ts'
import { type ExportedPlatform, type Value, valuesOf } from './values.ts'

/** Few enough that reading them keeps nobody waiting. */
const BATCH = 200
const RATES_AT_ONCE = 100

export type PlatformReads = Pick<Handlers, 'platforms.get' | 'platforms.activity'>
export type ReadDeps = { store: Store; platforms: PlatformReads }

export type ReadPlan = {
  entity: ExportEntity
  ids: readonly string[]
  columns: readonly ExportColumn[]
  context: SignedIn
  signal?: AbortSignal | undefined
  /** Told how many rows were handed out. */
  progress?: (done: number) => void
}

/** When a platform was last delivered to is told by its runs, as everywhere; and its match rate where it is asked for. */
async function platformsOf(
  { platforms }: ReadDeps,
  { columns, context }: ReadPlan,
  ids: readonly string[],
): Promise<ExportedPlatform[]> {
  const found: Platform[] = []
  for (const platform_id of ids) {
    const one = await platforms['platforms.get']({ platform_id }, context)
    if (one.ok) found.push(one.value)
    else if (one.error.code !== 'not_found') orStop(one)
  }
  if (!columns.some(({ name }) => name === 'match_rate')) return found
  const rates = new Map<string, number>()
  for (let at = 0; at < ids.length; at += RATES_AT_ONCE) {
    const platform_ids = ids.slice(at, at + RATES_AT_ONCE)
    const activity = orStop(await platforms['platforms.activity']({ platform_ids }, context))
    for (const { platform_id, match_rates } of activity.platforms) {
      const last = match_rates.at(-1)
      if (last) rates.set(platform_id, last.match_rate)
    }
  }
  return found.map(platform => ({ ...platform, match_rate: rates.get(platform.platform_id) ?? null }))
}

async function batchOf(deps: ReadDeps, plan: ReadPlan, ids: readonly string[]): Promise<Value[][]> {
  const { entity, columns, context } = plan
  switch (entity) {
    case 'platform':
      return (await platformsOf(deps, plan, ids)).map(record => valuesOf(entity, record, columns))
    case 'audience': {
      const found = orStop(await deps.store.getMany(entity, context.user_id, ids))
      return found.map(record => valuesOf(entity, record, columns))
    }
    case 'distribution': {
      const found = orStop(await deps.store.getMany(entity, context.user_id, ids))
      return found.map(record => valuesOf(entity, record, columns))
    }
  }
}

/** Throws `Stop` for a refusal of the store, and when it is cancelled. */
export async function* readRows(deps: ReadDeps, plan: ReadPlan): AsyncGenerator<Value[][]> {
  const { ids, signal, progress } = plan
  for (let at = 0; at < ids.length; at += BATCH) {
    stopIfCancelled(signal)
    yield await batchOf(deps, plan, ids.slice(at, at + BATCH))
    progress?.(Math.min(at + BATCH, ids.length))
  }
  stopIfCancelled(signal)
}
