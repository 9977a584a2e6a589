// Webhook: a signed ping, in the form of Standard Webhooks, that any 2xx answers well.
import { createHmac, randomUUID } from 'node:crypto'
import { done, type Failure, platformFault, rateLimited, type Step } from '../failure.ts'
import type { Reply } from '../http/request.ts'
import { type Run, tester } from '../tester.ts'

const key = (secret: string) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)

/**
 * The headers that sign a message: HMAC-SHA256, base64, over `id.timestamp.body`, with the secret's bytes, or what
 * they decode to when it begins with `whsec_`. `timestamp` is in whole seconds.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', key(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

function explain({ status, retry_after_s, host }: Reply): Failure {
  if (status === 401 || status === 403) {
    return {
      cause: 'refused',
      message: `${host} refused the signed ping (HTTP ${status}).`,
      hint: 'Use the same signing secret here and at the receiver; if they are the same, check the clocks of both. Then test again.',
    }
  }
  if (status === 410) {
    return {
      cause: 'expired',
      message: `${host} says that this webhook address has been retired (HTTP 410).`,
      hint: 'Create a new webhook at the receiver, save its address and secret here, then test again.',
    }
  }
  if (status === 404 || status === 405) {
    return {
      cause: 'wrong_id',
      message: `Nothing at ${host} takes posts at this address (HTTP ${status}).`,
      hint: 'Copy the webhook’s whole address from the receiver, then test again.',
    }
  }
  if (status === 429) return rateLimited(host, retry_after_s)
  if (status >= 500) return platformFault(host, `HTTP ${status}`, retry_after_s)
  return {
    cause: 'rejected',
    message: `${host} did not take the ping (HTTP ${status}).`,
    hint: 'Check the signing secret, and have the receiver answer a message of type ping with a status from 200 to 299; then test again.',
  }
}

async function test(run: Run): Promise<Step<string | null>> {
  const at = run.input.now()
  const id = `msg_${randomUUID()}`
  const body = JSON.stringify({ type: 'ping', timestamp: at.toISOString(), data: {} })
  const headers = signedHeaders(run.value('secret'), id, at, body)
  const sent = await run.callRaw({ method: 'POST', url: run.value('url'), headers, body })
  if (!sent.ok) return sent
  const { status, host } = sent.value
  if (status < 200 || status > 299) return { ok: false, failure: explain(sent.value) }
  run.found(`A signed ping was taken by ${host} (HTTP ${status}).`)
  return done(host)
}

export const testWebhook = tester({ type: 'webhook', service: 'The webhook', settings: ['url'], test })
