// A record as a row of its table, and back.
import { type PlatformConnection, PlatformType } from '../../../../shared/domain/platform.ts'
import { credentialFields, UNTESTED } from '../../../../shared/domain/platform-rules.ts'
import { invalid, ok, type Result } from '../../../../shared/errors.ts'
import { PLATFORM_DEFINITIONS } from '../../../../shared/platforms/definition.ts'
import type { Entity, RecordOf } from '../../store/face.ts'
import type { Cell, Column, Row } from '../face.ts'
import { checked, type Fields, settingsWithSecretsOf, travelling, type Unnumbered } from './content.ts'
import { revOf } from './rev.ts'
import { stagingColumns, tableOf } from './tables.ts'

/** A staged row. `base_rev` is the remote revision that the change was made from; null for what BigQuery doesn't have. */
export function rowOf<E extends Entity>(
  entity: E,
  record: Unnumbered<E> | RecordOf[E],
  user_id: string,
  base_rev: string | null = null,
): Row {
  const row: Record<string, Cell> = {}
  for (const column of stagingColumns(tableOf(entity)))
    row[column.name] = cellOf(column, travelling(entity, column.name, Reflect.get(record, column.name)))
  row.user_id = user_id
  row.deleted_at = record.deleted ? record.updated_at : null
  row.rev = revOf(entity, record)
  row.base_rev = base_rev
  return row
}

function cellOf({ type }: Column, value: unknown): Cell {
  if (value === undefined || value === null) return type === 'STRING[]' ? [] : null
  if (type === 'JSON') return JSON.stringify(value)
  return value as Cell
}

export type Pulled<E extends Entity> = {
  record: Unnumbered<E>
  /** Its number in BigQuery; a record has numbers of its own on every device. */
  version: number
}

type Here<E extends Entity> = { user_id: string; local: Unnumbered<E> | RecordOf[E] | null }

/**
 * A pulled row as a record of this device. What stays on the device is kept as `local` has it, or begins as for a new
 * record. A row that makes no valid record is refused with the names of its bad fields.
 */
export function recordOf<E extends Entity>(
  entity: E,
  row: Row,
  { user_id, local }: Here<E>,
): Result<Pulled<E>> {
  const fields: Record<string, unknown> = {}
  for (const column of stagingColumns(tableOf(entity))) {
    const read = readCell(column, row[column.name] ?? null)
    if (!read.ok) return read
    fields[column.name] = read.value
  }
  const { version, deleted_at, rev, base_rev, ...content } = fields
  const record = checked(entity, {
    ...content,
    ...(entity === 'platform' && ofThisDevice(content, local)),
    // What rows of other systems may lack.
    updated_at: content.updated_at ?? content.created_at,
    changed_by: content.changed_by ?? row.pushed_by ?? user_id,
    change_note: content.change_note ?? null,
    user_id,
    deleted: deleted_at !== null && deleted_at !== undefined,
  })
  if (!record.ok) return record
  return ok({ record: record.value, version: Number.isInteger(version) ? Number(version) : 1 })
}

/** A member that is undefined takes the default of its schema, where it has one. */
const NULLABLE: ReadonlySet<string> = new Set([
  'identifier_type',
  'last_login',
  'scheduled_at',
  'executed_at',
  'completed_at',
  'error_details',
  'deleted_at',
])

function readCell({ name, type }: Column, cell: Cell): Result<unknown> {
  const nothing = NULLABLE.has(name) ? null : undefined
  if (cell === null) return ok(nothing)
  if (type !== 'JSON') return ok(cell)
  try {
    const value: unknown = JSON.parse(String(cell))
    return ok(value === null ? nothing : value)
  } catch {
    return invalid([{ path: name, message: 'is not JSON' }])
  }
}

function ofThisDevice(content: Fields, local: object | null): Fields {
  const here: Fields = local === null ? {} : { ...local }
  const type = PlatformType.safeParse(content.platform_type).data
  const definition = type && PLATFORM_DEFINITIONS[type]
  const settings = settingsWithSecretsOf(here.settings, content.settings)
  const kept = {
    settings,
    credential_fields: here.credential_fields ?? (definition ? credentialFields(definition) : {}),
    last_sync: here.last_sync ?? null,
    sync_status: here.sync_status ?? null,
  }
  const ofType = definition?.settings.map(field => field.key) ?? []
  return { ...kept, connection: connectionOf(here, settings, ofType) }
}

/** As after an edit on this device: with other settings of its type the last test says nothing any more. */
function connectionOf(here: Fields, settings: unknown, ofType: readonly string[]): unknown {
  const before: unknown = here.settings
  const untested: PlatformConnection = UNTESTED
  if (here.connection === undefined || typeof before !== 'object' || before === null) return untested
  if (typeof settings !== 'object' || settings === null) return here.connection
  return ofType.some(key => Reflect.get(settings, key) !== Reflect.get(before, key))
    ? untested
    : here.connection
}
