// The segments in numbers: sortable, with PRIZM segments and, opened, the characteristics of each.
import { ArrowDown, ArrowUp, ChevronRight } from 'lucide-react'
import { memo, useCallback, useMemo, useState } from 'react'
import type { Segment } from '../../../../shared/domain/audience.ts'
import { cx } from '../../../lib/cx.ts'
import { exactNumber, formatShare } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { colourOf, type RankedSegment, type SegmentSort, sortSegments } from '../model/ranking.ts'
import { JsonValue, wordsOfKey } from './json-value.tsx'
import { PrizmChip } from './prizm.tsx'
import { VirtualTable } from './virtual-table.tsx'

const CHIPS_SHOWN = 2
const CELL = 'h-9 border-b border-line px-1.5'

type RowProps = { segment: RankedSegment; open: boolean; onToggle: (id: string) => void }

const Row = memo(function Row({ segment, open, onToggle }: RowProps) {
  const { name, size, size_percentage, prizm_segments, rank, segment_id } = segment
  const hidden = prizm_segments.length - CHIPS_SHOWN
  const cell = cx(CELL, open && 'border-b-transparent')
  return (
    <>
      <tr className="hover:bg-hover">
        <td className={cx(cell, 'px-0')}>
          <button
            type="button"
            aria-expanded={open}
            aria-label={open ? t.audience.hideDetail(name) : t.audience.showDetail(name)}
            onClick={() => onToggle(segment_id)}
            className="flex size-6 items-center justify-center rounded-sm text-ink-3 hover:bg-pressed hover:text-ink"
          >
            <ChevronRight size={16} aria-hidden className={cx('transition-transform', open && 'rotate-90')} />
          </button>
        </td>
        <td className={cell}>
          <span className="flex min-w-0 items-center gap-2">
            <span aria-hidden className={cx('size-2.5 shrink-0 rounded-xs', colourOf(rank))} />
            <span data-selectable className="truncate" title={name}>
              {name}
            </span>
          </span>
        </td>
        <td data-selectable className={cx(cell, 'text-right')}>
          {exactNumber(size)}
        </td>
        <td data-selectable className={cx(cell, 'text-right text-ink-2')}>
          {formatShare(size_percentage)}
        </td>
        <td className={cx(cell, 'pl-4')}>
          <span className="flex min-w-0 items-center gap-1 overflow-hidden">
            {prizm_segments.slice(0, CHIPS_SHOWN).map((chip, index) => (
              <PrizmChip key={chip} name={chip} className={index === 0 ? 'max-w-3/4! shrink-0' : 'shrink'} />
            ))}
            {hidden > 0 && (
              <button
                type="button"
                onClick={() => onToggle(segment_id)}
                className="h-6 shrink-0 rounded-sm px-1 text-sm text-ink-3 hover:bg-pressed hover:text-ink"
              >
                {t.audience.moreChips(hidden)}
                <span className="sr-only"> {t.audience.showDetail(name)}</span>
              </button>
            )}
          </span>
        </td>
      </tr>
      {open && <Detail segment={segment} />}
    </>
  )
})

function Detail({ segment }: { segment: Segment }) {
  const entries = Object.entries(segment.characteristics)
  return (
    <tr>
      <td colSpan={5} data-selectable className="border-b border-line pt-1 pb-4 pl-[54px]">
        <dl className="grid max-w-3xl items-baseline grid-cols-[minmax(96px,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1">
          <dt className="text-ink-3">{t.audience.segmentId}</dt>
          <dd className="font-mono text-sm">{segment.segment_id}</dd>
          {entries.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="break-words text-ink-3">{wordsOfKey(key)}</dt>
              <dd>
                <JsonValue value={value} />
              </dd>
            </div>
          ))}
        </dl>
        {entries.length === 0 && <p className="mt-1 text-ink-3">{t.audience.noCharacteristics}</p>}
        {segment.prizm_segments.length > 0 && (
          <div className="mt-3 flex flex-wrap gap-1">
            {segment.prizm_segments.map(chip => (
              <PrizmChip key={chip} name={chip} />
            ))}
          </div>
        )}
      </td>
    </tr>
  )
}

type HeadProps = { sort: SegmentSort; onSort: (sort: SegmentSort) => void }
const SORTED = { asc: 'ascending', desc: 'descending' } as const

const HEAD_CELL = 'h-7 border-b border-line px-1.5 text-left text-sm font-normal text-ink-3'

function Head({ sort, onSort }: HeadProps) {
  const column = (by: 'name' | 'size' | 'share', label: string, right = false) => {
    const on = sort.by === by
    const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown
    const turned = on ? (sort.direction === 'asc' ? 'desc' : 'asc') : by === 'name' ? 'asc' : 'desc'
    return (
      <th aria-sort={on ? SORTED[sort.direction] : 'none'} className={HEAD_CELL}>
        <button
          type="button"
          onClick={() => onSort({ by, direction: turned })}
          className={cx(
            'flex h-6 items-center gap-1 rounded-sm hover:text-ink',
            on && 'text-ink',
            right && 'ml-auto',
          )}
        >
          {label}
          {on && <Arrow size={12} aria-hidden />}
        </button>
      </th>
    )
  }
  return (
    <tr>
      <th className={HEAD_CELL}>
        <span className="sr-only">{t.audience.details}</span>
      </th>
      {column('name', t.audience.segment)}
      {column('size', t.audience.size, true)}
      {column('share', t.audience.share, true)}
      <th className={cx(HEAD_CELL, 'pl-4')}>{t.audience.prizm}</th>
    </tr>
  )
}

const COLUMNS = (
  <>
    <col className="w-7" />
    <col className="w-[34%]" />
    <col className="w-28" />
    <col className="w-20" />
    <col />
  </>
)

type TableProps = HeadProps & { segments: readonly Segment[] }

export function SegmentsTable({ segments, sort, onSort }: TableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => sortSegments(segments, sort), [segments, sort])
  const toggle = useCallback(
    (id: string) =>
      setOpen(current => {
        const next = new Set(current)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [],
  )
  return (
    <VirtualTable
      items={rows}
      keyOf={row => row.segment_id}
      rowHeight={36}
      measure={row => open.has(row.segment_id)}
      label={t.audience.segments}
      maxHeight={560}
      columns={COLUMNS}
      head={<Head sort={sort} onSort={onSort} />}
      render={row => <Row segment={row} open={open.has(row.segment_id)} onToggle={toggle} />}
    />
  )
}
