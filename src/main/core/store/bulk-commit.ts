// The commit of a bulk write: parts that are written already become part of the workspace by one log line.
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { BulkOptions } from './face.ts'
import { cancelled, codeOf, unwritable } from './failures.ts'
import { placeRest } from './flush.ts'
import type { Heads } from './heads.ts'
import { encodeLine } from './log-lines.ts'
import type { Placed } from './place-parts.ts'
import type { Shelf } from './shelf.ts'
import type { State } from './state.ts'

/** What is ready to be committed for one entity. */
export type Batch = { shelf: Shelf; parts: Placed[]; heads: Heads; ids: string[] }

export function createBulkCommit(state: State, settle: () => void) {
  /** The commit itself: from the check to the log line nothing can come between. */
  async function commit(
    owner: string,
    at: string,
    batches: Batch[],
    options: BulkOptions | undefined,
    watched: Set<string>,
  ): Promise<Result<null>> {
    const parts = batches.flatMap(batch => batch.parts)
    for (const part of parts) await state.files.sync(state.layout.at(part.tmp))
    const folders = new Set(parts.map(part => dirname(state.layout.at(part.tmp))))
    for (const folder of folders) await state.files.syncFolder(folder)
    await state.files.syncFolder(state.layout.tmp)
    if (options?.signal?.aborted) return cancelled()
    const gates = batches.map(batch => closeGate(batch.shelf))
    try {
      settle()
      const touched = [...watched].find(id => overlaps(batches, id))
      if (touched !== undefined) {
        return fail(
          'conflict',
          'A record of this change was saved by someone else in the meantime. Nothing was changed.',
          {
            hint: 'Try again.',
            details: { id: touched },
          },
        )
      }
      const logged = state.log.append([encodeLine({ kind: 'bulk', at, owner, parts })])
      if (!logged.ok) {
        const refusal = unwritable(logged.error.code)
        state.setReadOnly(refusal)
        return refusal
      }
      state.log.prepare().catch(() => {})
      // From here on it is done: what fails now is made up for by the next flush, or by the next opening.
      for (const part of parts) {
        state.unplaced.set(part.path, part)
        state.parts.put({ ...part, path: part.tmp }, true)
      }
      try {
        await placeRest(state)
        await state.publish()
        for (const folder of folders) await rm(folder, { recursive: true, force: true })
      } catch (error) {
        state.say('error', 'A bulk change is saved, but not in its place yet', { code: codeOf(error) })
      }
      for (const batch of batches) await takeIn(batch)
      return ok(null)
    } finally {
      for (const open of gates) open()
    }
  }

  /** Whether an id that was committed meanwhile is one of this write's. */
  const overlaps = (batches: Batch[], id: string) => batches.some(({ heads }) => heads.get(id) !== null)

  async function takeIn({ shelf, parts, heads }: Batch) {
    // Damage to another part has a shelf loaded anew; that one has these parts already.
    const inUse = () => state.shelves().includes(shelf)
    if (!inUse()) return
    try {
      await shelf.model.insert(
        parts.map(part => state.layout.at(state.unplaced.get(part.path)?.tmp ?? part.path)),
      )
      await shelf.heads.takeIn(heads)
      shelf.search.complete()
    } catch (error) {
      if (inUse()) throw error
    }
  }

  return commit
}

/** Keeps saves of a shelf waiting; the returned call lets them on. */
function closeGate(shelf: Shelf): () => void {
  let open = () => {}
  shelf.gate = new Promise<void>(resolve => {
    open = () => {
      shelf.gate = null
      resolve()
    }
  })
  return open
}
