// What is known of the record besides its content: tags, campaign, notes, other data, and its version.
import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Audience } from '../../../../shared/domain/audience.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { Who } from '../../../components/who.tsx'
import { exactDate, exactNumber, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { searchFor } from '../routes.ts'
import { JsonValue, wordsOfKey } from './json-value.tsx'
import { copyText } from './query-block.tsx'
import { Section } from './section.tsx'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd data-selectable className="min-w-0 break-words">
        {children}
      </dd>
    </div>
  )
}

export const When = ({ iso }: { iso: string }) => (
  <time dateTime={iso} title={exactDate(iso)}>
    {relativeDate(iso)}
  </time>
)

function Tags({ tags }: { tags: readonly string[] }) {
  const [, navigate] = useLocation()
  if (tags.length === 0) return <span className="text-ink-3">{t.audience.noTags}</span>
  return (
    <span className="flex flex-wrap gap-1 pt-0.5">
      {tags.map(tag => (
        <button
          key={tag}
          type="button"
          title={t.audience.searchFor(tag)}
          onClick={() => searchFor(tag, navigate)}
          className="inline-flex h-5 max-w-full items-center rounded-sm bg-grey-tint px-1.5 text-sm text-ink-2 hover:bg-pressed hover:text-ink"
        >
          <span className="truncate">{tag}</span>
        </button>
      ))}
    </span>
  )
}

export function Facts({ audience }: { audience: Audience }) {
  const { tags, campaign_id, notes, created_from, session_id, ...other } = audience.metadata
  const rest = Object.entries(other)
  return (
    <div className="flex flex-col gap-8">
      <Section title={t.audience.details}>
        <dl className="flex flex-col gap-3">
          <Fact name={t.audience.tags}>
            <Tags tags={tags} />
          </Fact>
          {campaign_id && <Fact name={t.audience.campaign}>{campaign_id}</Fact>}
          {notes && (
            <Fact name={t.audience.notes}>
              <span className="whitespace-pre-wrap">{notes}</span>
            </Fact>
          )}
          {created_from && <Fact name={t.audience.createdFrom}>{created_from}</Fact>}
          {session_id && <Fact name={t.audience.session}>{session_id}</Fact>}
        </dl>
      </Section>
      {rest.length > 0 && (
        <Section title={t.audience.other}>
          <dl className="flex flex-col gap-3">
            {rest.map(([key, value]) => (
              <Fact key={key} name={wordsOfKey(key)}>
                <JsonValue value={value} />
              </Fact>
            ))}
          </dl>
        </Section>
      )}
      <Section title={t.audience.record}>
        <dl className="flex flex-col gap-3">
          <Fact name={t.audience.versionLabel}>{exactNumber(audience.version)}</Fact>
          <Fact name={t.audience.created}>
            <When iso={audience.created_at} />
          </Fact>
          <Fact name={t.audience.updated}>
            <When iso={audience.updated_at} />
          </Fact>
          <Fact name={t.audience.changedBy}>
            <Who id={audience.changed_by} />
          </Fact>
          {audience.change_note && <Fact name={t.audience.changeNote}>{audience.change_note}</Fact>}
          <Fact name={t.audience.id}>
            <span className="flex items-start gap-1">
              <span className="min-w-0 font-mono text-sm break-all">{audience.audience_id}</span>
              <IconButton
                label={t.audience.copyId}
                size="sm"
                onClick={() => void copyText(audience.audience_id)}
                className="-my-0.5"
              >
                <Copy size={14} />
              </IconButton>
            </span>
          </Fact>
        </dl>
      </Section>
    </div>
  )
}
