// One owner at a time: an operating-system lock that dies with its process, on a file that nothing else opens.
import { accessSync, constants, existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { DuckDBInstance } from '@duckdb/node-api'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Layout } from './layout.ts'

/** Folders this very process holds: the lock keeps other processes out, not a second opening in this one. */
const heldHere = new Set<string>()

type Holder = { pid: number; host: string; since: string }

const holderText = (layout: Layout): string => {
  try {
    const holder = JSON.parse(readFileSync(layout.holder, 'utf8')) as Holder
    return ` It has been open since ${holder.since} in process ${holder.pid} on ${holder.host}.`
  } catch {
    return ''
  }
}

const busy = (layout: Layout, pid?: string) =>
  fail('storage_busy', `This workspace is open in another window or program.${holderText(layout)}`, {
    hint: 'Close the other one, or choose another workspace folder.',
    details: pid ? { holder_pid: Number(pid) } : {},
  })

/**
 * Takes the lock, or says who has it. DuckDB's own file lock serves: on Linux and macOS an fcntl lock, on Windows an
 * exclusive share mode; both go when the process goes, however it goes. The file holds no data.
 */
export async function takeLock(layout: Layout): Promise<Result<() => void>> {
  const real = realpathSync(layout.meta)
  if (heldHere.has(real)) return busy(layout)
  heldHere.add(real)
  try {
    const instance = await open(layout.lock)
    const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() }
    writeFileSync(layout.holder, JSON.stringify(holder))
    return ok(() => {
      instance.closeSync()
      heldHere.delete(real)
    })
  } catch (error) {
    heldHere.delete(real)
    const held = holderOf(error)
    if (held) return busy(layout, held.pid)
    throw error
  }
}

/** Whether the system said that another process holds the file; DuckDB names it where the system does. */
function holderOf(error: unknown): { pid: string | undefined } | null {
  const message = error instanceof Error ? error.message : String(error)
  const held = /Could not set lock|Conflicting lock|being used by another process|lock violation/i.test(
    message,
  )
  return held ? { pid: /PID (\d+)/.exec(message)?.[1] } : null
}

async function open(path: string): Promise<DuckDBInstance> {
  const options = { threads: '1', memory_limit: '16MB' }
  try {
    return await DuckDBInstance.create(path, options)
  } catch (error) {
    // A lock file that a crash tore holds nothing worth keeping. It is locked before it is read, so nobody holds it.
    if (holderOf(error) || isRefused(path) || !existsSync(path)) throw error
    rmSync(path)
    return DuckDBInstance.create(path, options)
  }
}

/** Whether this process may not write the file at all. */
function isRefused(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return false
  } catch {
    return existsSync(path)
  }
}
