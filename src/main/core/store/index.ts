// The store: opens a workspace folder and answers with its face. Everything else in this folder is its inside.

import { mkdirSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { assemble } from './assemble.ts'
import { type Duck, openDuck } from './duck.ts'
import type { Store } from './face.ts'
import { codeOf } from './failures.ts'
import { nodeFiles } from './files.ts'
import { FORMAT_VERSION, layoutOf } from './layout.ts'
import { takeLock } from './lock.ts'
import { readManifest } from './manifest.ts'
import type { StoreOptions } from './state.ts'

export { definitions } from './entities.ts'
export type * from './face.ts'
export { conflict, refusalOf, versionAfter, versionsOf } from './failures.ts'
export type { StoreOptions } from './state.ts'

/**
 * Opens a workspace, recovering what a crash left. Refusals: `storage_busy` (someone holds it), `unsupported` (made by a
 * newer version; untouched). A folder that can't be written to opens read-only.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store>> {
  try {
    return await open(options)
  } catch (error) {
    const code = codeOf(error)
    options.log?.('error', 'The workspace could not be opened', { code, reason: String(error) })
    if (code === 'ENOSPC' || code === 'EDQUOT')
      return fail('storage_full', 'The workspace could not be opened: its disk is full.', {
        hint: 'Free some space, then open it again. What was saved is safe.',
      })
    return fail(
      'storage_corrupt',
      `The workspace could not be opened: the disk reported a fault (${code || 'unknown'}).`,
      {
        hint: 'Check the disk, then try again. Nothing was changed.',
      },
    )
  }
}

async function open(options: StoreOptions): Promise<Result<Store>> {
  const files = options.files ?? nodeFiles
  const layout = layoutOf(resolve(options.folder))
  const say = options.log ?? (() => {})
  const now = options.now ?? (() => new Date())

  const before = await readManifest(files, layout)
  if (before.state === 'newer') return newer(before.format_version)
  let writable = true
  let release = () => {}
  try {
    for (const folder of [layout.wal, layout.tmp]) mkdirSync(folder, { recursive: true })
    const lock = await takeLock(layout)
    if (!lock.ok) return lock
    release = lock.value
  } catch (error) {
    const code = codeOf(error)
    if (
      !['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code) &&
      !/permission|read-only/i.test(String(error))
    )
      throw error
    writable = false
  }
  let duck: Duck | null = null
  try {
    if (writable) await options.prepare?.()
    duck = await openDuck({
      folder: layout.folder,
      temp: layout.tmp,
      threads: Math.max(2, Math.min(4, availableParallelism())),
      memoryMb: Math.max(1_024, Math.round(totalmem() / 4e6)),
      connections: 6,
    })
    return ok(
      await assemble({
        layout,
        files,
        duck,
        say,
        now,
        writable,
        release,
        read: options.prepare ? await readManifest(files, layout) : before,
        flush: options.flush,
        verify_after_ms: options.verify_after_ms,
      }),
    )
  } catch (error) {
    duck?.close()
    release()
    throw error
  }
}

const newer = (format_version: number) =>
  fail(
    'unsupported',
    'This workspace was made by a newer version of Activation Manager. It was left as it is.',
    {
      hint: 'Install the newest version, or choose another workspace folder.',
      details: { format_version, supported: FORMAT_VERSION },
    },
  )
