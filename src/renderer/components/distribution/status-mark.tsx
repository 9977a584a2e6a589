// A distribution's state as an icon and a word.
import {
  Ban,
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CircleX,
  ClipboardList,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
  Stamp,
} from 'lucide-react'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Badge, type Tone } from '../ui/status.tsx'
import { type RunFacts, type ShownRun, shownRun } from './state.ts'

const MARKS: Record<ShownRun, { tone: Tone; icon: LucideIcon }> = {
  scheduled: { tone: 'blue', icon: CalendarClock },
  approval: { tone: 'amber', icon: Stamp },
  rejected: { tone: 'red', icon: CircleX },
  processing: { tone: 'blue', icon: LoaderCircle },
  matching: { tone: 'amber', icon: ClipboardList },
  completed: { tone: 'green', icon: CircleCheck },
  failed: { tone: 'red', icon: CircleAlert },
  retrying: { tone: 'red', icon: RotateCw },
  cancelled: { tone: 'grey', icon: Ban },
}

type StateProps = {
  state: ShownRun
  /** Colours the icon alone, as table rows want it. */
  plain?: boolean
  className?: string
}

export const StateMark = ({ state, plain = false, className }: StateProps) => (
  <Badge
    {...MARKS[state]}
    plain={plain}
    className={cx(state === 'processing' && '[&_svg]:animate-spin', className)}
  >
    {t.distributions.state[state]}
  </Badge>
)

type Props = Omit<StateProps, 'state'> & { run: Omit<RunFacts, 'deleted'> }

/** For a whole record give `factsOf(record)`. */
export const StatusMark = ({ run, ...rest }: Props) => <StateMark state={shownRun(run)} {...rest} />
