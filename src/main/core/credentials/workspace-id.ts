// A workspace's own id in the keychain. It stays when the folder is moved or renamed, and a copy gets another: the same
// platforms in two folders must not overwrite or delete each other's secrets.
import { randomUUID } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ok, type Result } from '../../../shared/errors.ts'
import { diskRefusal } from '../personal/files.ts'
import { writeDurably } from './durable.ts'

const Identity = z.object({
  id: z.string().regex(/^[0-9a-f-]{36}$/),
  /** Where the workspace was when it was last seen. */
  folder: z.string(),
})
type Identity = z.output<typeof Identity>

const pathIn = (folder: string) => join(folder, '_meta', 'credentials.json')

/** null when there is none, or none that can be read: then it is as if there were no secrets yet. */
async function identityIn(folder: string): Promise<Identity | null> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return Identity.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** The same folder under another name, such as a drive letter and a share. */
async function same(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one, { bigint: true }), stat(other, { bigint: true })])
  return a.dev === b.dev && a.ino === b.ino
}

async function copied({ id, folder: from }: Identity, here: string): Promise<boolean> {
  const there = await identityIn(from)
  return there?.id === id && !(await same(from, here))
}

/**
 * The id of a workspace that exists, made when it has none. When the folder it was last seen in is still there with the same
 * id, this one is a copy. Refuses when the folder can't be written to.
 */
export async function workspaceId(workspace: string): Promise<Result<string>> {
  try {
    const folder = await realpath(workspace)
    const found = await identityIn(folder)
    if (found?.folder === folder) return ok(found.id)
    const id = found === null || (await copied(found, folder)) ? randomUUID() : found.id
    await writeDurably(pathIn(folder), JSON.stringify({ id, folder } satisfies Identity))
    return ok(id)
  } catch (error) {
    const refusal = diskRefusal(error)
    if (refusal) return refusal
    throw error
  }
}
