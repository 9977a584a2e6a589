// The real program as a child with folders of its own; every byte it sends, prints or leaves behind is kept for a look.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Result } from '../../../src/shared/errors.ts'
import { programArguments } from '../../support/program.ts'

export const TOKEN = 'door-token-of-the-test-run-0123456789abcdef'
export const ENCRYPTION_KEY = 'key of the "test" run, with + / and \\ and ü'
export const PROFILE = 'retail-analytics'

export type Heard = { answers: Buffer[]; events: Buffer[]; stdout: Buffer[]; stderr: Buffer[] }
export const nothingHeard = (): Heard => ({ answers: [], events: [], stdout: [], stderr: [] })

export type Program = {
  rpc<N extends CoreOperation>(operation: N, input: InputOf<N>): Promise<Result<OutputOf<N>>>
  /** The value of an operation that must succeed. */
  must<N extends CoreOperation>(operation: N, input: InputOf<N>): Promise<OutputOf<N>>
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>
  /** In good order; the exit code. */
  close(): Promise<number | null>
}

export type Place = {
  root: string
  workspace: string
  platforms: string
  /** More of the environment. */
  env?: Readonly<Record<string, string>>
}

function started(child: ChildProcess, heard: Heard): Promise<number> {
  return new Promise((found, failed) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      heard.stdout.push(chunk)
      text += chunk
      const port = /^listening http:\/\/[^:]+:(\d+)\//m.exec(text)?.[1]
      if (port) found(Number(port))
    })
    child.stderr?.on('data', (chunk: Buffer) => heard.stderr.push(chunk))
    child.once('exit', code => failed(new Error(`It ended with ${code}: ${Buffer.concat(heard.stderr)}`)))
  })
}

function send(port: number, heard: Buffer[], method: string, path: string, body?: unknown): ClientRequest {
  const json = body === undefined ? null : Buffer.from(JSON.stringify(body))
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    agent: false,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(json && { 'content-type': 'application/json', 'content-length': json.length }),
    },
  })
  // Below HTTP: headers and framing too.
  outgoing.once('socket', socket => socket.on('data', chunk => heard.push(chunk)))
  outgoing.end(json ?? undefined)
  return outgoing
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** `root` holds all that it may write to: its workspace, and its own temporary, home and current folders. */
export async function startProgram(
  { root, workspace, platforms, env = {} }: Place,
  heard: Heard,
): Promise<Program> {
  const [tmp, home] = ['tmp', 'home'].map(name => join(root, name)) as [string, string]
  for (const folder of [tmp, home]) mkdirSync(folder, { recursive: true })
  const options = ['serve', '--workspace', workspace, '--port', '0', '--profile', PROFILE]
  const child = spawn(process.execPath, [...programArguments(), ...options], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...{ TMPDIR: tmp, TMP: tmp, TEMP: tmp, HOME: home, USERPROFILE: home },
      ACTIVATION_TOKEN: TOKEN,
      ENCRYPTION_KEY,
      ACTIVATION_CREDENTIALS: 'file',
      ACTIVATION_LOG_LEVEL: 'debug',
      ACTIVATION_PLATFORM_BASE_URL: platforms,
      ...env,
    },
  })
  const ended = new Promise<number | null>(done => child.once('close', done))
  const port = await started(child, heard)
  const events = send(port, heard.events, 'GET', '/api/events')
  await new Promise<void>((done, failed) => {
    // Read on and on, or it would stand still.
    events.once('response', message => {
      message.on('error', () => {})
      message.resume()
      done()
    })
    events.once('error', failed)
  })
  events.on('error', () => {})

  async function call(method: string, path: string, body?: unknown) {
    const outgoing = send(port, heard.answers, method, path, body)
    const message = await new Promise<IncomingMessage>((done, failed) => {
      outgoing.once('response', done)
      outgoing.once('error', failed)
    })
    const text = await textOf(message)
    return { status: message.statusCode ?? 0, body: JSON.parse(text) as unknown }
  }
  const rpc: Program['rpc'] = async (operation, input) =>
    (await call('POST', `/api/rpc/${operation}`, input)).body as never
  return {
    rpc,
    call,
    async must(operation, input) {
      const answer = await rpc(operation, input)
      if (!answer.ok) throw new Error(`${operation}: ${answer.error.message}`)
      return answer.value
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    close() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
