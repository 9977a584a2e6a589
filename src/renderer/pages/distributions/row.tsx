// One row of the table. It is drawn anew only when something it shows has changed.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { Ellipsis } from 'lucide-react'
import { memo, useState } from 'react'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { IconButton } from '../../components/ui/button.tsx'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Cell } from './cells.tsx'
import type { Column } from './columns.ts'

export type RowActions = {
  moveTo: (index: number) => void
  open: (id: string) => void
  menu: (index: number, run: DistributionSummary, at: { x: number; y: number }) => void
}

type Props = {
  index: number
  top: number
  height: number
  tall: boolean
  run: DistributionSummary | undefined
  columns: readonly Column[]
  search: string
  current: boolean
  actions: RowActions
}

export const rowId = (index: number) => `row-${index}`
const PLACE = 'absolute inset-x-0 grid grid-cols-(--columns) border-b border-line [contain:strict]'

function Placeholder({ index, top, height, columns }: Pick<Props, 'index' | 'top' | 'height' | 'columns'>) {
  return (
    <div role="row" aria-rowindex={index + 2} aria-busy="true" className={PLACE} style={{ top, height }}>
      <div role="presentation" />
      {columns.map(({ id, end }, place) => (
        <div
          role="gridcell"
          key={id}
          aria-label={place === 0 ? t.common.loading : undefined}
          className={cx('flex h-full min-w-0 items-center px-2', end && 'justify-end')}
        >
          <span className={cx('h-2 rounded-full bg-grey-tint', id === 'audience' ? 'w-1/2' : 'w-12')} />
        </div>
      ))}
      <div role="gridcell" />
    </div>
  )
}

function FullRow({
  index,
  top,
  height,
  current,
  actions,
  run,
  columns,
  ...shown
}: Omit<Props, 'run'> & { run: DistributionSummary }) {
  const id = run.distribution_id
  const [pointed, setPointed] = useState(false)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for its current row
    <div
      role="row"
      tabIndex={-1}
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={current}
      data-distribution={id}
      data-current={current || undefined}
      className={cx(
        PLACE,
        'group outline-none',
        current ? 'bg-hover group-focus/grid:shadow-[inset_2px_0_0_var(--color-accent)]' : 'hover:bg-hover',
      )}
      style={{ top, height }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onClick={() => actions.moveTo(index)}
      onDoubleClick={() => actions.open(id)}
      onContextMenu={event => {
        event.preventDefault()
        actions.menu(index, run, { x: event.clientX, y: event.clientY })
      }}
    >
      <div role="presentation" />
      {columns.map(column => (
        <Cell key={column.id} column={column} run={run} onOpen={() => actions.open(id)} {...shown} />
      ))}
      <div role="gridcell" className="flex h-full items-center justify-center">
        {(pointed || current) && (
          <IconButton
            label={t.distributionList.rowMenu(run.audience_name, run.platform_name)}
            size="sm"
            tooltip={false}
            tabIndex={-1}
            onClick={event => {
              event.stopPropagation()
              const box = event.currentTarget.getBoundingClientRect()
              actions.menu(index, run, { x: box.left, y: box.bottom })
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

export const Row = memo(({ run, ...props }: Props) =>
  run ? <FullRow run={run} {...props} /> : <Placeholder {...props} />,
)
