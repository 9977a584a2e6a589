// What a connection test and a delivery share: reading the fields, refusing incomplete ones, and calling.
import type { PlatformType } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { TestConnectionInput } from './face.ts'
import { done, type Failure, failureOfFault, failureOfReply, type Step } from './failure.ts'
import { fieldReader } from './fields.ts'
import { type HttpRequest, type Reply, send } from './http/request.ts'

/** One test, or one delivery, while it runs. */
export type Run = {
  service: string
  input: TestConnectionInput
  /** A credential, or a setting that is read: trimmed, cleaned, by its default where it has one; '' when not given. */
  value(key: string): string
  /** Answers that say nothing of the credentials are failures already. */
  call(request: HttpRequest): Promise<Step<Reply>>
  /** As `call`, for receivers whose answer is only a status. */
  callRaw(request: HttpRequest): Promise<Step<Reply>>
  /** The failure that `call` would have made of an answer; null where the answer is the platform's own. */
  trouble(reply: Reply): Failure | null
  /** Adds a finding, a whole sentence, to what the verdict tells. */
  found(words: string): void
  /** Also keeps this value, such as an access token got on the way, out of all words. */
  conceal(secret: string): void
}

export type RunDefinition = {
  type: PlatformType
  /** What a sentence begins with, where it isn't the type's name. */
  service?: string
  /** Keys of the settings that are read. Credentials are read all. */
  settings: readonly string[]
}

/** A run and what gathers while it runs. */
export type Started = {
  run: Run
  /** Why nothing can be called with these fields; null when it can. */
  failure: Failure | null
  secrets: ReadonlySet<string>
  checked: readonly string[]
  /** HTTP requests so far, whatever came of them. */
  requests(): number
}

/** Makes what starts a run of the type; the definition is looked at once. */
export function runs({ type, service: named, settings }: RunDefinition) {
  const definition = PLATFORM_DEFINITIONS[type]
  const service = named ?? definition.name
  const read = fieldReader(service, definition, settings)
  return (input: TestConnectionInput): Started => {
    const fields = read(input)
    const secrets = new Set(fields.secrets)
    const checked: string[] = []
    let requests = 0

    const callRaw = async (request: HttpRequest): Promise<Step<Reply>> => {
      requests += 1
      const sent = await send(request, input)
      if (sent.ok) return done(sent.reply)
      return { ok: false, failure: failureOfFault(sent.fault, input.timeout_ms) }
    }
    const trouble = (reply: Reply) => failureOfReply(reply, service)
    const call = async (request: HttpRequest): Promise<Step<Reply>> => {
      const sent = await callRaw(request)
      const failure = sent.ok ? trouble(sent.value) : null
      return failure ? { ok: false, failure } : sent
    }
    const run: Run = {
      service,
      input,
      value: fields.value,
      call,
      callRaw,
      trouble,
      found: words => checked.push(words),
      conceal: secret => secrets.add(secret),
    }
    return { run, failure: fields.failure, secrets, checked, requests: () => requests }
  }
}
