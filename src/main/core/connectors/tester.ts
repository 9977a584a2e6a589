// What all connection tests share: reading the fields, refusing incomplete ones, calling, and the verdict.
import type { PlatformType } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { TestConnection, TestConnectionInput } from './face.ts'
import { done, failureOfFault, failureOfReply, type Step } from './failure.ts'
import { fieldReader } from './fields.ts'
import { type HttpRequest, type Reply, send } from './http/request.ts'
import { verdictOf } from './verdict.ts'

/** One test while it runs. */
export type Run = {
  service: string
  input: TestConnectionInput
  /** A credential, or a setting that the test reads: trimmed, cleaned, by its default where it has one; '' when not given. */
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

type TesterDefinition = {
  type: PlatformType
  /** What a sentence begins with, where it isn't the type's name. */
  service?: string
  /** Keys of the settings that the test reads. Credentials it reads all. */
  settings: readonly string[]
  /** Answers the account's name where the platform tells it. */
  test: (run: Run) => Promise<Step<string | null>>
}

/** Makes a connection test. Never calls with incomplete fields, and answers words without secrets. */
export function tester({ type, service: named, settings, test }: TesterDefinition): TestConnection {
  const definition = PLATFORM_DEFINITIONS[type]
  const service = named ?? definition.name
  const read = fieldReader(service, definition, settings)
  return async input => {
    const fields = read(input)
    const secrets = new Set(fields.secrets)
    const checked: string[] = []

    const callRaw = async (request: HttpRequest): Promise<Step<Reply>> => {
      const sent = await send(request, input)
      if (sent.ok) return done(sent.reply)
      return { ok: false, failure: failureOfFault(sent.fault, input.timeout_ms) }
    }
    const call = async (request: HttpRequest): Promise<Step<Reply>> => {
      const sent = await callRaw(request)
      const failure = sent.ok ? failureOfReply(sent.value, service) : null
      return failure ? { ok: false, failure } : sent
    }
    const run: Run = {
      service,
      input,
      value: fields.value,
      call,
      callRaw,
      found: words => checked.push(words),
      conceal: secret => secrets.add(secret),
    }
    const { failure } = fields
    const outcome: Step<string | null> = failure ? { ok: false, failure } : await test(run)
    return verdictOf(outcome, checked, secrets)
  }
}
