// A backup's passphrase, from a file or the environment: an argument would be in the list of programs and in the shell's history.
import { readFile } from 'node:fs/promises'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Given } from './command.ts'

/** null where none was given. */
export async function passphraseOf(given: Given): Promise<Result<string | null>> {
  const path = given.text('passphrase-file')
  const { ACTIVATION_BACKUP_PASSPHRASE: told } = process.env
  if (path === undefined) return ok(told || null)
  try {
    const [line = ''] = (await readFile(path, 'utf8')).split(/\r?\n/)
    return line === '' ? fail('validation_failed', `The first line of ${path} is empty`) : ok(line)
  } catch {
    return fail('not_found', `The file of the passphrase, ${path}, can’t be read`)
  }
}
