import { Link, useLocation } from 'wouter'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { MatchRate } from '../../components/distribution/match-rate.tsx'
import { actionsOf } from '../../components/distribution/state.ts'
import { StatusMark } from '../../components/distribution/status-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { InspectorPane } from '../../components/table/inspector.tsx'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState } from '../../components/ui/states.tsx'
import { exactDate, exactNumber, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { type Fact, Facts, When } from '../platforms/facts.tsx'
import { act } from './act.ts'
import { distributionRoute } from './routes.ts'
import { ACTION_ICONS, actionLabel } from './row-menu.tsx'
import { noteOf, peopleOf, repeatOf } from './said.ts'
import { changeView } from './view-store.ts'

const words = t.distributionList

const number = (value: number | null) => (value === null ? t.common.dash : exactNumber(value))

function factsOf(run: DistributionSummary): Fact[] {
  const { facts } = words
  const people = peopleOf(run)
  const moments = [
    [facts.scheduled, run.scheduled_at],
    [facts.started, run.executed_at],
    [facts.completed, run.completed_at],
    [facts.nextRetry, run.next_retry_at],
  ] as const
  return [
    [facts.people, people ? `${exactNumber(people.count)} ${people.of}` : t.common.dash],
    [facts.matched, number(run.matched_records)],
    [facts.rejected, number(run.rejected_records)],
    [facts.forecast, number(run.forecast_matches)],
    [facts.type, t.distributions.type[run.distribution_type]],
    [facts.repeats, repeatOf(run) ?? t.distributions.repeat.none],
    ...moments.flatMap(([name, at]): Fact[] => (at ? [[name, <When key={name} at={at} />]] : [])),
    [facts.retries, exactNumber(run.retry_count)],
    [facts.campaign, run.campaign_name || t.common.none],
    [facts.version, exactNumber(run.audience_version)],
    ...(run.platform_audience_id ? [[facts.platformId, run.platform_audience_id] satisfies Fact] : []),
  ]
}

function Content({ run }: { run: DistributionSummary }) {
  const [, go] = useLocation()
  const note = noteOf(run)
  return (
    <div data-selectable>
      <div className="flex flex-col items-start gap-2 px-4 pb-4">
        <p className="flex items-center gap-2 text-ink-2">
          <TypeMark type={run.platform_type} size={24} />
          {PLATFORM_DEFINITIONS[run.platform_type].name}
        </p>
        <h2 className="text-lg font-semibold text-pretty break-words">
          <Link href={`/audiences/${run.audience_id}`} className="underline-offset-2 hover:underline">
            {run.audience_name}
          </Link>
        </h2>
        <p className="text-ink-2">
          {words.to}{' '}
          <Link
            href={`/platforms/${run.platform_id}`}
            className="text-accent-text underline-offset-2 hover:underline"
          >
            {run.platform_name}
          </Link>
        </p>
        <div className="mt-1 flex flex-col items-start gap-2">
          <StatusMark run={run} />
          {note && <p className="text-pretty break-words">{note}</p>}
          <p className="text-ink-2" title={exactDate(run.happens_at)}>
            {relativeDate(run.happens_at)}
          </p>
        </div>
        <span className="flex flex-wrap gap-2">
          {actionsOf(run).map(action => {
            const Icon = ACTION_ICONS[action]
            return (
              <Button key={action} icon={<Icon size={14} />} onClick={() => void act(action, run, go)}>
                {actionLabel(action, run)}
              </Button>
            )
          })}
        </span>
      </div>
      {run.match_rate !== null && (
        <section className="border-t border-line px-4 py-3">
          <h3 className="pb-2 text-sm text-ink-3">{words.columns.match_rate}</h3>
          <MatchRate rate={run.match_rate} matched={run.matched_records} total={run.total_records} />
        </section>
      )}
      <section className="border-t border-line px-4 py-3">
        <h3 className="pb-2 text-sm text-ink-3">{words.details}</h3>
        <Facts facts={factsOf(run)} />
      </section>
    </div>
  )
}

export function Inspector({ run }: { run: DistributionSummary | undefined }) {
  const [, go] = useLocation()
  const { open } = t.distributions.actions
  return (
    <InspectorPane
      title={words.preview}
      open={run ? { label: open, onGo: () => go(distributionRoute(run.distribution_id)) } : null}
      close={{ label: words.closePreview, onGo: () => changeView({ inspector: false }) }}
    >
      {run ? (
        <Content run={run} />
      ) : (
        <EmptyState title={words.nothingToPreview}>{words.nothingToPreviewHint}</EmptyState>
      )}
    </InspectorPane>
  )
}
