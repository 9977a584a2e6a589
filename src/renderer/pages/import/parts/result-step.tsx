// The last step: how far the import is, then what it did.
import { CircleAlert, CircleCheck, CircleSlash, LoaderCircle } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Job } from '../../../../shared/domain/job.ts'
import { inSentences } from '../../../../shared/errors.ts'
import { client } from '../../../api/client.ts'
import { isRunning } from '../../../api/events.ts'
import { useJobs } from '../../../api/hooks.ts'
import { Button } from '../../../components/ui/button.tsx'
import { showError } from '../../../components/ui/toast.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { change, startAnew } from '../wizard-store.ts'
import { Figures } from './figures.tsx'
import { Refused } from './refused.tsx'

const words = t.imports

async function cancel(job_id: string): Promise<void> {
  const cancelled = await client.jobs.cancel({ job_id })
  if (!cancelled.ok) showError(cancelled.error)
}

function Running({ job }: { job: Job }) {
  const { done, total, unit } = job.progress
  return (
    <>
      <h2 className="flex items-center gap-2 text-lg font-semibold">
        <LoaderCircle size={18} aria-hidden className="animate-spin text-accent-text" />
        {words.running}
      </h2>
      <progress
        aria-label={job.title}
        value={total ? done : undefined}
        max={total ?? undefined}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-grey-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-grey-tint [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
      />
      <p role="status" className="text-ink-2">
        {job.message}{' '}
        <span className="tabular-nums">
          {total === null
            ? t.jobs.progressOpen(exactNumber(done), unit)
            : t.jobs.progress(exactNumber(done), exactNumber(total), unit)}
        </span>
      </p>
      <p className="text-ink-3">{words.runningHint}</p>
      <div>
        <Button disabled={!job.cancellable} onClick={() => void cancel(job.job_id)}>
          {words.cancel}
        </Button>
      </div>
    </>
  )
}

function headOf({ state, result }: Job) {
  if (state === 'cancelled') return { Icon: CircleSlash, tone: 'text-grey', title: words.cancelled }
  if (state === 'failed') return { Icon: CircleAlert, tone: 'text-red', title: words.failed }
  return result && result.changed === 0 && result.error_count > 0
    ? { Icon: CircleAlert, tone: 'text-red', title: words.doneNone }
    : { Icon: CircleCheck, tone: 'text-green', title: words.done }
}

function Ended({ job }: { job: Job }) {
  const [, go] = useLocation()
  const { result, error } = job
  const { Icon, tone, title } = headOf(job)
  const { did } = words
  const counts = result?.counts
  const said = counts
    ? ([
        [counts.created, did.created],
        [counts.updated, did.updated],
        [counts.unchanged, did.unchanged],
        [counts.trashed, did.trashed],
        [result.error_count, did.refused],
      ] as const)
    : []
  const isDone = job.state === 'completed' && !(result && result.changed === 0 && result.error_count > 0)
  return (
    <>
      <h2 className="flex items-center gap-2 text-lg font-semibold">
        <Icon size={18} aria-hidden className={tone} />
        {title}
      </h2>
      {result && <Figures result={result} />}
      <div role="status" className="flex flex-col gap-1 text-md" data-selectable>
        {error && <p>{inSentences(error)}</p>}
        {said.map(([count, say]) => count > 0 && <p key={say(count)}>{say(count)}</p>)}
      </div>
      <div className="flex gap-2">
        {isDone ? (
          <>
            <Button
              variant="primary"
              onClick={() => {
                startAnew()
                go('/audiences')
              }}
            >
              {words.show}
            </Button>
            <Button onClick={startAnew}>{words.another}</Button>
          </>
        ) : (
          <>
            <Button variant="primary" onClick={() => change({ step: 'columns', job_id: null })}>
              {words.back}
            </Button>
            <Button onClick={startAnew}>{words.another}</Button>
          </>
        )}
      </div>
      <Refused job={job} />
    </>
  )
}

export function ResultStep({ job_id }: { job_id: string }) {
  const job = useJobs().data?.find(one => one.job_id === job_id)
  return (
    <div className="mx-auto flex w-full max-w-[860px] flex-col gap-4 px-8 py-8">
      {job && (isRunning(job) ? <Running job={job} /> : <Ended job={job} />)}
    </div>
  )
}
