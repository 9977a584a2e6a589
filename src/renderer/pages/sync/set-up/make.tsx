// Makes the datasets, tables and views that the check missed, as a job with its steps; the check follows by itself.
import { DatabaseZap, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Job } from '../../../../shared/domain/job.ts'
import { runCheck, setUp } from '../../../actions/bigquery.ts'
import { cancelJob } from '../../../actions/platforms.ts'
import { isRunning } from '../../../api/events.ts'
import { useJobs } from '../../../api/hooks.ts'
import { Button } from '../../../components/ui/button.tsx'
import { t } from '../../../messages/index.ts'
import { Bar, StepList } from '../parts/running.tsx'
import { useSteps } from '../use-steps.ts'
import { Step } from './step.tsx'

const words = t.bigquerySetUp

/** The newest set-up of this run of the app. */
export const useSetUpJob = (): Job | null => useJobs().data?.find(({ kind }) => kind === 'set_up') ?? null

/** Runs once for each job that ends while this is shown. */
export function useWhenCompleted(job: Job | null, run: () => void) {
  const running = useRef<string | null>(null)
  const then = useRef(run)
  useEffect(() => {
    then.current = run
  })
  const id = job?.job_id ?? null
  const state = job?.state
  useEffect(() => {
    if (state === 'running' || state === 'queued') running.current = id
    else if (state === 'completed' && running.current === id && id !== null) {
      running.current = null
      then.current()
    }
  }, [id, state])
}

function Making({ job }: { job: Job }) {
  const said = useSteps(job)
  return (
    <div className="flex flex-col gap-3 pl-6">
      <Bar label={words.making} progress={job.progress} />
      <StepList said={said} />
    </div>
  )
}

export function MakeStep({ main }: { main: boolean }) {
  const job = useSetUpJob()
  const running = job !== null && isRunning(job)
  useWhenCompleted(job, () => void runCheck())
  const said = () => {
    if (!job) return undefined
    if (running) return words.making
    if (job.state === 'completed') return words.made
    if (job.state === 'cancelled') return words.makeCancelled
    return `${words.makeFailed}. ${job.error?.message ?? ''} ${job.error?.hint ?? ''}`
  }
  return (
    <Step
      state={
        running
          ? 'running'
          : job?.state === 'failed'
            ? 'failed'
            : job?.state === 'completed'
              ? 'done'
              : 'open'
      }
      title={words.makeTitle}
      hint={words.makeHint}
      said={said()}
      action={
        running ? (
          <Button size="lg" icon={<X size={16} />} onClick={() => void cancelJob(job.job_id)}>
            {words.cancel}
          </Button>
        ) : (
          <Button
            size="lg"
            variant={main ? 'primary' : 'secondary'}
            icon={<DatabaseZap size={16} />}
            onClick={() => void setUp()}
          >
            {words.make}
          </Button>
        )
      }
    >
      {running && <Making job={job} />}
    </Step>
  )
}
