// What the platform matched: the figures with their source, rejected records by reason, and the form that tells them.
import { ClipboardList } from 'lucide-react'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { useWorkspace } from '../../../api/hooks.ts'
import { MatchRate } from '../../../components/distribution/match-rate.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { useWho } from '../../../components/who.tsx'
import { exactDate, exactNumber, formatPercent, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { ResultsEditor } from './results-editor.tsx'

const words = t.run
const LISTED = 12

function Figures({ run }: { run: Distribution }) {
  const { total_records, matched_records, rejected_records, match_rate, platform_audience_id } =
    run.match_results
  const figures = [
    { name: words.total, value: total_records },
    { name: words.matched, value: matched_records },
    { name: words.rejected, value: rejected_records },
  ].filter(({ value }) => value !== null)
  return (
    <dl className="flex flex-wrap items-start gap-x-10 gap-y-3">
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-sm text-ink-3">{name}</dt>
          <dd className="text-lg font-semibold" data-selectable>
            {value === null ? t.common.dash : exactNumber(value)}
          </dd>
        </div>
      ))}
      {match_rate !== null && (
        <div className="w-56">
          <dt className="text-sm text-ink-3">{words.rate}</dt>
          <dd className="flex h-6 items-center">
            <MatchRate rate={match_rate} matched={matched_records} total={total_records} />
          </dd>
        </div>
      )}
      {platform_audience_id !== null && (
        <div className="min-w-0">
          <dt className="text-sm text-ink-3">{words.platformId}</dt>
          <dd className="font-mono text-sm leading-6 break-all" data-selectable>
            {platform_audience_id}
          </dd>
        </div>
      )}
    </dl>
  )
}

function Rejects({ rejects }: { rejects: readonly { reason: string; count: number }[] }) {
  const total = rejects.reduce((sum, { count }) => sum + count, 0)
  return (
    <table className="w-full max-w-[84ch] border-collapse text-left">
      <caption className="pb-1 text-left font-medium">{words.rejects}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{words.reason}</th>
          <th scope="col">{words.count}</th>
          <th scope="col">{t.audience.share}</th>
        </tr>
      </thead>
      <tbody>
        {rejects.slice(0, LISTED).map(({ reason, count }) => (
          <tr key={reason} className="border-t border-line">
            <td className="py-1 pr-4 break-words" data-selectable>
              {reason}
            </td>
            <td className="w-24 py-1 text-right align-top">{exactNumber(count)}</td>
            <td className="w-20 py-1 text-right align-top text-ink-3">
              {formatPercent(total === 0 ? 0 : count / total)}
            </td>
          </tr>
        ))}
      </tbody>
      {rejects.length > LISTED && (
        <tfoot>
          <tr className="border-t border-line">
            <td colSpan={3} className="py-1 text-ink-3">
              {words.moreReasons(rejects.length - LISTED)}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}

function Source({ run }: { run: Distribution }) {
  const who = useWho()
  const { results_source, results_by, results_at } = run.metadata
  if (!results_source || run.match_results.matched_records === null) return null
  return (
    <p className="text-sm text-ink-3" title={results_at && exactDate(results_at)}>
      {words.sourceOf[results_source](who(results_by ?? run.platform_name))}
      {results_at && `, ${relativeDate(results_at)}`}
    </p>
  )
}

function Known({ run }: { run: Distribution }) {
  const { match_results, metadata, status } = run
  const told = match_results.matched_records !== null || match_results.rejected_records !== null
  const waits = status === 'matching'
  return (
    <div className="flex flex-col gap-4">
      {!told && (
        <p>
          {waits ? words.noResults : words.notReported}.{' '}
          <span className="text-ink-2">{waits ? words.noResultsHint : words.notReportedHint}</span>
        </p>
      )}
      <Figures run={run} />
      {metadata.rejects && metadata.rejects.length > 0 && <Rejects rejects={metadata.rejects} />}
      <Source run={run} />
    </div>
  )
}

type Props = { run: Distribution; editing: boolean; onEdit: (editing: boolean) => void }

export function Results({ run, editing, onEdit }: Props) {
  const readOnly = useWorkspace().data?.state === 'read_only'
  const { status } = run
  const may = !run.deleted && (status === 'matching' || status === 'completed')
  if (!may && run.match_results.matched_records === null) return null
  return (
    <Section
      title={words.results}
      aside={
        may &&
        !editing &&
        !readOnly && (
          <Button icon={<ClipboardList size={14} />} onClick={() => onEdit(true)}>
            {status === 'completed' ? words.correctResults : words.enterResults}
          </Button>
        )
      }
    >
      {editing && may ? <ResultsEditor run={run} onDone={() => onEdit(false)} /> : <Known run={run} />}
    </Section>
  )
}
