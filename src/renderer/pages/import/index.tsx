// Imports audiences from files: choose them, say what their columns are, see what would happen, do it.
import { ArrowLeft, FileDown } from 'lucide-react'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { waitingFiles } from '../../actions/import.ts'
import { client } from '../../api/client.ts'
import { isRunning, noteJob } from '../../api/events.ts'
import { useCommands } from '../../commands/registry.ts'
import { Button } from '../../components/ui/button.tsx'
import { showError } from '../../components/ui/toast.tsx'
import { useStore } from '../../lib/store.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { inputOf, isSetMissing, missingInColumns, missingText, REASON, type Step } from './model/wizard.ts'
import { Choose } from './parts/choose.tsx'
import { ColumnsStep } from './parts/columns-step.tsx'
import { PlanStep } from './parts/plan-step.tsx'
import { ResultStep } from './parts/result-step.tsx'
import { Steps } from './parts/steps.tsx'
import { usePlan } from './use-plan.ts'
import { addFiles, change, wizard as store } from './wizard-store.ts'

const words = t.imports
const BEFORE: Partial<Record<Step, Step>> = { columns: 'files', plan: 'columns' }

function useWaitingFiles() {
  const waiting = useStore(waitingFiles)
  useEffect(() => {
    if (waiting.length === 0) return
    waitingFiles.set([])
    void addFiles(waiting)
  }, [waiting])
}

async function start(): Promise<void> {
  const started = await client.imports.start(inputOf(store.get()))
  if (!started.ok) return void showError(started.error)
  noteJob(started.value)
  change({ step: 'result', job_id: started.value.job_id })
}

export default function ImportPage() {
  const [, go] = useLocation()
  const wizard = useStore(store)
  const { step, files, mode, on_error, job_id } = wizard
  useWaitingFiles()
  useTitle(words.title)
  const missing = missingInColumns(wizard)
  const ready = step === 'plan' && !isSetMissing(wizard)
  const plan = usePlan(ready ? inputOf(wizard) : null)
  const result = plan.job && !isRunning(plan.job) ? plan.job.result : null
  const stops = result !== null && result.error_count > 0 && (on_error === 'stop' || mode === 'replace')
  const { created = 0, updated = 0, trashed = 0 } = result?.counts ?? {}
  const work = created + updated + trashed

  const canStart = result !== null && !stops && work > 0
  const noStart = result === null ? words.startUnknown : words.startNone
  const startWords = canStart ? words.start(created + updated, trashed) : noStart
  const next = () => {
    if (step === 'columns' && !missing) change({ step: 'plan' })
    if (step === 'plan' && canStart) void start()
  }
  const back = () => {
    const before = BEFORE[step]
    if (before) change({ step: before })
    else go('/audiences')
  }
  useCommands([
    {
      id: 'import.next',
      title: words.next,
      group: 'workspace',
      icon: FileDown,
      shortcut: 'mod+enter',
      run: next,
    },
    { id: 'import.back', title: words.back, group: 'go', icon: ArrowLeft, run: back },
  ])
  const isSeen = files.length > 0 && files.every(({ seen }) => seen !== null)
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <header className="sticky top-0 z-20 border-b border-line bg-surface">
        <div className="mx-auto grid max-w-[1160px] grid-cols-[minmax(max-content,1fr)_auto_minmax(max-content,1fr)] items-center gap-3 px-8 py-3">
          <h1 className="text-title font-semibold">{words.title}</h1>
          <Steps step={step} />
          <div className="flex min-h-7 justify-end gap-3">
            {(step === 'columns' || step === 'plan') && (
              <>
                <Button variant="ghost" onClick={back}>
                  {words.back}
                </Button>
                {/* Not `disabled`: what is missing is told beside it. */}
                <Button
                  variant="primary"
                  aria-disabled={(step === 'columns' ? missing !== null : !canStart) || undefined}
                  aria-describedby={REASON}
                  onClick={next}
                >
                  {step === 'columns' ? words.next : startWords}
                </Button>
              </>
            )}
            {step === 'files' && isSeen && (
              <Button variant="primary" onClick={() => change({ step: 'columns' })}>
                {words.next}
              </Button>
            )}
          </div>
        </div>
        {step === 'columns' && missing && (
          <p id={REASON} role="status" className="border-t border-line bg-amber-tint px-8 py-1.5 text-amber">
            {missingText(missing)}
          </p>
        )}
      </header>
      {step === 'files' && <Choose files={files} />}
      {step === 'columns' && <ColumnsStep wizard={wizard} missing={missing} />}
      {step === 'plan' && <PlanStep wizard={wizard} plan={plan} />}
      {step === 'result' && job_id !== null && <ResultStep job_id={job_id} />}
    </div>
  )
}
