// How deliveries to this account went: the trend of match rates and the newest distribution.
import { Link } from 'wouter'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { useActivity } from '../../../api/platforms.ts'
import { SyncMark } from '../../../components/platform/health-mark.tsx'
import { Trend } from '../../../components/platform/trend.tsx'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { distributionRoute } from '../../distributions/routes.ts'

const words = t.platform

export function Activity({ platform }: { platform: Platform }) {
  const { data: activity } = useActivity(platform.platform_id)
  const last = activity?.last
  return (
    <Section title={words.activity}>
      {activity && !last ? (
        <div>
          <p className="text-ink-2">{words.noActivity}</p>
          <p className="text-sm text-pretty text-ink-3">{words.noActivityHint}</p>
        </div>
      ) : (
        activity && (
          <div className="flex flex-col gap-3">
            {activity.match_rates.length > 0 ? (
              <Trend rates={activity.match_rates} width={176} height={48} />
            ) : (
              <p className="text-ink-3">{words.noRates}</p>
            )}
            {last && (
              <div className="flex flex-col gap-0.5">
                <span className="text-sm text-ink-3">{words.newest}</span>
                <Link
                  href={distributionRoute(last.distribution_id)}
                  className="break-words underline-offset-2 hover:underline"
                >
                  {last.audience_name}
                </Link>
                <span className="flex items-center gap-2 text-ink-2">
                  {platform.sync_status && <SyncMark status={platform.sync_status} plain />}
                  <time dateTime={last.at} title={exactDate(last.at)}>
                    {relativeDate(last.at)}
                  </time>
                </span>
              </div>
            )}
          </div>
        )
      )}
    </Section>
  )
}
