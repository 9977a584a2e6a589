// The double's HTTP side: reads requests, meets them with the planned troubles, and writes answers.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type QueryApi, waitForJob } from './api/query-requests.ts'
import type { Answer, Call } from './call.ts'
import { dispatch } from './dispatch.ts'
import { envelope, GoogleError, notFound } from './errors.ts'
import type { Fault } from './faults.ts'
import { apiDisabled, bearerOf, holderOf } from './gate.ts'
import { type Carried, type Received, receive, tryBody } from './receive.ts'
import type { Logged } from './request-log.ts'
import { isSignIn, type Match, match } from './routes.ts'
import { authorize, revoke, token, userInfo } from './token-endpoint.ts'
import type { Tokens } from './tokens.ts'

export type Served = {
  api: QueryApi
  tokens: Tokens
  log: Logged[]
  faults: { next(route: string): Fault | null }
  settings: { apiEnabled: boolean }
}

function signIn({ tokens, api }: Served, { route }: Match, { url, headers, bytes }: Received): Answer {
  const form = new URLSearchParams(bytes.toString('utf8'))
  if (route === 'authorize') return authorize(tokens, url.searchParams)
  if (route === 'revoke') return revoke(tokens, form.size > 0 ? form : url.searchParams)
  if (route === 'userinfo') return userInfo(tokens, headers.authorization ?? '')
  const audiences = [`http://${headers.host}/token`, 'https://oauth2.googleapis.com/token']
  return token(tokens, api.world.clock, audiences, form)
}

type Incoming = {
  received: Received
  found: Match | null
  carried: Carried | GoogleError
  fault: Fault | null
}

async function carryOut(served: Served, { received, found, carried, fault }: Incoming): Promise<Answer> {
  const { api, tokens, settings } = served
  try {
    if (carried instanceof GoogleError) throw carried
    if (found && isSignIn(found.route)) return signIn(served, found, received)
    const { email } = holderOf(tokens, received.headers.authorization)
    if (!found) throw notFound(`URL ${received.url.pathname}`)
    const { project } = api.world
    if (found.parts.project !== project) throw notFound(`Project ${found.parts.project}`)
    if (!settings.apiEnabled) throw apiDisabled(project)
    const call: Call = {
      method: received.method,
      path: received.url.pathname,
      query: received.url.searchParams,
      parts: found.parts,
      headers: received.headers,
      ...carried,
      principal: email,
      fault,
    }
    if (found.route === 'jobs.getQueryResults') await waitForJob(api, call)
    return await dispatch(api, found.route as Parameters<typeof dispatch>[1], call)
  } catch (error) {
    if (error instanceof GoogleError) return refusal(error)
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return refusal(new GoogleError('internalError', `The BigQuery double failed: ${message}`))
  }
}

function refusal(error: GoogleError): Answer {
  const headers =
    error.status === 401 ? { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' } : {}
  return { status: error.status, json: envelope(error), headers }
}

/** The answer that a fault gives in place of the real one; null for the other kinds. */
function answerOf(fault: Fault | null): Answer | null {
  if (fault?.kind === 'token_error') {
    const json = { error: fault.error, error_description: 'Planned by the test' }
    return { status: fault.status ?? 400, json }
  }
  if (fault?.kind !== 'answer') return null
  const { status, reason, message = `Planned by the test: ${reason}`, retryAfter } = fault
  const planned = refusal(new GoogleError(reason, message, { status }))
  return {
    ...planned,
    headers: { ...planned.headers, ...(retryAfter && { 'retry-after': String(retryAfter) }) },
  }
}

const isBefore = (fault: Fault | null) =>
  ((fault?.kind === 'reset' || fault?.kind === 'hold') && fault.when === 'before') ||
  fault?.kind === 'token_error' ||
  (fault?.kind === 'answer' && !fault.processed)

function logged({ log, tokens }: Served, { received, found, carried, fault }: Incoming): Logged {
  const { body, upload } = carried instanceof GoogleError ? { body: null, upload: null } : carried
  const entry: Logged = {
    n: log.length + 1,
    method: received.method,
    path: received.url.pathname,
    route: found?.route ?? null,
    query: Object.fromEntries(received.url.searchParams),
    body,
    upload: upload?.media ?? null,
    principal: tokens.holder(bearerOf(received.headers.authorization) ?? '')?.email ?? null,
    fault,
    status: null,
    answer: null,
  }
  log.push(entry)
  return entry
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse) {
  const received = await receive(request)
  const found = match(received.method, received.url.pathname)
  const fault = served.faults.next(found?.route ?? 'unknown')
  const incoming = { received, found, fault, carried: tryBody(found?.route ?? null, received) }
  const entry = logged(served, incoming)
  if (fault?.kind === 'slow') await new Promise(resolve => setTimeout(resolve, fault.ms))
  const real = isBefore(fault) ? null : await carryOut(served, incoming)
  if (fault?.kind === 'hold') await fault.met()
  if (fault?.kind === 'reset' || fault?.kind === 'hold') {
    entry.status = 'reset'
    entry.answer = real?.json ?? null
    request.socket.resetAndDestroy()
    return
  }
  const { status, json, headers } = answerOf(fault) ?? real ?? { status: 500 }
  entry.status = status
  entry.answer = json ?? null
  const body = json === undefined ? '' : JSON.stringify(json)
  const type = body === '' ? {} : { 'content-type': 'application/json; charset=UTF-8' }
  response.writeHead(status, { ...type, ...headers })
  response.end(body)
}

export type Listening = { url: string; close(): Promise<void> }

export async function listen(served: Served): Promise<Listening> {
  const server = createServer((request, response) => {
    // A caller that went away while it sent is its own affair.
    serve(served, request, response).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
