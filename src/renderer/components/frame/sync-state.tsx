// One look at BigQuery: what isn't pushed yet, what runs, what needs someone. Nothing where there is no connection, or
// where the records are kept there.
import {
  CloudAlert,
  CloudCheck,
  CloudOff,
  CloudUpload,
  GitCompareArrows,
  KeyRound,
  LoaderCircle,
} from 'lucide-react'
import { Link } from 'wouter'
import { useSyncStatus } from '../../api/bigquery.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { cx } from '../../lib/cx.ts'
import { relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { bigqueryRoute, conflictsRoute } from '../../pages/sync/routes.ts'
import type { Standing } from '../sync/standing.ts'
import { useStanding } from '../sync/use-standing.ts'
import { Tooltip } from '../ui/tooltip.tsx'

const words = t.bigquery.state

function lookOf(standing: Exclude<Standing, { kind: 'off' }>) {
  switch (standing.kind) {
    case 'running':
      return { icon: LoaderCircle, tone: 'text-accent-text', word: words[standing.what](standing.part) }
    case 'sign_in':
      return { icon: KeyRound, tone: 'text-amber', word: words.signIn }
    case 'problem':
      return { icon: CloudAlert, tone: 'text-red', word: words.problem }
    case 'decide':
      return { icon: GitCompareArrows, tone: 'text-amber', word: words.decide(standing.count) }
    case 'offline':
      return { icon: CloudOff, tone: 'text-ink-3', word: words.offline }
    case 'waiting':
      return { icon: CloudUpload, tone: 'text-ink-3', word: words.waiting(standing.count) }
    case 'cut_short':
      return { icon: CloudUpload, tone: 'text-amber', word: words.cutShort }
    case 'done':
      return { icon: CloudCheck, tone: 'text-ink-3', word: words.done }
  }
}

export function SyncState() {
  const standing = useStanding()
  const status = useSyncStatus().data
  const live = useWorkspace().data?.live
  if (live) return null
  if (!standing || standing.kind === 'off' || !status) return null
  const { icon: Icon, tone, word } = lookOf(standing)
  const pushed = status.last_push
    ? words.lastPush(relativeDate(status.last_push.ended_at))
    : words.neverPushed
  const detail = [
    standing.kind === 'offline' && standing.waiting > 0 ? `${words.waiting(standing.waiting)}.` : '',
    pushed,
  ]
  return (
    <Tooltip label={detail.filter(Boolean).join(' ')}>
      <Link
        href={standing.kind === 'decide' ? conflictsRoute : bigqueryRoute}
        className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-ink-2 transition-colors hover:bg-hover"
      >
        <Icon
          size={16}
          aria-hidden
          className={cx('shrink-0', tone, standing.kind === 'running' && 'animate-spin')}
        />
        <span className="whitespace-nowrap">{word}</span>
      </Link>
    </Tooltip>
  )
}
