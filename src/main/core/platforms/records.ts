// A platform's record as the service reads and writes it: one, all of a user, and the version that follows another.
import { sameJson } from '../../../shared/domain/diff.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { freeName, nameKey } from '../../../shared/domain/platform-rules.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Store } from '../store/face.ts'
import { later } from '../time.ts'
import { changedMeanwhile, inTrash, noPlatform, noVersion } from './refusals.ts'

const PAGE = 500
const CONTENT = ['name', 'status', 'notes', 'settings', 'credential_fields', 'deleted'] as const

export async function readPlatform(
  store: Store,
  user_id: string,
  platform_id: string,
  version?: number,
): Promise<Result<Platform>> {
  const found = await store.get('platform', user_id, platform_id, version)
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  if (version === undefined) return noPlatform(platform_id)
  const current = await store.get('platform', user_id, platform_id)
  if (!current.ok) return current
  return current.value ? noVersion(platform_id, version) : noPlatform(platform_id)
}

/** All that aren't in the trash, by name. A person has tens of them, rarely hundreds. */
export async function livingPlatforms(store: Store, user_id: string): Promise<Result<Platform[]>> {
  const platforms: Platform[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await store.list('platform', user_id, {
      where: [{ column: 'deleted', is: 'one_of', values: [false] }],
      sort: { by: 'name', direction: 'asc' },
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    })
    if (!page.ok) return page
    platforms.push(...page.value.items)
    if (page.value.next_cursor === null) return ok(platforms)
    cursor = page.value.next_cursor
  }
}

/** Name keys of the user's living platforms but this one. */
export async function namesTaken(
  store: Store,
  user_id: string,
  but: string | null,
): Promise<Result<ReadonlySet<string>>> {
  const living = await livingPlatforms(store, user_id)
  if (!living.ok) return living
  const others = living.value.filter(platform => platform.platform_id !== but)
  return ok(new Set(others.map(platform => nameKey(platform.name))))
}

/** Refuses a name that another living platform has. */
export async function checkName(store: Store, user_id: string, name: string, but: string | null) {
  const taken = await namesTaken(store, user_id, but)
  return taken.ok ? freeName(name, taken.value) : taken
}

const contentOf = (platform: Platform) => Object.fromEntries(CONTENT.map(key => [key, platform[key]]))

/**
 * The current version, if an edit of `expected_version` may follow it: connection tests in between don't count, for
 * they run by themselves and change nothing that is edited.
 */
export async function editable(
  store: Store,
  user_id: string,
  platform_id: string,
  expected_version: number | undefined,
  trash: 'living' | 'trash_too' = 'living',
): Promise<Result<Platform>> {
  const found = await readPlatform(store, user_id, platform_id)
  if (!found.ok) return found
  const current = found.value
  if (current.deleted && trash === 'living') return inTrash(current)
  if (expected_version === undefined || expected_version === current.version) return found
  const edited = await store.get('platform', user_id, platform_id, expected_version)
  if (!edited.ok) return edited
  return edited.value && onlyTested(edited.value, current)
    ? found
    : changedMeanwhile(current, expected_version)
}

/** An edit of credentials shows in nothing but the connection, which it makes untested. */
const onlyTested = (before: Platform, now: Platform) =>
  sameJson(contentOf(before), contentOf(now)) &&
  (now.connection.state !== 'untested' || before.connection.state === 'untested')

type Change = Partial<Omit<Platform, 'platform_id' | 'user_id' | 'version' | 'created_at'>>

/**
 * Writes the next version. Answers `current` as it is when the change would make no difference, unless something changed
 * that no record shows: a secret.
 */
export async function commitNext(
  store: Store,
  current: Platform,
  change: Change,
  note: string | null,
  secrets: 'same' | 'changed' = 'same',
): Promise<Result<Platform>> {
  const { version, ...record } = current
  const next = { ...record, ...change }
  if (secrets === 'same' && sameJson(next, record)) return ok(current)
  const dated = {
    ...next,
    updated_at: later(current.updated_at),
    changed_by: current.user_id,
    change_note: note,
  }
  const put = { entity: 'platform', record: dated, expected: version } as const
  const written = await store.commit(current.user_id, [put])
  return written.ok ? ok({ ...dated, version: version + 1 }) : written
}
