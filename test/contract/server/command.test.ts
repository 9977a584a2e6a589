// The real program: its one line, its exit codes, and that what it acknowledged outlives it.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sha256Of } from '../../../src/main/core/delivery/package/contents.ts'
import { receiptOf } from '../../../src/main/core/delivery/receipts.ts'
import { receiptText, sealReceipt } from '../../../src/shared/domain/receipt.ts'
import { eventually } from '../../support/eventually.ts'
import { programArguments, sourceArguments } from '../../support/program.ts'
import { audienceOf, distributionOf, platformOf } from '../../unit/delivery/support.ts'

// Each test starts whole programs, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

const TOKEN = 'a-token-of-the-test-run-that-is-long-enough'
let workspace: string
const started: ChildProcess[] = []

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'command-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await rm(workspace, { recursive: true, force: true, maxRetries: 5 })
})

function run(args: string[], env: Record<string, string> = {}, program = programArguments()) {
  const { ACTIVATION_TOKEN: _own, ...inherited } = process.env
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...inherited, ...env },
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const text = { out: '', err: '' }
  child.stdout.on('data', chunk => {
    text.out += chunk
  })
  child.stderr.on('data', chunk => {
    text.err += chunk
  })
  const exit = new Promise<number | null>(done => child.once('close', done))
  const listening = new Promise<string>((done, reject) => {
    child.stdout.on('data', () => {
      const url = /^listening (http:\S+)\n/.exec(text.out)?.[1]
      if (url) done(url)
    })
    void exit.then(code => reject(new Error(`ended with ${code}: ${text.err}`)))
  })
  listening.catch(() => {})
  return { child, text, exit, listening }
}

const serve = (...more: string[]) =>
  run(['serve', '--workspace', workspace, '--profile', 'retail-analytics', ...more], {
    ACTIVATION_TOKEN: TOKEN,
  })

async function call(address: string, path: string, body?: object) {
  const { origin } = new URL(address)
  const response = await fetch(origin + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const audience = { name: 'Young Digerati, urban core', data_type: 'first_party', user_id: 'retail-analytics' }
const list = (address: string) => call(address, '/api/audiences?user_id=retail-analytics')

describe('what is written', () => {
  it('may stop being read, which is no failure', async () => {
    const { child, text, exit } = run(['help'])
    child.stdout?.destroy()
    expect([await exit, text.err]).toEqual([0, ''])
  })

  it.skipIf(!existsSync('/dev/full'))('is said to have failed where the disk takes no more', async () => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [...programArguments(), 'help'], {
      stdio: ['ignore', full, 'pipe'],
    })
    started.push(child)
    closeSync(full)
    let err = ''
    child.stderr?.on('data', chunk => {
      err += chunk
    })
    const code = await new Promise<number | null>(done => child.once('close', done))
    expect([code, err]).toEqual([1, expect.stringMatching(/^The program can’t go on: [^\n]*ENOSPC[^\n]*\n$/)])
  })
})

describe('serve', () => {
  it('prints exactly one line, serves, and ends cleanly within 5 s of a SIGTERM', async () => {
    const { child, text, exit, listening } = serve()
    const address = await listening
    expect(address).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/#token=${TOKEN}$`))
    expect((await call(address, '/api/audiences', audience)).status).toBe(201)
    const open_stream = await fetch(`${new URL(address).origin}/api/events`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    expect(open_stream.status).toBe(200)
    const start = performance.now()
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(text).toEqual({ out: `listening ${address}\n`, err: '' })
    await open_stream.body?.cancel().catch(() => {})
  })

  it('ends as cleanly when it is interrupted from the keyboard', async () => {
    const { child, text, exit, listening } = serve()
    const address = await listening
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(text).toEqual({ out: `listening ${address}\n`, err: '' })
  })

  it.each([
    ['is a file', 'taken.txt'],
    ['lies inside a file', 'taken.txt/workspace'],
  ])('says in one line that a workspace %s', async (_what, name) => {
    await writeFile(join(workspace, 'taken.txt'), '')
    const program = run(['serve', '--workspace', join(workspace, name)])
    expect([await program.exit, program.text.out]).toEqual([1, ''])
    expect(program.text.err).toMatch(/^[^\n]*taken\.txt[^\n]*folder[^\n]*\n$/)
  })

  it('finds again what was acknowledged before a kill -9', async () => {
    const first = serve()
    const saved = await call(await first.listening, '/api/audiences', audience)
    first.child.kill('SIGKILL')
    await first.exit
    const second = serve()
    expect((await list(await second.listening)).body).toMatchObject({
      count: 1,
      audiences: [{ audience_id: saved.body.audience_id, name: audience.name }],
    })
  })

  it('runs what was due while it was closed, without being asked anything', async () => {
    const drop = await mkdtemp(join(workspace, 'drop-'))
    const first = serve()
    const address = await first.listening
    const segments = [{ segment_id: 4, name: 'Young Digerati', size: 128_400 }]
    const saved = await call(address, '/api/audiences', { ...audience, status: 'active', segments })
    const folder = {
      name: 'Drop folder',
      platform_type: 'folder',
      settings: { path: drop, file_format: 'csv' },
    }
    const platform = await call(address, '/api/platforms', folder)
    const { audience_id } = saved.body
    const { platform_id } = platform.body
    const scheduled_at = new Date(Date.now() + 2_000).toISOString()
    const planned = await call(address, '/api/distributions', { audience_id, platform_id, scheduled_at })
    expect(planned.status).toBe(201)
    first.child.kill('SIGKILL')
    await first.exit
    expect(await readdir(drop)).toEqual([])
    await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(scheduled_at)))
    await serve().listening
    await eventually(async () => expect(await readdir(drop)).toEqual([expect.stringMatching(/\.1$/)]), {
      timeout: 30_000,
    })
  })

  it('is refused in words while another holds the workspace', async () => {
    const first = serve()
    await first.listening
    const second = serve()
    expect(await second.exit).toBe(1)
    expect(second.text.out).toBe('')
    expect(second.text.err).toMatch(/^[^\n]*(workspace|folder)[^\n]*\n$/i)
  })

  it('is refused in words when the port is taken, and lets the workspace go', async () => {
    const first = run(['serve', '--workspace', join(workspace, 'one')])
    const { port } = new URL(await first.listening)
    const second = serve('--port', port)
    expect(await second.exit).toBe(1)
    expect(second.text.err).toMatch(new RegExp(`^Port ${port} is in use[^\\n]*\\n$`))
    const third = serve()
    expect((await list(await third.listening)).status).toBe(200)
  })
})

