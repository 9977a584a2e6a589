// The sign-in in the browser while it is waited for, and one that came to nothing.

import { CircleAlert, ExternalLink, LoaderCircle } from 'lucide-react'
import type { Job } from '../../../../shared/domain/job.ts'
import { inSentences } from '../../../../shared/errors.ts'
import { openSignIn, signIn, signingIn } from '../../../actions/bigquery.ts'
import { cancelJob } from '../../../actions/platforms.ts'
import { isRunning } from '../../../api/events.ts'
import { useJobs } from '../../../api/hooks.ts'
import { Button } from '../../../components/ui/button.tsx'
import { useStore } from '../../../lib/store.ts'
import { t } from '../../../messages/index.ts'

const words = t.bigquerySetUp

/** The sign-in that this window began last; null where there is none. */
export function useSignInJob(): Job | null {
  const job_id = useStore(signingIn)?.job_id
  return useJobs().data?.find(job => job.job_id === job_id) ?? null
}

export function Waiting({ job }: { job: Job }) {
  const url = useStore(signingIn)?.url
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-blue-tint py-2 pr-2 pl-3">
      <LoaderCircle size={16} aria-hidden className="shrink-0 animate-spin text-blue" />
      <p role="status" className="min-w-64 flex-1">
        <span className="font-medium">{words.waiting}.</span>{' '}
        <span className="text-ink-2">{words.waitingHint}</span>
      </p>
      {url && (
        <Button icon={<ExternalLink size={14} />} onClick={() => openSignIn(url)}>
          {words.openAgain}
        </Button>
      )}
      <Button onClick={() => void cancelJob(job.job_id)}>{words.cancel}</Button>
    </div>
  )
}

/** Nothing unless the sign-in runs or failed. */
export function SignInState() {
  const job = useSignInJob()
  if (!job) return null
  if (isRunning(job)) return <Waiting job={job} />
  if (job.state !== 'failed' && job.state !== 'cancelled') return null
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-red-tint py-2 pr-2 pl-3"
    >
      <CircleAlert size={16} aria-hidden className="shrink-0 text-red" />
      <p className="min-w-64 flex-1 text-pretty" data-selectable>
        <span className="font-medium">
          {job.state === 'failed' ? words.signInFailed : words.signInCancelled}.
        </span>{' '}
        <span className="text-ink-2">{job.error && inSentences(job.error)}</span>
      </p>
      <Button onClick={() => void signIn()}>{t.common.retry}</Button>
    </div>
  )
}
