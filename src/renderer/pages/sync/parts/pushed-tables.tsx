// What one push sent, table by table, with the jobs that Google Cloud keeps of it.
import { ExternalLink } from 'lucide-react'
import type { PushRecord } from '../../../../shared/contract/bigquery.ts'
import { exactNumber, formatBytes } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.bigquery.history
const HEAD = 'h-7 border-b border-line text-sm font-normal text-ink-3'
const CELL = 'border-b border-line py-1.5 align-top'

type Jobs = PushRecord['tables'][number]['jobs']

/** What a job did is in its id: `am_<device>_<batch>_<table>_<step>_<attempt>`. */
function stepOf(job_id: string): string | null {
  const step = /_([a-z]+)_\d+$/.exec(job_id)?.[1]
  return (step !== undefined && words.steps[step]) || null
}

function JobLinks({ jobs }: { jobs: Jobs }) {
  return (
    <ul className="flex flex-wrap gap-x-3">
      {jobs.map(({ job_id, url }, at) => (
        <li key={job_id}>
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            title={job_id}
            aria-label={words.openJob(job_id)}
            className="inline-flex items-center gap-1 rounded-xs underline decoration-line-strong underline-offset-2 hover:decoration-ink-3"
          >
            {stepOf(job_id) ?? words.job(at + 1)}
            <ExternalLink size={12} aria-hidden className="text-ink-3" />
          </a>
        </li>
      ))}
    </ul>
  )
}

export function PushedTables({ push }: { push: PushRecord }) {
  if (push.tables.length === 0) return <p className="text-ink-3">{words.nothingSent}</p>
  return (
    <table aria-label={words.table} className="w-full max-w-[760px] border-separate border-spacing-0">
      <thead>
        <tr>
          <th scope="col" className={`${HEAD} text-left`}>
            {words.table}
          </th>
          {[words.rows, words.conflicts, words.size].map(name => (
            <th key={name} scope="col" className={`${HEAD} w-24 text-right`}>
              {name}
            </th>
          ))}
          <th scope="col" className={`${HEAD} pl-8 text-left`}>
            {words.jobs}
          </th>
        </tr>
      </thead>
      <tbody>
        {push.tables.map(({ entity, table, rows, conflicts, bytes, jobs }) => (
          // Two rounds of one push may send the same table.
          <tr key={`${table} ${jobs[0]?.job_id}`}>
            <th scope="row" className={`${CELL} text-left font-normal`}>
              {t.entities[entity]} <span className="font-mono text-sm text-ink-3">{table}</span>
            </th>
            <td className={`${CELL} text-right`}>{exactNumber(rows)}</td>
            <td className={`${CELL} text-right`}>
              {conflicts === 0 ? <span className="text-ink-3">{t.common.dash}</span> : exactNumber(conflicts)}
            </td>
            <td className={`${CELL} text-right`}>{formatBytes(bytes)}</td>
            <td className={`${CELL} pl-8`}>
              <JobLinks jobs={jobs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
