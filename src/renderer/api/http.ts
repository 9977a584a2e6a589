// The browser door: operations by POST, events by a streamed GET. The token comes once in the address and leaves it at once.
import { type Call, clientOf } from '../../shared/bridge.ts'
import type { Client, EventOf, OutputOf, Subscribe } from '../../shared/contract.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { EVENT_NAMES, type EventName, type OperationName } from '../../shared/operation-names.ts'
import { t } from '../messages/index.ts'
import { connection } from './connection.ts'
import { download } from './download.ts'
import { isResult } from './is-result.ts'
import { pickAndUpload, pickBackup } from './upload.ts'

const TOKEN_KEY = 'activation-token'
const RECONNECT_MS = 1_000

/** Takes `#token=…` out of the address and keeps it for this tab; whether there was one. */
function takeFromAddress(): boolean {
  const found = /[#&]token=([^&]+)/.exec(location.hash)
  if (!found?.[1]) return false
  sessionStorage.setItem(TOKEN_KEY, decodeURIComponent(found[1]))
  history.replaceState(null, '', `${location.pathname}${location.search}#/`)
  return true
}

/** The token of this tab. A new address that is put into an open tab starts the page again with the new token. */
export function takeToken(): string | null {
  takeFromAddress()
  window.addEventListener('hashchange', () => {
    if (takeFromAddress()) location.reload()
  })
  return sessionStorage.getItem(TOKEN_KEY)
}

function notReachable() {
  connection.set('lost')
  return fail('offline', t.common.notReachable, { hint: t.common.notReachableHint })
}

/** Reads an answer of the door; anything that isn't one is a failure of its own. */
export async function resultOf<T>(response: Response): Promise<Result<T>> {
  const body: unknown = await response.json().catch(() => null)
  if (isResult<T>(body)) return body
  return fail('internal', t.common.unexpected, {
    hint: t.common.unexpectedHint,
    details: { status: response.status },
  })
}

const openLink: Client['shell']['openLink'] = async ({ link }) => {
  const { LINKS } = await import('../../shared/contract/shell.ts')
  window.open(LINKS[link], '_blank', 'noopener')
  return ok(null)
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export function httpClient(token: string): Client {
  const headers = bearer(token)
  const call: Call = async <N extends OperationName>(
    operation: N,
    input: unknown,
  ): Promise<Result<OutputOf<N>>> => {
    try {
      const response = await fetch(`/api/rpc/${operation}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(input ?? {}),
      })
      return await resultOf<OutputOf<N>>(response)
    } catch {
      return notReachable()
    }
  }
  const client = clientOf(call)
  // What a page does better than the server it came from.
  const shell: Client['shell'] = {
    ...client.shell,
    pickImportFiles: () => pickAndUpload(headers),
    pickBackupFile: () => pickBackup(headers),
    showFile: ({ file_token }) => download(file_token, headers),
    openLink,
  }
  return { ...client, shell }
}

type Listeners = { [N in EventName]: Set<(payload: EventOf<N>) => void> }

const isEventName = (name: string): name is EventName => EVENT_NAMES.some(known => known === name)

/**
 * One stream for all listeners, opened by the first and kept open. `onReconnect` is told when it was lost and is back:
 * events in between are gone, so what is shown is to be fetched again.
 */
export function httpSubscribe(token: string, onReconnect: () => void): Subscribe {
  const listeners: Listeners = {
    'records.changed': new Set(),
    'job.updated': new Set(),
    'distribution.moved': new Set(),
    'bigquery.changed': new Set(),
    'tokens.changed': new Set(),
    'backups.changed': new Set(),
    'workspace.changed': new Set(),
    'workspace.reopened': new Set(),
    'session.changed': new Set(),
    'shell.command': new Set(),
  }
  const emit = <N extends EventName>(event: N, payload: EventOf<N>) => {
    for (const listener of listeners[event]) listener(payload)
  }
  let opened = false
  async function run() {
    for (let lost = false; ; lost = true) {
      try {
        const response = await fetch('/api/events', { headers: { authorization: `Bearer ${token}` } })
        connection.set(response.ok ? 'up' : 'refused')
        if (response.ok && response.body) {
          if (lost) onReconnect()
          // The door checks what it sends against the contract; the names are checked here.
          await readEvents(response.body, (event, data) => {
            if (isEventName(event)) emit(event, JSON.parse(data))
          })
        }
      } catch {
        // Lost: the loop tries again.
      }
      if (connection.get() === 'up') connection.set('lost')
      await new Promise(resolve => setTimeout(resolve, RECONNECT_MS))
    }
  }
  return (event, listener) => {
    listeners[event].add(listener)
    if (!opened) {
      opened = true
      void run()
    }
    return () => listeners[event].delete(listener)
  }
}

/** Splits a server-sent event stream into events. */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  take: (event: string, data: string) => void,
): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split(/\r?\n/)
      const field = (name: string) =>
        lines.flatMap(line => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trimStart()] : []))
      const data = field('data').join('\n')
      if (data) take(field('event')[0] ?? 'message', data)
    }
  }
}
