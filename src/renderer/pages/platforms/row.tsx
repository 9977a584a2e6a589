// One row of the table. It is drawn anew only when something it shows has changed.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { Ellipsis } from 'lucide-react'
import { memo, useState } from 'react'
import { IconButton } from '../../components/ui/button.tsx'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Cell } from './cells.tsx'
import type { Column } from './columns.ts'
import type { Row as RowData } from './rows.ts'

export type RowActions = {
  moveTo: (index: number) => void
  open: (id: string) => void
  menu: (index: number, at: { x: number; y: number }) => void
}

type Props = {
  index: number
  top: number
  height: number
  tall: boolean
  row: RowData
  columns: readonly Column[]
  search: string
  current: boolean
  testing: boolean
  actions: RowActions
}

export const rowId = (index: number) => `row-${index}`

export const Row = memo(({ index, top, height, current, actions, row, columns, ...shown }: Props) => {
  const { platform_id: id, name } = row.platform
  const [pointed, setPointed] = useState(false)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for its current row
    <div
      role="row"
      tabIndex={-1}
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={current}
      data-platform={id}
      data-current={current || undefined}
      className={cx(
        'group absolute inset-x-0 grid grid-cols-(--columns) border-b border-line outline-none [contain:strict]',
        current ? 'bg-hover group-focus/grid:shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-hover',
      )}
      style={{ top, height }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onClick={() => actions.moveTo(index)}
      onDoubleClick={() => actions.open(id)}
      onContextMenu={event => {
        event.preventDefault()
        actions.menu(index, { x: event.clientX, y: event.clientY })
      }}
    >
      <div role="presentation" />
      {columns.map(column => (
        <Cell key={column.id} column={column} row={row} onOpen={() => actions.open(id)} {...shown} />
      ))}
      <div role="gridcell" className="flex h-full items-center justify-center">
        {(pointed || current) && (
          <IconButton
            label={t.platformList.rowMenu(name)}
            size="sm"
            tooltip={false}
            tabIndex={-1}
            onClick={event => {
              event.stopPropagation()
              const box = event.currentTarget.getBoundingClientRect()
              actions.menu(index, { x: box.left, y: box.bottom })
            }}
            onDoubleClick={event => event.stopPropagation()}
          >
            <Ellipsis size={16} />
          </IconButton>
        )}
      </div>
    </div>
  )
})
