// The table's head: names, sorting.
// biome-ignore-all lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its current row (aria-activedescendant)
import { ArrowDown, ArrowUp } from 'lucide-react'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import type { Column } from './columns.ts'
import type { Sort, SortField } from './view.ts'
import { changeView } from './view-store.ts'

const words = t.platformList

/** Words read from A and the worst health first; numbers and dates from the most. */
const FIRST_DESCENDING: ReadonlySet<SortField> = new Set([
  'last_sync',
  'match_rate',
  'expected',
  'updated_at',
])

function sortBy(by: SortField, sort: Sort) {
  const first = FIRST_DESCENDING.has(by) ? 'desc' : 'asc'
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
        {columns.map(({ id, end }) => {
          const isSorted = id === sort.by
          return (
            <div
              role="columnheader"
              key={id}
              aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
              className={cx('flex min-w-0 items-center', end && 'justify-end')}
            >
              <button
                type="button"
                onClick={() => sortBy(id, sort)}
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
