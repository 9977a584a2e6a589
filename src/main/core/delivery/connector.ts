// What all deliveries share: incomplete settings are refused before anything happens, and the outcome is told in a run's words.
import { done, type Failure, type Step } from '../connectors/failure.ts'
import { type Run, type RunDefinition, runs } from '../connectors/run.ts'
import type { Deliver, Delivered, DeliverInput, Sent } from './face.ts'
import { failedOf } from './words.ts'

/** One delivery while it runs. */
export type Job = {
  run: Run
  input: DeliverInput
  /** Adds to what has been sent, also where the delivery fails later. */
  took: (sent: Partial<Pick<Sent, 'files' | 'records'>>) => void
}

export type Outcome = Omit<Extract<Delivered, { state: 'done' | 'waiting' }>, 'sent'>

type ConnectorDefinition = RunDefinition & { deliver: (job: Job) => Promise<Step<Outcome>> }

/** `previous_platform_audience_id` is never ''. */
const cleaned = (input: DeliverInput): DeliverInput => ({
  ...input,
  previous_platform_audience_id: input.previous_platform_audience_id || null,
})

export function connector({ deliver, ...definition }: ConnectorDefinition): Deliver {
  const start = runs(definition)
  return async given => {
    const input = cleaned(given)
    const { run, failure, secrets, requests } = start(input)
    let files: Sent['files'] = []
    let records = 0
    const job: Job = {
      run,
      input,
      took(sent) {
        files = sent.files ?? files
        records += sent.records ?? 0
      },
    }
    const outcome: Step<Outcome> = failure ? { ok: false, failure } : await deliver(job)
    const sent: Sent = { files, requests: requests(), records }
    return outcome.ok ? { ...outcome.value, sent } : failedOf(outcome.failure, sent, secrets)
  }
}

export const failure = (one: Failure): Step<never> => ({ ok: false, failure: one })
export { done }
