// Puts mapped records into the store: new ones staged and committed at once, newer versions of known ones in groups.
import { ok, type Result } from '../../../shared/errors.ts'
import { createStaging } from '../imports/staging.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Put, RecordOf, Store } from '../store/face.ts'
import type { MapOutput } from './map-batch.ts'
import type { MigratedEntity } from './terms.ts'

/** Versions of one commit that goes through the log. */
const AT_ONCE = 1_000

export type Saver = {
  take(output: MapOutput): Promise<Result<null>>
  /** All is written and safe. */
  finish(signal: AbortSignal): Promise<Result<null>>
  /** Removes what waits. Never rejects. */
  close(): Promise<void>
}

/** The version before it must be the current one: edited in between, it is a conflict. */
export function putOf<E extends MigratedEntity>(entity: E, text: string): Put<E> {
  const { version, ...record } = JSON.parse(text) as RecordOf[E]
  return { entity, record, expected: version === 1 ? 'new' : version - 1 } as unknown as Put<E>
}

export function createSaver(
  { store, directory }: { store: Store; directory: Directory },
  entity: MigratedEntity,
  owner: string,
): Saver {
  const staging = createStaging(store, entity)
  let updates: Put[] = []
  let added = 0

  async function commitUpdates(least: number): Promise<Result<null>> {
    while (updates.length >= Math.max(1, least)) {
      const group = updates.slice(0, AT_ONCE)
      updates = updates.slice(AT_ONCE)
      const saved = await store.commit(owner, group)
      if (!saved.ok) return saved
    }
    return ok(null)
  }

  return {
    async take({ ndjson, versions, records, updates: texts }) {
      await staging.write(ndjson, versions)
      added += records
      updates.push(...texts.map(text => putOf(entity, text)))
      return commitUpdates(AT_ONCE)
    },
    async finish(signal) {
      const staged = await staging.seal()
      const write = () => store.commitStaged(owner, staged, { signal })
      const room = entity === 'audience' ? added : 0
      const saved = staged.length > 0 ? await directory.withRoom(owner, room, write) : ok(0)
      return saved.ok ? commitUpdates(1) : saved
    },
    close: () => staging.discard(),
  }
}
