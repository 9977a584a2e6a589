// The connectors' failures in the words of a run, and whether trying again by itself may help.
import type { FailureCause } from '../connectors/face.ts'
import { CODE_OF, type Failure } from '../connectors/failure.ts'
import { waitWords } from '../connectors/http/retry-after.ts'
import { concealer, plain } from '../connectors/verdict.ts'
import type { Delivered, Sent } from './face.ts'

/** What passes by itself. Everything else needs someone to change something. */
const PASSING: ReadonlySet<FailureCause> = new Set(['offline', 'timeout', 'rate_limited', 'platform_fault'])

export const isRetryable = ({ cause, final }: Failure) => PASSING.has(cause) && final !== true

/** UTF-16 units, as a distribution's `error_details` keeps them; longer texts are cut. */
const LIMIT = 4_000

/** Sentences that were written for a connection test, as a run says them. */
const REWORDED: readonly [RegExp, string][] = [
  [/\bcannot be tested yet\b/g, 'cannot be delivered to yet'],
  [/\bThe test was cancelled\b/g, 'The run was cancelled'],
  [/^The credentials were not judged\. /, ''],
  [/\bthis check\b/g, 'this call'],
  [/\bsave (it|the new [a-z ]+?) here\b/g, 'save $1 with the platform'],
  [/\btest again\b/g, 'retry the run'],
  [/\bTest again\b/g, 'Retry the run'],
]

const reworded = (text: string) =>
  REWORDED.reduce((words, [pattern, instead]) => words.replace(pattern, instead), text)

function hintOf({ cause, hint, retry_after_s }: Failure): string {
  if (cause === 'rate_limited' && retry_after_s !== undefined)
    return `Nothing is wrong with the account. Wait ${waitWords(retry_after_s)}, then retry the run.`
  return reworded(hint)
}

/** The failure as the engine takes it. `secrets` are kept out of all words. */
export function failedOf(
  failure: Failure,
  sent: Sent,
  secrets: ReadonlySet<string> = new Set(),
): Extract<Delivered, { state: 'failed' }> {
  const hide = concealer(secrets)
  const say = (text: string) => plain(hide(text), LIMIT)
  const { cause, code = CODE_OF[cause] } = failure
  return {
    state: 'failed',
    error: { code, message: say(reworded(failure.message)), hint: say(hintOf(failure)) },
    cause,
    retryable: isRetryable(failure),
    retry_after_s: failure.retry_after_s ?? null,
    sent,
  }
}
