// The other runs of the same repeating plan: how many, and which is next.
import { Link } from 'wouter'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { useDistributionCounts, useDistributions } from '../../../api/distributions.ts'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { distributionRoute } from '../../distributions/routes.ts'
import { Fact } from './fact.tsx'

const words = t.run

export function Series({ run, series_id }: { run: Distribution; series_id: string }) {
  const filter = { series_ids: [series_id] }
  const { data: counts } = useDistributionCounts(filter)
  const { data: scheduled } = useDistributions({
    filter: { ...filter, status: ['scheduled'] },
    sort: { by: 'happens_at', direction: 'asc' },
    limit: 1,
  })
  const next = scheduled?.items.find(({ distribution_id }) => distribution_id !== run.distribution_id)
  return (
    <Fact name={words.series}>
      {counts && words.seriesRuns(counts.total)}
      {next ? (
        <Link
          href={distributionRoute(next.distribution_id)}
          title={exactDate(next.happens_at)}
          className="block w-fit rounded-xs underline decoration-line-strong underline-offset-2 hover:decoration-ink-3"
        >
          {words.seriesNext(relativeDate(next.happens_at))}
        </Link>
      ) : (
        run.status !== 'scheduled' && <span className="block text-ink-2">{words.seriesEnded}</span>
      )}
    </Fact>
  )
}
