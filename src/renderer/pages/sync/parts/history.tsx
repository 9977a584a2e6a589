// All pushes, newest first; a row opens what it sent.
import { Ban, ChevronRight, CircleAlert, CircleCheck, CloudOff, type LucideIcon } from 'lucide-react'
import { Fragment, useState } from 'react'
import type { PushRecord } from '../../../../shared/contract/bigquery.ts'
import { usePushes } from '../../../api/bigquery.ts'
import { isNoNetwork } from '../../../components/sync/standing.ts'
import { Button } from '../../../components/ui/button.tsx'
import { ErrorState, Skeleton } from '../../../components/ui/states.tsx'
import { Badge, type Tone } from '../../../components/ui/status.tsx'
import { cx } from '../../../lib/cx.ts'
import { exactDate, exactNumber, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { duration } from '../../distribution/model/duration.ts'
import { PushedTables } from './pushed-tables.tsx'

const words = t.bigquery.history
const FIRST = 10
const HEAD =
  'h-7 border-b border-line px-2 text-sm font-normal text-ink-3 whitespace-nowrap first:pl-0 last:pr-0'
const CELL = 'h-8 border-b border-line px-2 whitespace-nowrap first:pl-0 last:pr-0'

const MARKS: Record<PushRecord['outcome'], { tone: Tone; icon: LucideIcon }> = {
  completed: { tone: 'green', icon: CircleCheck },
  failed: { tone: 'red', icon: CircleAlert },
  cancelled: { tone: 'grey', icon: Ban },
}

/** No network is a state, not a fault. */
function OutcomeMark({ push: { outcome, error } }: { push: PushRecord }) {
  if (outcome === 'failed' && isNoNetwork(error))
    return (
      <Badge plain tone="grey" icon={CloudOff} className="align-top">
        {t.bigquery.state.offline}
      </Badge>
    )
  return (
    <Badge plain {...MARKS[outcome]} className="align-top">
      {words.outcomes[outcome]}
    </Badge>
  )
}

const figure = (n: number) => (n === 0 ? <span className="text-ink-3">{t.common.dash}</span> : exactNumber(n))

function Details({ push }: { push: PushRecord }) {
  return (
    <div className="flex flex-col gap-2 py-3 pr-2 pl-8" data-selectable>
      {push.error && (
        <p className="max-w-[80ch] text-pretty">
          {push.error.message} <span className="text-ink-2">{push.error.hint}</span>
        </p>
      )}
      {push.merged > 0 && <p className="text-ink-2">{words.merged(push.merged)}</p>}
      {push.resent > 0 && <p className="text-ink-2">{words.resent(push.resent)}</p>}
      <PushedTables push={push} />
    </div>
  )
}

function Rows({ push }: { push: PushRecord }) {
  const [open, setOpen] = useState(false)
  const { started_at, ended_at } = push
  return (
    <Fragment>
      <tr className="hover:bg-hover" onClick={() => setOpen(!open)}>
        <td className={CELL}>
          <button
            type="button"
            aria-expanded={open}
            className="inline-flex items-center gap-1.5 rounded-sm pr-1 align-top"
            onClick={event => {
              event.stopPropagation()
              setOpen(!open)
            }}
          >
            <ChevronRight
              size={14}
              aria-hidden
              className={cx('shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
            />
            <time dateTime={started_at} title={exactDate(started_at)}>
              {relativeDate(started_at)}
            </time>
            <span className="sr-only">{words.details(exactDate(started_at))}</span>
          </button>
        </td>
        <td className={CELL}>
          <OutcomeMark push={push} />
        </td>
        <td className={cx(CELL, 'text-ink-2')}>{words.cause[push.cause]}</td>
        <td className={cx(CELL, 'text-right')}>{figure(push.pushed)}</td>
        <td className={cx(CELL, 'text-right')}>{figure(push.pulled)}</td>
        <td className={cx(CELL, 'text-right')}>{figure(push.conflicts)}</td>
        <td className={cx(CELL, 'text-right text-ink-2')}>{duration(started_at, ended_at)}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={7} className="border-b border-line bg-sunken p-0">
            <Details push={push} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

const COLUMNS = [
  { name: words.when, end: false },
  { name: words.outcome, end: false },
  { name: words.causeHead, end: false },
  { name: words.rows, end: true },
  { name: words.pulled, end: true },
  { name: words.conflicts, end: true },
  { name: words.took, end: true },
]

export function History() {
  const { data: pushes, error, refetch } = usePushes()
  const [count, setCount] = useState(FIRST)
  if (error && !pushes)
    return <ErrorState title={words.failed} error={error} onRetry={() => void refetch()} />
  if (!pushes) return <Skeleton className="h-24" />
  const rest = pushes.length - count
  return (
    <Section title={words.title} count={pushes.length > 0 ? exactNumber(pushes.length) : undefined}>
      {pushes.length === 0 ? (
        <p className="text-ink-2">
          {words.none}. {words.noneHint}
        </p>
      ) : (
        <table aria-label={words.title} className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              {COLUMNS.map(({ name, end }) => (
                <th key={name} scope="col" className={cx(HEAD, end ? 'text-right' : 'text-left')}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pushes.slice(0, count).map(push => (
              <Rows key={push.push_id + push.started_at} push={push} />
            ))}
          </tbody>
        </table>
      )}
      {rest > 0 && (
        <div>
          <Button size="sm" onClick={() => setCount(pushes.length)}>
            {words.more(rest)}
          </Button>
        </div>
      )}
    </Section>
  )
}
