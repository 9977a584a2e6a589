import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Audience } from '../../../shared/domain/audience.ts'
import { useAudience } from '../../api/hooks.ts'
import { InspectorPane, InspectorSection } from '../../components/table/inspector.tsx'
import { Tag } from '../../components/ui/chip.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { StatusBadge } from '../../components/ui/status.tsx'
import {
  compactNumber,
  exactDate,
  exactNumber,
  formatRelevance,
  formatShare,
  relativeDate,
} from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { changeView } from './view-store.ts'

const SHOWN = 8
const words = t.inspector

type BarProps = { label: string; title: string; value: string; part: number; mono?: boolean }

/** A name, its value, and a bar under them as long as its part of one. */
const Bar = ({ label, title, value, part, mono = false }: BarProps) => (
  <li className="pb-1.5" title={title}>
    <span className="flex items-baseline gap-2">
      <span className={mono ? 'min-w-0 flex-1 truncate font-mono text-sm' : 'min-w-0 flex-1 truncate'}>
        {label}
      </span>
      <span className="text-ink-2">{value || t.common.dash}</span>
    </span>
    <span aria-hidden className="mt-0.5 block h-1 overflow-hidden rounded-full bg-grey-tint">
      {part > 0 && (
        <span
          className="block h-full rounded-full bg-chart-1"
          style={{ width: `${Math.max(1, part * 100)}%` }}
        />
      )}
    </span>
  </li>
)

const More = ({ count }: { count: number }) =>
  count > 0 && <p className="text-sm text-ink-3">{words.more(count)}</p>

function Content({ audience }: { audience: Audience }) {
  const details = new Map(audience.variable_details.map(detail => [detail.code, detail]))
  const variables = audience.selected_variables
    .map(code => ({ code, detail: details.get(code) }))
    .sort((a, b) => (b.detail?.relevance_score ?? 0) - (a.detail?.relevance_score ?? 0))
  const segments = [...audience.segments].sort((a, b) => b.size - a.size)
  const largest = segments[0]?.size ?? 0
  const facts: [string, ReactNode][] = [
    [words.type, t.dataType[audience.data_type]],
    [words.identifier, audience.identifier_type ? t.identifierType[audience.identifier_type] : t.common.none],
    [words.campaign, audience.metadata.campaign_id || t.common.none],
    [
      words.updated,
      <span key="u" title={exactDate(audience.updated_at)}>
        {relativeDate(audience.updated_at)}
      </span>,
    ],
    [
      words.created,
      <span key="c" title={exactDate(audience.created_at)}>
        {relativeDate(audience.created_at)}
      </span>,
    ],
    [words.version, exactNumber(audience.version)],
  ]
  return (
    <div data-selectable>
      <div className="flex flex-col items-start gap-2 px-4 pb-4">
        <h2 className="text-lg font-semibold text-pretty">{audience.name}</h2>
        <StatusBadge status={audience.deleted ? 'deleted' : audience.status} />
        {audience.description && <p className="text-ink-2 text-pretty">{audience.description}</p>}
        <p className="mt-1 flex items-baseline gap-2">
          <span className="text-title font-semibold" title={exactNumber(audience.total_audience_size)}>
            {compactNumber(audience.total_audience_size)}
          </span>
          <span className="text-ink-3">{words.sizeSource[audience.size_source]}</span>
        </p>
      </div>
      {audience.original_query && (
        <InspectorSection title={words.query}>
          <p className="line-clamp-6 whitespace-pre-line text-ink-2">{audience.original_query}</p>
        </InspectorSection>
      )}
      {segments.length > 0 && (
        <InspectorSection title={words.segments(segments.length)}>
          <ul>
            {segments.slice(0, SHOWN).map(segment => (
              <Bar
                key={segment.segment_id}
                label={segment.name}
                title={`${segment.name} · ${exactNumber(segment.size)} · ${formatShare(segment.size_percentage)}`}
                value={compactNumber(segment.size)}
                part={largest > 0 ? segment.size / largest : 0}
              />
            ))}
          </ul>
          <More count={segments.length - SHOWN} />
        </InspectorSection>
      )}
      {variables.length > 0 && (
        <InspectorSection title={words.variables(variables.length)}>
          <ul>
            {variables.slice(0, SHOWN).map(({ code, detail }) => (
              <Bar
                key={code}
                mono
                label={code}
                title={detail?.description || code}
                value={detail ? formatRelevance(detail.relevance_score) : ''}
                part={detail?.relevance_score ?? 0}
              />
            ))}
          </ul>
          <More count={variables.length - SHOWN} />
        </InspectorSection>
      )}
      <InspectorSection title={words.details}>
        <dl className="grid grid-cols-[96px_1fr] gap-y-1">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
        {audience.metadata.tags.length > 0 && (
          <ul aria-label={words.tags} className="mt-3 flex flex-wrap gap-1">
            {audience.metadata.tags.map(tag => (
              <li key={tag} className="flex min-w-0">
                <Tag>{tag}</Tag>
              </li>
            ))}
          </ul>
        )}
      </InspectorSection>
    </div>
  )
}

export function Inspector({ audienceId }: { audienceId: string | null }) {
  const [, go] = useLocation()
  const { data, error, refetch } = useAudience(audienceId)
  const shown = data && data.audience_id === audienceId ? data : null
  const route = `/audiences/${shown?.audience_id}`
  return (
    <InspectorPane
      title={words.title}
      edit={shown && !shown.deleted ? { label: t.row.edit, onGo: () => go(`${route}/edit`) } : null}
      open={shown && { label: t.row.open, onGo: () => go(route) }}
      close={{ label: words.close, onGo: () => changeView({ inspector: false }) }}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown ? (
        <Content audience={shown} />
      ) : audienceId ? (
        <div className="flex flex-col gap-3 px-4 pt-2">
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="w-20" />
          <Skeleton className="w-full" />
          <Skeleton className="w-5/6" />
        </div>
      ) : (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      )}
    </InspectorPane>
  )
}
