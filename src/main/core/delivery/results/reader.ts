// What all readings of results share: incomplete settings and odd ids are refused before anything is called, and failures
// are told without secrets.
import { CODE_OF, type Failure, failed, type Step } from '../../connectors/failure.ts'
import { type Run, type RunDefinition, runs } from '../../connectors/run.ts'
import { concealer, plain } from '../../connectors/verdict.ts'
import { isRetryable } from '../words.ts'
import type { ReadResults, ReadResultsInput } from './face.ts'

export type Reading = Exclude<Awaited<ReturnType<ReadResults>>, { state: 'failed' }>
export type Asked = {
  run: Run
  /** Of the object; safe in an address. */
  id: string
  input: ReadResultsInput
  /** When this run's attempt began. */
  since: Date
}
type ReaderDefinition = RunDefinition & {
  /** As in “the segment”. */
  noun: string
  read: (asked: Asked) => Promise<Step<Reading>>
}

/** UTF-16 units; longer texts are cut. */
const LIMIT = 2_000
/** The failures' words are written for a connection test, which is what shows here too whether it is mended. */
const REWORDED: readonly [RegExp, string][] = [
  [/\bThe test was cancelled\b/g, 'Reading the results was cancelled'],
  [/\bthis check\b/g, 'this call'],
  [/\bsave (it|the new [a-z ]+?) here\b/g, 'save $1 with the platform'],
  [/\b([Tt])est again\b/g, '$1est the platform again'],
]
const reworded = (text: string) =>
  REWORDED.reduce((words, [pattern, instead]) => words.replace(pattern, instead), text)

/** A person may have typed it: what can't be an id goes into no address. */
const isId = (id: string) => /^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$/.test(id)

export const NOT_YET: Reading = { state: 'not_yet' }

/** Where an object was deleted at the platform, or its owner took the right to see it. */
export const gone = (service: string, noun: string, id: string): Step<never> =>
  failed(
    'wrong_id',
    `The ${noun} ${id}, which this run was to fill, is no longer there at ${service}, or this sign-in may not see it.`,
    `Look for it in ${service}. If it was deleted, stop the run and plan another; if you know its results, enter them.`,
  )

/** Makes the reading of a type's results. */
export function reader({ noun, read, ...definition }: ReaderDefinition): ReadResults {
  const start = runs(definition)
  return async input => {
    const { run, failure, secrets } = start(input)
    const { platform_audience_id: id, distribution } = input
    const since = new Date(distribution.executed_at ?? distribution.updated_at)
    const step = async (): Promise<Step<Reading>> => {
      if (failure) return { ok: false, failure }
      return isId(id) ? read({ run, id, input, since }) : gone(run.service, noun, plain(id, 200))
    }
    const asked = await step()
    return asked.ok ? asked.value : failedOf(asked.failure, secrets)
  }
}

function failedOf(failure: Failure, secrets: ReadonlySet<string>) {
  const hide = concealer(secrets)
  const say = (text: string) => plain(hide(reworded(text)), LIMIT)
  const { cause, code = CODE_OF[cause], message, hint, retry_after_s = null } = failure
  return {
    state: 'failed' as const,
    error: { code, message: say(message), hint: say(hint) },
    cause,
    retryable: isRetryable(failure),
    retry_after_s,
  }
}
