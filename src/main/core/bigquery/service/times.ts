// Pushes by the clock, for those who asked for it.
import type { Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import type { Sessions } from './sessions.ts'

/** How often it is looked whether a push is due. */
const LOOK_MS = 60_000
const MINUTE = 60_000

type Deps = {
  log: Log
  now(): Date
  sessions: Sessions
  push(user_id: string): Promise<Result<unknown>>
  look_ms?: number
}

export function createTimes({ log, now, sessions, push, look_ms = LOOK_MS }: Deps) {
  const users = new Set<string>()
  /** When the last was tried, whatever came of it: one that fails isn't tried every minute. */
  const tried = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  async function look(user_id: string) {
    const session = await sessions.of(user_id)
    const every = session?.kept.automatic.every_minutes
    if (!session || !every || !session.kept.sign_in.done) return
    const [last] = session.file.current.history
    const since = Math.max(tried.get(user_id) ?? 0, last ? Date.parse(last.ended_at) : 0)
    const at = now().getTime()
    if (at - since < every * MINUTE) return
    tried.set(user_id, at)
    const started = await push(user_id)
    if (!started.ok && started.error.code !== 'conflict')
      log.info('bigquery.schedule_refused', { code: started.error.code })
  }

  async function lookAtAll() {
    for (const user_id of users)
      await look(user_id).catch(error => log.error('bigquery.schedule_failed', { error }))
  }

  return {
    seen(user_id: string) {
      users.add(user_id)
      if (timer) return
      timer = setInterval(() => void lookAtAll(), look_ms)
      timer.unref()
    },
    async wantingAtQuit(): Promise<string[]> {
      const wanting: string[] = []
      for (const user_id of users) {
        const session = await sessions.of(user_id).catch(() => null)
        if (session?.kept.automatic.on_quit && session.kept.sign_in.done) wanting.push(user_id)
      }
      return wanting
    },
    close() {
      if (timer) clearInterval(timer)
    },
  }
}
