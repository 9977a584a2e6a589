// What each column shows of an audience. Exact values are in the title, where the short form hides something.
import type { AudienceSummary } from '../../../shared/domain/audience.ts'
import { Tag } from '../../components/ui/chip.tsx'
import { StatusBadge } from '../../components/ui/status.tsx'
import { compactNumber, exactDate, exactNumber, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { Highlight } from './highlight.tsx'
import type { ColumnId } from './view.ts'

const TAGS_SHOWN = 2

function Tags({ tags }: { tags: readonly string[] }) {
  const more = tags.length - TAGS_SHOWN
  return (
    <span className="flex min-w-0 gap-1 overflow-hidden [&>*]:max-w-28" title={tags.join(', ')}>
      {tags.slice(0, TAGS_SHOWN).map((tag, index) => (
        <Tag key={tag} className={index === 0 ? 'shrink-0' : ''}>
          {tag}
        </Tag>
      ))}
      {more > 0 && <span className="shrink-0 self-center text-sm text-ink-2">{t.list.moreTags(more)}</span>}
    </span>
  )
}

const Muted = ({ children, title }: { children: string; title?: string }) => (
  <span className="truncate text-ink-2" title={title}>
    {children}
  </span>
)

type Props = { column: ColumnId; item: AudienceSummary; search: string | undefined; onOpen: () => void }

export function Cell({ column, item, search, onOpen }: Props) {
  switch (column) {
    case 'name':
      return (
        <button
          type="button"
          tabIndex={-1}
          title={item.name}
          onClick={event => {
            // With a modifier it is a selection like anywhere else in the row.
            if (event.shiftKey || event.ctrlKey || event.metaKey) return
            event.stopPropagation()
            onOpen()
          }}
          className="truncate font-medium text-ink underline-offset-2 hover:underline"
        >
          <Highlight text={item.name} search={search} />
        </button>
      )
    case 'status':
      return <StatusBadge status={item.deleted ? 'deleted' : item.status} plain />
    case 'data_type':
      return <Muted>{t.dataType[item.data_type]}</Muted>
    case 'identifier_type':
      return item.identifier_type && <Muted>{t.identifierType[item.identifier_type]}</Muted>
    case 'total_audience_size':
      return (
        <span title={exactNumber(item.total_audience_size)}>{compactNumber(item.total_audience_size)}</span>
      )
    case 'segment_count':
      return <Muted>{exactNumber(item.segment_count)}</Muted>
    case 'variable_count':
      return <Muted>{exactNumber(item.variable_count)}</Muted>
    case 'tags':
      return <Tags tags={item.tags} />
    case 'campaign_id':
      return item.campaign_id && <Muted title={item.campaign_id}>{item.campaign_id}</Muted>
    case 'updated_at':
    case 'created_at':
      return <Muted title={exactDate(item[column])}>{relativeDate(item[column])}</Muted>
  }
}
