// One row of an import: from whatever JSON it holds to a complete record, or to what is wrong with it. Pure.
import { createHash } from 'node:crypto'
import { type Audience, type AudienceContent, AudienceInput } from '../../../shared/domain/audience.ts'
import { settle } from '../../../shared/domain/audience-rules.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { refusedShared } from '../../../shared/domain/shared-audience.ts'
import { type FieldError, fieldErrors, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { recogniseContent } from './recognise.ts'
import { readTimestamp } from './timestamps.ts'

export type PrepareOptions = {
  user_id: string
  /** The time of the import, for rows that bring none. */
  now: string
  /** Makes ids the user's own, so that two users can load the same file: the same row always gets the same id. */
  derive_ids: boolean
}
export type StagedAudience = Omit<Audience, 'version'>
export type Prepared =
  | { ok: true; record: StagedAudience; given: boolean }
  | { ok: false; fields: FieldError[] }

/** Fields that a row may set, by the schema of what is set. */
export const CONTENT = new Set(Object.keys(AudienceInput.shape))
/** Written by the import itself, so what the file says of them is left out. */
const OWN = new Set([
  'audience_id',
  'user_id',
  'created_at',
  'updated_at',
  'version',
  'deleted',
  'changed_by',
  'change_note',
])
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const hasNull = (item: unknown) => isObject(item) && Object.values(item).includes(null)
/** Items without what is null in them: columns of structures have every field in every item. */
function withoutNulls(value: unknown): unknown {
  if (!Array.isArray(value) || !value.some(hasNull)) return value
  return value.map(item =>
    hasNull(item) ? Object.fromEntries(Object.entries(item).filter(([, inner]) => inner !== null)) : item,
  )
}

/** Keys that audiences don't have go under metadata, where they survive a round trip. */
function contentOf(raw: Record<string, unknown>, errors: FieldError[]) {
  const content: Record<string, unknown> = {}
  const extra: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (OWN.has(key)) continue
    // Tables exported from data frames write null where there is nothing.
    if (CONTENT.has(key)) {
      if (value !== null) content[key] = withoutNulls(value)
    } else extra[key] = value
  }
  const moved = Object.keys(extra)
  if (moved.length > 0) {
    const metadata = content.metadata ?? {}
    if (isObject(metadata)) {
      for (const key of moved)
        if (Object.hasOwn(metadata, key)) errors.push({ path: key, message: 'is also a key of metadata' })
      content.metadata = { ...metadata, ...extra }
    }
  }
  if (content.total_audience_size !== undefined && content.size_source === undefined)
    content.size_source = 'imported'
  return { content, moved: new Set(moved) }
}

function ownId(id: string, user_id: string): string {
  const hash = createHash('sha256').update(`${user_id}\0${id}`).digest('hex')
  // The time-ordered half of our own ids is kept, so that the order of the rows stays.
  return /^aud_[0-9a-f]{32}$/.test(id)
    ? `${id.slice(0, 20)}8${hash.slice(0, 15)}`
    : `aud_${hash.slice(0, 32)}`
}

function timesOf(raw: Record<string, unknown>, now: string, errors: FieldError[]) {
  const read = (path: 'created_at' | 'updated_at') => {
    const value = raw[path]
    if (value === undefined || value === null) return null
    const time = readTimestamp(value)
    if (!time) errors.push({ path, message: 'must be a time such as 2026-11-22T09:30:00.000Z' })
    return time
  }
  const [created, updated] = [read('created_at'), read('updated_at')]
  if (created && updated && updated < created)
    errors.push({ path: 'updated_at', message: 'is before created_at' })
  const created_at = created ?? updated ?? now
  return { created_at, updated_at: updated ?? (created_at > now ? created_at : now) }
}

/** `tame`: the row's text can hold no hostile key, and its depth is bounded; then it may be recognised without a search. */
function parseContent(content: Record<string, unknown>, tame: boolean): Result<AudienceContent> {
  const recognised = tame ? recogniseContent(content) : null
  return recognised ? ok(recognised) : parseInput(AudienceInput, content)
}

/** `fresh_id` is used when the row brings no id. */
export function prepareAudience(
  raw: unknown,
  fresh_id: string,
  options: PrepareOptions,
  tame = false,
): Prepared {
  if (!isObject(raw)) return { ok: false, fields: [{ path: '', message: 'must be a JSON object' }] }
  if (Object.hasOwn(raw, '__proto__'))
    return { ok: false, fields: [{ path: '__proto__', message: 'is not an allowed key' }] }
  const envelope = refusedShared(raw)
  if (envelope) return { ok: false, fields: [envelope] }
  const { user_id, now } = options
  const errors: FieldError[] = []

  const id = raw.audience_id ?? null
  if (id !== null && !(typeof id === 'string' && Id.safeParse(id).success))
    errors.push({ path: 'audience_id', message: 'must be 1 to 64 letters, digits, hyphens or underscores' })
  const owner = raw.user_id ?? null
  if (owner !== null && owner !== user_id)
    errors.push({ path: 'user_id', message: 'is another profile than the one that imports' })
  if (raw.deleted === true)
    errors.push({ path: 'deleted', message: 'is true: a deleted audience is not imported' })
  const times = timesOf(raw, now, errors)

  const { content, moved } = contentOf(raw, errors)
  const parsed = parseContent(content, tame)
  if (!parsed.ok) {
    const back = (path: string) => {
      const key = /^metadata\.([^.[]+)/.exec(path)?.[1]
      return key !== undefined && moved.has(key) ? path.slice('metadata.'.length) : path
    }
    errors.push(...fieldErrors(parsed.error).map(({ path, message }) => ({ path: back(path), message })))
  }
  if (!parsed.ok || errors.length > 0) return { ok: false, fields: errors }

  const given = typeof id === 'string' ? id : null
  return {
    ok: true,
    given: given !== null,
    record: {
      audience_id: given === null ? fresh_id : options.derive_ids ? ownId(given, user_id) : given,
      ...settle(parsed.value),
      user_id,
      ...times,
      deleted: false,
      changed_by: user_id,
      change_note: null,
    },
  }
}
