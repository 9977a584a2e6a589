// One row's text to a complete record, or to what is wrong with it; of a table also what it would change. Pure.
import { unwrapShared } from '../../../shared/domain/shared-audience.ts'
import type { FieldError } from '../../../shared/errors.ts'
import { parseJson, placeIn } from '../lenient-json.ts'
import { columnOf, mapRow, pathInFile, type RowShape, withShared } from './mapping/map-row.ts'
import { CONTENT, type PrepareOptions, prepareAudience, type StagedAudience } from './prepare.ts'

export type PreparedRow =
  | {
      ok: true
      record: StagedAudience
      given: boolean
      /** The fields that the row has cells for, in their checked form: for an audience that is there. */
      patch: Record<string, unknown> | null
      /** Why it can't be a new audience. */
      lacks: FieldError | null
    }
  | { ok: false; fields: FieldError[] }

const MAX_BRACKETS = 32
/** An escape could spell the key as well, so any escape of that kind counts as suspicious; and so does deep nesting. */
function isTame(text: string, bounded: boolean): boolean {
  if (text.includes('__proto__') || text.includes('\\u')) return false
  if (bounded) return true
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code === 0x5b || code === 0x7b) && ++open > MAX_BRACKETS) return false
    if (code === 0x5d || code === 0x7d) open--
  }
  return true
}

/** Records of JSON in our own names. */
function prepareJson(text: string, fresh_id: string, options: PrepareOptions): PreparedRow {
  const prepared = prepareAudience(unwrapShared(parseJson(text)), fresh_id, options, isTame(text, true))
  return prepared.ok ? { ...prepared, patch: null, lacks: null } : prepared
}

const NEEDED = {
  name: { value: 'unnamed', message: 'is missing: a new audience needs a name' },
  data_type: {
    value: 'first_party',
    message: 'is missing: a new audience needs first_party, third_party or clean_room',
  },
} as const

function lackOf(raw: Record<string, unknown>, shape: RowShape): FieldError | null {
  for (const [field, { message }] of Object.entries(NEEDED))
    if (raw[field] === undefined) return { path: columnOf(field, shape), message }
  return null
}

function prepareMapped(
  text: string,
  fresh_id: string,
  options: PrepareOptions,
  shape: RowShape,
): PreparedRow {
  const { raw, errors } = mapRow(text, shape)
  if (!raw) return { ok: false, fields: errors }
  const whole = withShared(raw, shape.shared)
  const lacks = lackOf(whole, shape)
  const isSaid = lacks && errors.some(({ path }) => path === lacks.path)
  if (lacks && !isSaid && !(shape.partial && raw.audience_id !== undefined)) errors.push(lacks)
  const stand_in = { name: NEEDED.name.value, data_type: NEEDED.data_type.value }
  const prepared = prepareAudience(
    lacks ? { ...stand_in, ...whole } : whole,
    fresh_id,
    options,
    isTame(text, false),
  )
  if (!prepared.ok)
    errors.push(...prepared.fields.map(({ path, message }) => ({ path: pathInFile(path, shape), message })))
  if (!prepared.ok || errors.length > 0) return { ok: false, fields: errors }
  if (!shape.partial || !prepared.given) return { ...prepared, patch: null, lacks }
  return { ...prepared, patch: patchOf(raw, prepared.record, shape), lacks }
}

/** What the row says, as it was checked. Metadata are told apart by key, so that those it doesn't name stay. */
function patchOf(
  raw: Record<string, unknown>,
  record: StagedAudience,
  { shared }: RowShape,
): Record<string, unknown> {
  const checked = record as unknown as Record<string, unknown>
  const fields = Object.keys(raw).filter(key => key !== 'metadata' && CONTENT.has(key))
  const patch = Object.fromEntries(fields.map(key => [key, checked[key]]))
  const said = (raw.metadata ?? {}) as Record<string, unknown>
  const metadata = Object.fromEntries(
    Object.keys(said).map(key => [key, (record.metadata as Record<string, unknown>)[key]]),
  )
  if (shared.campaign_id !== undefined) metadata.campaign_id = shared.campaign_id
  return { ...patch, metadata, add_tags: shared.tags ?? [] }
}

/** `shape` null: records of JSON as they are. */
export function prepareRow(
  text: string,
  fresh_id: string,
  options: PrepareOptions,
  shape: RowShape | null,
): PreparedRow {
  try {
    return shape ? prepareMapped(text, fresh_id, options, shape) : prepareJson(text, fresh_id, options)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, fields: [{ path: '', message: `is not valid JSON${placeIn(error, 'record')}` }] }
  }
}
