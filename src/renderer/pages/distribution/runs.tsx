// Runs of one audience or of one platform, newest first, with how each went.
import { RotateCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { useDistributionCounts, useDistributions } from '../../api/distributions.ts'
import { MatchRate } from '../../components/distribution/match-rate.tsx'
import { StatusMark } from '../../components/distribution/status-mark.tsx'
import { TypeMark } from '../../components/platform/type-mark.tsx'
import { Button } from '../../components/ui/button.tsx'
import { compactNumber, exactDate, exactNumber, relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { distributionRoute } from '../distributions/routes.ts'

const words = t.run
const PAGE = 20
const MOST = 500

type Props = {
  filter: DistributionFilter
  /** What tells the runs apart: the other side of each. */
  by: 'audience' | 'platform'
  /** In place of the table, where there is none. */
  empty: ReactNode
}

function Row({ run, by }: { run: DistributionSummary; by: Props['by'] }) {
  const people = run.total_records ?? run.people
  return (
    <tr className="border-b border-line align-top">
      <th scope="row" className="py-2 pr-4 text-left font-medium">
        <Link
          href={distributionRoute(run.distribution_id)}
          className="inline-flex max-w-full items-center gap-2 rounded-xs underline-offset-2 hover:underline"
        >
          {by === 'platform' && <TypeMark type={run.platform_type} />}
          <span className="min-w-0 break-words">
            {by === 'platform' ? run.platform_name : run.audience_name}
          </span>
        </Link>
      </th>
      <td className="max-w-80 py-2 pr-4">
        <StatusMark run={run} plain />
        {run.error_message && run.status === 'failed' && (
          <span className="block truncate text-sm text-ink-3" title={run.error_message}>
            {run.error_message}
          </span>
        )}
      </td>
      <td className="w-44 py-2 pr-4">
        <MatchRate rate={run.match_rate} matched={run.matched_records} total={run.total_records} />
      </td>
      <td className="w-20 py-2 pr-4 text-right" title={people === null ? undefined : exactNumber(people)}>
        {people === null ? t.common.dash : compactNumber(people)}
      </td>
      <td className="w-36 py-2 whitespace-nowrap text-ink-2">
        <time dateTime={run.happens_at} title={exactDate(run.happens_at)}>
          {relativeDate(run.happens_at)}
        </time>
      </td>
    </tr>
  )
}

export function Runs({ filter, by, empty }: Props) {
  const [limit, setLimit] = useState(PAGE)
  const { data, error, refetch } = useDistributions({ filter, limit })
  const { data: counts } = useDistributionCounts(filter)
  if (error && !data)
    return (
      <div role="alert" className="flex items-start gap-3">
        <p className="min-w-0 flex-1" data-selectable>
          <span className="font-medium text-red">{words.listFailed}.</span> {error.message}{' '}
          <span className="text-ink-2">{error.hint}</span>
        </p>
        <Button size="sm" icon={<RotateCw size={14} />} onClick={() => void refetch()}>
          {t.common.retry}
        </Button>
      </div>
    )
  if (!data) return null
  if (data.items.length === 0) return empty
  const left = (counts?.total ?? 0) - data.items.length
  return (
    <div className="flex flex-col items-start gap-3">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-left text-sm text-ink-3">
            <th scope="col" className="py-1.5 pr-4 font-normal">
              {by === 'platform' ? words.platform : words.audience}
            </th>
            <th scope="col" className="py-1.5 pr-4 font-normal">
              {words.status}
            </th>
            <th scope="col" className="py-1.5 pr-4 font-normal">
              {words.rate}
            </th>
            <th scope="col" className="py-1.5 pr-4 text-right font-normal">
              {words.people}
            </th>
            <th scope="col" className="py-1.5 font-normal">
              {words.when}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(run => (
            <Row key={run.distribution_id} run={run} by={by} />
          ))}
        </tbody>
      </table>
      {left > 0 && limit < MOST && (
        <Button onClick={() => setLimit(Math.min(MOST, limit + PAGE * 2))}>
          {words.moreRuns} ({exactNumber(left)})
        </Button>
      )}
    </div>
  )
}
