// The verdict on the connection: how it stands, what was found, and on failure what to do with the button that does it.
import { Ban, CircleCheck, Hourglass, Pencil, PlugZap, TriangleAlert, X } from 'lucide-react'
import { useId } from 'react'
import { useLocation } from 'wouter'
import type { Job } from '../../../../shared/domain/job.ts'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { missingLabels } from '../../../../shared/domain/platform-rules.ts'
import { cancelJob, testConnection, useTestOf } from '../../../actions/platforms.ts'
import { isRunning } from '../../../api/events.ts'
import { nextAction, shownHealth } from '../../../components/platform/health.ts'
import { HealthMark, TestingMark } from '../../../components/platform/health-mark.tsx'
import { Button } from '../../../components/ui/button.tsx'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { fieldToMend } from '../model/next-field.ts'
import { editAt } from '../routes.ts'

const words = t.platform

function Checked({ title, checked }: { title: string; checked: readonly string[] }) {
  const id = useId()
  if (checked.length === 0) return null
  return (
    <div className="flex flex-col gap-1">
      <h3 id={id} className="text-sm text-ink-3">
        {title}
      </h3>
      <ul aria-labelledby={id} className="flex flex-col gap-1" data-selectable>
        {checked.map(sentence => (
          <li key={sentence} className="flex items-start gap-2">
            <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-green" />
            <span className="min-w-0 break-words">{sentence}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What a test that ended without a verdict has to say. */
function Unfinished({ job }: { job: Job }) {
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
        <span className="text-ink-2">
          {job.error.message} {job.error.hint}
        </span>
      </span>
    </p>
  )
}

function Testing({ job }: { job: Job }) {
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
      {job.cancellable && (
        <Button icon={<X size={14} />} onClick={() => void cancelJob(job.job_id)}>
          {words.cancelTest}
        </Button>
      )}
    </div>
  )
}

/** What stands at the top of the verdict, in one sentence; a failure says what happened. */
function headlineOf(
  platform: Platform,
  missing: readonly string[],
): { title: string; detail: string | null } {
  const { connection } = platform
  if (missing.length > 0)
    return {
      title: words.testedIncomplete,
      detail: `${words.missing(missing.length)}: ${missing.join(', ')}.`,
    }
  switch (connection.state) {
    case 'ok':
      return {
        title: connection.account_label ? words.connectedAs(connection.account_label) : words.testedOk,
        detail: null,
      }
    case 'failed':
      return {
        title: connection.error?.message ?? words.testedFailed,
        detail: connection.error?.hint ?? null,
      }
    case 'untested':
      return { title: words.testedUntested, detail: null }
  }
}

function TestButton({ platform, primary = false }: { platform: Platform; primary?: boolean }) {
  const { platform_id, connection } = platform
  return (
    <Button
      variant={primary ? 'primary' : 'secondary'}
      icon={<PlugZap size={14} />}
      onClick={() => void testConnection(platform_id)}
    >
      {connection.state === 'untested' ? t.platforms.actions.test : t.platforms.actions.testAgain}
    </Button>
  )
}

/** The button that takes the next step comes first; after a success there is none to take. */
function Steps({ platform }: { platform: Platform }) {
  const [, go] = useLocation()
  const { platform_id, connection } = platform
  const missing = missingLabels(platform).length > 0
  const next = nextAction(platform, shownHealth({ ...platform, status: 'active' }).state)
  if (next === null || next === 'open') return null
  const field = fieldToMend(platform)
  const ofSettings = field?.startsWith('settings.') ?? connection.error?.code === 'not_found'
  const editWords = missing ? words.complete : ofSettings ? words.editSettings : words.editCredentials
  return (
    <div className="flex flex-wrap gap-2">
      {next === 'edit' && (
        <Button variant="primary" icon={<Pencil size={14} />} onClick={() => editAt(platform_id, field, go)}>
          {editWords}
        </Button>
      )}
      {!missing && <TestButton platform={platform} primary={next === 'test'} />}
    </div>
  )
}

function Verdict({ platform, job }: { platform: Platform; job: Job | null }) {
  const { connection } = platform
  const missing = missingLabels(platform)
  const { title, detail } = headlineOf(platform, missing)
  const known = shownHealth({ ...platform, status: 'active' })
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1" data-selectable>
        <p className="max-w-[72ch] text-lg font-medium text-pretty break-words">{title}</p>
        {detail && <p className="max-w-[72ch] text-md text-pretty text-ink-2">{detail}</p>}
        {known.state === 'untested' && <p className="text-md text-ink-2">{known.sentence}</p>}
        {connection.tested_at && (
          <p className="text-ink-3">
            <time dateTime={connection.tested_at} title={exactDate(connection.tested_at)}>
              {words.tested(relativeDate(connection.tested_at))}
            </time>
          </p>
        )}
        {known.state === 'stale' && (
          <p className="flex items-center gap-2 text-ink-2">
            <Hourglass size={14} aria-hidden className="shrink-0 text-amber" />
            {known.sentence} {words.staleNote}
          </p>
        )}
      </div>
      {job && <Unfinished job={job} />}
      <Steps platform={platform} />
      {connection.checked.length > 0 && (
        <div className="border-t border-line pt-3">
          <Checked
            title={connection.state === 'ok' ? words.checked : words.checkedBefore}
            checked={connection.checked}
          />
        </div>
      )}
    </div>
  )
}

export function Connection({ platform }: { platform: Platform }) {
  const id = useId()
  const job = useTestOf(platform.platform_id)
  const running = job !== null && isRunning(job)
  const { state } = shownHealth({ ...platform, status: 'active' })
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line px-5 pt-3.5 pb-5">
      <div className="flex min-h-7 items-center gap-3 pb-2">
        <h2 id={id} className="text-md font-semibold">
          {words.connection}
        </h2>
        {running ? <TestingMark /> : <HealthMark state={state} />}
        {!running && state === 'healthy' && (
          <span className="ml-auto">
            <TestButton platform={platform} />
          </span>
        )}
      </div>
      {running ? <Testing job={job} /> : <Verdict platform={platform} job={job} />}
    </section>
  )
}
