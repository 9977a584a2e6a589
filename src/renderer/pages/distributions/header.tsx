// The table's head: names, sorting.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { ArrowDown, ArrowUp } from 'lucide-react'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import type { Column } from './columns.ts'
import type { Sort } from './view.ts'
import { changeView } from './view-store.ts'

const words = t.distributionList

function sortBy(by: Sort['by'], first: Sort['direction'], sort: Sort) {
  const turned = sort.direction === 'asc' ? 'desc' : 'asc'
  changeView({ sort: { by, direction: sort.by === by ? turned : first } })
}

export function TableHeader({ columns, sort }: { columns: readonly Column[]; sort: Sort }) {
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-surface">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 grid-cols-(--columns) items-center border-b border-line"
      >
        <div role="presentation" />
        {columns.map(({ id, end, sort: by, first = 'desc' }) => {
          const isSorted = by === sort.by
          return (
            <div
              role="columnheader"
              key={id}
              aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
              className={cx('flex min-w-0 items-center', end && 'justify-end')}
            >
              {by ? (
                <button
                  type="button"
                  onClick={() => sortBy(by, first, sort)}
                  title={words.sortBy(words.columns[id])}
                  className={cx(
                    'flex h-6 min-w-0 items-center gap-1 rounded-sm px-2 text-sm transition-colors hover:text-ink',
                    end && 'flex-row-reverse',
                    isSorted ? 'font-medium text-ink' : 'text-ink-3',
                  )}
                >
                  <span className="truncate">{words.columns[id]}</span>
                  {isSorted && <Arrow size={12} aria-hidden className="shrink-0" />}
                </button>
              ) : (
                <span className="truncate px-2 text-sm text-ink-3">{words.columns[id]}</span>
              )}
            </div>
          )
        })}
        <div role="columnheader">
          <span className="sr-only">{words.actionsColumn}</span>
        </div>
      </div>
    </div>
  )
}
