// What each column shows of an audience. Exact values are in the title, where the short form hides something.
// Plain blocks with one line of text: thousands of them pass by while the list is scrolled.
import type { ReactNode } from 'react'
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import { Highlight } from '../../components/table/highlight.tsx'
import { Tag } from '../../components/ui/chip.tsx'
import { StatusBadge } from '../../components/ui/status.tsx'
import { cx } from '../../lib/cx.ts'
import { compactNumber, exactDate, exactNumber, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { ColumnId } from './view.ts'

const TAGS_SHOWN = 2

const Tags = ({ tags }: { tags: readonly string[] }) => (
  <span className="flex h-full min-w-0 items-center gap-1 [&>*]:max-w-28">
    {tags.slice(0, TAGS_SHOWN).map((tag, index) => (
      <Tag key={tag} className={index === 0 ? 'shrink-0' : ''}>
        {tag}
      </Tag>
    ))}
    {tags.length > TAGS_SHOWN && (
      <span className="shrink-0 text-sm">{t.list.moreTags(tags.length - TAGS_SHOWN)}</span>
    )}
  </span>
)

type NameProps = { name: string; search: string | undefined; onOpen: () => void }

const Name = ({ name, search, onOpen }: NameProps) => (
  <button
    type="button"
    tabIndex={-1}
    onClick={event => {
      // With a modifier it is a selection like anywhere else in the row.
      if (event.shiftKey || event.ctrlKey || event.metaKey) return
      event.stopPropagation()
      onOpen()
    }}
    className="max-w-full truncate align-top font-medium underline-offset-2 hover:underline"
  >
    <Highlight text={name} search={search} />
  </button>
)

type Content = { content: ReactNode; title?: string; strong?: boolean }

function contentOf({ column, item, search, onOpen }: Props): Content {
  switch (column) {
    case 'name':
      return {
        content: <Name name={item.name} search={search} onOpen={onOpen} />,
        title: item.name,
        strong: true,
      }
    case 'status':
      return {
        content: (
          <StatusBadge status={item.deleted ? 'deleted' : item.status} plain className="h-full align-top" />
        ),
        strong: true,
      }
    case 'data_type':
      return { content: t.dataType[item.data_type] }
    case 'identifier_type':
      return { content: item.identifier_type && t.identifierType[item.identifier_type] }
    case 'total_audience_size':
      return {
        content: compactNumber(item.total_audience_size),
        title: exactNumber(item.total_audience_size),
        strong: true,
      }
    case 'segment_count':
    case 'variable_count':
      return { content: exactNumber(item[column]) }
    case 'tags':
      return { content: item.tags.length > 0 && <Tags tags={item.tags} />, title: item.tags.join(', ') }
    case 'campaign_id':
      return { content: item.campaign_id, title: item.campaign_id ?? '' }
    case 'updated_at':
    case 'created_at':
      return { content: relativeDate(item[column]), title: exactDate(item[column]) }
  }
}

type Props = {
  column: ColumnId
  /** A number: it stands at the right. */
  end: boolean
  item: AudienceSummary
  search: string | undefined
  onOpen: () => void
}

export function Cell(props: Props) {
  const { content, title, strong = false } = contentOf(props)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't hold rows that are placed one by one
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its current row
    <div
      role="gridcell"
      title={title || undefined}
      className={cx('h-full truncate px-2', props.end && 'text-right', !strong && 'text-ink-2')}
    >
      {content}
    </div>
  )
}
