// States, always as an icon and a word, so that colour is never the only sign.
import {
  Archive,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  type LucideIcon,
  Trash2,
} from 'lucide-react'
import type { AudienceStatus } from '../../../shared/domain/audience.ts'
import type { Job, JobState } from '../../../shared/domain/job.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'

export type Tone = 'green' | 'amber' | 'red' | 'blue' | 'grey'
const TEXT: Record<Tone, string> = {
  green: 'text-green',
  amber: 'text-amber',
  red: 'text-red',
  blue: 'text-blue',
  grey: 'text-grey',
}
const FILL: Record<Tone, string> = {
  green: 'bg-green-tint text-green',
  amber: 'bg-amber-tint text-amber',
  red: 'bg-red-tint text-red',
  blue: 'bg-blue-tint text-blue',
  grey: 'bg-grey-tint text-grey',
}

type BadgeProps = { tone: Tone; icon: LucideIcon; children: string; plain?: boolean; className?: string }

/** `plain` colours the icon alone, as table rows want it. */
export function Badge({ tone, icon: Icon, children, plain = false, className }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap',
        plain ? 'text-base' : cx('h-5 rounded-sm px-1.5 text-sm font-medium', FILL[tone]),
        className,
      )}
    >
      <Icon size={plain ? 16 : 14} aria-hidden className={plain ? TEXT[tone] : undefined} />
      {children}
    </span>
  )
}

const STATUS: Record<AudienceStatus | 'deleted', { tone: Tone; icon: LucideIcon }> = {
  draft: { tone: 'amber', icon: CircleDashed },
  active: { tone: 'green', icon: CircleCheck },
  archived: { tone: 'grey', icon: Archive },
  deleted: { tone: 'red', icon: Trash2 },
}

type StatusProps = { status: AudienceStatus | 'deleted'; plain?: boolean; className?: string }

export function StatusBadge({ status, ...rest }: StatusProps) {
  return (
    <Badge {...STATUS[status]} {...rest}>
      {t.status[status]}
    </Badge>
  )
}

/** How a job stands; one that refused rows, or found an account that doesn't work, isn't simply done. */
type Standing = JobState | 'partly' | 'refused' | 'problem'
const TESTS = new Set<Job['kind']>(['connection_test', 'health_check'])
const SYNCS = new Set<Job['kind']>(['push', 'pull', 'compare'])

export function standingOf({ kind, state, result }: Pick<Job, 'kind' | 'state' | 'result'>): Standing {
  if (state !== 'completed' || !result || result.error_count === 0) return state
  if (TESTS.has(kind)) return 'problem'
  // What BigQuery had and couldn't be taken over doesn't undo the rest.
  if (SYNCS.has(kind)) return 'partly'
  return result.changed > 0 ? 'partly' : 'refused'
}

const JOB: Record<Standing, { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: 'grey', icon: CircleDashed },
  running: { tone: 'blue', icon: CircleDot },
  completed: { tone: 'green', icon: CircleCheck },
  partly: { tone: 'amber', icon: CircleAlert },
  refused: { tone: 'red', icon: CircleAlert },
  problem: { tone: 'red', icon: CircleAlert },
  failed: { tone: 'red', icon: CircleAlert },
  cancelled: { tone: 'grey', icon: Ban },
}

export function JobBadge({ job }: { job: Pick<Job, 'kind' | 'state' | 'result'> }) {
  const standing = standingOf(job)
  return <Badge {...JOB[standing]}>{t.jobs.state[standing]}</Badge>
}
