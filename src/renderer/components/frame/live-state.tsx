// One look at a workspace that is kept in BigQuery: saving, as of when what is shown was read, or why it can't be.
import { CloudAlert, CloudCheck, CloudOff, LoaderCircle, RotateCw } from 'lucide-react'
import { Link } from 'wouter'
import type { Live } from '../../../shared/contract/workspace.ts'
import { pull } from '../../actions/bigquery.ts'
import { useClock } from '../../lib/clock.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { bigqueryRoute } from '../../pages/sync/routes.ts'
import { type LiveStanding, liveStandingOf, liveWord } from '../sync/live.ts'
import { IconButton } from '../ui/button.tsx'
import { Tooltip } from '../ui/tooltip.tsx'

const CLOCK_MS = 5_000
const words = t.live

const LOOK = {
  saving: { icon: LoaderCircle, tone: 'text-accent-text animate-spin', detail: words.detail.saving },
  reading: { icon: LoaderCircle, tone: 'text-accent-text animate-spin', detail: words.detail.live },
  offline: { icon: CloudOff, tone: 'text-amber', detail: words.detail.stopped },
  problem: { icon: CloudAlert, tone: 'text-red', detail: words.detail.stopped },
  live: { icon: CloudCheck, tone: 'text-ink-3', detail: words.detail.live },
} satisfies Record<LiveStanding, object>

export function LiveState({ live }: { live: Live }) {
  const now = useClock(CLOCK_MS)
  const { icon: Icon, tone, detail } = LOOK[liveStandingOf(live)]
  return (
    <div className="flex items-center">
      <Tooltip label={live.problem ? `${live.problem.message} ${detail}` : detail}>
        <Link
          href={bigqueryRoute}
          className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-ink-2 transition-colors hover:bg-hover"
        >
          <Icon size={16} aria-hidden className={cx('shrink-0', tone)} />
          <span className="whitespace-nowrap tabular-nums">{liveWord(live, now)}</span>
        </Link>
      </Tooltip>
      <IconButton
        label={words.readNow}
        aria-disabled={live.reading || undefined}
        onClick={() => void readNow(live)}
      >
        <RotateCw size={14} className={cx(live.reading && 'animate-spin')} />
      </IconButton>
    </div>
  )
}

/** One read is enough for everyone who asks. */
async function readNow({ reading }: Live) {
  if (!reading) await pull()
}
