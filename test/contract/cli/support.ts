// Runs commands in this process over a real workspace, and tells what they wrote.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { vi } from 'vitest'
import { runCommand } from '../../../src/main/cli/run.ts'
import { createCore as realCore } from '../../../src/main/core/app.ts'
import type { CreateCore } from '../../../src/main/core/face.ts'

export const root = resolve(import.meta.dirname, '../../..')
export const PROFILE = 'retail-analytics'

export const createCore: CreateCore = config =>
  realCore({ ...config, credentials: { only: 'memory' } }, { check_outputs: true })

export const makeFolder = () => mkdtemp(join(tmpdir(), 'cli-'))
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 })

/** The exit code and what was written, with one write after the other as in a pipe. */
export async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const keep =
    (into: keyof typeof text) =>
    (chunk: string | Uint8Array, done?: unknown): boolean => {
      text[into] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      if (typeof done === 'function') done()
      return true
    }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep('err')),
  ]
  try {
    return { code: await runCommand(args, { root, createCore }), ...text }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
