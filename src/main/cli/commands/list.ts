// Lists records: a table for a person, whole records as JSON for a program.
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT } from '../command.ts'
import { wrong } from '../parse.ts'
import { print, printJson, table } from '../say.ts'
import { type Session, withSession } from '../session.ts'
import { CONDITIONS, entityOf, filterOf, type Plural } from './entities.ts'

const PAGE = 500
const LISTED = 100

type Page = Result<{ items: unknown[]; next_cursor: string | null }>
type Cells = (string | number | null)[]

const day = (instant: string | null) => instant?.slice(0, 16).replace('T', ' ') ?? null
const share = (rate: number | null | undefined) =>
  rate === null || rate === undefined ? null : `${(rate * 100).toFixed(1)} %`

const VIEWS: Record<Plural, { heads: string[]; cells: (item: never) => Cells }> = {
  audiences: {
    heads: ['ID', 'NAME', 'STATUS', 'TYPE', 'SIZE', 'SEGMENTS', 'UPDATED'],
    cells: (item: AudienceSummary) => [
      item.audience_id,
      item.name,
      item.status,
      item.data_type,
      item.total_audience_size,
      item.segment_count,
      day(item.updated_at),
    ],
  },
  platforms: {
    heads: ['ID', 'NAME', 'TYPE', 'STATUS', 'CONNECTION', 'LAST SYNC'],
    cells: (item: Platform) => [
      item.platform_id,
      item.name,
      item.platform_type,
      item.status,
      item.connection.state,
      day(item.last_sync),
    ],
  },
  distributions: {
    heads: ['ID', 'AUDIENCE', 'PLATFORM', 'STATUS', 'WHEN', 'SENT', 'MATCHED'],
    cells: (item: DistributionSummary) => [
      item.distribution_id,
      item.audience_name,
      item.platform_name,
      item.status,
      day(item.completed_at ?? item.executed_at ?? item.scheduled_at),
      item.total_records,
      share(item.match_rate),
    ],
  },
}

function pageOf(
  session: Session,
  entity: Plural,
  filter: object,
  limit: number,
  cursor?: string,
): Promise<Page> {
  const query = { filter, limit, ...(cursor !== undefined && { cursor }) }
  switch (entity) {
    case 'audiences':
      return session.invoke('audiences.list', query)
    case 'platforms':
      return session.invoke('platforms.list', query)
    case 'distributions':
      return session.invoke('distributions.list', query)
  }
}

async function upTo(
  session: Session,
  entity: Plural,
  filter: object,
  most: number,
): Promise<Result<unknown[]>> {
  const items: unknown[] = []
  let cursor: string | undefined
  do {
    const page = await pageOf(session, entity, filter, Math.min(PAGE, most - items.length), cursor)
    if (!page.ok) return page
    items.push(...page.value.items)
    cursor = page.value.next_cursor ?? undefined
  } while (cursor !== undefined && items.length < most)
  return ok(items)
}

const limitOf = (text: string | undefined): Result<number> =>
  text === undefined
    ? ok(LISTED)
    : /^\d{1,7}$/.test(text) && Number(text) > 0
      ? ok(Number(text))
      : wrong(`--limit must be a number from 1, not “${text}”`, 'list')

export const LIST: Command = {
  summary: 'List audiences, platforms or distributions',
  words: [{ name: 'WHAT', says: 'audiences, platforms or distributions' }],
  options: {
    ...CONDITIONS,
    limit: { type: 'string', value: 'N', says: `At most so many (default ${LISTED})` },
    ...COMMON,
  },
  notes:
    'With --json it answers {items}: what the list in the app shows of each. For whole records, use export.',
  check(given) {
    const entity = entityOf(given.words[0], 'list')
    if (!entity.ok) return entity
    for (const fit of [limitOf(given.text('limit')), filterOf(given, entity.value, 'list')])
      if (!fit.ok) return fit
    return ok(null)
  },
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const entity = entityOf(given.words[0], 'list')
      if (!entity.ok) return entity
      const filter = filterOf(given, entity.value, 'list')
      const limit = limitOf(given.text('limit'))
      if (!filter.ok) return filter
      if (!limit.ok) return limit
      const items = await upTo(session, entity.value, filter.value, limit.value)
      if (!items.ok) return items
      if (given.is('json')) await printJson({ items: items.value })
      else {
        const { heads, cells } = VIEWS[entity.value]
        // Each view reads what its own list answers.
        await print(
          table(
            heads,
            items.value.map(item => cells(item as never)),
          ),
        )
      }
      return ok(EXIT.done)
    }),
}
