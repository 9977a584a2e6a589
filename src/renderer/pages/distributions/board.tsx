// The board of what is scheduled: by day, and what waits for approval beside it.
import { Ellipsis, Repeat, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { useDistributionCounts, useDistributions } from '../../api/distributions.ts'
import { askToApprove, askToReject } from '../../components/distribution/ask.ts'
import { shownRun } from '../../components/distribution/state.ts'
import { StatusMark } from '../../components/distribution/status-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { compactNumber, exactNumber, momentOf, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { BOARD_COLUMNS, type BoardColumn, belongsIn, boardDays, boardFilter } from './board-columns.ts'
import { distributionRoute } from './routes.ts'
import { peopleOf, repeatOf } from './said.ts'
import { changeView, viewStore } from './view-store.ts'

const words = t.distributionList
const CARDS = 60

type OpenMenu = (run: DistributionSummary, at: { x: number; y: number }) => void

function Card({ run, openMenu }: { run: DistributionSummary; openMenu: OpenMenu }) {
  const people = peopleOf(run)
  const repeats = repeatOf(run)
  const state = shownRun(run)
  return (
    <li
      className="relative rounded-md border border-line bg-surface p-3 transition-colors hover:border-line-strong"
      onContextMenu={event => {
        event.preventDefault()
        openMenu(run, { x: event.clientX, y: event.clientY })
      }}
    >
      <div className="flex items-start gap-2">
        <Link
          href={distributionRoute(run.distribution_id)}
          className="min-w-0 flex-1 font-medium break-words text-ink underline-offset-2 hover:underline"
        >
          {run.audience_name}
        </Link>
        <IconButton
          label={words.rowMenu(run.audience_name, run.platform_name)}
          size="sm"
          tooltip={false}
          className="-mt-0.5 -mr-1"
          onClick={event => {
            const box = event.currentTarget.getBoundingClientRect()
            openMenu(run, { x: box.left, y: box.bottom })
          }}
        >
          <Ellipsis size={16} />
        </IconButton>
      </div>
      <p className="mt-1 flex min-w-0 items-center gap-2 text-ink-2">
        <TypeMark type={run.platform_type} />
        <span className="truncate" title={run.platform_name}>
          {run.platform_name}
        </span>
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
        <time dateTime={run.happens_at} title={relativeDate(run.happens_at)}>
          {momentOf(run.happens_at)}
        </time>
        {repeats && (
          <span className="inline-flex items-center gap-1">
            <Repeat size={12} aria-hidden /> {repeats}
          </span>
        )}
        {people && (
          <span title={`${exactNumber(people.count)} ${people.of}`}>
            {words.people(compactNumber(people.count))}
          </span>
        )}
      </p>
      {state === 'rejected' && <StatusMark run={run} className="mt-2" />}
      {state === 'approval' && (
        <span className="mt-3 flex gap-2">
          <Button size="sm" icon={<ThumbsUp size={14} />} onClick={() => askToApprove(run)}>
            {t.distributions.actions.approve}
          </Button>
          <Button size="sm" variant="ghost" icon={<ThumbsDown size={14} />} onClick={() => askToReject(run)}>
            {t.distributions.actions.reject}
          </Button>
        </span>
      )}
    </li>
  )
}

type ColumnProps = { column: BoardColumn; base: DistributionFilter; now: Date; openMenu: OpenMenu }

function Column({ column, base, now, openMenu }: ColumnProps) {
  const filter = useMemo(() => boardFilter(base, column, now), [base, column, now])
  const { data, error, refetch } = useDistributions({
    filter,
    sort: { by: 'happens_at', direction: 'asc' },
    limit: CARDS,
  })
  const counts = useDistributionCounts(filter).data
  const count =
    counts &&
    (column === 'approval'
      ? counts.waiting_for_approval
      : counts.by_status.scheduled - counts.waiting_for_approval)
  const runs = data?.items.filter(run => belongsIn(run, column)) ?? []
  const more = (count ?? 0) - runs.length
  const title = words.board[column]
  return (
    <section aria-label={title} className="flex min-h-0 min-w-52 flex-1 flex-col rounded-lg bg-sunken">
      <h2 className="flex h-10 shrink-0 items-center gap-2 px-3 font-medium">
        {title}
        <span className="text-sm font-normal text-ink-3">{count !== undefined && exactNumber(count)}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend of its own */}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" tabIndex={0} role="group" aria-label={title}>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} className="!px-2 !py-8" />
        ) : !data ? (
          <Skeleton className="m-2" />
        ) : runs.length === 0 && more <= 0 ? (
          <p className="px-1 py-2 text-sm text-pretty text-ink-3">{words.boardEmpty[column]}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {runs.map(run => (
              <Card key={run.distribution_id} run={run} openMenu={openMenu} />
            ))}
          </ul>
        )}
        {more > 0 && data && (
          <Button
            variant="ghost"
            className="mt-2 w-full"
            onClick={() =>
              changeView({
                mode: 'table',
                tab: column === 'approval' ? 'approval' : 'scheduled',
                sort: { by: 'happens_at', direction: 'asc' },
                filters: { ...viewStore.get().filters, happens: boardDays(column, now) },
              })
            }
          >
            {words.more(more)}
          </Button>
        )}
      </div>
    </section>
  )
}

type Props = { base: DistributionFilter; openMenu: OpenMenu }

export function Board({ base, openMenu }: Props) {
  // The day is that of when the board was opened or asked anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const now = useMemo(() => new Date(), [base])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a landmark for each of the columns is in it
    <div
      id="list"
      role="group"
      aria-label={words.modes.board}
      tabIndex={-1}
      className="flex min-h-0 flex-1 gap-3 overflow-x-auto p-4 outline-none"
    >
      {BOARD_COLUMNS.map(column => (
        <Column key={column} column={column} base={base} now={now} openMenu={openMenu} />
      ))}
    </div>
  )
}
