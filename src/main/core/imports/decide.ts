// What becomes of audiences that are there: rows for them turn into their next versions, or say nothing new; and in a set
// that is replaced, those without a row go to the trash.
import { type Audience, AudienceInput } from '../../../shared/domain/audience.ts'
import { contentOf, settle } from '../../../shared/domain/audience-rules.ts'
import { sameJson } from '../../../shared/domain/diff.ts'
import type { AudienceSet } from '../../../shared/domain/import-table.ts'
import type { RowError } from '../../../shared/domain/job.ts'
import { fieldErrors, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { nextRecord } from '../audiences/edit.ts'
import { pacer } from '../pace.ts'
import type { Filter, Put, Store } from '../store/face.ts'
import { later } from '../time.ts'
import type { WideMap } from '../wide-map.ts'
import { importCancelled } from './errors.ts'
import { groupsIn } from './lines.ts'
import type { StagedAudience } from './prepare.ts'
import { oneLine } from './prepare-batch.ts'
import type { Refusals } from './refusals.ts'
import type { Staging } from './staging.ts'

const AT_ONCE = 500
export type AudiencePut = Put<'audience'>

type Place = Omit<RowError, 'path' | 'message'>
type Patch = Record<string, unknown> & { metadata: Record<string, unknown>; add_tags: string[] }
/** As `checkRows` wrote it. */
type Update = { place: Place; id: string; record?: StagedAudience; patch?: Patch }

/** The next version by a row that is the whole audience; null when it says nothing new. It keeps its creation and happens now. */
function wholeVersion(record: StagedAudience, current: Audience): AudiencePut | null {
  const same = sameJson(contentOf({ ...record, version: current.version }), contentOf(current))
  if (same && !current.deleted) return null
  return {
    entity: 'audience',
    expected: current.version,
    record: { ...record, created_at: current.created_at, updated_at: later(current.updated_at) },
  }
}

/** The content with what a row of a table has cells for. Details of variables that are no longer selected go with them. */
function patched(current: Audience, { metadata, add_tags, ...fields }: Patch): Record<string, unknown> {
  const before = contentOf(current)
  const tags = Array.isArray(metadata.tags) ? metadata.tags : before.metadata.tags
  const next: Record<string, unknown> = {
    ...before,
    ...fields,
    metadata: { ...before.metadata, ...metadata, tags: [...new Set([...tags, ...add_tags])] },
  }
  if (fields.selected_variables && !fields.variable_details) {
    const selected = new Set(fields.selected_variables as string[])
    next.variable_details = before.variable_details.filter(({ code }) => selected.has(code))
  }
  if (fields.total_audience_size !== undefined && fields.size_source === undefined)
    next.size_source =
      fields.total_audience_size === before.total_audience_size ? before.size_source : 'imported'
  return next
}

function patchedVersion(patch: Patch, current: Audience, user_id: string): Result<AudiencePut | null> {
  const parsed = parseInput(AudienceInput, patched(current, patch))
  if (!parsed.ok) return parsed
  const record = nextRecord(current, { content: settle(parsed.value), deleted: false }, user_id)
  return ok(record && { entity: 'audience', expected: current.version, record })
}

type Deps = { store: Store; user_id: string; signal: AbortSignal }
/** `revived`: by how many the living become more, since a row also brings its record back from the trash. */
export type Decided = { updated: number; unchanged: number; revived: number }

/** Writes the next versions to `puts`. */
export async function decideUpdates(
  { store, user_id, signal }: Deps,
  updates: readonly string[],
  puts: Staging,
  refusals: Refusals,
): Promise<Result<Decided>> {
  const decided: Decided = { updated: 0, unchanged: 0, revived: 0 }
  const pace = pacer()
  for await (const group of groupsIn<Update>(updates, AT_ONCE)) {
    if (signal.aborted) return importCancelled()
    const ids = group.map(({ id }) => id)
    const found = await store.getMany('audience', user_id, ids)
    if (!found.ok) return found
    const current = new Map(found.value.map(audience => [audience.audience_id, audience]))
    const lines: string[] = []
    const errors: RowError[] = []
    for (const { place, id, record, patch } of group) {
      await pace()
      const old = current.get(id)
      if (!old) continue
      const next = patch ? patchedVersion(patch, old, user_id) : ok(record ? wholeVersion(record, old) : null)
      if (!next.ok) errors.push({ ...place, ...oneLine(fieldErrors(next.error)) })
      else if (!next.value) decided.unchanged++
      else {
        decided.updated++
        if (old.deleted) decided.revived++
        lines.push(`${JSON.stringify(next.value)}\n`)
      }
    }
    await refusals.add(errors)
    await puts.write(Buffer.from(lines.join(''), 'utf8'), lines.length)
  }
  return ok(decided)
}

const setFilter = ({ by, value }: AudienceSet): Filter => ({
  where: [
    { column: 'deleted', is: 'one_of', values: [false] },
    by === 'tag'
      ? { column: 'tags', is: 'has_any', values: [value] }
      : { column: 'campaign_id', is: 'one_of', values: [value] },
  ],
})

/** Those of the set that no row names. */
export async function leftOut(
  { store, user_id }: Deps,
  set: AudienceSet,
  named: Pick<WideMap<number>, 'has'>,
): Promise<Result<string[]>> {
  const members = await store.ids('audience', user_id, setFilter(set))
  return members.ok ? ok(members.value.filter(id => !named.has(id))) : members
}

/** Their last versions, marked as deleted, a group at a time. */
export async function* toTrash(
  { store, user_id, signal }: Deps,
  ids: readonly string[],
  note: string,
): AsyncGenerator<Result<AudiencePut[]>> {
  const pace = pacer()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    if (signal.aborted) return yield importCancelled()
    const found = await store.getMany('audience', user_id, ids.slice(from, from + AT_ONCE))
    if (!found.ok) return yield found
    const puts: AudiencePut[] = []
    for (const audience of found.value) {
      const record = nextRecord(audience, { deleted: true, note }, user_id)
      if (record) puts.push({ entity: 'audience', expected: audience.version, record })
      await pace()
    }
    yield ok(puts)
  }
}
