// A disk that is full while a backup is made, opened or restored: it is said, earlier files stay, nothing is left half done.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readThrough } from '../../../src/main/core/backups/file/disk.ts'
import type { AppError } from '../../../src/shared/errors.ts'
import { answerOf } from '../../support/app.ts'
import { audienceInput } from '../../support/audiences.ts'
import { type DiskStep, watchDisk } from '../../support/disk-steps.ts'
import {
  ask,
  ended,
  open,
  openBackup,
  reopened,
  stateOf,
  USER,
  unfinished,
  withBackup,
  within,
} from './support.ts'

const FULL = process.env.TORTURE_FULL === '1'
const timeout = FULL ? 3_600_000 : 60_000
/** What needs room. */
const GROWS = new Set(['mkdir', 'link', 'copyFile', 'cp', 'open', 'write', 'writeFile', 'appendFile'])

/** A step, by name and path, or how many find room before it. */
type From = RegExp | number

let root: string
let [backup, before, after] = ['', '', '']
let stop = () => {}
/** Below which folder there is no room any more, and from which step on. */
let disk: { below: string; from: From; taken: number; full: boolean } | null = null

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-full-'))
  ;({ backup, before, after } = await withBackup(root))
  stop = await watchDisk(({ name, path }: DiskStep) => {
    if (!disk || !path.startsWith(disk.below) || path.includes('/logs/') || !GROWS.has(name)) return
    const { from } = disk
    disk.taken += 1
    disk.full ||= typeof from === 'number' ? disk.taken > from : from.test(`${name} ${path}`)
    if (disk.full)
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC' })
  })
})
afterAll(async () => {
  stop()
  await rm(root, { recursive: true, force: true })
})

/** Whether it was full before the work was done. */
async function onFullDisk(below: string, from: From, work: () => Promise<unknown>): Promise<boolean> {
  const mine = { below, from, taken: 0, full: false }
  disk = mine
  await work().finally(() => {
    disk = null
  })
  return mine.full
}

/** The work on a disk that is full from these steps on; where all are asked for, from each one on until there are no more. */
async function atEach(steps: readonly RegExp[], work: (from: From) => Promise<boolean>): Promise<void> {
  for (const step of steps) expect(await work(step), String(step)).toBe(true)
  for (let room = 0; FULL && (await work(room)); room += 1);
}

function isFull(error: AppError | null | undefined): boolean {
  if (!error) return false
  expect(error.code, error.message).toBe('storage_full')
  expect(error.message).toMatch(/disk is full|no room on the disk/)
  return true
}
const contentOf = async (folder: string) =>
  Promise.all((await readdir(folder)).sort().map(async name => [name, await readFile(join(folder, name))]))

describe('a backup', { timeout }, () => {
  it('into the folder leaves what is there as it was', async () => {
    const folder = join(root, 'backups')
    await within(join(root, 'workspace'), core =>
      atEach([/^open .*\.part-/, /^appendFile .*\.part-/], async from => {
        const earlier = await contentOf(folder)
        return onFullDisk(folder, from, async () => {
          const { error } = await ended(core, () => ask(core, 'backups.create', { to: 'folder' }))
          if (isFull(error)) expect(await contentOf(folder)).toEqual(earlier)
          else expect(await readdir(folder)).toHaveLength(earlier.length + 1)
        })
      }),
    )
  })

  it('over an earlier file leaves that as it was', async () => {
    const folder = await mkdtemp(join(root, 'chosen-'))
    const path = join(folder, 'weekly.ambackup')
    await within(join(root, 'workspace'), core =>
      atEach([/^appendFile /], async from => {
        await writeFile(path, 'the one of last week')
        return onFullDisk(folder, from, async () => {
          const { file_token } = answerOf(await core.offerTarget({ path }, USER))
          const { error } = await ended(core, () => ask(core, 'backups.create', { to: { file_token } }))
          if (isFull(error)) expect(await readFile(path, 'utf8')).toBe('the one of last week')
          else await readThrough(path, null)
          expect(await readdir(folder)).toEqual(['weekly.ambackup'])
        })
      }),
    )
  })
})

describe('a restore', { timeout }, () => {
  it('opens no backup that there is no room to unpack', async () => {
    const workspace = join(root, 'workspace')
    await within(workspace, core =>
      atEach([/^mkdir .*opened-/, /^appendFile .*manifest\.json$/], from =>
        onFullDisk(workspace, from, async () => {
          const { file_token } = answerOf(await core.offerFile(backup, 'kept.ambackup', USER, false))
          const { error } = await ended(core, () => ask(core, 'backups.open', { from: { file_token } }))
          if (!isFull(error)) await ask(core, 'backups.close', {})
          expect(await unfinished(workspace)).toEqual([])
        }),
      ),
    )
  })

  it('into a new folder makes it whole or not at all', async () => {
    const workspace = join(root, 'workspace')
    const folder = await mkdtemp(join(root, 'new-'))
    const how = { how: 'new_folder', folder: join(folder, 'restored') } as const
    await within(workspace, core =>
      atEach([/^cp /], async from => {
        const opened = await openBackup(core, backup)
        return onFullDisk(folder, from, async () => {
          const { error } = await ended(core, () => ask(core, 'backups.restore', { opened, how }))
          expect(await readdir(folder)).toEqual(isFull(error) ? [] : ['restored'])
          expect(await unfinished(workspace)).toEqual([])
        })
      }),
    )
    if (FULL) expect(await within(how.folder, stateOf)).toBe(after)
  })

  async function replace(workspace: string, from: From): Promise<'refused' | 'finished later' | 'done'> {
    await rm(workspace, { recursive: true, force: true })
    await cp(join(root, 'workspace'), workspace, { recursive: true })
    const core = await open(workspace)
    const opened = await openBackup(core, backup)
    const again = reopened(core)
    let error: AppError | null = null
    const full = await onFullDisk(workspace, from, async () => {
      ;({ error } = await ended(core, () =>
        ask(core, 'backups.restore', { opened, how: { how: 'replace' } }),
      ))
      if (!error) await again
    })
    if (isFull(error)) {
      await ask(core, 'backups.close', {})
      expect(await unfinished(workspace)).toEqual([])
      expect(await stateOf(core)).toBe(before)
      await ask(core, 'audiences.create', audienceInput({ name: 'There is room again' }))
    }
    await core.close()
    if (error) return 'refused'
    expect(await within(workspace, stateOf)).toBe(after)
    return full ? 'finished later' : 'done'
  }

  it.each([
    [/^open .*ready\.json/, 'refused'],
    [/^open .*restored\.json/, 'finished later'],
  ])('in place, full from %s on: %s', async (step, outcome) => {
    expect(await replace(join(root, 'replaced'), step)).toBe(outcome)
  })

  it.runIf(FULL)('in place, full from any step on', async () => {
    for (let room = 0; (await replace(join(root, 'replaced'), room)) !== 'done'; room += 1);
  })
})
