// The virtual table: only the rows in view exist.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useWidth } from '../../components/table/use-width.ts'
import { t } from '../../messages/index.ts'
import { fitColumns, gridTemplate } from './columns.ts'
import { TableHeader } from './header.tsx'
import { Row, type RowActions, rowId } from './row.tsx'
import type { Row as RowData } from './rows.ts'
import type { Sort } from './view.ts'

const OVERSCAN = 6
const HEADER_PX = 32

/** The same as the other list's: the search field leads to whichever is shown. */
export const TABLE_ID = 'list'

type Props = {
  rows: readonly RowData[]
  rowHeight: number
  /** Whether rows have two lines. */
  tall: boolean
  sort: Sort
  search: string
  cursor: number
  /** Ids of the platforms that are being tested. */
  testing: ReadonlySet<string>
  actions: RowActions
  onKeyDown: (event: KeyboardEvent, pageRows: number) => void
}

export function Table({ rows, rowHeight, tall, sort, search, cursor, testing, actions, onKeyDown }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const columns = useMemo(() => fitColumns(width), [width])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollPaddingStart: HEADER_PX,
    paddingStart: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew for another row height
  useLayoutEffect(() => virtual.measure(), [rowHeight])

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the cursor moves or the order changes, not while scrolling
  useLayoutEffect(() => {
    if (cursor === 0) scroller.current?.scrollTo({ top: 0 })
    else virtual.scrollToIndex(cursor, { align: 'auto' })
  }, [cursor, sort])

  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
  }, [])

  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
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
      aria-label={t.platformList.table}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={cursor >= first && cursor <= last ? rowId(cursor) : undefined}
      onKeyDown={event => onKeyDown(event, pageRows)}
      className="group/grid relative min-h-0 flex-1 overflow-auto outline-none"
      style={{ '--columns': gridTemplate(columns, width) } as CSSProperties}
    >
      <TableHeader columns={columns} sort={sort} />
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index]
          return (
            row && (
              <Row
                key={row.platform.platform_id}
                index={index}
                top={start}
                height={rowHeight}
                tall={tall}
                row={row}
                columns={columns}
                search={search}
                current={index === cursor}
                testing={testing.has(row.platform.platform_id)}
                actions={actions}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
