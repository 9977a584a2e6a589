// Platforms on their way into the store: few enough to be looked at one by one, for their names and their credentials.
import { nameKey } from '../../../shared/domain/platform-rules.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Put, Store } from '../store/face.ts'
import { freeNameFor } from './names.ts'
import { putOf, type Saver } from './save.ts'
import type { Tally } from './tally.ts'

/** By name key, the id of the platform that has the name, in the trash or not. */
async function takenNames(store: Store, owner: string): Promise<Result<Map<string, string>>> {
  const ids: string[] = []
  const told = await store.stamps('platform', owner, ({ id }) => void ids.push(...id))
  if (!told.ok) return told
  const taken = new Map<string, string>()
  for (let from = 0; from < ids.length; from += 1_000) {
    const found = await store.getMany('platform', owner, ids.slice(from, from + 1_000))
    if (!found.ok) return found
    for (const { name, platform_id } of found.value) taken.set(nameKey(name), platform_id)
  }
  return ok(taken)
}

type Deps = { store: Store; tally: Tally; dry: boolean }

export async function createPlatformSaver(
  { store, tally, dry }: Deps,
  owner: string,
  is_here: boolean,
): Promise<Result<Saver>> {
  const names = is_here ? await takenNames(store, owner) : ok(new Map<string, string>())
  if (!names.ok) return names
  const puts: Put<'platform'>[] = []

  return ok({
    async take({ ndjson, updates }) {
      const lines = Buffer.from(ndjson.buffer, ndjson.byteOffset, ndjson.byteLength)
        .toString('utf8')
        .split('\n')
      for (const line of [...lines.filter(Boolean), ...updates]) {
        const put = putOf('platform', line)
        const { platform_id, name } = put.record
        const free = freeNameFor(names.value, platform_id, name)
        if (free !== name) tally.changed('Platforms whose name is taken get “(copy)” behind it', 1)
        puts.push({ ...put, record: { ...put.record, name: free } })
      }
      return ok(null)
    },
    async finish() {
      const newest = new Map(puts.map(put => [put.record.platform_id, put]))
      for (const { record } of newest.values()) {
        const { platform_id, name, platform_type } = record
        tally.credential({ profile_id: owner, platform_id, name, platform_type })
      }
      if (dry || puts.length === 0) return ok(null)
      const saved = await store.commit(owner, puts)
      return saved.ok ? ok(null) : saved
    },
    close: async () => {},
  })
}
