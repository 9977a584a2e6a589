// One job: what it does, how far it is, what came of it, and the rows it refused with their line and field.
import { X } from 'lucide-react'
import { useState } from 'react'
import type { Job, JobResult, SavedFile } from '../../../shared/domain/job.ts'
import { inSentences, type Result } from '../../../shared/errors.ts'
import { fileAction } from '../../actions/files.ts'
import { client } from '../../api/client.ts'
import { isRunning } from '../../api/events.ts'
import { keys } from '../../api/keys.ts'
import { queryClient } from '../../api/query-client.ts'
import { cx } from '../../lib/cx.ts'
import { exactNumber, formatBytes } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { JobBadge } from '../ui/status.tsx'
import { showError } from '../ui/toast.tsx'
import { resultText } from './job-text.ts'

const amount = (value: number, unit: string) => (unit === 'bytes' ? formatBytes(value) : exactNumber(value))

function progressText({ done, total, unit }: Job['progress']): string {
  const word = unit === 'bytes' ? '' : unit
  return total === null
    ? t.jobs.progressOpen(amount(done, unit), word)
    : t.jobs.progress(amount(done, unit), amount(total, unit), word)
}

async function act(answer: Promise<Result<unknown>>) {
  const result = await answer
  if (!result.ok) showError(result.error)
  await queryClient.invalidateQueries({ queryKey: keys.jobs })
}

function Progress({ job }: { job: Job }) {
  const { done, total } = job.progress
  return (
    <>
      <progress
        aria-label={job.title}
        value={total ? done : undefined}
        max={total ?? undefined}
        className="block h-1 w-full appearance-none overflow-hidden rounded-full bg-grey-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-grey-tint [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
      />
      <p className="text-sm text-ink-3">{progressText(job.progress)}</p>
    </>
  )
}

const HEADS = [
  { label: t.jobs.line, end: true },
  { label: t.jobs.row, end: true },
  { label: t.jobs.field, end: false },
  { label: t.jobs.problem, end: false },
]

type ProblemsProps = { result: JobResult; label: string; show: string; hide: string }

/** What doesn't work, each by its name with what is wrong and what to do. */
function Problems({ result, label, show, hide }: ProblemsProps) {
  const [shown, setShown] = useState(false)
  if (result.error_count === 0) return null
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="-ml-2 self-start"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? hide : show}
      </Button>
      {shown && (
        <ul aria-label={label} className="divide-y divide-line border-t border-line" data-selectable>
          {result.errors.map(({ row, path, message }) => (
            <li key={row} className="py-1.5">
              <p className="font-medium break-words">{path}</p>
              <p className="text-sm text-pretty break-words text-ink-2">{message}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function RefusedRows({ result }: { result: JobResult }) {
  const [shown, setShown] = useState(false)
  if (result.error_count === 0) return null
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="-ml-2 self-start"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? t.jobs.hideErrors : t.jobs.showErrors(result.error_count)}
      </Button>
      {shown && (
        <section
          // It scrolls, so the keyboard must reach it.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region
          tabIndex={0}
          aria-label={t.jobs.problem}
          className="max-h-56 overflow-auto rounded-md border border-line"
          data-selectable
        >
          <table className="w-full text-left text-sm">
            <thead className="sticky top-0 bg-sunken text-ink-3">
              <tr>
                {HEADS.map(({ label, end }) => (
                  <th key={label} scope="col" className={cx('px-2 py-1 font-medium', end && 'text-right')}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {result.errors.map(error => (
                <tr key={`${error.row} ${error.path} ${error.message}`} className="align-top">
                  <td className="px-2 py-1 text-right">{error.line ?? t.jobs.noLine}</td>
                  <td className="px-2 py-1 text-right">{error.row}</td>
                  <td className="px-2 py-1 font-mono text-xs leading-4">{error.path || t.jobs.noLine}</td>
                  <td className="px-2 py-1">{error.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {result.errors.length < result.error_count && (
            <p className="px-2 py-1 text-sm text-ink-3">
              {t.jobs.firstErrors(result.errors.length, result.error_count)}
            </p>
          )}
        </section>
      )}
    </>
  )
}

/** The part of a result that didn't work, as its kind of job tells it. */
function Refused({ kind, result }: { kind: Job['kind']; result: JobResult }) {
  switch (kind) {
    case 'connection_test':
      return null
    case 'health_check':
      return (
        <Problems
          result={result}
          label={t.jobs.accounts}
          show={t.jobs.showAccounts(result.error_count)}
          hide={t.jobs.hideAccounts}
        />
      )
    case 'backup':
    case 'backup_check':
    case 'repair':
      return (
        <Problems
          result={result}
          label={t.backups.results.lost}
          show={t.backups.results.showLost(result.error_count)}
          hide={t.backups.results.hideLost}
        />
      )
    case 'push':
    case 'pull':
    case 'compare':
      return (
        <Problems
          result={result}
          label={t.jobs.refusedRows}
          show={t.bigquery.result.showRefused(result.error_count)}
          hide={t.bigquery.result.hideRefused}
        />
      )
    default:
      return <RefusedRows result={result} />
  }
}

function FileOf({ file }: { file: SavedFile }) {
  const { label, run } = fileAction(file)
  return (
    <div className="flex items-center gap-2">
      <span className="min-w-0 flex-1 truncate text-sm text-ink-3" title={file.name} data-selectable>
        {file.name} · {formatBytes(file.bytes)}
      </span>
      <Button size="sm" variant="ghost" className="-mr-2" onClick={run}>
        {label}
      </Button>
    </div>
  )
}

export function JobCard({ job }: { job: Job }) {
  const running = isRunning(job)
  const { kind, result, error, job_id } = job
  const end = !running
    ? { label: t.jobs.dismiss, run: client.jobs.dismiss }
    : job.cancellable
      ? { label: t.jobs.cancel, run: client.jobs.cancel }
      : null
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={job.title}>
          {job.title}
        </span>
        <JobBadge job={job} />
        {end && (
          // A title, not a tooltip: that would take the Esc that closes the list.
          <IconButton
            label={end.label}
            title={end.label}
            tooltip={false}
            size="sm"
            onClick={() => void act(end.run({ job_id }))}
          >
            <X size={14} />
          </IconButton>
        )}
      </div>
      {running && <Progress job={job} />}
      {!running && result && (
        <p className="text-pretty text-ink-2" data-selectable>
          {resultText(job)}
        </p>
      )}
      {result?.file && <FileOf file={result.file} />}
      {error && (
        <p className="text-ink-2" data-selectable>
          {inSentences(error)}
        </p>
      )}
      {result && <Refused kind={kind} result={result} />}
    </li>
  )
}