describe('verify-receipt', () => {
  const receipt = () =>
    receiptText(
      sealReceipt(
        receiptOf({
          receipt_id: 'dist_1.1',
          distribution: distributionOf(),
          audience: audienceOf(),
          segments: audienceOf().segments,
          platform: platformOf('folder'),
          sent: { files: [], requests: 0, records: 2 },
          outcome: 'delivered',
          previous: null,
        }),
        sha256Of,
      ),
    )
  /** As on a computer where the store’s native code can’t be loaded. */
  const withoutDuckDb = (...args: string[]) => {
    const hooks = `export const resolve = (name, context, next) => {
      if (name.startsWith('@duckdb/')) throw new Error('No DuckDB here')
      return next(name, context)
    }`
    const register = `import { register } from 'node:module'; register(${JSON.stringify(asModule(hooks))})`
    return run(args, { NODE_OPTIONS: `--import=${asModule(register)}` }, sourceArguments())
  }
  const asModule = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`

  it('needs no workspace and no DuckDB, and tells one altered character by its code', async () => {
    const served = withoutDuckDb('serve', '--workspace', join(workspace, 'w'))
    expect([await served.exit, served.text.err]).toEqual([1, expect.stringContaining('No DuckDB here')])
    const folder = await mkdtemp(join(workspace, 'receipts-'))
    const file = join(folder, 'dist_1.1.receipt.json')
    await writeFile(file, receipt())
    const whole = withoutDuckDb('verify-receipt', file)
    expect([await whole.exit, whole.text.err]).toEqual([0, ''])
    expect(whole.text.out).toMatch(/^Whole: .*dist_1\.1\.receipt\.json\n/)
    await writeFile(file, receipt().replace('Austin', 'Austen'))
    const altered = withoutDuckDb('verify-receipt', folder, '--json')
    expect([await altered.exit, altered.text.err]).toEqual([1, ''])
    expect(JSON.parse(altered.text.out)).toMatchObject({ whole: false, files: [{ file, whole: false }] })
    const gone = withoutDuckDb('verify-receipt', join(folder, 'gone'))
    expect([await gone.exit, gone.text.out]).toEqual([2, ''])
    expect(gone.text.err).toMatch(/^There is no file or folder at [^\n]*\n$/)
    expect(await readdir(folder)).toEqual(['dist_1.1.receipt.json'])
  })
})

describe('the command line', () => {
  it.each([
    ['help', 0, 'serve'],
    ['--version', 0, '0.1.0'],
  ])('%s answers on stdout', async (argument, code, text) => {
    const program = run([argument])
    expect(await program.exit).toBe(code)
    expect(program.text.out).toContain(text)
    expect(program.text.err).toBe('')
  })

  it('says what is wrong with it on stderr, with code 2', async () => {
    const unknown = run(['serve', '--colour'])
    expect([await unknown.exit, unknown.text.out]).toEqual([2, ''])
    expect(unknown.text.err).toMatch(/^[^\n]*--colour[^\n]*\n$/)
    const weak = run(['serve', '--workspace', workspace], { ACTIVATION_TOKEN: 'too-short-for-this' })
    expect(await weak.exit).toBe(2)
    expect(weak.text.err).toContain('ACTIVATION_TOKEN')
    expect(weak.text.err).not.toContain('too-short-for-this')
  })
})
