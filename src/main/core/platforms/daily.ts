// Once a day while the application is open: tests the accounts of whoever is signed in.
import type { Result } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'

/** After the first request of a user: the start isn't the moment for it. */
const FIRST_MS = 60_000
const EVERY_MS = 900_000

export type Daily = {
  /** A signed-in user asked for something: theirs are the accounts to look after. */
  seen(user_id: string): void
  /** Waits for a look that is under way. */
  close(): Promise<void>
}

export function createDaily(deps: {
  log: Log
  /** Whether the user wants it. */
  wanted(user_id: string): Promise<boolean>
  check(user_id: string, now: Date, signal: AbortSignal): Promise<Result<unknown>>
  first_ms?: number
  every_ms?: number
}): Daily {
  const { log, wanted, check } = deps
  const users = new Set<string>()
  const timers = new Set<NodeJS.Timeout>()
  const stop = new AbortController()
  let looking: Promise<void> = Promise.resolve()

  async function look(user_id: string): Promise<void> {
    try {
      if (stop.signal.aborted || !(await wanted(user_id))) return
      const checked = await check(user_id, new Date(), stop.signal)
      if (!checked.ok) log.info('daily_check.refused', { code: checked.error.code })
    } catch (error) {
      log.error('daily_check.failed', { error })
    }
  }

  function schedule(user_id: string, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      looking = looking.then(() => look(user_id))
      schedule(user_id, deps.every_ms ?? EVERY_MS)
    }, ms)
    timer.unref()
    timers.add(timer)
  }

  return {
    seen(user_id) {
      if (users.has(user_id)) return
      users.add(user_id)
      schedule(user_id, deps.first_ms ?? FIRST_MS)
    },
    async close() {
      stop.abort()
      for (const timer of timers) clearTimeout(timer)
      await looking
    },
  }
}
