// A match rate as a bar with its figure. The bar's whole is everyone who was sent; what is above that goes beyond its mark.
import { cx } from '../../lib/cx.ts'
import { exactNumber, formatPercent } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

const words = t.distributions

type Props = {
  /** matched ÷ total; more than 1 is shown as what it is. Null where it isn't known. */
  rate: number | null
  matched?: number | null | undefined
  total?: number | null | undefined
  className?: string
}

/** In words, for the hover. */
export function matchRateText({ rate, matched, total }: Omit<Props, 'className'>): string {
  if (rate === null) return words.rateUnknown
  return [
    words.matchRate(formatPercent(rate)),
    matched != null && total != null && words.matchedOf(exactNumber(matched), exactNumber(total)),
    rate > 1 && words.overWhole,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Where 100 % stands on a bar that a rate goes beyond, and how far it is filled, as parts of its length. */
export function barOf(rate: number): { filled: number; whole: number | null } {
  if (rate <= 1) return { filled: Math.max(0, rate), whole: null }
  return { filled: 1, whole: 1 / rate }
}

export function MatchRate({ rate, matched, total, className }: Props) {
  if (rate === null)
    return (
      <span className={cx('text-ink-3', className)} title={words.rateUnknown}>
        {t.common.dash}
      </span>
    )
  const { filled, whole } = barOf(rate)
  return (
    <span
      className={cx('inline-flex w-full items-center gap-2', className)}
      title={matchRateText({ rate, matched, total })}
    >
      <span
        aria-hidden
        className="relative block h-1.5 min-w-8 flex-1 overflow-hidden rounded-full bg-grey-tint"
      >
        {filled > 0 && (
          <span
            className={cx('block h-full rounded-full', whole === null ? 'bg-chart-1' : 'bg-chart-3')}
            style={{ width: `${Math.max(2, filled * 100)}%` }}
          />
        )}
        {whole !== null && (
          <span className="absolute inset-y-0 w-0.5 bg-surface" style={{ left: `${whole * 100}%` }} />
        )}
      </span>
      <span className="w-12 shrink-0 text-right text-ink">{formatPercent(rate)}</span>
    </span>
  )
}
