// The virtual table: only the rows in view exist, over a result of any length.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useWidth } from '../../components/table/use-width.ts'
import { t } from '../../messages/index.ts'
import { fitColumns, gridTemplate } from './columns.ts'
import { TableHeader } from './header.tsx'
import { Row, type RowActions, rowId } from './row.tsx'
import type { Rows } from './use-rows.ts'
import type { Sort } from './view.ts'

const OVERSCAN = 6
const HEADER_PX = 32

/** The same as the other lists': the search field leads to whichever is shown. */
export const TABLE_ID = 'list'

type Props = {
  rows: Rows
  rowHeight: number
  /** Whether rows have two lines. */
  tall: boolean
  sort: Sort
  search: string
  cursor: number
  actions: RowActions
  onKeyDown: (event: KeyboardEvent, pageRows: number) => void
  /** A change of it shows the cursor's row again, at the top when it is the first. */
  questionKey: string
}

export function Table({ rows, rowHeight, tall, sort, search, cursor, actions, ...rest }: Props) {
  const { onKeyDown, questionKey } = rest
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const columns = useMemo(() => fitColumns(width), [width])
  const { total, onRange } = rows
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollPaddingStart: HEADER_PX,
    paddingStart: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew for another row height
  useLayoutEffect(() => virtual.measure(), [rowHeight])

  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [onRange, first, last])

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the question changes or the cursor moves, not while scrolling
  useLayoutEffect(() => {
    if (cursor === 0) scroller.current?.scrollTo({ top: 0 })
    else virtual.scrollToIndex(cursor, { align: 'auto' })
  }, [cursor, questionKey])

  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
  }, [])

  // As many keys as rows can be in view: a row that leaves hands its elements to the one that comes.
  const slots = Math.ceil((scroller.current?.clientHeight ?? 1_000) / rowHeight) + 2 * OVERSCAN + 2
  const pageRows = Math.max(
    1,
    Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowHeight) - 1,
  )
  return (
    <div
      ref={scroller}
      id={TABLE_ID}
      role="grid"
      tabIndex={0}
      aria-label={t.distributionList.table}
      aria-rowcount={total + 1}
      aria-activedescendant={cursor >= first && cursor <= last && total > 0 ? rowId(cursor) : undefined}
      onKeyDown={event => onKeyDown(event, pageRows)}
      className="group/grid relative min-h-0 flex-1 overflow-auto outline-none"
      style={{ '--columns': gridTemplate(columns, width) } as CSSProperties}
    >
      <TableHeader columns={columns} sort={sort} />
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <Row
            key={index % slots}
            index={index}
            top={start}
            height={rowHeight}
            tall={tall}
            run={rows.rowAt(index)}
            columns={columns}
            search={search}
            current={index === cursor}
            actions={actions}
          />
        ))}
      </div>
    </div>
  )
}
