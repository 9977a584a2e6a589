// Brings records of a backup back as new versions: nothing that is here is lost, and all of it can be undone.
import type { Compared } from '../../../shared/contract/backups.ts'
import { copyName } from '../../../shared/domain/audience-rules.ts'
import type { CredentialField, Platform } from '../../../shared/domain/platform.ts'
import { credentialFields, nameKey, UNTESTED } from '../../../shared/domain/platform-rules.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { Vault } from '../credentials/face.ts'
import { namesTaken } from '../platforms/records.ts'
import { credentialsKnown } from '../platforms/secrets.ts'
import type { Put, RecordOf, Store } from '../store/face.ts'
import { later, nowText } from '../time.ts'
import { type Comparison, must, pairs } from './compare.ts'
import { heldRun } from './held-runs.ts'
import { cancelled } from './refused.ts'

type Kind = 'only_backup' | 'differs'
export type Wanted = { kinds: readonly Kind[]; entities: readonly Compared[] }
export type BringBackDeps = { here: Store; backup: Store; vault: Vault; by: string; note: string }

const AT_ONCE = 200
/** A profile comes before what belongs to it, and an account before its runs. */
const ORDER = ['user', 'platform', 'audience', 'distribution'] as const

/** By owner, which ids. Runs that are here stay as they are: what has been sent can't be unsent. */
function idsOf(comparison: Comparison, entity: Compared, kinds: readonly Kind[]): Map<string, string[]> {
  const by = new Map<string, string[]>()
  for (const kind of kinds) {
    if (entity === 'distribution' && kind === 'differs') continue
    for (const { owner, id } of comparison[entity][kind]) by.set(owner, [...(by.get(owner) ?? []), id])
  }
  return by
}

export function countWanted(comparison: Comparison, wanted: Wanted): number {
  return ORDER.flatMap(entity => [...plan(comparison, entity, wanted).values()]).reduce(
    (sum, ids) => sum + ids.length,
    0,
  )
}

/** A profile that is missing comes back with its records, asked for or not. */
function plan(comparison: Comparison, entity: Compared, { kinds, entities }: Wanted): Map<string, string[]> {
  if (entities.includes(entity)) return idsOf(comparison, entity, kinds)
  if (entity !== 'user' || !kinds.includes('only_backup')) return new Map()
  const owners = new Set(entities.flatMap(one => [...idsOf(comparison, one, kinds).keys()]))
  const missing = comparison.user.only_backup.filter(({ owner }) => owners.has(owner))
  return new Map(missing.map(({ owner, id }) => [owner, [id]]))
}

async function platformPut(platform: Omit<Platform, 'version'>, taken: Set<string>, vault: Vault) {
  const definition = PLATFORM_DEFINITIONS[platform.platform_type]
  const place = { owner: platform.user_id, platform_id: platform.platform_id }
  const known = await credentialsKnown(vault, place, definition)
  // A keychain that can't be asked now knows nothing for now; the account's page says so too.
  const secrets: Readonly<Record<string, CredentialField>> = known.ok ? known.value : {}
  const has = (candidate: string) => taken.has(nameKey(candidate))
  const name = has(platform.name) ? copyName(platform.name, { has }, 200) : platform.name
  taken.add(nameKey(name))
  return { ...platform, name, credential_fields: credentialFields(definition, secrets), connection: UNTESTED }
}

export async function bringBack(
  deps: BringBackDeps,
  comparison: Comparison,
  wanted: Wanted,
  { signal, progress }: { signal: AbortSignal; progress(done: number): void },
): Promise<Result<number>> {
  const { here, backup, vault, by, note } = deps
  let done = 0

  async function* puts<E extends Compared>(entity: E, owner: string, ids: readonly string[]) {
    const taken = new Set<string>()
    if (entity === 'platform') for (const name of must(await namesTaken(here, owner, null))) taken.add(name)
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      if (signal.aborted) throw cancelled()
      const some = await pairs(entity, owner, ids.slice(at, at + AT_ONCE), backup, here)
      const group: Put<E>[] = []
      for (const [, theirs, ours] of some) {
        if (!theirs) continue
        const { version: _version, ...old } = theirs
        const record = {
          ...old,
          created_at: ours?.created_at ?? old.created_at,
          updated_at: ours ? later(ours.updated_at) : nowText(),
          changed_by: by,
          change_note: note,
        }
        // One's own name is free for oneself.
        if (entity === 'platform' && ours && !ours.deleted)
          taken.delete(nameKey(String(Reflect.get(ours, 'name'))))
        group.push({
          entity,
          record: await finished(entity, record, taken, vault),
          expected: ours?.version ?? 'new',
        } as Put<E>)
      }
      yield ok(group)
      done += some.length
      progress(done)
    }
  }

  let changed = 0
  for (const entity of ORDER)
    for (const [owner, ids] of plan(comparison, entity, wanted)) {
      const written = await here.commitGroups(owner, entity, puts(entity, owner, ids), { signal })
      if (!written.ok) return written
      changed += written.value
    }
  return ok(changed)
}

/** What a record must be so that it can be here and does nothing by itself. */
async function finished(
  entity: Compared,
  record: Omit<RecordOf[Compared], 'version'>,
  taken: Set<string>,
  vault: Vault,
): Promise<object> {
  switch (entity) {
    case 'platform':
      return platformPut(record as Omit<Platform, 'version'>, taken, vault)
    case 'distribution':
      return heldRun(record as Omit<RecordOf['distribution'], 'version'>)
    default:
      return record
  }
}
