// What the import's form holds, what of it is still missing, and the input that it makes. Pure.
import type { ImportColumn, Inspection } from '../../../../shared/contract/imports.ts'
import type { InputOf } from '../../../../shared/contract.ts'
import type { AudienceStatus, DataType } from '../../../../shared/domain/audience.ts'
import type { ImportTarget, Mapping, SharedValues } from '../../../../shared/domain/import-table.ts'
import type { AppError } from '../../../../shared/errors.ts'
import { t } from '../../../messages/index.ts'

export type ChosenFile = {
  file_token: string
  name: string
  bytes: number
  /** Null until it was looked into. */
  seen: Inspection | null
  error: AppError | null
}
export type Mode = 'append' | 'update' | 'copy' | 'replace'
export type SetBy = 'tag' | 'campaign'
export type Step = 'files' | 'columns' | 'plan' | 'result'
export type Wizard = {
  step: Step
  files: readonly ChosenFile[]
  /** Targets by the columns of a group of files; what isn't there is as the inspection suggests. */
  chosen: Readonly<Record<string, Mapping>>
  shared: { data_type: DataType | ''; status: AudienceStatus | ''; tags: string; campaign_id: string }
  mode: Mode
  set: { by: SetBy; value: string }
  on_error: 'stop' | 'skip'
  /** The import, once it was begun. */
  job_id: string | null
}

export const emptyWizard = (): Wizard => ({
  step: 'files',
  files: [],
  chosen: {},
  shared: { data_type: '', status: '', tags: '', campaign_id: '' },
  mode: 'append',
  set: { by: 'tag', value: '' },
  on_error: 'stop',
  job_id: null,
})

/** Files with the same columns are mapped as one. */
export type Group = { key: string; files: (ChosenFile & { seen: Inspection })[]; columns: ImportColumn[] }

const isSeen = (file: ChosenFile): file is ChosenFile & { seen: Inspection } => file.seen !== null
const keyOf = ({ reading, columns }: Inspection) =>
  JSON.stringify([reading.format === 'json', columns.map(({ name }) => name).sort()])

export function groupsOf({ files, chosen }: Pick<Wizard, 'files' | 'chosen'>): Group[] {
  const groups = new Map<string, Group>()
  for (const file of files.filter(isSeen)) {
    const key = keyOf(file.seen)
    const known = groups.get(key)
    if (known) known.files.push(file)
    else
      groups.set(key, {
        key,
        files: [file],
        columns: file.seen.columns.map(column => ({
          ...column,
          target: chosen[key]?.[column.name] ?? column.target,
        })),
      })
  }
  return [...groups.values()]
}

/** A field is filled by one column: the one that had it before is kept under its own name instead. */
export function withTarget({ columns }: Group, name: string, target: ImportTarget): Mapping {
  const single = target !== 'extra' && target !== 'skip'
  return Object.fromEntries(
    columns.map(column => {
      if (column.name === name) return [name, target]
      return [column.name, single && column.target === target ? 'extra' : column.target]
    }),
  )
}

const has = ({ columns }: Group, target: ImportTarget) => columns.some(column => column.target === target)

/** The id of what says why the import can't go on. */
export const REASON = 'import-reason'

/** `file`: which of several files needs it. */
export type Missing = { what: 'name' | 'type'; file: string | null }

/** What the columns' step still needs. A row for an audience that is there needs no name, if it has an id. */
export function missingInColumns(wizard: Wizard): Missing | null {
  const groups = groupsOf(wizard)
  for (const group of groups) {
    if (has(group, 'audience_id')) continue
    const file = groups.length > 1 ? (group.files[0]?.name ?? null) : null
    if (!has(group, 'name')) return { what: 'name', file }
    if (!has(group, 'data_type') && wizard.shared.data_type === '') return { what: 'type', file }
  }
  return null
}

const NEEDS = { name: t.imports.needsName, type: t.imports.needsType }
export const missingText = ({ what, file }: Missing) =>
  file === null ? NEEDS[what] : t.imports.needsOf(file, NEEDS[what])

export const isSetMissing = ({ mode, set }: Wizard) => mode === 'replace' && set.value.trim() === ''

export function sharedOf({ shared }: Pick<Wizard, 'shared'>): SharedValues {
  const { data_type, status, campaign_id } = shared
  const tags = [...new Set(shared.tags.split(',').map(tag => tag.trim()))].filter(Boolean)
  return {
    ...(data_type && { data_type }),
    ...(status && { status }),
    ...(tags.length > 0 && { tags }),
    ...(campaign_id.trim() && { campaign_id: campaign_id.trim() }),
  }
}

export const isJson = (group: Group) => group.files[0]?.seen.reading.format === 'json'

/** JSON in our own names needs no mapping; what was changed by hand is one. */
function mappingOf(group: Group, chosen: Wizard['chosen']): Mapping | null {
  const [first] = group.files
  if (isJson(group) && !chosen[group.key] && !first?.seen.remembered) return null
  return Object.fromEntries(group.columns.map(({ name, target }) => [name, target]))
}

/** How a file is read, as it was settled: what is null is nothing of its format. */
function readingOf({ seen }: { seen: Inspection }) {
  const given = Object.entries(seen.reading).filter(([, value]) => value !== null)
  return Object.fromEntries(given)
}

const ON_EXISTING = { append: 'skip', update: 'update', copy: 'copy', replace: 'update' } as const

export function inputOf(wizard: Wizard): InputOf<'imports.start'> {
  const { mode, set, on_error, chosen } = wizard
  return {
    files: groupsOf(wizard).flatMap(group =>
      group.files.map(file => ({
        file_token: file.file_token,
        reading: readingOf(file),
        mapping: mappingOf(group, chosen),
      })),
    ),
    on_error: mode === 'replace' ? 'stop' : on_error,
    on_existing: ON_EXISTING[mode],
    shared: sharedOf(wizard),
    replace: mode === 'replace' ? { by: set.by, value: set.value.trim() } : null,
  }
}
