// Runs that come out of a backup never start by themselves: what they send may have been sent since.
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { credentialFields, UNTESTED } from '../../../shared/domain/platform-rules.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Put, Store } from '../store/face.ts'
import { later } from '../time.ts'
import { must } from './compare.ts'
import { Refused } from './refused.ts'

/** No workspace has this name: a run that is planned in it waits until a person starts it. See `planned_in`. */
export const HELD = 'a restored backup'
/** States from which a run could still go on by itself. */
const OPEN = ['scheduled', 'processing', 'matching', 'failed'] as const satisfies Distribution['status'][]
const PAGE = 500

export const isOpen = ({ status }: Pick<Distribution, 'status'>) => OPEN.some(open => open === status)
export const heldRun = <T extends Pick<Distribution, 'metadata' | 'status'>>(run: T): T =>
  isOpen(run) ? { ...run, metadata: { ...run.metadata, planned_in: HELD } } : run

async function* living<E extends 'platform' | 'distribution'>(
  store: Store,
  entity: E,
  owner: string,
  where: readonly { column: string; is: 'one_of'; values: readonly string[] }[],
) {
  const alive = { column: 'deleted', is: 'one_of', values: [false] } as const
  const ids = must(await store.ids(entity, owner, { where: [...where, alive] }))
  for (let at = 0; at < ids.length; at += PAGE)
    yield must(await store.getMany(entity, owner, ids.slice(at, at + PAGE)))
}

async function commit(store: Store, owner: string, puts: readonly Put<'platform' | 'distribution'>[]) {
  if (puts.length > 0) must(await store.commit(owner, puts))
}

/**
 * Makes an unpacked backup ready to be a workspace of its own. A workspace gets a new name when it is restored, so runs that
 * name the old one wait already; those of before there were names are held here. Where the keychain has no secrets for
 * it (`elsewhere`), accounts say so.
 */
export async function makeReady(store: Store, elsewhere: boolean, note: string): Promise<void> {
  const dated = <T extends { updated_at: string; user_id: string }>(record: T) => ({
    ...record,
    updated_at: later(record.updated_at),
    changed_by: record.user_id,
    change_note: note,
  })
  for (const owner of await store.owners()) {
    const unnamed = { column: 'planned_in', is: 'one_of', values: [''] } as const
    const open = { column: 'status', is: 'one_of', values: OPEN } as const
    for await (const runs of living(store, 'distribution', owner, [unnamed, open])) {
      const puts = runs.map(({ version, ...run }) => {
        const record = dated(heldRun(run))
        return { entity: 'distribution', record, expected: version } as const
      })
      await commit(store, owner, puts)
    }
    if (!elsewhere) continue
    for await (const platforms of living(store, 'platform', owner, [])) {
      const puts = platforms.flatMap(({ version, ...platform }) => {
        const given = Object.values(platform.credential_fields).some(field => field.state === 'set')
        const credential_fields = credentialFields(PLATFORM_DEFINITIONS[platform.platform_type])
        const record = dated({ ...platform, credential_fields, connection: UNTESTED })
        return given ? [{ entity: 'platform', record, expected: version } as const] : []
      })
      await commit(store, owner, puts)
    }
  }
  const closed = await store.flush()
  if (!closed.ok) throw new Refused(closed.error.code, closed.error.message, closed.error.hint)
}
