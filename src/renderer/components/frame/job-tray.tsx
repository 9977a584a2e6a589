// Running and finished jobs: progress, cancel, results. Raises a notice when one ends.
import { ListChecks, LoaderCircle } from 'lucide-react'
import { useEffect } from 'react'
import type { Job } from '../../../shared/domain/job.ts'
import { wasAskedToSync } from '../../actions/bigquery.ts'
import { fetchFinished, fileAction } from '../../actions/files.ts'
import { wasAsked } from '../../actions/platforms.ts'
import { subscribe } from '../../api/client.ts'
import { isRunning } from '../../api/events.ts'
import { useJobs } from '../../api/hooks.ts'
import { jobTrayOpen } from '../../commands/open.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { EmptyState } from '../ui/states.tsx'
import { dismissToast, showToast } from '../ui/toast.tsx'
import { JobCard } from './job-card.tsx'
import { isQuiet, resultText } from './job-text.ts'

/** Raises the notice; undefined when there is none to raise. */
function announce(job: Job): number | undefined {
  const { result, error } = job
  if (isQuiet(job, wasAsked(job.job_id) || wasAskedToSync(job.job_id))) return undefined
  const show = { label: t.workspace.showDamage, run: () => jobTrayOpen.set(true) }
  if (job.state === 'failed')
    return showToast({
      title: job.title,
      detail: error?.message ?? job.message,
      tone: 'failed',
      action: show,
    })
  if (job.state === 'completed')
    return showToast({
      title: job.title,
      detail: resultText(job) ?? job.message,
      ...(result?.file && { action: fileAction(result.file) }),
      ...(result && result.error_count > 0 && { action: show, tone: 'failed' }),
    })
  return undefined
}

function useAnnouncements() {
  useEffect(() => {
    const announced = new Set<string>()
    const raised = new Set<number>()
    const stops = [
      subscribe('job.updated', job => {
        if (isRunning(job) || announced.has(job.job_id)) return
        announced.add(job.job_id)
        fetchFinished(job)
        const notice = jobTrayOpen.get() ? undefined : announce(job)
        if (notice !== undefined) raised.add(notice)
      }),
      // The open list says the same, and more. A short job can end before its list is opened.
      jobTrayOpen.subscribe(() => {
        if (!jobTrayOpen.get()) return
        for (const notice of raised) dismissToast(notice)
        raised.clear()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
}

export function JobTray() {
  useAnnouncements()
  const open = useStore(jobTrayOpen)
  // A check of files is a part of the page that shows it.
  const jobs = (useJobs().data ?? []).filter(job => job.kind !== 'import_check')
  const running = jobs.filter(isRunning).length
  return (
    <Popover
      open={open}
      onOpenChange={jobTrayOpen.set}
      align="end"
      label={t.jobs.title}
      toRead
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
