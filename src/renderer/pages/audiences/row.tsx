// One row of the table. It is drawn anew only when something it shows has changed.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { Ellipsis } from 'lucide-react'
import { memo, useState } from 'react'
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import { IconButton } from '../../components/ui/button.tsx'
import { CheckMark } from '../../components/ui/checkbox.tsx'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Cell } from './cells.tsx'
import type { fitColumns } from './columns.ts'

export type RowActions = {
  click: (index: number, id: string, how: 'plain' | 'toggle' | 'range') => void
  open: (id: string) => void
  menu: (index: number, item: AudienceSummary, at: { x: number; y: number }) => void
}

type Props = {
  index: number
  top: number
  height: number
  item: AudienceSummary | undefined
  columns: ReturnType<typeof fitColumns>
  search: string | undefined
  selected: boolean
  current: boolean
  /** Check boxes are shown on all rows once one is selected. */
  selecting: boolean
  actions: RowActions
}

export const rowId = (index: number) => `row-${index}`
// Contained: what happens in one row is never laid out beyond it.
const PLACE =
  'absolute inset-x-0 [contain:strict] grid grid-cols-(--columns) border-b border-line leading-[calc(var(--row)-1px)]'
const CELL = 'flex h-full min-w-0 items-center px-2'

function Placeholder({ index, top, height, columns }: Pick<Props, 'index' | 'top' | 'height' | 'columns'>) {
  return (
    <div role="row" aria-rowindex={index + 2} aria-busy="true" className={PLACE} style={{ top, height }}>
      <div role="gridcell" aria-label={t.list.loadingRow} />
      {columns.map(({ id, end }) => (
        <div role="gridcell" key={id} className={cx(CELL, end && 'justify-end')}>
          <span className={cx('h-2 rounded-full bg-grey-tint', id === 'name' ? 'w-1/2' : 'w-12')} />
        </div>
      ))}
      <div role="gridcell" />
    </div>
  )
}

function FullRow({ item, ...props }: Omit<Props, 'item'> & { item: AudienceSummary }) {
  const { index, top, height, columns, search, selected, current, selecting, actions } = props
  const id = item.audience_id
  // The button and the empty box of rows that nobody points at would double what scrolling has to draw.
  const [pointed, setPointed] = useState(false)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for its current row
    <div
      role="row"
      tabIndex={-1}
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-audience={id}
      data-current={current || undefined}
      className={cx(
        PLACE,
        'group outline-none',
        selected ? 'bg-accent-tint' : 'hover:bg-hover',
        current && 'group-focus/grid:shadow-[inset_2px_0_0_var(--color-accent)]',
        current && (selected ? 'bg-accent-tint-2' : 'bg-hover'),
      )}
      style={{ top, height }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onClick={event =>
        actions.click(
          index,
          id,
          event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'plain',
        )
      }
      onDoubleClick={() => actions.open(id)}
      onContextMenu={event => {
        event.preventDefault()
        actions.menu(index, item, { x: event.clientX, y: event.clientY })
      }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: X and Ctrl+Space do the same */}
      <div
        role="gridcell"
        tabIndex={-1}
        aria-label={t.list.selectRow(item.name)}
        className="flex h-full items-center pl-4"
        onClick={event => {
          event.stopPropagation()
          actions.click(index, id, event.shiftKey ? 'range' : 'toggle')
        }}
        onDoubleClick={event => event.stopPropagation()}
      >
        {(selected || selecting || pointed) && <CheckMark state={selected} />}
      </div>
      {columns.map(column => (
        <Cell
          key={column.id}
          column={column.id}
          end={column.end === true}
          item={item}
          search={search}
          onOpen={() => actions.open(id)}
        />
      ))}
      <div role="gridcell" className="flex h-full items-center justify-center">
        {(pointed || current) && (
          <IconButton
            label={t.list.rowMenu(item.name)}
            size="sm"
            tooltip={false}
            tabIndex={-1}
            onClick={event => {
              event.stopPropagation()
              const box = event.currentTarget.getBoundingClientRect()
              actions.menu(index, item, { x: box.left, y: box.bottom })
            }}
            onDoubleClick={event => event.stopPropagation()}
          >
            <Ellipsis size={16} />
          </IconButton>
        )}
      </div>
    </div>
  )
}

export const Row = memo(({ item, ...props }: Props) =>
  item ? <FullRow item={item} {...props} /> : <Placeholder {...props} />,
)
