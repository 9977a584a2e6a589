// Starts the built program on a workspace of its own, behind the server door, for specs that drive the pages.
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CoreOperation, InputOf, OutputOf } from '../../src/shared/contract.ts'
import type { Result } from '../../src/shared/errors.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const START_WITHIN_MS = 20_000
export const PROFILE = 'retail-analytics'

export type App = {
  /** With the token, as the program prints it. */
  url: string
  /** One operation by the door that the pages use. */
  invoke: <N extends CoreOperation>(operation: N, input: InputOf<N>) => Promise<Result<OutputOf<N>>>
  close: () => Promise<void>
}

/** The address that the program prints; throws when it ends or stays silent. */
function addressOf(child: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((found, failed) => {
    let out = ''
    let said = ''
    const timer = setTimeout(() => failed(new Error(`It didn’t start in time. ${said}`)), START_WITHIN_MS)
    child.stderr?.on('data', chunk => {
      said += String(chunk)
    })
    child.stdout?.on('data', chunk => {
      out += String(chunk)
      const line = /^listening (\S+)$/m.exec(out)
      if (!line?.[1]) return
      clearTimeout(timer)
      found(line[1])
    })
    child.once('exit', code => {
      clearTimeout(timer)
      failed(new Error(`It ended with ${code}. ${said}`))
    })
  })
}

export type Start = {
  /** Leaves out the first-run page. */
  welcomed?: boolean
  /** A folder that outlives the program; one of its own, gone with it, when none is named. */
  workspace?: string
  /** A folder to begin with a copy of, instead of with an empty workspace. */
  copyOf?: string
  /** The port, for a program that takes the place of an earlier one. */
  port?: number
  /** Of whom the records are, where a spec has two people. */
  profile?: string
  /** Of the system's user that runs the program; only root may name another. */
  uid?: number | undefined
  /** Data folder of the reference system that the page migrates from. */
  migrate_from?: string
  /** Where calls to platforms go: the doubles of test/doubles/platforms. */
  platform_base_url?: string
  /** More of the environment. Secrets are kept in memory unless it says otherwise. */
  env?: Record<string, string>
}

/** Builds nothing: run the build first. */
export async function startApp(start: Start = {}): Promise<App> {
  const {
    welcomed = true,
    workspace,
    copyOf,
    port = 0,
    profile = PROFILE,
    uid,
    platform_base_url,
    migrate_from,
    env,
  } = start
  const own = workspace === undefined ? await mkdtemp(join(tmpdir(), 'activation-e2e-')) : null
  const folder = workspace ?? join(own ?? '', 'workspace')
  if (own !== null) await mkdir(folder)
  if (copyOf !== undefined) await cp(copyOf, folder, { recursive: true })
  const options = ['--workspace', folder, '--port', String(port), '--profile', profile]
  if (migrate_from !== undefined) options.push('--migrate-from', migrate_from)
  const child = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), 'serve', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // No test may touch the keychain of who runs it.
      ACTIVATION_CREDENTIALS: 'memory',
      // Killed, it leaves its local door there.
      ...(own !== null && { TMPDIR: own }),
      ...(platform_base_url !== undefined && { ACTIVATION_PLATFORM_BASE_URL: platform_base_url }),
      ...env,
    },
    ...(uid !== undefined && { uid, gid: uid }),
  })
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  const close = async () => {
    // Nobody reads a folder that is removed: nothing has to be put in order in it.
    child.kill(own === null ? 'SIGTERM' : 'SIGKILL')
    await ended
    if (own !== null) await rm(own, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const url = await addressOf(child)
    const { origin, hash } = new URL(url)
    const authorization = `Bearer ${decodeURIComponent(hash.replace('#token=', ''))}`
    const invoke: App['invoke'] = async (operation, input) => {
      const response = await fetch(`${origin}/api/rpc/${operation}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      return (await response.json()) as Result<never>
    }
    if (welcomed) await invoke('preferences.set', { views: { welcome: { done: true } } })
    return { url, invoke, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The value of an answer that has to be one. */
export function answerOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
