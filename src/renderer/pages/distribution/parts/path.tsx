// The way of the run in one line: the states it went through with their times, and those that are ahead.
import { Ban, Check, Circle, CircleAlert, CircleDot, type LucideIcon } from 'lucide-react'
import type { DistributionVersionInfo } from '../../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { cx } from '../../../lib/cx.ts'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { type Step, stepsOf } from '../model/story.ts'

const words = t.run

function signOf({ state, standing }: Step): { icon: LucideIcon; tone: string } {
  if (state === 'failed') return { icon: CircleAlert, tone: 'bg-red-tint text-red' }
  if (state === 'cancelled') return { icon: Ban, tone: 'bg-grey-tint text-grey' }
  if (state === 'completed' && standing === 'now') return { icon: Check, tone: 'bg-green-tint text-green' }
  if (standing === 'done') return { icon: Check, tone: 'bg-accent-tint text-accent-text' }
  return standing === 'now'
    ? { icon: CircleDot, tone: 'bg-blue-tint text-blue' }
    : { icon: Circle, tone: 'text-ink-3' }
}

type Props = { run: Distribution; versions: readonly DistributionVersionInfo[] }

export function Path({ run, versions }: Props) {
  const steps = stepsOf(run, versions)
  return (
    <ol aria-label={words.path} className="flex items-stretch gap-2 border-y border-line px-8 py-3">
      {steps.map((step, index) => {
        const { icon: Icon, tone } = signOf(step)
        return (
          <li
            key={step.state}
            aria-current={step.standing === 'now' ? 'step' : undefined}
            className={cx('flex min-w-0 items-center gap-2', index < steps.length - 1 && 'flex-1')}
          >
            <span className={cx('flex size-6 shrink-0 items-center justify-center rounded-full', tone)}>
              <Icon size={14} aria-hidden />
            </span>
            <span className="min-w-0">
              <span
                className={cx(
                  'block truncate',
                  step.standing === 'now' && 'font-semibold',
                  step.standing === 'ahead' && 'text-ink-3',
                )}
              >
                {words.states[step.state]}
              </span>
              <span className="block truncate text-sm text-ink-3">
                {step.at ? (
                  <time dateTime={step.at} title={exactDate(step.at)}>
                    {relativeDate(step.at)}
                  </time>
                ) : (
                  step.standing === 'ahead' && words.ahead
                )}
              </span>
            </span>
            {index < steps.length - 1 && (
              <span aria-hidden className="mx-1 h-px min-w-2 flex-1 bg-line-strong" />
            )}
          </li>
        )
      })}
    </ol>
  )
}
