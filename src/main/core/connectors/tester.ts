// What all connection tests share: reading the fields, refusing incomplete ones, calling, and the verdict.
import type { TestConnection, TestConnectionInput, Verdict } from './face.ts'
import { CODE_OF, done, type Failure, failureOfFault, failureOfReply, type Step } from './failure.ts'
import { type HttpRequest, type Reply, send } from './http/request.ts'

/** A credential or setting that a test reads. */
export type Field = {
  key: string
  /** As in a sentence: "the API token". */
  label: string
  /** Secrets go into headers and forms and are kept out of all words. */
  kind: 'secret' | 'id' | 'text'
  required: boolean
  /** For ids: drops what people paste along, such as `act_` or dashes. */
  clean?: (text: string) => string
  pattern?: RegExp
  /** What the pattern asks, as the end of "it must be …". */
  rule?: string
}

/** One test while it runs. */
export type Run = {
  service: string
  input: TestConnectionInput
  /** The field's value, trimmed and cleaned; '' when not given. */
  value(key: string): string
  /** Answers that say nothing of the credentials are failures already. */
  call(request: HttpRequest): Promise<Step<Reply>>
  /** As `call`, for receivers whose answer is only a status. */
  callRaw(request: HttpRequest): Promise<Step<Reply>>
  /** Adds a finding, a whole sentence, to what the verdict tells. */
  found(words: string): void
  /** Also keeps this value, such as an access token got on the way, out of all words. */
  conceal(secret: string): void
}

const HIDDEN = '[hidden]'
const MAX_LABEL = 200

function givenValue(field: Field, { credentials, settings }: TestConnectionInput): string {
  const given = credentials[field.key] ?? settings[field.key]
  const text = typeof given === 'number' && Number.isSafeInteger(given) ? String(given) : given
  if (typeof text !== 'string') return ''
  return field.clean ? field.clean(text.trim()) : text.trim()
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The failure of fields that can't be sent as they are, before any call is made. */
function badFields(
  service: string,
  fields: readonly Field[],
  value: (key: string) => string,
): Failure | null {
  const missing = fields.filter(field => field.required && value(field.key) === '')
  if (missing.length > 0) {
    const labels = listed(missing.map(field => field.label))
    return {
      cause: 'incomplete',
      message: `${service} cannot be tested yet: ${labels} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      hint: `Fill in ${labels}, then test again.`,
    }
  }
  for (const field of fields) {
    const text = value(field.key)
    // Anything else can't stand in a header, and a line break in a pasted token is the usual reason.
    if (field.kind === 'secret' && /[^\x21-\x7e]/.test(text)) {
      return {
        cause: 'incomplete',
        message: `${capital(field.label)} holds spaces, line breaks or characters that it cannot have.`,
        hint: `Copy ${field.label} again as a whole, paste it, then test again.`,
      }
    }
    if (text !== '' && field.pattern && !field.pattern.test(text)) {
      return {
        cause: 'wrong_id',
        code: 'validation_failed',
        message: `${capital(field.label)} is not in the right form: it must be ${field.rule ?? 'an id of the platform'}.`,
        hint: `Correct ${field.label}, then test again.`,
      }
    }
  }
  return null
}

/** Replaces each secret, as it is and as it stands in JSON, a URL or base64. Short ones would match by chance. */
function concealer(secrets: ReadonlySet<string>): (text: string) => string {
  const forms = [...secrets]
    .filter(secret => secret.length >= 6)
    .flatMap(secret => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])
    .sort((a, b) => b.length - a.length)
  return text => forms.reduce((part, form) => part.replaceAll(form, HIDDEN), text)
}

const plainLabel = (text: string) =>
  text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, MAX_LABEL) || null

type TesterDefinition = {
  /** The platform's name, as a sentence begins with it. */
  service: string
  fields: readonly Field[]
  /** Answers the account's name where the platform tells it. */
  test: (run: Run) => Promise<Step<string | null>>
}

/** Makes a connection test. Never calls with incomplete fields, and answers words without secrets. */
export function tester({ service, fields, test }: TesterDefinition): TestConnection {
  return async input => {
    const values = new Map(fields.map(field => [field.key, givenValue(field, input)]))
    const open = new Set(fields.filter(field => field.kind !== 'secret').map(field => field.key))
    // A credential that this test doesn't read is a secret too; an id may be named in the words.
    const kept = Object.entries({ ...input.credentials, ...Object.fromEntries(values) })
    const secrets = new Set(kept.filter(([key]) => !open.has(key)).map(([, secret]) => secret))
    const checked: string[] = []
    const value = (key: string) => values.get(key) ?? ''

    const callRaw = async (request: HttpRequest): Promise<Step<Reply>> => {
      const sent = await send(request, input)
      if (sent.ok) return done(sent.reply)
      return { ok: false, failure: failureOfFault(sent.fault, service, input.timeout_ms) }
    }
    const call = async (request: HttpRequest): Promise<Step<Reply>> => {
      const sent = await callRaw(request)
      const failure = sent.ok ? failureOfReply(sent.value, service) : null
      return failure ? { ok: false, failure } : sent
    }
    const run: Run = {
      service,
      input,
      value,
      call,
      callRaw,
      found: words => checked.push(words),
      conceal: secret => secrets.add(secret),
    }

    const bad = badFields(service, fields, value)
    const outcome: Step<string | null> = bad ? { ok: false, failure: bad } : await test(run)
    const hide = concealer(secrets)
    if (outcome.ok) {
      const account_label = outcome.value === null ? null : plainLabel(hide(outcome.value))
      return { state: 'ok', account_label, checked: checked.map(hide) }
    }
    const { cause, message, hint, code = CODE_OF[cause] } = outcome.failure
    const verdict: Verdict = {
      state: 'failed',
      error: { code, message: hide(message), hint: hide(hint) },
      checked: checked.map(hide),
      cause,
    }
    return verdict
  }
}
