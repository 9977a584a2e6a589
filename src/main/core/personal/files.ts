// Small JSON files that belong to a person: written whole or not at all, named so that every system can keep them.
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Fail, fail, ok, type Result } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'

const EXTENSION = '.json'
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/**
 * A file name for any id, and a different one for each: letters a–z, digits and hyphens stay, other bytes become `_hh`.
 * The prefix keeps clear of names that Windows reserves (con, nul …) and of hidden files.
 */
export function safeName(id: string): string {
  const bytes = Buffer.from(id, 'utf8')
  const text = Array.from(bytes, byte => {
    const char = String.fromCharCode(byte)
    return /[a-z0-9-]/.test(char) ? char : `_${byte.toString(16).padStart(2, '0')}`
  })
  return `u-${text.join('')}`
}

/** The disk's refusals in the analyst's words. */
export function diskRefusal(error: unknown): Fail | null {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('storage_full', 'The disk is full. Nothing was saved.', {
        hint: 'Free some space, then try again.',
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('forbidden', 'The workspace folder can’t be written to', {
        hint: 'Check the permissions of the workspace folder.',
      })
    case 'EBUSY':
    case 'EMFILE':
    case 'ENFILE':
      return fail('storage_busy', 'The file is in use by another program', { hint: 'Try again in a moment.' })
    default:
      return null
  }
}

/** On Windows a rename over a file that a virus scanner or an indexer has open fails until they let go. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      return await rename(from, to)
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error))
      if (process.platform !== 'win32' || !held || wait > 1_000) throw error
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
}

/** Written next to its place, synced, then renamed over it. One writer at a time for one path. */
export async function writeJson(path: string, value: unknown): Promise<Result<null>> {
  const temporary = `${path}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(value))
      await file.sync()
    } finally {
      await file.close()
    }
    await renameOver(temporary, path)
    return ok(null)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    const refusal = diskRefusal(error)
    if (refusal) return refusal
    throw error
  }
}

/** null when there is none. A file that isn't what it should be is set aside, logged, and counts as none. */
export async function readJson<T>(
  path: string,
  parse: (value: unknown) => Result<T>,
  log: Log,
): Promise<T | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
  let problem: string
  try {
    const parsed = parse(JSON.parse(text))
    if (parsed.ok) return parsed.value
    problem = parsed.error.message
  } catch (error) {
    problem = error instanceof SyntaxError ? 'is not JSON' : String(error)
  }
  const aside = `${path}.damaged-${Date.now()}`
  await rename(path, aside).catch(() => undefined)
  log.warn('personal_file_damaged', { path, aside, problem })
  return null
}

export async function removeFile(path: string): Promise<Result<null>> {
  try {
    await rm(path, { force: true })
    return ok(null)
  } catch (error) {
    const refusal = diskRefusal(error)
    if (refusal) return refusal
    throw error
  }
}

/** Full paths of the JSON files in a folder; none when there is no folder. */
export async function listJson(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names.filter(name => name.endsWith(EXTENSION)).map(name => join(folder, name))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

export const jsonPath = (folder: string, id: string) => join(folder, `${safeName(id)}${EXTENSION}`)
