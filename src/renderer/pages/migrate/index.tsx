// Migration from the reference system: choose its folder, check it, take it over, see what came of it.
import { useQuery } from '@tanstack/react-query'
import { ArrowRight, CircleCheck, X } from 'lucide-react'
import { Link } from 'wouter'
import type { MigrationReport } from '../../../shared/contract/migration.ts'
import type { Job } from '../../../shared/domain/job.ts'
import { cancelJob } from '../../actions/platforms.ts'
import { client } from '../../api/client.ts'
import { isRunning } from '../../api/events.ts'
import { useJobs } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { unwrap } from '../../api/query-client.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState } from '../../components/ui/states.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { exactNumber } from '../../lib/format.ts'
import { useStore } from '../../lib/store.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { Notes } from './notes.tsx'
import { Report, writtenBy } from './report.tsx'
import { FolderCard, Notice, WhoseRecords } from './source.tsx'
import { begin, migration } from './state.ts'

const words = t.migration
const BAR =
  'block h-1 w-full appearance-none overflow-hidden rounded-full bg-grey-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-grey-tint [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent'

function Running({ job }: { job: Job }) {
  const { done, total } = job.progress
  const title = words.running[job.kind === 'migration' ? 'migration' : 'migration_check']
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-lg border border-line px-5 pt-3 pb-4">
      <div className="flex min-h-7 items-center gap-3">
        <h2 role="status" className="flex-1 text-md font-semibold">
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
      <progress
        aria-label={title}
        value={total ? done : undefined}
        max={total ?? undefined}
        className={BAR}
      />
      <p className="flex justify-between gap-4 text-ink-2 tabular-nums">
        <span className="truncate">{job.message}</span>
        {total !== null && <span>{words.rows(exactNumber(done), exactNumber(total))}</span>}
      </p>
    </section>
  )
}

const NEXT = [
  { href: '/audiences', label: words.openAudiences },
  { href: '/platforms', label: words.openPlatforms },
  { href: '/distributions', label: words.openDistributions },
]

const NextSteps = () => (
  <nav aria-label={words.next} className="flex flex-wrap gap-x-6 gap-y-1">
    {NEXT.map(({ href, label }) => (
      <Link
        key={href}
        href={href}
        className="inline-flex items-center gap-1 font-medium text-accent-text hover:underline"
      >
        {label}
        <ArrowRight size={14} aria-hidden />
      </Link>
    ))}
  </nav>
)

function titleOf(report: MigrationReport): string {
  if (!report.complete) return words.cancelled
  if (report.checked_only) return words.checked
  return writtenBy(report) === 0 ? words.nothingChanged : words.finished
}

function Outcome({ report }: { report: MigrationReport }) {
  const migrated = !report.checked_only && report.complete
  const { refused, kept, changed } = report.notes
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <div role="status" className="flex items-center gap-2">
          {migrated && <CircleCheck size={18} aria-hidden className="text-green" />}
          <h2 className="text-lg font-semibold">{titleOf(report)}</h2>
        </div>
        {migrated && <NextSteps />}
      </div>
      <Report report={report} />
      {refused + kept + changed > 0 && <Notes key={report.job_id} report={report} />}
    </div>
  )
}

type ActionsProps = { report: MigrationReport | undefined }
function Actions({ report }: ActionsProps) {
  const checked = report?.checked_only === true && report.complete
  const left = checked ? writtenBy(report) : 0
  return (
    <div className="flex flex-wrap items-center gap-3">
      {checked && (
        <Button variant="primary" size="lg" disabled={left === 0} onClick={() => void begin('start')}>
          {left === 0 ? words.nothingToDo : words.start(left)}
        </Button>
      )}
      <Button variant={checked ? 'secondary' : 'primary'} size="lg" onClick={() => void begin('inspect')}>
        {report ? words.checkAgain : words.check}
      </Button>
      {!report && <span className="text-ink-2">{words.checkHint}</span>}
    </div>
  )
}

/** The report of a job that has ended, however it did. */
const useReport = (job: Job | undefined) =>
  useQuery({
    queryKey: keys.migrationReport(job?.job_id ?? ''),
    queryFn: () => unwrap(client.migration.report({ job_id: job?.job_id ?? '' })),
    enabled: job !== undefined && !isRunning(job),
  }).data

export default function MigratePage() {
  useTitle(words.title)
  const { source, scope, job_id, busy } = useStore(migration)
  const job = useJobs().data?.find(one => one.job_id === job_id)
  const report = useReport(job)
  const running = job && isRunning(job) ? job : null
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-[1040px] flex-col gap-6 px-8 pt-6 pb-16">
        <header>
          <h1 className="text-title font-semibold">{words.title}</h1>
          <p className="mt-1 max-w-[80ch] text-md text-pretty text-ink-2">{words.intro}</p>
        </header>
        <FolderCard source={source} busy={busy || running !== null} />
        {source?.is_workspace && <Notice>{words.isWorkspace}</Notice>}
        {source && source.users.length === 0 && (
          <EmptyState title={words.nobody} className="!py-8">
            {!source.may_all && words.nobodyHint}
          </EmptyState>
        )}
        {source && source.users.length > 0 && (
          <>
            <WhoseRecords source={source} scope={scope} locked={running !== null} />
            {running ? <Running job={running} /> : <Actions report={report} />}
            {job?.state === 'failed' && job.error && <ErrorState error={job.error} className="!py-6" />}
            {!running && report && <Outcome report={report} />}
          </>
        )}
      </div>
    </div>
  )
}
