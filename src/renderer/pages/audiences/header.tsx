// The table's head: select all, names, sorting.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import type { fitColumns } from './columns.ts'
import type { View } from './view.ts'
import { changeView } from './view-store.ts'

/** Names read from A, numbers and dates from the most. */
const FIRST_ASCENDING = new Set(['name', 'status', 'data_type'])

type Props = {
  columns: ReturnType<typeof fitColumns>
  sort: View['sort']
  checked: boolean | 'mixed'
  onCheck: (checked: boolean) => void
}

export function TableHeader({ columns, sort, checked, onCheck }: Props) {
  const sortBy = (by: View['sort']['by']) => {
    const first = FIRST_ASCENDING.has(by) ? 'asc' : 'desc'
    const turned = sort.direction === 'asc' ? 'desc' : 'asc'
    changeView({ sort: { by, direction: sort.by === by ? turned : first } })
  }
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-surface">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 grid-cols-(--columns) items-center border-b border-line"
      >
        <div role="columnheader" className="flex items-center pl-4">
          <Checkbox checked={checked} onChange={onCheck} aria-label={t.list.selectAll} />
        </div>
        {columns.map(({ id, sort: by, end }) => {
          const sorted = by === sort.by
          const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown
          return (
            <div
              role="columnheader"
              key={id}
              aria-sort={sorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
              className={cx('flex min-w-0 items-center', end ? 'justify-end' : '')}
            >
              {by ? (
                <button
                  type="button"
                  onClick={() => sortBy(by)}
                  title={t.list.sortBy(t.list.columns[id])}
                  className={cx(
                    'group/sort flex h-6 min-w-0 items-center gap-1 rounded-sm px-2 text-sm transition-colors hover:text-ink',
                    end && 'flex-row-reverse',
                    sorted ? 'font-medium text-ink' : 'text-ink-3',
                  )}
                >
                  <span className="truncate">{t.list.columns[id]}</span>
                  {sorted && <Arrow size={12} aria-hidden className="shrink-0" />}
                </button>
              ) : (
                <span className="truncate px-2 text-sm text-ink-3">{t.list.columns[id]}</span>
              )}
            </div>
          )
        })}
        <div role="columnheader">
          <span className="sr-only">{t.list.actionsColumn}</span>
        </div>
      </div>
    </div>
  )
}
