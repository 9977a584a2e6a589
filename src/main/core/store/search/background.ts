// Work that runs on its own in slices: one job after the other, until there is none or it is stopped.

/** `next` answers the job to run, or null when all is done. Rejections of a job end the run and go to `failed`. */
export function newBackground(next: () => (() => Promise<void>) | null, failed: (error: unknown) => void) {
  let running: Promise<void> | null = null
  let stopped = false
  async function run(): Promise<void> {
    // Lets the caller of `wake` finish what it is doing first.
    await new Promise(resolve => setImmediate(resolve))
    for (let job = next(); job !== null && !stopped; job = next()) await job()
  }
  return {
    wake(): void {
      if (running || stopped) return
      running = run()
        .catch(failed)
        .finally(() => {
          running = null
        })
    },
    /** Resolves when there is nothing left to do. */
    async idle(): Promise<void> {
      while (running) await running
    },
    async stop(): Promise<void> {
      stopped = true
      await running
    },
  }
}
