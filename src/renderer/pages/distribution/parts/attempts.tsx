// Every attempt, newest first: what happened when, and of one that failed why, what to do, and when it was tried again.
import { CircleAlert } from 'lucide-react'
import type { DistributionVersionInfo } from '../../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { useDistribution } from '../../../api/distributions.ts'
import { StateMark } from '../../../components/distribution/status-mark.tsx'
import { useWho } from '../../../components/who.tsx'
import { exactDate, exactNumber, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { duration } from '../model/duration.ts'
import { type Attempt, attemptsOf } from '../model/story.ts'

const words = t.run

/** Of the version in which it failed: a later attempt has overwritten it in the newest. */
function Failure({ run, attempt }: { run: Distribution; attempt: Attempt }) {
  const { data: then } = useDistribution(run.distribution_id, attempt.failed_in ?? undefined)
  const error = then?.error_details
  if (attempt.failed_in === null) return null
  const next = error?.next_retry_at
  // A later attempt, or a decision, has come before it since.
  const now = run.status === 'failed' && run.metadata.attempt?.number === attempt.number
  return (
    <div className="flex items-start gap-2" data-selectable>
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-red" />
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <span className="font-medium">{error?.error_message ?? attempt.message}</span>{' '}
          <span className="text-ink-2">{error?.hint}</span>
        </p>
        {error && (next || now) && (
          <p className="text-sm text-ink-3" title={next ? exactDate(next) : undefined}>
            {!next
              ? words.noRetry
              : now
                ? words.nextRetry(relativeDate(next))
                : words.retryBefore(exactDate(next))}
          </p>
        )}
      </div>
    </div>
  )
}

function AttemptItem({ run, attempt }: { run: Distribution; attempt: Attempt }) {
  const who = useWho()
  const { number, started_at, ended_at, outcome, resumed, events } = attempt
  return (
    <li className="flex flex-col gap-2 border-b border-line py-3 first:pt-1 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{words.attempt(number)}</h3>
        <StateMark state={outcome} />
        <span className="text-ink-2">
          <time dateTime={started_at} title={exactDate(started_at)}>
            {relativeDate(started_at)}
          </time>
          {ended_at && ` · ${words.took(duration(started_at, ended_at))}`}
        </span>
      </div>
      <ol className="flex flex-col gap-0.5 text-ink-2">
        {events.map(({ status, at, by, again }) => (
          <li key={`${status} ${at}`} className="grid grid-cols-[12rem_minmax(0,1fr)] gap-x-3">
            <time dateTime={at} className="text-ink-3">
              {exactDate(at)}
            </time>
            <span>
              {again ? words.wentOn : words.events[status]}
              {by !== run.user_id && ` ${words.by(who(by))}`}
            </span>
          </li>
        ))}
      </ol>
      {resumed > 0 && <p className="text-sm text-ink-2">{words.resumed(resumed)}</p>}
      <Failure run={run} attempt={attempt} />
    </li>
  )
}

type Props = { run: Distribution; versions: readonly DistributionVersionInfo[] }

export function Attempts({ run, versions }: Props) {
  const attempts = attemptsOf(versions).reverse()
  return (
    <Section title={words.attempts} count={attempts.length > 1 ? exactNumber(attempts.length) : undefined}>
      {attempts.length === 0 ? (
        <p className="text-ink-3">{words.noAttempts}</p>
      ) : (
        <ol aria-label={words.attempts}>
          {attempts.map(attempt => (
            <AttemptItem key={attempt.number} run={run} attempt={attempt} />
          ))}
        </ol>
      )}
    </Section>
  )
}
