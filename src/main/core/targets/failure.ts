// Why a file that the user asked for could not be written, in the analyst's words.
import { type Fail, fail } from '../../../shared/errors.ts'

/** DuckDB reports what the system said in its text alone. */
const CODES_IN_TEXT = [
  [/No space left|disk full/i, 'ENOSPC'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/Permission denied|Access is denied/i, 'EACCES'],
  [/Read-only file system/i, 'EROFS'],
  [/No such file or directory/i, 'ENOENT'],
] as const

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return CODES_IN_TEXT.find(([text]) => text.test(error.message))?.[1] ?? null
}

/** null when it is no fault of the disk, and so a bug. */
export function saveFailure(error: unknown, name: string): Fail | null {
  const code = codeOf(error)
  switch (code) {
    case null:
      return null
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('storage_full', `There is no room on the disk for ${name}. Nothing was written.`, {
        hint: 'Free some space, or save it on another disk.',
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('forbidden', `${name} can’t be written there: the system refuses access`, {
        hint: 'Save it in another folder. If the file is open in another program, close it there first.',
      })
    case 'EBUSY':
      return fail('storage_busy', `${name} is in use by another program`, {
        hint: 'Close the file there, then try again.',
      })
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('not_found', `The folder that ${name} was to be saved in isn’t there any more`, {
        hint: 'Choose another folder.',
      })
    case 'EISDIR':
      return fail('conflict', `There is a folder of the name ${name}`, { hint: 'Choose another name.' })
    default:
      return code.startsWith('E')
        ? fail('internal', `${name} could not be written (${code})`, {
            hint: 'If its place is on a network drive or a removable disk, save it on this computer first.',
          })
        : null
  }
}
