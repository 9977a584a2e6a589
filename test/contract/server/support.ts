// A real server on a free port, mostly over a core that the test scripts, and raw HTTP calls that may send any header.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context, Core, CoreEvent } from '../../../src/main/core/face.ts'
import type { Place, SavedAt } from '../../../src/main/core/targets/index.ts'
import type { TokenHolder } from '../../../src/main/core/tokens/index.ts'
import { createServer } from '../../../src/main/server/index.ts'
import type { Limits } from '../../../src/main/server/limits.ts'
import type { CoreOperation } from '../../../src/shared/contract.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'

export const TOKEN = 'a-token-of-the-test-run-that-is-long-enough'
export const PROFILE = 'retail-analytics'

export type Call = { operation: CoreOperation; input: unknown; context: Context }
export type Answer = (input: unknown) => Result<unknown>

export type FakeCore = Core & {
  calls: Call[]
  offered: { path: string; name: string; user_id: string; temporary: boolean }[]
  answer: Partial<Record<CoreOperation, Answer>>
  offerAnswer: Result<null>
  targets: { place: Place; user_id: string }[]
  savedAnswer: (file_token: string, user_id: string) => Result<SavedAt>
  /** Access tokens of profiles, by their secret. */
  holders: Map<string, TokenHolder>
  emit(event: CoreEvent): void
  listeners(): number
}

export function fakeCore(): FakeCore {
  const listeners = new Set<(event: CoreEvent) => void>()
  const fake: FakeCore = {
    calls: [],
    offered: [],
    answer: {},
    offerAnswer: ok(null),
    targets: [],
    savedAnswer: () => fail('not_found', 'The file isn’t kept here any more'),
    async invoke(operation, input, context) {
      fake.calls.push({ operation, input, context })
      return fake.answer[operation]?.(input) ?? fail('unsupported', `The test gave no answer to ${operation}`)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async offerFile(path, name, user_id, temporary) {
      fake.offered.push({ path, name, user_id, temporary })
      return fake.offerAnswer.ok ? ok({ file_token: 'file_1', name, bytes: 3 }) : fake.offerAnswer
    },
    async offerTarget(place, user_id) {
      fake.targets.push({ place, user_id })
      return ok({ file_token: 'target_1', name: 'download' in place ? place.download : place.path })
    },
    savedFile: async (file_token, user_id) => fake.savedAnswer(file_token, user_id),
    holders: new Map(),
    tokenHolder: async token => ok(fake.holders.get(token) ?? null),
    offerFolder: async folder => ok({ folder_token: 'folder_1', folder }),
    ensureProfile: async () => ok(null),
    close: async () => {},
    emit: event => {
      for (const listener of listeners) listener(event)
    },
    listeners: () => listeners.size,
  }
  return fake
}

export type Reply = { status: number; headers: IncomingMessage['headers']; text: string; json: () => unknown }
export type Send = {
  method?: string
  headers?: Record<string, string>
  /** Sent as it is; an object is sent as JSON with its content type. */
  body?: string | Buffer | object
  token?: string | null
  /** A connection of its own, unless one of these is given. */
  agent?: Agent | false
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

export const startServer = () => startServerOver(fakeCore())
export type Door = Awaited<ReturnType<typeof startServer>>

export async function startServerOver<C extends Core>(core: C, limits: Partial<Limits> = { per_second: 0 }) {
  const folder = await mkdtemp(join(tmpdir(), 'browser-door-'))
  const rendererFolder = join(folder, 'renderer')
  const uploadFolder = join(folder, 'workspace', '_meta', 'tmp')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Activation Manager</title>')
  await writeFile(join(rendererFolder, 'assets', 'index-Bq3f9_aZ.js'), 'export {}')
  await writeFile(join(folder, 'outside.json'), '{"secret":true}')
  const bugs: { error: unknown; id: string }[] = []
  const started = await createServer({
    core,
    run: { token: TOKEN, profile: PROFILE },
    limits,
    port: 0,
    rendererFolder,
    uploadFolder,
    migrationFolder: join(folder, 'reference'),
    appVersion: '0.1.0',
    onBug: (error, id) => bugs.push({ error, id }),
  })
  if (!started.ok) throw new Error(started.error.message)
  const server = started.value

  /** Opens a request and answers when the headers are there. `path` goes over the wire exactly as written. */
  function open(path: string, { method, headers = {}, body, token = TOKEN, agent = false }: Send = {}) {
    const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
    return new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: server.port,
          path,
          method: method ?? (body === undefined ? 'GET' : 'POST'),
          agent,
          headers: {
            ...(token !== null && { authorization: `Bearer ${token}` }),
            ...(isJson && { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        resolve,
      )
      outgoing.once('error', reject)
      outgoing.end(isJson ? JSON.stringify(body) : body)
    })
  }

  async function send(path: string, what?: Send): Promise<Reply> {
    const message = await open(path, what)
    const text = await textOf(message)
    return {
      status: message.statusCode ?? 0,
      headers: message.headers,
      text,
      json: () => JSON.parse(text) as unknown,
    }
  }

  return {
    core,
    server,
    folder,
    rendererFolder,
    uploadFolder,
    migrationFolder: join(folder, 'reference'),
    bugs,
    open,
    send,
    async stop() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
