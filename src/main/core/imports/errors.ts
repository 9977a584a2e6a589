// What goes wrong around an import rather than in its rows, in the analyst's words.
import { type Fail, fail } from '../../../shared/errors.ts'
import { Unreadable } from './reading/failures.ts'

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** What the file or its system refuses, as a refusal; null when it is neither, and so a bug. */
export function fileFailure(error: unknown, name: string): Fail | null {
  if (error instanceof Unreadable) return unreadableFile(name, error.message)
  const code = codeOf(error)
  switch (code) {
    case null:
      return null
    case 'ENOENT':
      return fail('not_found', `${name} isn’t there any more`, { hint: 'Choose the file again.' })
    case 'EACCES':
    case 'EPERM':
      return fail('forbidden', `${name} can’t be read: the system refuses access`, {
        hint: 'Check the file’s permissions, or copy it to another folder and choose it there.',
      })
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('storage_full', 'The disk is full. Nothing was imported.', {
        hint: 'Free some space on the disk of the workspace and import again.',
      })
    default:
      return code.startsWith('E')
        ? fail('internal', `${name} can’t be read to its end (${code}). Nothing was imported.`, {
            hint: 'If the file is on a network drive or a removable disk, copy it to this computer first.',
          })
        : null
  }
}

/** A file that can't be read, or not to its end. `why` follows its name. */
export const unreadableFile = (name: string, why: string): Fail =>
  fail('validation_failed', `${name} ${why}`, {
    hint: 'Files with a row for each audience can be imported: CSV, TSV, JSON, NDJSON, Parquet and Excel (.xlsx).',
  })

export const importCancelled = (): Fail =>
  fail('cancelled', 'The import was cancelled. Nothing was imported.')
