// One writer at a time for one file, among processes: a lock file beside it. Within a workspace the store's lock already
// sees to that; this one guards against two programs that were given the same file in another way.
import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { fail, type Result } from '../../../shared/errors.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
/** Writing takes well under a second; a lock this old has lost its holder on another computer. */
const STALE_MS = 30_000
const WAIT_MS = 10_000
const PAUSE_MS = 15

type Holder = { pid: number; host: string; id: string }

function parse(text: string): Holder | null {
  try {
    const { pid, host, id } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' && typeof host === 'string' && typeof id === 'string'
      ? { pid, host, id }
      : null
  } catch {
    return null
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

/** The text of a lock whose holder is gone; null when it is held, or gone already. */
async function abandoned(path: string): Promise<string | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    const holder = parse(text)
    const dead = holder !== null && holder.host === hostname() && !lives(holder.pid)
    return dead || Date.now() - mtimeMs > STALE_MS ? text : null
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Moved away first: of several that found the lock abandoned only one has the file then. */
async function takeAway(path: string, found: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const mine = (await readFile(aside, 'utf8')) === found
  if (mine) await rm(aside, { force: true })
  // Someone took the lock in between: theirs goes back. Who took it meanwhile notices by `held`.
  else await rename(aside, path)
}

export type FileLock = {
  /** False when another process took the lock away; what was prepared must not be published then. */
  held(): Promise<boolean>
}

/** `storage_busy` after ten seconds of waiting. Throws what the disk throws. */
export async function withFileLock<T>(
  path: string,
  work: (lock: FileLock) => Promise<Result<T>>,
): Promise<Result<T>> {
  const text = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() } satisfies Holder)
  const until = performance.now() + WAIT_MS
  for (;;) {
    try {
      const file = await open(path, 'wx', 0o600)
      await file.writeFile(text).finally(() => file.close())
      break
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const left = await abandoned(path)
    if (left !== null) await takeAway(path, left)
    else if (performance.now() > until) {
      return fail('storage_busy', 'Another program is writing the file with the encrypted secrets', {
        hint: 'Close the other program, or try again in half a minute.',
      })
    } else await pause(PAUSE_MS)
  }
  const held = async () => (await readFile(path, 'utf8').catch(() => null)) === text
  try {
    return await work({ held })
  } finally {
    if (await held()) await rm(path, { force: true })
  }
}
