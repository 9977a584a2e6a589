// Which records an export is of, in their order: all ids are known before the first row is written, so that what is saved
// meanwhile neither leaves one out nor brings one twice.
import type { ParsedWhich } from '../../../shared/contract/exports.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { filterOf as audienceFilter } from '../audiences/filter.ts'
import { filterOf as distributionFilter } from '../distributions/filter.ts'
import { filterOf as platformFilter } from '../platforms/filter.ts'
import type { Filter, Store } from '../store/face.ts'
import { stopIfCancelled } from './stop.ts'

/** Each page sorts all that is left: few large ones are less work, and this many rows keep nobody waiting. */
const PAGE = 2_000

export function filterOfWhich(which: ParsedWhich): Filter {
  switch (which.entity) {
    case 'audience':
      return audienceFilter(which.filter)
    case 'platform':
      return platformFilter(which.filter)
    case 'distribution':
      return distributionFilter(which.filter)
  }
}

type Page = { items: object[]; next_cursor: string | null }
const idOf = (item: object, entity: ParsedWhich['entity']) => String(Reflect.get(item, `${entity}_id`))

/** The ids in the order of the list. One that moved between two pages stands at the end. */
async function inOrder(
  store: Store,
  user_id: string,
  which: ParsedWhich,
  wanted: ReadonlySet<string>,
  sort: { by: string; direction: 'asc' | 'desc' },
  signal: AbortSignal | undefined,
): Promise<Result<string[]>> {
  const left = new Set(wanted)
  const ids: string[] = []
  const filter = filterOfWhich(which)
  let cursor: string | null = ''
  while (cursor !== null && left.size > 0) {
    stopIfCancelled(signal)
    const page: Result<Page> = await store.list(which.entity, user_id, {
      ...filter,
      sort,
      limit: PAGE,
      ...(cursor !== '' && { cursor }),
    })
    if (!page.ok) return page
    for (const item of page.value.items) {
      const id = idOf(item, which.entity)
      if (left.delete(id)) ids.push(id)
    }
    cursor = page.value.next_cursor
  }
  return ok([...ids, ...left])
}

export async function pickIds(
  store: Store,
  user_id: string,
  which: ParsedWhich,
  signal?: AbortSignal,
): Promise<Result<string[]>> {
  const chosen = which.ids
    ? ok([...new Set(which.ids)])
    : await store.ids(which.entity, user_id, filterOfWhich(which))
  if (!chosen.ok || !which.sort || chosen.value.length < 2) return chosen
  return inOrder(store, user_id, which, new Set(chosen.value), which.sort, signal)
}
