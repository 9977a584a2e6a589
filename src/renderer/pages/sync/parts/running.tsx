// The push or pull that runs: how far it is, what it does step by step, and the way to stop it.
import { Check, LoaderCircle, X } from 'lucide-react'
import { useId } from 'react'
import type { Job } from '../../../../shared/domain/job.ts'
import { cancelJob } from '../../../actions/platforms.ts'
import { isSync } from '../../../components/sync/standing.ts'
import { Button } from '../../../components/ui/button.tsx'
import { Tooltip } from '../../../components/ui/tooltip.tsx'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import { useSteps } from '../use-steps.ts'

const words = t.bigquery.running
/** The newest of them. */
const SHOWN = 8

const BAR =
  'block h-1 w-full appearance-none overflow-hidden rounded-full bg-grey-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-grey-tint [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent'

/** While the whole isn't known, the turning mark of the newest step shows that it goes on. */
export function Bar({ label, progress: { done, total } }: { label: string; progress: Job['progress'] }) {
  return (
    <progress
      aria-label={label}
      value={total ? done : undefined}
      max={total ?? undefined}
      className={total ? BAR : 'sr-only'}
    />
  )
}

export function StepList({ said }: { said: readonly string[] }) {
  const shown = said.length === 0 ? [words.begin] : said.slice(-SHOWN)
  return (
    <ol aria-label={words.steps} className="flex flex-col gap-1">
      {shown.map((step, at) => {
        const now = at === shown.length - 1
        return (
          <li key={step} className={cx('flex items-center gap-2', now ? 'text-ink' : 'text-ink-3')}>
            {now ? (
              <LoaderCircle size={14} aria-hidden className="shrink-0 animate-spin text-accent-text" />
            ) : (
              <Check size={14} aria-hidden className="shrink-0" />
            )}
            {step}
          </li>
        )
      })}
    </ol>
  )
}

export function Running({ job }: { job: Job }) {
  const id = useId()
  const said = useSteps(job)
  const title = words[isSync(job.kind) ? job.kind : 'push']
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-lg border border-line px-5 pt-3 pb-4"
    >
      <div className="flex min-h-7 items-center gap-3">
        <h2 id={id} role="status" className="flex-1 text-md font-semibold">
          {title}
        </h2>
        {job.cancellable && (
          <Tooltip label={words.cancelHint}>
            <Button icon={<X size={14} />} onClick={() => void cancelJob(job.job_id)}>
              {words.cancel}
            </Button>
          </Tooltip>
        )}
      </div>
      <Bar label={title} progress={job.progress} />
      <StepList said={said} />
    </section>
  )
}
