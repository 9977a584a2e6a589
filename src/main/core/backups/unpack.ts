// Unpacks a backup into a new folder, as a workspace that can be opened.
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nodeDisk } from '../delivery/package/disk.ts'
import { belongs } from './contents.ts'
import type { About } from './file/archive.ts'
import { readThrough } from './file/disk.ts'
import { damaged } from './refused.ts'

async function writeThrough(file: FileHandle, content: AsyncIterable<Buffer>) {
  try {
    for await (const piece of content) await file.appendFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes all names below a folder durable, innermost first. */
async function syncBelow(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncBelow(join(folder, entry.name))
  await nodeDisk.syncFolder(folder)
}

/**
 * The folder must not be there yet. When this resolves all of the backup was checked and is in it, on the disk; otherwise
 * the folder is gone again. Throws `Refused`, and what the disk throws.
 */
export async function unpack(
  path: string,
  passphrase: string | null,
  folder: string,
  {
    signal,
    progress,
    wrote = () => {},
  }: { signal: AbortSignal; progress(bytes: number): void; wrote?(path: string): void },
): Promise<{ about: About; files: number }> {
  await mkdir(folder)
  try {
    const { about, index } = await readThrough(
      path,
      passphrase,
      {
        async file(name, _bytes, content) {
          if (!belongs(name)) throw damaged(`it holds ${name}, which no backup has`)
          const target = join(folder, ...name.split('/'))
          await mkdir(dirname(target), { recursive: true })
          await writeThrough(await open(target, 'wx', 0o600), content)
          wrote(name)
        },
      },
      signal,
      progress,
    )
    await syncBelow(folder)
    await nodeDisk.syncFolder(dirname(folder))
    return { about, files: index.length }
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {})
    throw error
  }
}
