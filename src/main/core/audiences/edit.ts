// The one way an audience gets a new version: read, check, decide, write; start over when a race allows it.
import type { Audience } from '../../../shared/domain/audience.ts'
import { contentOf, type SettledContent } from '../../../shared/domain/audience-rules.ts'
import { sameJson } from '../../../shared/domain/diff.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Store } from '../store/face.ts'
import { later } from '../time.ts'
import { changedMeanwhile, inTrash, noAudience } from './refusals.ts'

const TRIES = 5

/** What the next version is to be. `content` left out stays as it is. */
export type Next = { content?: SettledContent; deleted?: boolean; note?: string | null }

export type Edit = {
  user_id: string
  audience_id: string
  /** When left out, a race with another change is no conflict: the edit is decided again on what is there then. */
  expected_version?: number | undefined
  /** Records in the trash are refused unless this is set. */
  trash_too?: boolean
  decide(current: Audience): Result<Next> | Promise<Result<Next>>
}

/** The record that follows `current`, or null when it would be no different. */
export function nextRecord(current: Audience, next: Next, user_id: string): Omit<Audience, 'version'> | null {
  const { version, ...record } = current
  const deleted = next.deleted ?? current.deleted
  const content = next.content ?? contentOf(current)
  if (deleted === current.deleted && sameJson(content, contentOf(current))) return null
  return {
    ...record,
    ...content,
    deleted,
    updated_at: later(current.updated_at),
    changed_by: user_id,
    change_note: next.note || null,
  }
}

export async function editAudience(store: Store, edit: Edit): Promise<Result<Audience>> {
  const { user_id, audience_id, expected_version } = edit
  for (let attempt = 1; ; attempt++) {
    const found = await store.get('audience', user_id, audience_id)
    if (!found.ok) return found
    const current = found.value
    if (!current) return noAudience(audience_id)
    if (current.deleted && !edit.trash_too) return inTrash(current)
    if (expected_version !== undefined && expected_version !== current.version)
      return changedMeanwhile(current, expected_version)
    const next = await edit.decide(current)
    if (!next.ok) return next
    const record = nextRecord(current, next.value, user_id)
    if (!record) return ok(current)
    const written = await store.commit(user_id, [{ entity: 'audience', record, expected: current.version }])
    if (written.ok) return ok({ ...record, version: current.version + 1 })
    // With an expected version the next round finds who was first and says so.
    if (written.error.code !== 'conflict' || attempt === TRIES) return written
  }
}
