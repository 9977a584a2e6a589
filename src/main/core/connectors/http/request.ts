// One HTTP call to a platform: bounded in time and size, never carried to another host, answered as a value.
import { resolveAddress } from './address.ts'
import { type Fault, type FaultKind, faultOf } from './faults.ts'
import { parseExact } from './json.ts'
import { parseRetryAfter } from './retry-after.ts'

export type HttpRequest = {
  method: 'GET' | 'POST'
  /** The platform's own address, https. */
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
}

export type HttpOptions = {
  signal: AbortSignal
  /** For the call as a whole, with its redirects and its body. */
  timeout_ms: number
  base_url?: string | undefined
  fetch?: typeof fetch | undefined
  now: () => Date
  /** Most bytes of an answer, after decompression; MAX_BYTES when left out. */
  max_bytes?: number
}

export type Body = { kind: 'json'; value: unknown } | { kind: 'html' } | { kind: 'other' } | { kind: 'empty' }
export type Reply = {
  status: number
  body: Body
  retry_after_s: number | null
  host: string
  /** Of an object that the call made, where the platform tells it in a header, as Rest.li does; else null. */
  made_id: string | null
}
export type Sent = { ok: true; reply: Reply } | { ok: false; fault: Fault }

/** No answer that these calls ask for comes near it. */
export const MAX_BYTES = 4 * 1024 * 1024
const MAX_REDIRECTS = 3

class TooLarge extends Error {}

async function readText(response: Response, limit: number): Promise<string> {
  if (Number(response.headers.get('content-length') ?? 0) > limit) {
    await response.body?.cancel()
    throw new TooLarge()
  }
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  // Leaving the loop by a throw cancels the stream, which ends the connection.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > limit) throw new TooLarge()
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function bodyOf(text: string, content_type: string): Body {
  const start = text.trimStart()
  if (start === '') return { kind: 'empty' }
  if (/\bhtml\b/i.test(content_type) || /^<(!doctype|html)/i.test(start)) return { kind: 'html' }
  try {
    return { kind: 'json', value: parseExact(text) }
  } catch {
    return { kind: 'other' }
  }
}

/** Where a redirect leads: an address on the same host to which the same call may be made again, or null. */
function nextStop(response: Response, url: URL, method: HttpRequest['method']): URL | null {
  const keepsMethod = method === 'GET' || response.status === 307 || response.status === 308
  const location = response.headers.get('location')
  if (!keepsMethod || !location || !URL.canParse(location, url.href)) return null
  const next = new URL(location, url)
  return next.origin === url.origin ? next : null
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status)

type Stop = { kind: 'redirected' }

async function exchange(
  request: HttpRequest,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  options: HttpOptions,
): Promise<Omit<Reply, 'host'> | Stop> {
  const call = options.fetch ?? fetch
  let at = url
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const init = { method: request.method, headers, redirect: 'manual' as const, signal }
    const response = await call(at, request.body === undefined ? init : { ...init, body: request.body })
    if (!isRedirect(response.status)) {
      const text = await readText(response, options.max_bytes ?? MAX_BYTES)
      return {
        status: response.status,
        body: bodyOf(text, response.headers.get('content-type') ?? ''),
        retry_after_s: parseRetryAfter(response.headers.get('retry-after'), options.now()),
        made_id: response.headers.get('x-restli-id') ?? response.headers.get('x-linkedin-id'),
      }
    }
    const next = nextStop(response, at, request.method)
    await response.body?.cancel()
    if (!next) return { kind: 'redirected' }
    at = next
  }
  return { kind: 'redirected' }
}

/**
 * Sends one request, once. Redirects are followed on the same origin only (at most three, and a POST only where the
 * method is kept), so that credentials never reach another host. Never throws for what the network or the server does.
 */
export async function send(request: HttpRequest, options: HttpOptions): Promise<Sent> {
  const address = resolveAddress(request.url, options.base_url)
  if (!address) return { ok: false, fault: { kind: 'bad_address', host: '', code: null } }
  const host = address.original_host ?? address.url.host
  const fault = (kind: FaultKind): Sent => ({ ok: false, fault: { kind, host, code: null } })
  if (options.signal.aborted) return fault('cancelled')

  const control = new AbortController()
  let ended: 'timeout' | 'cancelled' | null = null
  const end = (why: 'timeout' | 'cancelled') => {
    ended ??= why
    control.abort()
  }
  const cancel = () => end('cancelled')
  const timer = setTimeout(() => end('timeout'), options.timeout_ms)
  options.signal.addEventListener('abort', cancel, { once: true })
  try {
    const headers = {
      accept: 'application/json',
      ...request.headers,
      ...(address.original_host === null ? {} : { 'x-original-host': address.original_host }),
    }
    const answer = await exchange(request, address.url, headers, control.signal, options)
    return 'kind' in answer ? fault(answer.kind) : { ok: true, reply: { ...answer, host } }
  } catch (error) {
    if (ended) return fault(ended)
    if (error instanceof TooLarge) return fault('too_large')
    return { ok: false, fault: faultOf(error, host) }
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', cancel)
  }
}
