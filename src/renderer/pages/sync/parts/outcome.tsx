// What came of the push or pull that this window began last, until it is put away or the next one begins.
import { Ban, CircleAlert, CircleCheck, X } from 'lucide-react'
import { useState } from 'react'
import type { SyncStatus } from '../../../../shared/contract/bigquery.ts'
import type { Job, JobResult } from '../../../../shared/domain/job.ts'
import { compare, latestSync, pull, push } from '../../../actions/bigquery.ts'
import { isRunning } from '../../../api/events.ts'
import { useJobs } from '../../../api/hooks.ts'
import { isNoNetwork, isSync, type Sync } from '../../../components/sync/standing.ts'
import { Button, IconButton } from '../../../components/ui/button.tsx'
import { useStore } from '../../../lib/store.ts'
import { t } from '../../../messages/index.ts'
import { type Outcome, outcomeOf } from '../model/outcome.ts'
import { PushedTables } from './pushed-tables.tsx'

const words = t.bigquery.result

const MARKS = {
  done: { icon: CircleCheck, tone: 'text-green' },
  failed: { icon: CircleAlert, tone: 'text-red' },
  cancelled: { icon: Ban, tone: 'text-ink-3' },
} satisfies Record<Outcome['state'], object>

const AGAIN = { push, pull, compare } satisfies Record<Sync, () => Promise<unknown>>

function Refused({ result }: { result: JobResult }) {
  const [shown, setShown] = useState(false)
  return (
    <div className="flex flex-col items-start gap-1">
      <p className="text-ink-2">
        {words.refused(result.error_count)}.{' '}
        <Button size="sm" variant="ghost" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? words.hideRefused : words.showRefused(result.error_count)}
        </Button>
      </p>
      {shown && (
        <ul className="divide-y divide-line self-stretch border-t border-line" data-selectable>
          {result.errors.map(({ row, path, message }) => (
            <li key={row} className="flex flex-wrap gap-x-3 py-1.5">
              <span className="font-mono text-sm">{path}</span>
              <span className="text-ink-2">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Shown({ job, status }: { job: Job; status: SyncStatus }) {
  const { state, title, lines, record } = outcomeOf(job, status.last_push)
  const { icon: Icon, tone } = MARKS[state]
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-3 rounded-lg border border-line py-3 pr-3 pl-5"
      data-selectable
    >
      <div className="flex items-start gap-2">
        <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${tone}`} />
        <div role="status" className="min-w-0 flex-1">
          <p className="text-md font-semibold">{title}</p>
          {lines.map(line => (
            <p key={line} className="text-pretty text-ink-2">
              {line}
            </p>
          ))}
        </div>
        {state === 'failed' && (
          <Button onClick={() => void AGAIN[isSync(job.kind) ? job.kind : 'push']()}>{words.again}</Button>
        )}
        <IconButton label={words.dismiss} tooltip={false} onClick={() => latestSync.set(null)}>
          <X size={16} />
        </IconButton>
      </div>
      {job.result && job.result.error_count > 0 && <Refused result={job.result} />}
      {record && record.tables.length > 0 && <PushedTables push={record} />}
    </section>
  )
}

export function LatestOutcome({ status }: { status: SyncStatus }) {
  const job_id = useStore(latestSync)
  const job = useJobs().data?.find(one => one.job_id === job_id && one.kind !== 'set_up')
  // A lasting problem and a missing network are told above; so is what runs.
  if (!job || isRunning(job) || isNoNetwork(job.error)) return null
  if (job.state === 'failed' && status.problem?.message === job.error?.message) return null
  return <Shown job={job} status={status} />
}
