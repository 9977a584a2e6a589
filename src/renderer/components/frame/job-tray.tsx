// Running and finished jobs: progress, cancel, results. Raises a notice when one ends.
import { ListChecks, LoaderCircle } from 'lucide-react'
import { useEffect } from 'react'
import type { Job } from '../../../shared/domain/job.ts'
import { subscribe } from '../../api/client.ts'
import { isRunning } from '../../api/events.ts'
import { useJobs } from '../../api/hooks.ts'
import { jobTrayOpen } from '../../commands/open.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { EmptyState } from '../ui/states.tsx'
import { showToast } from '../ui/toast.tsx'
import { JobCard } from './job-card.tsx'

/** Work in the background that nobody asked for ends without a notice. */
const QUIET = new Set<Job['kind']>(['compaction', 'verify'])

function announce(job: Job) {
  const { result, error } = job
  if (QUIET.has(job.kind) && job.state === 'completed') return
  const show = { label: t.workspace.showDamage, run: () => jobTrayOpen.set(true) }
  if (job.state === 'failed')
    showToast({ title: job.title, detail: error?.message ?? job.message, tone: 'failed', action: show })
  else if (job.state === 'completed')
    showToast({
      title: job.title,
      detail: result ? t.jobs.result(result.changed, result.skipped, result.error_count) : job.message,
      ...(result && result.error_count > 0 && { action: show, tone: 'failed' }),
    })
}

function useAnnouncements() {
  useEffect(() => {
    const announced = new Set<string>()
    return subscribe('job.updated', job => {
      if (isRunning(job) || announced.has(job.job_id)) return
      announced.add(job.job_id)
      if (!jobTrayOpen.get()) announce(job)
    })
  }, [])
}

export function JobTray() {
  useAnnouncements()
  const open = useStore(jobTrayOpen)
  const jobs = useJobs().data ?? []
  const running = jobs.filter(isRunning).length
  return (
    <Popover
      open={open}
      onOpenChange={jobTrayOpen.set}
      align="end"
      label={t.jobs.title}
      className="w-95"
      trigger={
        <IconButton
          label={running > 0 ? t.jobs.running(running) : t.jobs.title}
          tooltip={!open}
          className={running > 0 ? 'text-accent-text hover:text-accent-text' : ''}
        >
          {running > 0 ? <LoaderCircle size={16} className="animate-spin" /> : <ListChecks size={16} />}
        </IconButton>
      }
    >
      <h2 className="px-4 pt-3 pb-1 text-base font-semibold">{t.jobs.title}</h2>
      {jobs.length === 0 ? (
        <EmptyState title={t.jobs.none} className="!py-8">
          {t.jobs.noneHint}
        </EmptyState>
      ) : (
        <ul className="max-h-[60vh] divide-y divide-line overflow-y-auto">
          {jobs.map(job => (
            <JobCard key={job.job_id} job={job} />
          ))}
        </ul>
      )}
    </Popover>
  )
}
