// The timeline: every run by the day it happened or is to happen, from the newest, fetched as it comes into view.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Ellipsis } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { Link } from 'wouter'
import type { DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { client } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { unwrap } from '../../api/query-client.ts'
import { MatchRate } from '../../components/distribution/match-rate.tsx'
import { StatusMark } from '../../components/distribution/status-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { IconButton } from '../../components/ui/button.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { exactDate, timeOfDay, weekDay } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { distributionRoute } from './routes.ts'
import { noteOf } from './said.ts'
import { type TimelineRow, timelineRows } from './timeline-rows.ts'

const words = t.distributionList
const PAGE = 100
const HEIGHT = { day: 40, run: 44 }
/** So many rows before the end the next page is asked for. */
const AHEAD = 40

type OpenMenu = (run: DistributionSummary, at: { x: number; y: number }) => void

const Run = ({ run, openMenu }: { run: DistributionSummary; openMenu: OpenMenu }) => {
  const note = noteOf(run)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button at the right opens the same menu
    <div
      className="group flex h-full items-center gap-3 border-b border-line px-4 hover:bg-hover"
      onContextMenu={event => {
        event.preventDefault()
        openMenu(run, { x: event.clientX, y: event.clientY })
      }}
    >
      <time dateTime={run.happens_at} title={exactDate(run.happens_at)} className="w-16 shrink-0 text-ink-3">
        {timeOfDay(run.happens_at)}
      </time>
      <span className="flex min-w-0 flex-1 items-center gap-2">
        <Link
          href={distributionRoute(run.distribution_id)}
          className="min-w-0 truncate font-medium text-ink underline-offset-2 hover:underline"
        >
          {run.audience_name}
        </Link>
        <span aria-hidden className="text-ink-3">
          →
        </span>
        <TypeMark type={run.platform_type} />
        <span className="min-w-0 truncate text-ink-2">{run.platform_name}</span>
      </span>
      <span className="flex w-72 min-w-0 shrink-0 items-center gap-2 max-[1200px]:w-44">
        <StatusMark run={run} plain />
        {note && (
          <span className="min-w-0 truncate text-sm text-ink-3 max-[1200px]:hidden" title={note}>
            {note}
          </span>
        )}
      </span>
      <span className="w-36 shrink-0">
        <MatchRate rate={run.match_rate} matched={run.matched_records} total={run.total_records} />
      </span>
      <IconButton
        label={words.rowMenu(run.audience_name, run.platform_name)}
        size="sm"
        tooltip={false}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect()
          openMenu(run, { x: box.left, y: box.bottom })
        }}
      >
        <Ellipsis size={16} />
      </IconButton>
    </div>
  )
}

const Day = ({ at }: { at: Date }) => (
  <h2 className="flex h-full items-end border-b border-line px-4 pb-1.5 font-medium">{weekDay(at)}</h2>
)

function Rows({
  rows,
  onEnd,
  openMenu,
}: {
  rows: readonly TimelineRow[]
  onEnd: () => void
  openMenu: OpenMenu
}) {
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => HEIGHT[rows[index]?.kind ?? 'run'],
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 8,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of other heights are placed anew
  useEffect(() => virtual.measure(), [rows])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - AHEAD) onEnd()
  }, [last, rows.length, onEnd])
  return (
    <section
      ref={scroller}
      id="list"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      aria-label={words.modes.timeline}
      className="min-h-0 flex-1 overflow-y-auto outline-none focus-visible:-outline-offset-2"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, size, key }) => {
          const row = rows[index]
          return (
            row && (
              <div key={key} className="absolute inset-x-0" style={{ top: start, height: size }}>
                {row.kind === 'day' ? <Day at={row.at} /> : <Run run={row.run} openMenu={openMenu} />}
              </div>
            )
          )
        })}
      </div>
    </section>
  )
}

export function Timeline({ filter, openMenu }: { filter: DistributionFilter; openMenu: OpenMenu }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [...keys.distributions, 'timeline', filter],
    queryFn: ({ pageParam }: { pageParam: string | null }) =>
      unwrap(
        client.distributions.list({
          filter,
          sort: { by: 'happens_at', direction: 'desc' },
          limit: PAGE,
          ...(pageParam && { cursor: pageParam }),
        }),
      ),
    initialPageParam: null,
    getNextPageParam: page => page.next_cursor,
    gcTime: 30_000,
  })
  const rows = useMemo(() => timelineRows(data?.pages.flatMap(page => page.items) ?? []), [data])
  if (error && !data)
    return (
      <ErrorState
        className="flex-1"
        title={words.empty.failed}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  return (
    <Rows
      rows={rows}
      openMenu={openMenu}
      onEnd={() => {
        if (hasNextPage && !isFetching) void fetchNextPage()
      }}
    />
  )
}
