// How a test's outcome becomes its verdict: without secrets, on one line each, and never longer than the record keeps.
import { formsOf } from '../credentials/scrub.ts'
import type { Verdict } from './face.ts'
import { CODE_OF, type Step } from './failure.ts'

/** UTF-16 units, as `PlatformConnection` keeps them; longer texts are cut. */
export const VERDICT_LIMITS = { account_label: 500, checked: 1_000, message: 2_000, hint: 2_000 } as const

const HIDDEN = '[hidden]'

/** Replaces each secret in every form in which a platform could repeat it. Short ones would match by chance. */
export function concealer(secrets: ReadonlySet<string>): (text: string) => string {
  const forms = [...secrets]
    .filter(secret => secret.length >= 6)
    .flatMap(formsOf)
    .sort((a, b) => b.length - a.length)
  return text => forms.reduce((part, form) => part.replaceAll(form, HIDDEN), text)
}

/** Without control and direction characters, which a platform may have put into a name. */
export function plain(text: string, limit: number): string {
  const line = text.replace(/\p{C}+/gu, ' ').trim()
  if (line.length <= limit) return line
  // A cut in the middle of a character leaves half of it, which no file can hold.
  return `${line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

export function verdictOf(
  outcome: Step<string | null>,
  found: readonly string[],
  secrets: ReadonlySet<string>,
): Verdict {
  const hide = concealer(secrets)
  const say = (text: string, what: keyof typeof VERDICT_LIMITS) => plain(hide(text), VERDICT_LIMITS[what])
  const checked = found.map(words => say(words, 'checked'))
  if (outcome.ok) {
    return { state: 'ok', account_label: say(outcome.value ?? '', 'account_label') || null, checked }
  }
  const { cause, message, hint, code = CODE_OF[cause] } = outcome.failure
  return {
    state: 'failed',
    error: { code, message: say(message, 'message'), hint: say(hint, 'hint') },
    checked,
    cause,
  }
}
