// Segments as horizontal bars, largest first, each labelled directly; the table beside it says the same in numbers.
import type { Segment } from '../../../../shared/domain/audience.ts'
import { cx } from '../../../lib/cx.ts'
import { compactNumber, exactNumber, formatShare } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { barsOf, colourOf } from '../model/ranking.ts'

/** Every bar is drawn at least this wide, so that a small segment is seen to exist. */
const LEAST_PERCENT = 0.4

export function SegmentsChart({ segments }: { segments: readonly Segment[] }) {
  const { bars, widest } = barsOf(segments, t.audience.otherSegments)
  return (
    <ol
      aria-label={t.audience.chart}
      className="grid grid-cols-[minmax(96px,max-content)_minmax(0,1fr)] items-center gap-x-3 gap-y-1"
    >
      {bars.map(bar => (
        <li
          key={bar.rank ?? 'others'}
          className="col-span-2 grid grid-cols-subgrid items-center"
          title={`${bar.name}: ${exactNumber(bar.size)} · ${formatShare(bar.share)}`}
        >
          <span className="max-w-56 truncate text-right text-ink-2">{bar.name}</span>
          <span className="flex min-w-0 items-center gap-2">
            {bar.rank !== null && (
              <span
                aria-hidden
                className={cx('h-5 shrink-0 rounded-r-sm', colourOf(bar.rank))}
                style={{
                  // The label after the bar needs 116 px of the row.
                  width: `calc((100% - 116px) * ${widest > 0 ? Math.max(bar.size / widest, LEAST_PERCENT / 100) : 0})`,
                }}
              />
            )}
            <span className="whitespace-nowrap">
              {compactNumber(bar.size)} <span className="text-ink-3">{formatShare(bar.share)}</span>
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
