// The queries a profile keeps, and those that are there to begin with.
import { Ellipsis, PencilLine, Trash2 } from 'lucide-react'
import type { SavedQuery } from '../../../shared/contract/queries.ts'
import { useSavedQueries } from '../../api/queries.ts'
import { IconButton } from '../../components/ui/button.tsx'
import { Menu, MenuItem } from '../../components/ui/menu.tsx'
import { ErrorState } from '../../components/ui/states.tsx'
import { cx } from '../../lib/cx.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { draftStore } from './query-store.ts'
import { naming, open, openExample, remove } from './saved.ts'

const words = t.sql
const LINE = 'flex h-7 w-full min-w-0 items-center rounded-sm px-2 text-left hover:bg-hover'

const Title = ({ children }: { children: string }) => (
  <h2 className="px-2 pt-3 pb-1 text-sm font-medium text-ink-3">{children}</h2>
)

function Saved({ query, here }: { query: SavedQuery; here: boolean }) {
  return (
    <li className="flex items-center gap-0.5">
      <button
        type="button"
        aria-current={here || undefined}
        title={query.sql.slice(0, 500)}
        onClick={() => open(query)}
        className={cx(LINE, here && 'bg-accent-tint text-accent-text')}
      >
        <span className="truncate">{query.name}</span>
      </button>
      <Menu
        align="end"
        label={words.menuOf(query.name)}
        trigger={
          <IconButton label={words.menuOf(query.name)} size="sm" tooltip={false}>
            <Ellipsis size={16} />
          </IconButton>
        }
      >
        <MenuItem icon={<PencilLine size={14} />} onSelect={() => naming.set({ sql: query.sql, query })}>
          {words.rename}
        </MenuItem>
        <MenuItem icon={<Trash2 size={14} />} danger onSelect={() => void remove(query)}>
          {words.remove}
        </MenuItem>
      </Menu>
    </li>
  )
}

export function SavedList() {
  const { opened } = useStore(draftStore)
  const { data: queries, error, refetch } = useSavedQueries()
  return (
    <>
      <Title>{words.mine}</Title>
      {error && !queries ? (
        <ErrorState title={words.savedFailed} error={error} onRetry={() => void refetch()} />
      ) : queries?.length === 0 ? (
        <p className="px-2 pb-1 text-ink-3">{words.noSaved}</p>
      ) : (
        <ul aria-label={words.mine}>
          {queries?.map(query => (
            <Saved key={query.query_id} query={query} here={query.query_id === opened?.query_id} />
          ))}
        </ul>
      )}
      <Title>{words.examplesTitle}</Title>
      <ul aria-label={words.examplesTitle}>
        {words.examples.map(({ name, sql }) => (
          <li key={name}>
            <button type="button" title={sql} onClick={() => openExample(sql)} className={LINE}>
              <span className="truncate">{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
