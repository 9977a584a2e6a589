// The third step: what is done with audiences that are there, and what would happen by that, before anything does.
import { LoaderCircle } from 'lucide-react'
import type { JobResult } from '../../../../shared/domain/job.ts'
import { isRunning } from '../../../api/events.ts'
import { ErrorState } from '../../../components/ui/states.tsx'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { isSetMissing, REASON, type Wizard } from '../model/wizard.ts'
import type { Plan } from '../use-plan.ts'
import { Figures } from './figures.tsx'
import { ModeSection } from './mode.tsx'
import { Refused } from './refused.tsx'

const words = t.imports

/** The figures in whole sentences, those that matter most last. */
function sentences({ counts, error_count }: JobResult, { mode, set, on_error }: Wizard): string[] {
  if (!counts) return []
  const { created, updated, unchanged, trashed } = counts
  const stops = error_count > 0 && (on_error === 'stop' || mode === 'replace')
  if (stops) return [words.said.stopped(error_count)]
  const said = [
    created > 0 && words.said.created(created),
    updated > 0 && words.said.updated(updated),
    unchanged > 0 && words.said.unchanged(unchanged),
    trashed > 0 && words.said.trashed(trashed, `“${set.value.trim()}”`),
    error_count > 0 && words.said.skipped(error_count),
  ].filter(one => one !== false)
  return created + updated + trashed === 0 && error_count === 0 ? [words.said.nothing] : said
}

function Outcome({ wizard, plan }: { wizard: Wizard; plan: Plan }) {
  const { job, error, again } = plan
  if (isSetMissing(wizard)) return <p className="text-ink-3">{words.setMissing}</p>
  if (error)
    return (
      <ErrorState
        className="!items-start !px-0 !py-2 !text-left"
        title={words.planFailed}
        error={error}
        onRetry={again}
      />
    )
  const done = job !== null && !isRunning(job)
  return (
    <>
      <Figures result={done ? job.result : null} />
      {done && job.result ? (
        <div id={REASON} role="status" className="flex flex-col gap-1 text-md" data-selectable>
          {sentences(job.result, wizard).map(sentence => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      ) : (
        <p role="status" className="flex items-center gap-2 text-ink-2">
          <LoaderCircle size={14} aria-hidden className="animate-spin" />
          {words.planning}
          {job && job.progress.done > 0 && (
            <span className="text-ink-3 tabular-nums">{exactNumber(job.progress.done)}</span>
          )}
        </p>
      )}
      {done && <Refused job={job} />}
    </>
  )
}

export function PlanStep({ wizard, plan }: { wizard: Wizard; plan: Plan }) {
  return (
    <div className="mx-auto flex w-full max-w-[1160px] flex-col gap-6 px-8 pt-5 pb-24">
      <ModeSection wizard={wizard} />
      <section aria-label={words.willHappen} className="flex flex-col gap-4 border-t border-line pt-5">
        <h2 className="text-lg font-semibold">{words.willHappen}</h2>
        <Outcome wizard={wizard} plan={plan} />
      </section>
    </div>
  )
}
