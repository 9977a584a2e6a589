// The result as a virtual grid: arrow keys move from cell to cell, Enter shows a whole value, Ctrl/Cmd+C copies it.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current cell (aria-activedescendant)
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import type { Cell, QueryResult, ResultColumn } from '../../../shared/contract/queries.ts'
import { movedTo } from '../../components/table/moves.ts'
import { cx } from '../../lib/cx.ts'
import { exactNumber } from '../../lib/format.ts'
import { isMod } from '../../lib/platform.ts'
import { t } from '../../messages/index.ts'
import { shownCell, widthsOf } from './model/values.ts'
import { copyValue, ValueDialog } from './value-dialog.tsx'

const words = t.sql
const ROW_PX = 28
const HEAD_PX = 32
/** For the row's number. */
const NUMBER_PX = 56

const cellId = (row: number, column: number) => `sql-cell-${row}-${column}`
const CELL = 'shrink-0 truncate border-r border-b border-line px-3 leading-7'

type RowProps = {
  row: readonly Cell[]
  index: number
  top: number
  columns: readonly ResultColumn[]
  widths: readonly number[]
  current: number | null
  onPick: (row: number, column: number) => void
  onOpen: () => void
}

const Row = memo(({ row, index, top, columns, widths, current, onPick, onOpen }: RowProps) => (
  <div
    role="row"
    aria-rowindex={index + 2}
    className="absolute left-0 flex h-7 hover:bg-hover"
    style={{ transform: `translateY(${top}px)` }}
  >
    <div
      role="rowheader"
      className={cx(CELL, 'sticky left-0 z-1 bg-surface text-right text-sm text-ink-3')}
      style={{ width: NUMBER_PX }}
    >
      {exactNumber(index + 1)}
    </div>
    {columns.map(({ name, kind }, at) => {
      const value = row[at] ?? null
      return (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
        <div
          key={`${name}-${widths.length}-${cellId(0, at)}`}
          id={cellId(index, at)}
          role="gridcell"
          aria-selected={at === current || undefined}
          onClick={() => onPick(index, at)}
          onDoubleClick={onOpen}
          className={cx(
            CELL,
            kind === 'number' && 'text-right tabular-nums',
            kind === 'json' && 'font-mono text-sm leading-7',
            value === null && 'text-ink-3 italic',
            at === current && 'bg-accent-tint outline-1 -outline-offset-1 outline-focus',
          )}
          style={{ width: widths[at] }}
        >
          {value === null ? words.null : shownCell(value, kind)}
        </div>
      )
    })}
  </div>
))

export function ResultTable({ result }: { result: QueryResult }) {
  const { columns, rows } = result
  const scroller = useRef<HTMLDivElement>(null)
  const widths = useMemo(() => widthsOf(columns, rows), [columns, rows])
  const [at, setAt] = useState({ row: 0, column: 0 })
  const [open, setOpen] = useState(false)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    scrollPaddingStart: HEAD_PX,
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another result begins at its first cell
  useEffect(() => {
    setAt({ row: 0, column: 0 })
    scroller.current?.scrollTo({ top: 0, left: 0 })
  }, [result])

  function move(row: number, column: number) {
    setAt({ row, column })
    virtual.scrollToIndex(row, { align: 'auto' })
    reveal(scroller.current, widths, column)
  }

  const value = rows[at.row]?.[at.column] ?? null
  const column = columns[at.column]

  function onKeyDown(event: KeyboardEvent) {
    if (isMod(event) && event.key.toLowerCase() === 'c' && String(getSelection()) === '') {
      event.preventDefault()
      return void copyValue(value)
    }
    if (isMod(event) || event.altKey) return
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_PX) / ROW_PX) - 1)
    const row = movedTo(event.key, at.row, rows.length, page)
    const next = { ArrowRight: at.column + 1, ArrowLeft: at.column - 1 }[event.key]
    if (row !== null) move(row, at.column)
    else if (next !== undefined) move(at.row, Math.max(0, Math.min(columns.length - 1, next)))
    else if (event.key === 'Enter' || event.key === ' ') setOpen(true)
    else return
    event.preventDefault()
  }

  const items = virtual.getVirtualItems()
  const inView = items.some(item => item.index === at.row)
  const width = widths.reduce((sum, one) => sum + one, NUMBER_PX)
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={words.result}
        aria-describedby="sql-grid-hint"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={inView ? cellId(at.row, at.column) : undefined}
        onKeyDown={onKeyDown}
        data-selectable
        className="relative min-h-0 flex-1 overflow-auto border-t border-line outline-none focus-visible:outline-1 focus-visible:-outline-offset-1 focus-visible:outline-focus"
      >
        <div role="rowgroup" className="sticky top-0 z-2 flex bg-sunken" style={{ width }}>
          <div role="row" aria-rowindex={1} className="flex">
            <div
              role="columnheader"
              className="sticky left-0 z-1 h-8 shrink-0 border-r border-b border-line bg-sunken"
              style={{ width: NUMBER_PX }}
            >
              <span className="sr-only">{words.rowNumber}</span>
            </div>
            {columns.map(({ name, type, kind }, index) => (
              <div
                key={`${name}-${cellId(0, index)}`}
                role="columnheader"
                title={`${name} · ${type.toLowerCase()}`}
                className={cx(
                  'h-8 shrink-0 truncate border-r border-b border-line px-3 leading-8 font-medium',
                  kind === 'number' && 'text-right',
                )}
                style={{ width: widths[index] }}
              >
                {name}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), width }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            return (
              row && (
                <Row
                  key={index}
                  row={row}
                  index={index}
                  top={start}
                  columns={columns}
                  widths={widths}
                  current={index === at.row ? at.column : null}
                  onPick={move}
                  onOpen={() => setOpen(true)}
                />
              )
            )
          })}
        </div>
      </div>
      <span id="sql-grid-hint" className="sr-only">
        {words.gridHint}
      </span>
      {column && (
        <ValueDialog
          open={open}
          onClose={() => setOpen(false)}
          title={words.cell(column.name, at.row + 1)}
          value={value}
          kind={column.kind}
        />
      )}
    </>
  )
}

/** Scrolls sideways as far as a column needs to be seen whole, beside the numbers of the rows. */
function reveal(box: HTMLElement | null, widths: readonly number[], column: number) {
  if (!box) return
  const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0)
  const right = left + (widths[column] ?? 0) + NUMBER_PX
  if (left < box.scrollLeft) box.scrollTo({ left })
  else if (right > box.scrollLeft + box.clientWidth) box.scrollTo({ left: right - box.clientWidth })
}
