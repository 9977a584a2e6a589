// How a command ends when it can't do its work: an exit code and one line that a person can read.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runCommand } from '../../../src/main/cli/run.ts'
import type { Core } from '../../../src/main/core/face.ts'
import { type AppError, fail, ok, type Result } from '../../../src/shared/errors.ts'

const root = new URL('../../../', import.meta.url).pathname
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const others = SIGNALS.map(signal => new Set(process.listeners(signal)))
let said: string
beforeEach(() => {
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    said += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  SIGNALS.forEach((signal, index) => {
    for (const own of process.listeners(signal)) if (!others[index]?.has(own)) process.off(signal, own)
  })
})

const serve = (createCore: () => Promise<Result<Core>>, ...more: string[]) =>
  runCommand(['serve', '--profile', 'retail-analytics', ...more], { root, createCore })
const closed = vi.fn(async () => {})
const coreThatRefuses = (error: AppError): Core => ({
  invoke: async () => ({ ok: false, error }),
  subscribe: () => () => {},
  offerFile: async () => ({ ok: false, error }),
  offerFolder: async () => ({ ok: false, error }),
  offerTarget: async () => ({ ok: false, error }),
  savedFile: async () => ({ ok: false, error }),
  tokenHolder: async () => ({ ok: false, error }),
  ensureProfile: async () => ({ ok: false, error }),
  close: closed,
})

it.each([
  [
    'The disk is full. Nothing was saved.',
    'Free some space.',
    'The disk is full. Nothing was saved. Free some space.',
  ],
  [
    'The workspace is in use',
    'Close the other program.',
    'The workspace is in use. Close the other program.',
  ],
  ['It broke\nin two', undefined, 'It broke in two'],
])('a workspace that isn’t opened: “%s”', async (message, hint, line) => {
  const refusal = fail('storage_full', message, hint === undefined ? {} : { hint })
  expect(await serve(async () => refusal)).toBe(1)
  expect(said).toBe(`${line}\n`)
})

it('a folder that can’t be written: the profile can’t be made, and the workspace is let go', async () => {
  const { error } = fail('forbidden', 'The workspace folder can’t be written to', {
    hint: 'Make it writable.',
  })
  expect(await serve(async () => ok(coreThatRefuses(error)))).toBe(1)
  expect(said).toBe('The workspace folder can’t be written to. Make it writable.\n')
  expect(closed).toHaveBeenCalledOnce()
})

it('a core that can’t be loaded at all', async () => {
  const code = await serve(async () => {
    throw new Error('duckdb.node: cannot open shared object file\n    at dlopen')
  })
  expect(code).toBe(1)
  expect(said).toBe('The program can’t go on: duckdb.node: cannot open shared object file     at dlopen\n')
})

it.each([
  [['--port', 'eighty']],
  [['--port', '65536']],
  [['--port', '-1']],
  [['--port', '1.5']],
  [['--port', '']],
  [['--port']],
  [['--profile', 'a b']],
  [['--profile', '']],
  [['--profile', 'x'.repeat(65)]],
  [['--workspace', ' ']],
  [['--workspace']],
  [['--open=yes']],
  [['more']],
  [['--port', '1\n2']],
])('%j is refused with code 2 before anything is opened', async args => {
  const createCore = vi.fn()
  expect(await serve(createCore, ...args)).toBe(2)
  expect(said).toMatch(/^[^\n]+\n$/)
  expect(createCore).not.toHaveBeenCalled()
})
