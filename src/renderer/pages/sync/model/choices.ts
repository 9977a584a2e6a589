// Which side a person chose for which field of a record; nothing is chosen by itself.
import type { Side, SyncConflict } from '../../../../shared/contract/bigquery.ts'
import type { InputOf } from '../../../../shared/contract.ts'

export type Choices = Readonly<Record<string, Side>>
export const NO_CHOICES: Choices = {}

/** Stands for the whole record, where one side deleted it. */
export const WHOLE = ''

export const keyOf = ({ entity, id }: Pick<SyncConflict, 'entity' | 'id'>) => `${entity} ${id}`

/** What there is to choose: each field, or the whole record. */
export const pathsOf = ({ deleted, fields }: SyncConflict): string[] =>
  deleted ? [WHOLE] : fields.map(({ path }) => path)

export const undecided = (conflict: SyncConflict, choices: Choices): string[] =>
  pathsOf(conflict).filter(path => choices[path] === undefined)

export const allOf = (conflict: SyncConflict, side: Side): Choices =>
  Object.fromEntries(pathsOf(conflict).map(path => [path, side]))

type Choice = InputOf<'bigquery.resolve'>['choice']

/** Null while something is undecided. By field where there are fields, so that what only one side changed stays. */
export function choiceOf(conflict: SyncConflict, choices: Choices): Choice | null {
  if (undecided(conflict, choices).length > 0) return null
  if (conflict.deleted) return choices[WHOLE] ?? null
  return Object.fromEntries(pathsOf(conflict).map(path => [path, choices[path] ?? 'mine']))
}
