// What was planned and what it was based on: version, segments, people, forecast against fact, cost, campaign, schedule.
import { Copy } from 'lucide-react'
import { Link } from 'wouter'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { isHeld } from '../../../../shared/domain/distribution-change.ts'
import { useAudience } from '../../../api/hooks.ts'
import { IconButton } from '../../../components/ui/button.tsx'
import { useWho, Who } from '../../../components/who.tsx'
import { exactDate, exactNumber, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { When } from '../../audience/parts/facts.tsx'
import { copyText } from '../../audience/parts/query-block.tsx'
import { Section } from '../../audience/parts/section.tsx'
import { audienceRoute } from '../../audience/routes.ts'
import { costText, scheduleText } from '../model/words.ts'
import { Fact } from './fact.tsx'
import { ForecastFact } from './forecast.tsx'
import { Series } from './series.tsx'

const words = t.run
const LISTED = 8

/** By their names in the version that is sent; an id where that version can't be read. */
function Segments({ run }: { run: Distribution }) {
  const { data: audience } = useAudience(run.audience_id, run.audience_version)
  const ids = run.segments_distributed
  if (ids.length === 0) return <>{audience ? words.allOf(audience.segments.length) : words.allSegments}</>
  const names = new Map(audience?.segments.map(({ segment_id, name }) => [segment_id, name]))
  return (
    <ul>
      {ids.slice(0, LISTED).map(id => (
        <li key={id}>{names.get(id) ?? id}</li>
      ))}
      {ids.length > LISTED && <li className="text-ink-3">{t.plan.moreChosen(ids.length - LISTED)}</li>}
    </ul>
  )
}

function Approval({ run }: { run: Distribution }) {
  const who = useWho()
  const { approval_status, approved_by, approved_at, approval_comment } = run.metadata
  if (approval_status !== 'approved') return null
  return (
    <Fact name={words.approval}>
      <span title={approved_at && exactDate(approved_at)}>
        {words.approvalApproved(
          who(approved_by ?? run.changed_by),
          relativeDate(approved_at ?? run.updated_at),
        )}
      </span>
      {approval_comment && <span className="block text-ink-2">{words.comment(approval_comment)}</span>}
    </Fact>
  )
}

export function Facts({ run }: { run: Distribution }) {
  const { metadata, scheduled_at, status } = run
  const cost = costText(metadata)
  const schedule = metadata.schedule && scheduleText(metadata.schedule)
  return (
    <>
      <Section title={words.details}>
        <dl className="flex flex-col gap-3">
          <Fact name={words.audience}>
            <Link
              href={audienceRoute(run.audience_id)}
              className="rounded-xs underline decoration-line-strong underline-offset-2 hover:decoration-ink-3"
            >
              {run.audience_name}
            </Link>
            <span className="block text-ink-2">{words.versionPlanned(run.audience_version)}</span>
          </Fact>
          <Fact name={words.segments}>
            <Segments run={run} />
          </Fact>
          {metadata.people !== undefined && <Fact name={words.people}>{exactNumber(metadata.people)}</Fact>}
          <Fact name={words.type}>{t.distributions.type[run.distribution_type]}</Fact>
          <ForecastFact run={run} />
          <Fact name={words.cost}>
            {cost ?? <span className="text-ink-3">{words.costUnknown}</span>}
            {cost && metadata.cost_basis && <span className="block text-ink-2">{metadata.cost_basis}</span>}
          </Fact>
          {scheduled_at && (
            <Fact name={status === 'scheduled' ? words.starts : words.started}>
              {isHeld(run) && status === 'scheduled' && Date.parse(scheduled_at) <= Date.now() ? (
                words.whenApproved
              ) : (
                <When iso={scheduled_at} />
              )}
              <span className="block text-ink-2">{exactDate(scheduled_at)}</span>
            </Fact>
          )}
          {schedule && <Fact name={words.repeats}>{schedule}</Fact>}
          {metadata.series_id !== undefined && <Series run={run} series_id={metadata.series_id} />}
          <Approval run={run} />
          {metadata.campaign_name && <Fact name={words.campaign}>{metadata.campaign_name}</Fact>}
        </dl>
      </Section>
      {metadata.notes && (
        <Section title={words.notes}>
          <p data-selectable className="text-pretty break-words whitespace-pre-wrap">
            {metadata.notes}
          </p>
        </Section>
      )}
      <Section title={t.platform.record}>
        <dl className="flex flex-col gap-3">
          <Fact name={words.planned}>
            <When iso={run.created_at} />
          </Fact>
          <Fact name={words.changedBy}>
            <Who id={run.changed_by} />
          </Fact>
          <Fact name={words.id}>
            <span className="flex items-start gap-1">
              <span className="min-w-0 font-mono text-sm break-all">{run.distribution_id}</span>
              <IconButton
                label={words.copyId}
                size="sm"
                className="-my-0.5"
                onClick={() => void copyText(run.distribution_id)}
              >
                <Copy size={14} />
              </IconButton>
            </span>
          </Fact>
        </dl>
      </Section>
    </>
  )
}
