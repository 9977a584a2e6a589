// How many matches were expected, with the range and where it is from, and what came of it.
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { exactNumber, formatPercent } from '../../../lib/format.ts'
import { forecastBasis } from '../../../messages/distribution.ts'
import { t } from '../../../messages/index.ts'
import { compared, comparisonText } from '../model/words.ts'
import { Fact } from './fact.tsx'

const words = t.run

export function ForecastFact({ run }: { run: Distribution }) {
  const { forecast } = run.metadata
  const comparison = compared(run)
  const { match_rate } = run.match_results
  return (
    <>
      <Fact name={words.forecast}>
        {!forecast || forecast.rate === null || forecast.matches === null ? (
          <span className="text-ink-3">{words.forecastUnknown}</span>
        ) : (
          <>
            {exactNumber(forecast.matches)} ({formatPercent(forecast.rate)}
            {forecast.low !== null &&
              forecast.high !== null &&
              `, ${words.range(formatPercent(forecast.low), formatPercent(forecast.high))}`}
            )<span className="block text-ink-2">{forecastBasis[forecast.basis](forecast.runs)}</span>
          </>
        )}
      </Fact>
      {match_rate !== null && comparison && (
        <Fact name={words.againstActual}>
          {formatPercent(match_rate)}
          <span className="block text-ink-2">{comparisonText(comparison)}</span>
        </Fact>
      )}
    </>
  )
}
