// What each column shows of a distribution. Tall rows have a second, quieter line; exact values are in the title.
import { Repeat } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DistributionSummary, DistributionType } from '../../../shared/domain/distribution.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { MatchRate } from '../../components/distribution/match-rate.tsx'
import { StatusMark } from '../../components/distribution/status-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Highlight } from '../../components/table/highlight.tsx'
import { cx } from '../../lib/cx.ts'
import { compactNumber, exactDate, exactNumber, momentOf, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { Column } from './columns.ts'
import { noteOf, peopleOf, repeatOf } from './said.ts'

const words = t.distributionList

export type CellProps = {
  column: Column
  run: DistributionSummary
  search: string
  /** Whether there is room for a second line. */
  tall: boolean
  onOpen: () => void
}

type Lines = { first: ReactNode; second?: ReactNode; title?: string; strong?: boolean }

const Dash = () => <span className="text-ink-3">{t.common.dash}</span>

const Name = ({ run, search, onOpen }: Pick<CellProps, 'run' | 'search' | 'onOpen'>) => (
  <button
    type="button"
    tabIndex={-1}
    onClick={event => {
      event.stopPropagation()
      onOpen()
    }}
    className="max-w-full truncate text-left font-medium text-ink underline-offset-2 hover:underline"
  >
    <Highlight text={run.audience_name} search={search} />
  </button>
)

const Platform = ({ run, search, tall }: Pick<CellProps, 'run' | 'search' | 'tall'>) => (
  <span className="flex h-full min-w-0 items-center gap-2.5">
    <TypeMark type={run.platform_type} size={tall ? 24 : 20} />
    <span className="min-w-0 flex-1">
      <span className="block truncate text-ink">
        <Highlight text={run.platform_name} search={search} />
      </span>
      {tall && (
        <span className="block truncate text-sm text-ink-3">
          {PLATFORM_DEFINITIONS[run.platform_type].name}
        </span>
      )}
    </span>
  </span>
)

const TypeName = ({ type }: { type: DistributionType }) => t.distributions.type[type]

function linesOf(props: CellProps): Lines {
  const { column, run, search } = props
  switch (column.id) {
    case 'audience':
      return {
        first: <Name {...props} />,
        second: words.version(run.audience_version),
        title: run.audience_name,
        strong: true,
      }
    case 'platform':
      return { first: <Platform {...props} />, title: run.platform_name }
    case 'status': {
      const note = noteOf(run)
      return { first: <StatusMark run={run} plain />, second: note, title: note ?? '', strong: true }
    }
    case 'match_rate':
      return {
        first: <MatchRate rate={run.match_rate} matched={run.matched_records} total={run.total_records} />,
      }
    case 'people': {
      const people = peopleOf(run)
      return people
        ? {
            first: compactNumber(people.count),
            second: people.of,
            title: `${exactNumber(people.count)} ${people.of}`,
          }
        : { first: <Dash /> }
    }
    case 'happens_at': {
      const repeats = repeatOf(run)
      return {
        first: relativeDate(run.happens_at),
        second: repeats ? (
          <span className="inline-flex items-center gap-1">
            <Repeat size={12} aria-hidden /> {repeats}
          </span>
        ) : (
          run.status === 'scheduled' && momentOf(run.happens_at)
        ),
        title: [exactDate(run.happens_at), repeats].filter(Boolean).join(' · '),
      }
    }
    case 'type':
      return { first: <TypeName type={run.distribution_type} /> }
    case 'campaign':
      return run.campaign_name
        ? { first: <Highlight text={run.campaign_name} search={search} />, title: run.campaign_name }
        : { first: <Dash /> }
  }
}

export function Cell(props: CellProps) {
  const { column, tall } = props
  const { first, second, title, strong = false } = linesOf(props)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its current row
    <div
      role="gridcell"
      title={title || undefined}
      className={cx(
        'flex h-full min-w-0 flex-col justify-center px-2',
        column.end && 'text-right',
        !strong && 'text-ink-2',
      )}
    >
      {column.id === 'platform' ? (
        first
      ) : (
        <>
          <span className={cx('min-w-0 truncate [&>*]:align-top', column.id === 'match_rate' && 'flex')}>
            {first}
          </span>
          {tall && second && <span className="truncate text-sm text-ink-3">{second}</span>}
        </>
      )}
    </div>
  )
}
