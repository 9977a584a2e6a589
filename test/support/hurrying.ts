// A clock for what waits between looks at a job.
import type { Clock } from '../../src/main/core/bigquery/remote/clock.ts'

/** What is waited for goes by at once, by its own time. */
export function hurrying(): Clock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    random: () => 0.5,
    async sleep(ms, signal) {
      await new Promise(resolve => setImmediate(resolve))
      if (!signal?.aborted) ahead += ms
    },
  }
}
