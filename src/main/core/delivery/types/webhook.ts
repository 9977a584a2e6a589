// Webhook: the definition and its segments as signed messages that a receiver can take twice without harm.
import type { Segment } from '../../../../shared/domain/audience.ts'
import { PLATFORM_DEFINITIONS } from '../../../../shared/platforms/definition.ts'
import { type Failure, platformFault, rateLimited, type Step } from '../../connectors/failure.ts'
import type { Reply } from '../../connectors/http/request.ts'
import { signedHeaders } from '../../connectors/types/webhook.ts'
import { connector, done, failure, type Job, type Outcome } from '../connector.ts'
import { definitionOf, FORMAT_VERSION, headOf } from '../definition.ts'
import type { DeliverInput, SentFile } from '../face.ts'
import { contentOf, sha256Of } from '../package/contents.ts'

export const MESSAGE_TYPE = 'audience.delivered'
const MAX_BYTES = PLATFORM_DEFINITIONS.webhook.batch.bytes ?? Number.POSITIVE_INFINITY

/** At most `records` segments in a part, and fewer where they are long; one part at the least. */
export function parted(segments: readonly Segment[], records: number, bytes: number): Segment[][] {
  const parts: Segment[][] = [[]]
  let filled = 0
  for (const segment of segments) {
    const size = Buffer.byteLength(JSON.stringify(segment)) + 1
    const last = parts.at(-1) ?? []
    if (last.length > 0 && (last.length >= records || filled + size > bytes)) {
      parts.push([segment])
      filled = size
    } else {
      last.push(segment)
      filled += size
    }
  }
  return parts
}

export type Part = { number: number; of: number; body: string; idempotency_key: string; records: number }

/**
 * The messages of the attempt, the same bytes each time it is begun. The first holds the whole definition; the others
 * say which audience they belong to.
 */
export function partsOf(input: DeliverInput, batch_size: number): Part[] {
  const { key, distribution, segments } = input
  const definition = definitionOf(input)
  const room = Math.max(1, MAX_BYTES - Buffer.byteLength(JSON.stringify(definition)) - 2_000)
  const chunks = parted(segments, batch_size, room)
  // Of the record, not of the clock: an attempt that is resumed says what it said before.
  const timestamp = distribution.metadata.attempt?.started_at ?? distribution.updated_at
  return chunks.map((chunk, index) => {
    const number = index + 1
    const data = {
      format: 'activation-manager/audience',
      format_version: FORMAT_VERSION,
      idempotency_key: key,
      part: { number, of: chunks.length },
      ...headOf(input),
      ...(index === 0 ? { audience: definition } : {}),
      segments: chunk,
    }
    return {
      number,
      of: chunks.length,
      body: JSON.stringify({ type: MESSAGE_TYPE, timestamp, data }),
      idempotency_key: `${key}/${number}`,
      records: chunk.length,
    }
  })
}

/** Of at most 64 characters without a dot, which separates the signed parts; the same for the same part. */
const messageId = (idempotency_key: string) => `msg_${sha256Of(idempotency_key).slice(0, 32)}`

function explain({ status, host, retry_after_s }: Reply, { number, of }: Part): Failure {
  const which = of === 1 ? 'the message' : `part ${number} of ${of}`
  if (status === 401 || status === 403) {
    return {
      cause: 'refused',
      message: `${host} refused ${which}: it does not accept the signature (HTTP ${status}).`,
      hint: 'Use the same signing secret with the platform and at the receiver; if they are the same, check the clocks of both. Then retry the run.',
    }
  }
  if (status === 410) {
    return {
      cause: 'expired',
      message: `${host} says that this webhook address has been retired (HTTP 410).`,
      hint: 'Create a new webhook at the receiver, save its address and secret with the platform, then retry the run.',
    }
  }
  if (status === 404 || status === 405) {
    return {
      cause: 'wrong_id',
      message: `Nothing at ${host} takes posts at this address (HTTP ${status}).`,
      hint: 'Copy the webhook’s whole address from the receiver, save it with the platform, then retry the run.',
    }
  }
  if (status === 413) {
    return {
      cause: 'rejected',
      message: `${host} says that ${which} is too large (HTTP 413).`,
      hint: 'Lower “Records per request” in the platform’s settings, or have the receiver take larger messages; then retry the run.',
    }
  }
  if (status === 408) {
    return {
      cause: 'timeout',
      message: `${host} gave up waiting for ${which} (HTTP 408).`,
      hint: 'Check the internet connection, VPN and proxy, then retry the run.',
    }
  }
  if (status === 429) return rateLimited(host, retry_after_s)
  if (status >= 500) return platformFault(host, `HTTP ${status}`, retry_after_s)
  return {
    cause: 'rejected',
    message: `${host} did not take ${which} (HTTP ${status}).`,
    hint: `Have the receiver answer messages of type ${MESSAGE_TYPE} with a status from 200 to 299, then retry the run.`,
  }
}

async function deliver({ run, input, took }: Job): Promise<Step<Outcome>> {
  const parts = partsOf(input, Number(run.value('batch_size')))
  const taken: SentFile[] = []
  input.progress(0, parts.length)
  for (const part of parts) {
    const id = messageId(part.idempotency_key)
    const headers = {
      ...signedHeaders(run.value('secret'), id, input.now(), part.body),
      'idempotency-key': part.idempotency_key,
    }
    const sent = await run.callRaw({ method: 'POST', url: run.value('url'), headers, body: part.body })
    if (!sent.ok) return sent
    const { status } = sent.value
    if (status < 200 || status > 299) return failure(explain(sent.value, part))
    taken.push(contentOf(`part-${part.number}.json`, Buffer.from(part.body), part.records).file)
    took({ records: part.records, files: [...taken] })
    input.progress(part.number, parts.length)
  }
  return done({ state: 'done', platform_audience_id: null })
}

export const webhookDelivery = connector({
  type: 'webhook',
  service: 'The webhook',
  settings: ['url', 'batch_size'],
  deliver,
})
