// The tables a query can name. A table opens to its columns; a name is put where the caret is.
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { TableInfo } from '../../../shared/contract/queries.ts'
import { useTables } from '../../api/queries.ts'
import { ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { insert } from './editor.tsx'

const words = t.sql

/** `TIMESTAMP WITH TIME ZONE` would push the name out of sight. */
const shortType = (type: string) =>
  type === 'TIMESTAMP WITH TIME ZONE' ? 'timestamp' : type.toLowerCase().replace('varchar', 'text')

function Table({ table, first }: { table: TableInfo; first: boolean }) {
  const [open, setOpen] = useState(first)
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        title={words.aboutTable(table.name)}
        onClick={() => setOpen(!open)}
        className="flex h-7 w-full items-center gap-1 rounded-sm px-1 text-left font-medium hover:bg-hover"
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={cx('shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
        <span className="truncate">{table.name}</span>
      </button>
      {open && (
        <>
          <p className="px-2 pb-1 pl-6 text-sm text-ink-3">{words.aboutTable(table.name)}</p>
          <ul aria-label={words.columnsOf(table.name)} className="mb-2">
            {table.columns.map(({ name, type }) => (
              <li key={name}>
                <button
                  type="button"
                  title={words.insert(name)}
                  onClick={() => insert(name)}
                  className="flex h-6 w-full items-baseline gap-2 rounded-sm pr-2 pl-6 text-left hover:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate font-mono text-sm leading-6">{name}</span>
                  <span className="shrink-0 text-xs text-ink-3">{shortType(type)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  )
}

export function TableList() {
  const { data: tables, error, refetch } = useTables()
  if (error && !tables)
    return <ErrorState title={words.tablesFailed} error={error} onRetry={() => void refetch()} />
  if (!tables)
    return (
      <div role="status" className="flex flex-col gap-3 p-2">
        <span className="sr-only">{t.common.loading}</span>
        {Array.from({ length: 6 }, (_, index) => `line-${index}`).map(line => (
          <Skeleton key={line} />
        ))}
      </div>
    )
  return (
    <ul aria-label={words.tables}>
      {tables.map((table, index) => (
        <Table key={table.name} table={table} first={index === 0} />
      ))}
    </ul>
  )
}
