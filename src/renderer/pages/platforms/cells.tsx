// What each column shows of a platform. Tall rows have a second, quieter line; exact values are in the title.
import type { ReactNode } from 'react'
import {
  HealthMark,
  PlatformStatusMark,
  SyncLine,
  TestingMark,
} from '../../components/platform/health-mark.tsx'
import { Trend } from '../../components/platform/trend.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Highlight } from '../../components/table/highlight.tsx'
import { cx } from '../../lib/cx.ts'
import { exactDate, formatPercent, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { Column } from './columns.ts'
import type { Row } from './rows.ts'

const words = t.platformList

export type CellProps = {
  column: Column
  row: Row
  search: string
  testing: boolean
  /** Whether there is room for a second line. */
  tall: boolean
  onOpen: () => void
}

type Lines = { first: ReactNode; second?: ReactNode; title?: string; strong?: boolean }

function Name({ row, search, tall, onOpen }: CellProps) {
  const { platform, type_name } = row
  return (
    <span className="flex h-full min-w-0 items-center gap-2.5">
      <TypeMark type={platform.platform_type} size={tall ? 24 : 20} />
      <span className={cx('min-w-0 flex-1', !tall && 'flex items-baseline gap-2')}>
        <button
          type="button"
          tabIndex={-1}
          onClick={event => {
            event.stopPropagation()
            onOpen()
          }}
          className="block max-w-full shrink-0 truncate text-left font-medium text-ink underline-offset-2 hover:underline"
        >
          <Highlight text={platform.name} search={search} />
        </button>
        <span className="block min-w-0 truncate text-sm text-ink-3">{type_name}</span>
      </span>
    </span>
  )
}

const Dash = () => <span className="text-ink-3">{t.common.dash}</span>

function linesOf(props: CellProps): Lines {
  const { column, row, search, testing } = props
  const { platform, health, sync, rates, expected } = row
  switch (column.id) {
    case 'name':
      return { first: <Name {...props} />, title: platform.name }
    case 'health':
      if (platform.deleted) return { first: <Dash /> }
      if (testing) return { first: <TestingMark plain />, strong: true }
      return {
        first: <HealthMark state={health.state} plain />,
        second: health.sentence,
        title: [health.sentence, health.next_step].filter(Boolean).join(' '),
        strong: true,
      }
    case 'account': {
      const account = platform.connection.account_label
      return account
        ? { first: <Highlight text={account} search={search} />, title: account }
        : { first: <Dash /> }
    }
    case 'last_sync':
      if (!sync) return { first: rates ? <span className="text-ink-3">{words.never}</span> : <Dash /> }
      return {
        first: relativeDate(sync.at),
        second: <SyncLine status={sync.status} />,
        title: `${t.platforms.sync[sync.status]} · ${exactDate(sync.at)}`,
      }
    case 'match_rate':
      return { first: rates ? <Trend rates={rates} /> : <Dash /> }
    case 'expected':
      return { first: expected === null ? <Dash /> : formatPercent(expected) }
    case 'status':
      return { first: <PlatformStatusMark platform={platform} plain />, strong: true }
    case 'updated_at':
      return { first: relativeDate(platform.updated_at), title: exactDate(platform.updated_at) }
  }
}

export function Cell(props: CellProps) {
  const { column, tall } = props
  const { first, second, title, strong = false } = linesOf(props)
  const isName = column.id === 'name'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its current row
    <div
      role="gridcell"
      title={title}
      className={cx(
        'flex h-full min-w-0 flex-col justify-center px-2',
        column.end && 'text-right',
        !strong && 'text-ink-2',
      )}
    >
      {isName ? (
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
