// The second half of an import: everything that was checked goes into the store in one commit.
import { readFile } from 'node:fs/promises'
import type { Audience } from '../../../shared/domain/audience.ts'
import { contentOf } from '../../../shared/domain/audience-rules.ts'
import { sameJson } from '../../../shared/domain/diff.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Directory } from '../profiles/directory.ts'
import type { BulkOptions, Put, Store } from '../store/face.ts'
import { later } from '../time.ts'
import type { StagedAudience } from './prepare.ts'
import type { Staging } from './staging.ts'

const AT_ONCE = 500
type AudiencePut = Put<'audience'>

/** A parse of thousands of records gives way to others between the groups. */
const breathe = () => new Promise(resolve => setImmediate(resolve))

async function parseLines(lines: readonly (string | Uint8Array)[]): Promise<StagedAudience[]> {
  const records: StagedAudience[] = []
  for (const [index, line] of lines.entries()) {
    // Written by prepareBatch from checked records.
    records.push(
      JSON.parse(typeof line === 'string' ? line : Buffer.from(line).toString('utf8')) as StagedAudience,
    )
    if (index % 100 === 99) await breathe()
  }
  return records
}

/** The next version of a record; null when the file says nothing new. It keeps its creation and happens now. */
function nextVersion(record: StagedAudience, current: Audience): AudiencePut | null {
  const same = sameJson(contentOf({ ...record, version: current.version }), contentOf(current))
  if (same && !current.deleted) return null
  return {
    entity: 'audience',
    expected: current.version,
    record: { ...record, created_at: current.created_at, updated_at: later(current.updated_at) },
  }
}

/** `more`: by how many the living become more, since a row also brings its record back from the trash. */
type Changes = { puts: AudiencePut[]; more: number }

async function changesOf(
  store: Store,
  user_id: string,
  updates: readonly Uint8Array[],
): Promise<Result<Changes>> {
  const changes: Changes = { puts: [], more: 0 }
  for (let from = 0; from < updates.length; from += AT_ONCE) {
    const records = await parseLines(updates.slice(from, from + AT_ONCE))
    const found = await store.getMany(
      'audience',
      user_id,
      records.map(record => record.audience_id),
    )
    if (!found.ok) return found
    const current = new Map(found.value.map(audience => [audience.audience_id, audience]))
    for (const record of records) {
      const old = current.get(record.audience_id)
      const put = old ? nextVersion(record, old) : ({ entity: 'audience', expected: 'new', record } as const)
      if (!put) continue
      changes.puts.push(put)
      if (!old || old.deleted) changes.more++
    }
  }
  return ok(changes)
}

/** Commits new records and updates together. Answers how many records were written and how many were as they are now. */
export async function saveChecked(
  { store, directory }: { store: Store; directory: Directory },
  user_id: string,
  staging: Staging,
  updates: readonly Uint8Array[],
  options: BulkOptions,
): Promise<Result<{ changed: number; unchanged: number }>> {
  const changes = await changesOf(store, user_id, updates)
  if (!changes.ok) return changes
  const { puts, more } = changes.value
  const unchanged = updates.length - puts.length
  const room = <T>(write: () => Promise<Result<T>>) =>
    directory.withRoom(user_id, staging.count() + more, write)
  const staged = await staging.seal()
  if (puts.length === 0) {
    if (staged.length === 0) return ok({ changed: 0, unchanged })
    const saved = await room(() => store.commitStaged(user_id, staged, options))
    return saved.ok ? ok({ changed: saved.value, unchanged }) : saved
  }
  // One commit takes either staged files or puts; with updates among them all go as puts.
  const created: AudiencePut[] = []
  for (const { path } of staged) {
    const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean)
    for (const record of await parseLines(lines))
      created.push({ entity: 'audience', expected: 'new', record })
  }
  const saved = await room(() => store.commit(user_id, [...created, ...puts], options))
  if (!saved.ok) return saved
  await staging.discard()
  return ok({ changed: saved.value.length, unchanged })
}
