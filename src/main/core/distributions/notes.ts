// The notes of attempts that have ended are taken away: each when its end is written down, and at a start those that a
// program which ended in between has left.
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { forgetNotes, notedAttempts } from '../delivery/notes.ts'
import type { Log } from '../log/log.ts'
import { pacer } from '../pace.ts'
import type { Store } from '../store/face.ts'

export type Notes = {
  /** The end of this attempt is on the disk. Never fails: what can't be taken away now is at the next start. */
  ended(run: Distribution): Promise<void>
  /** A signed-in user asked for something: the first time, what was left of their runs is looked for. */
  seen(user_id: string): void
  /** Resolves when nothing is looked for. */
  close(): Promise<void>
}

export function createNotes({ store, folder, log }: { store: Store; folder: string; log: Log }): Notes {
  const users = new Set<string>()
  let sweeping: Promise<void> = Promise.resolve()
  let closed = false

  /** Those of other users' runs aren't known here, and stay. */
  async function sweep(user_id: string): Promise<void> {
    // First what there is, then what is needed: a run that begins in between has no note among these.
    const noted = await notedAttempts(folder)
    if (noted.length === 0) return
    const ids = [...new Set(noted.map(({ distribution_id }) => distribution_id))]
    const [own, under_way] = [
      await store.existing('distribution', user_id, ids),
      await store.ids('distribution', user_id, {
        where: [{ column: 'status', is: 'one_of', values: ['processing'] }],
      }),
    ]
    if (!own.ok || !under_way.ok) return
    const needed = new Set(under_way.value)
    const pace = pacer()
    for (const { distribution_id, key } of noted) {
      if (closed) return
      if (own.value.has(distribution_id) && !needed.has(distribution_id)) await forgetNotes(folder, key)
      await pace()
    }
  }

  return {
    async ended({ distribution_id, metadata: { attempt } }) {
      if (!attempt) return
      await forgetNotes(folder, attempt.key).catch(error =>
        log.warn('delivery.note_left', { distribution_id, error }),
      )
    },
    seen(user_id) {
      if (users.has(user_id) || closed) return
      users.add(user_id)
      sweeping = sweeping
        .then(() => sweep(user_id))
        .catch(error => log.error('delivery.sweep_failed', { error }))
    },
    async close() {
      closed = true
      await sweeping
    },
  }
}
