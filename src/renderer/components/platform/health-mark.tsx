// A platform's health as an icon and a word; the sentence behind it on hover.
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  ClockAlert,
  LoaderCircle,
  type LucideIcon,
  PencilLine,
  Trash2,
  WifiOff,
} from 'lucide-react'
import type { Platform, PlatformStatus } from '../../../shared/domain/platform.ts'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Badge, type Tone } from '../ui/status.tsx'
import type { ShownState } from './health.ts'

const MARKS: Record<ShownState, { tone: Tone; icon: LucideIcon }> = {
  healthy: { tone: 'green', icon: CircleCheck },
  failing: { tone: 'red', icon: CircleAlert },
  unreachable: { tone: 'amber', icon: WifiOff },
  untested: { tone: 'blue', icon: CircleDashed },
  incomplete: { tone: 'amber', icon: PencilLine },
  inactive: { tone: 'grey', icon: CirclePause },
  stale: { tone: 'amber', icon: ClockAlert },
}

type HealthProps = {
  state: ShownState
  /** `plain` colours the icon alone, as table rows want it. */
  plain?: boolean
  className?: string
}

export function HealthMark({ state, plain = false, className }: HealthProps) {
  return (
    <Badge {...MARKS[state]} plain={plain} {...(className && { className })}>
      {t.platforms.health[state]}
    </Badge>
  )
}

/** Stands in the place of a HealthMark while a test runs. */
export function TestingMark({ plain = false, className }: Omit<HealthProps, 'state'>) {
  return (
    <span
      className={cx(
        'inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap',
        plain ? 'text-base' : 'h-5 rounded-sm bg-blue-tint px-1.5 text-sm font-medium text-blue',
        className,
      )}
    >
      <LoaderCircle size={plain ? 16 : 14} aria-hidden className={cx('animate-spin', plain && 'text-blue')} />
      {t.platforms.testing}
    </span>
  )
}

type StatusProps = { platform: Pick<Platform, 'status' | 'deleted'>; plain?: boolean; className?: string }
const STATUS: Record<PlatformStatus, { tone: Tone; icon: LucideIcon }> = {
  active: { tone: 'green', icon: CircleCheck },
  inactive: { tone: 'grey', icon: CirclePause },
}

/** Whether it takes new distributions. */
export function PlatformStatusMark({ platform, plain = false, className }: StatusProps) {
  const extra = { plain, ...(className && { className }) }
  return platform.deleted ? (
    <Badge tone="red" icon={Trash2} {...extra}>
      {t.platforms.inTrash}
    </Badge>
  ) : (
    <Badge {...STATUS[platform.status]} {...extra}>
      {t.platforms.status[platform.status]}
    </Badge>
  )
}

type Mark = { tone: Tone; icon: LucideIcon }
const SYNC: Record<NonNullable<Platform['sync_status']>, Mark> = {
  success: { tone: 'green', icon: CircleCheck },
  failed: { tone: 'red', icon: CircleAlert },
  pending: { tone: 'blue', icon: CircleDashed },
}

/** How the last delivery went. */
export function SyncMark({
  status,
  plain = false,
}: {
  status: NonNullable<Platform['sync_status']>
  plain?: boolean
}) {
  return (
    <Badge {...SYNC[status]} plain={plain}>
      {t.platforms.sync[status]}
    </Badge>
  )
}

const TEXT: Record<Tone, string> = {
  green: 'text-green',
  amber: 'text-amber',
  red: 'text-red',
  blue: 'text-blue',
  grey: 'text-grey',
}

/** The same as a quiet line. */
export function SyncLine({ status }: { status: NonNullable<Platform['sync_status']> }) {
  const { tone, icon: Icon } = SYNC[status]
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1">
      <Icon size={12} aria-hidden className={cx('shrink-0', TEXT[tone])} />
      <span className="truncate">{t.platforms.sync[status]}</span>
    </span>
  )
}
