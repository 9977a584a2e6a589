// Refusals of the store, in the user's words.
import { type Fail, fail } from '../../../shared/errors.ts'
import type { Entity, Put } from './face.ts'

const WORD: Record<Entity, string> = {
  audience: 'audience',
  platform: 'platform',
  distribution: 'distribution',
  user: 'profile',
}

export function conflict(entity: Entity, id: string, current: number, expected: number | 'new'): Fail {
  const message =
    expected === 'new'
      ? `The id ${id} is taken by another ${WORD[entity]}.`
      : `This ${WORD[entity]} was changed in the meantime: it is at version ${current}, not ${expected}.`
  return fail('conflict', message, {
    hint:
      expected === 'new'
        ? 'Use another id, or edit the existing record.'
        : 'Look at what changed, then save again.',
    details: { id, current_version: current, expected_version: expected === 'new' ? 0 : expected },
  })
}

export const notFound = (entity: Entity, id: string): Fail =>
  fail('not_found', `There is no such ${WORD[entity]}.`, {
    hint: 'It may belong to another profile.',
    details: { id },
  })

export const cancelled = (): Fail => fail('cancelled', 'Cancelled. Nothing was changed.')

/** Why a write did not reach the disk. */
export function unwritable(code: string): Fail {
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return fail('storage_full', 'The disk is full. Nothing was saved.', {
      hint: 'Free some space on the disk of the workspace folder, then save again.',
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return fail('forbidden', 'The workspace folder can’t be written to. Nothing was saved.', {
      hint: 'Make the folder writable, or choose another workspace folder.',
    })
  }
  return fail('storage_corrupt', `The disk reported a fault (${code || 'unknown'}). Nothing was saved.`, {
    hint: 'Check the disk. What was saved before is safe in the log; the workspace can still be read.',
  })
}

export const damaged = (file: string): Fail =>
  fail('storage_corrupt', `A data file is damaged and can’t be read: ${file}.`, {
    hint: 'Settings shows what is affected. Restore the file from a backup.',
    details: { file },
  })

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? String(error.code)
    : /No space left/i.test(String(error))
      ? 'ENOSPC'
      : ''

/** For a sentence on what a data file holds, or lacks. */
export const versionsOf = (rows: number) =>
  rows === 1 ? 'one version of a record' : `${rows.toLocaleString('en')} versions of records`

/** Whether the system, or DuckDB on its behalf, reported the failure. */
export const isOfDisk = (error: unknown): boolean =>
  codeOf(error) !== '' || /\bIO Error\b/.test(String(error))

/** Whether a put doesn't expect the version that its record has; 0 where there is none. */
export function refusalOf(
  { entity, expected }: Pick<Put, 'entity' | 'expected'>,
  id: string,
  current: number,
) {
  if (expected === 'new') return current > 0 ? conflict(entity, id, current, expected) : null
  if (expected === 'any' || expected === current) return null
  return current === 0 ? notFound(entity, id) : conflict(entity, id, current, expected)
}

/** The number that a put's version gets. */
export const versionAfter = (current: number, { at_least = 0 }: Pick<Put, 'at_least'>) =>
  Math.max(current + 1, at_least)
