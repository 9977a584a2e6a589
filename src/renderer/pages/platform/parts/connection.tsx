// The verdict on the connection: how it stands, what was found, and on failure what to do with the button that does it.
import { CircleCheck, Hourglass } from 'lucide-react'
import { useId } from 'react'
import type { Job } from '../../../../shared/domain/job.ts'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { isPlace } from '../../../../shared/domain/platform-health.ts'
import { missingLabels } from '../../../../shared/domain/platform-rules.ts'
import { useTestOf } from '../../../actions/platforms.ts'
import { shownHealth } from '../../../components/platform/health.ts'
import { HealthMark, TestingMark } from '../../../components/platform/health-mark.tsx'
import { exactDate, relativeDate } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { standingOf } from '../model/test-job.ts'
import { Steps, TestButton } from './steps.tsx'
import { Testing, Unfinished } from './testing.tsx'

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
        title: connection.account_label
          ? words.connected(connection.account_label, isPlace(platform.platform_type))
          : words.testedOk,
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
      {job && standingOf(job, platform) === 'unfinished' && <Unfinished job={job} />}
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
  const running = job !== null && standingOf(job, platform) === 'running'
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
