// A test while it runs, and one that ended without a verdict.

import { Ban, TriangleAlert, X } from 'lucide-react'
import type { Job } from '../../../../shared/domain/job.ts'
import { inSentences } from '../../../../shared/errors.ts'
import { cancelJob } from '../../../actions/platforms.ts'
import { isRunning } from '../../../api/events.ts'
import { Button } from '../../../components/ui/button.tsx'
import { t } from '../../../messages/index.ts'

const words = t.platform

/** What a test that ended without a verdict has to say. */
export function Unfinished({ job }: { job: Job }) {
  if (job.state === 'cancelled')
    return (
      <p role="status" className="flex items-center gap-2 text-ink-2">
        <Ban size={16} aria-hidden className="shrink-0 text-ink-3" />
        {words.testCancelled}
      </p>
    )
  if (job.state !== 'failed' || !job.error) return null
  return (
    <p role="alert" className="flex items-start gap-2" data-selectable>
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-amber" />
      <span>
        <span className="font-medium">{words.testFailed}.</span>{' '}
        <span className="text-ink-2">{inSentences(job.error)}</span>
      </span>
    </p>
  )
}

export function Testing({ job }: { job: Job }) {
  const { done, total } = job.progress
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-64 flex-1">
        <p role="status" className="text-lg font-medium">
          {words.testing}
        </p>
        <p className="max-w-[72ch] text-md text-pretty text-ink-2">{words.testingHint}</p>
        {/* One call has no steps to draw: the turning mark above shows that it goes on. */}
        <progress
          aria-label={words.testing}
          value={total ? done : undefined}
          max={total ?? 1}
          className="sr-only"
        />
      </div>
      {job.cancellable && isRunning(job) && (
        <Button icon={<X size={14} />} onClick={() => void cancelJob(job.job_id)}>
          {words.cancelTest}
        </Button>
      )}
    </div>
  )
}
