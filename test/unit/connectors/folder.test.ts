// The folder's probe on a real disk, and on file systems that fail as shares and full disks do.
import * as disk from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FailureCause, TestConnectionInput } from '../../../src/main/core/connectors/face.ts'
import { type FolderFiles, folderTester } from '../../../src/main/core/connectors/types/folder.ts'
import { NOW } from './support.ts'

let folder: string
beforeEach(async () => {
  folder = await disk.mkdtemp(join(tmpdir(), 'folder-test-'))
})
afterEach(() => disk.rm(folder, { recursive: true, force: true }))

const probe = (path: string, files: Partial<FolderFiles> = {}, more: Partial<TestConnectionInput> = {}) =>
  folderTester({ ...disk, ...files })({
    credentials: {},
    settings: { path },
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => NOW,
    ...more,
  })

const failing = (code: string) => async () => {
  throw Object.assign(new Error(`${code}: secret words of the system`), { code })
}

it('a folder that takes files is found well and left as it was', async () => {
  await disk.writeFile(join(folder, 'kept.csv'), 'kept')
  expect(await probe(folder)).toEqual({
    state: 'ok',
    account_label: folder,
    checked: [
      'The folder is there.',
      'A file can be written in it.',
      'What was written is read back the same.',
      'The file could be deleted again.',
    ],
  })
  expect(await disk.readdir(folder)).toEqual(['kept.csv'])
})

describe('a path that is no folder', () => {
  it('is missing', async () => {
    expect(await probe(join(folder, 'nowhere'))).toMatchObject({
      state: 'failed',
      cause: 'wrong_id',
      error: {
        code: 'not_found',
        message: expect.stringContaining(`There is no folder at ${join(folder, 'nowhere')}:`),
      },
    })
  })

  it('is a file', async () => {
    const file = join(folder, 'file')
    await disk.writeFile(file, '')
    for (const path of [file, join(file, 'below')])
      expect(await probe(path)).toMatchObject({
        cause: 'wrong_id',
        error: { message: `${path} leads to a file, not to a folder.` },
      })
  })

  it.each([
    ['', /the folder’s path is missing/],
    ['relative/path', /must be a full path/],
    ['/mnt/../etc', /must not hold “..”/],
  ])('is incomplete: "%s"', async (path, words) => {
    const verdict = await probe(path)
    expect(verdict).toMatchObject({ cause: 'incomplete', error: { code: 'validation_failed' } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(words)
  })

  it.skipIf(process.platform === 'win32')('is of another system', async () => {
    const message = 'C:\\drop is not a path of this computer’s system.'
    expect(await probe('C:\\drop')).toMatchObject({ cause: 'incomplete', error: { message } })
  })
})

describe('a folder that refuses', () => {
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is one without write permission',
    async () => {
      await disk.chmod(folder, 0o500)
      const verdict = await probe(folder)
      await disk.chmod(folder, 0o700)
      expect(verdict).toMatchObject({ state: 'failed', cause: 'refused', error: { code: 'forbidden' } })
      expect(verdict.checked).toEqual(['The folder is there.'])
    },
  )

  it.each<[keyof FolderFiles, string, FailureCause, string, RegExp]>([
    ['stat', 'EACCES', 'refused', 'forbidden', /may not open the folder/],
    ['writeFile', 'EACCES', 'refused', 'forbidden', /may not write files/],
    ['writeFile', 'EPERM', 'refused', 'forbidden', /may not write files/],
    ['writeFile', 'EROFS', 'refused', 'forbidden', /read-only/],
    ['writeFile', 'ENOSPC', 'rejected', 'storage_full', /full/],
    ['writeFile', 'EDQUOT', 'rejected', 'storage_full', /full/],
    ['writeFile', 'EHOSTDOWN', 'offline', 'offline', /share .* cannot be reached/],
    [
      'writeFile',
      'EIO',
      'rejected',
      'platform_rejected',
      /could not write files in the folder \(the system’s error EIO\)/,
    ],
    ['readFile', 'EACCES', 'refused', 'forbidden', /may not read files/],
    ['readFile', 'odd code', 'rejected', 'platform_rejected', /the system named no error/],
  ])('%s %s: %s', async (step, fault, cause, code, message) => {
    const verdict = await probe(folder, { [step]: failing(fault) })
    expect(verdict).toMatchObject({ state: 'failed', cause, error: { code } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(message)
    expect(JSON.stringify(verdict)).not.toContain('secret words')
    expect(await disk.readdir(folder)).toEqual([])
  })

  it('to delete is told the name of what is left', async () => {
    const verdict = await probe(folder, { rm: failing('EPERM') })
    const [left] = await disk.readdir(folder)
    expect(verdict).toMatchObject({
      cause: 'refused',
      error: { hint: expect.stringContaining(left ?? 'none') },
    })
  })

  it('nothing but keeps something else has failed, and keeps no probe', async () => {
    const readFile = (async () => 'something else') as unknown as FolderFiles['readFile']
    const verdict = await probe(folder, { readFile })
    expect(verdict).toMatchObject({ state: 'failed', cause: 'rejected' })
    expect(verdict.checked).not.toContain('What was written is read back the same.')
    expect(await disk.readdir(folder)).toEqual([])
  })
})

describe('a share that hangs', () => {
  /** Writes only once it is let go. */
  function stuck() {
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    let asked = () => {}
    const waiting = new Promise<void>(resolve => {
      asked = resolve
    })
    let gone = () => {}
    const removed = new Promise<void>(resolve => {
      gone = resolve
    })
    const files: Partial<FolderFiles> = {
      async writeFile(...args: Parameters<FolderFiles['writeFile']>) {
        asked()
        await gate
        return disk.writeFile(...args)
      },
      async rm(...args: Parameters<FolderFiles['rm']>) {
        await disk.rm(...args)
        gone()
      },
    }
    return { files, release, waiting, removed }
  }

  it('ends at the time limit, and leaves nothing when it comes back', async () => {
    const share = stuck()
    const verdict = await probe(folder, share.files, { timeout_ms: 20 })
    expect(verdict).toMatchObject({ state: 'failed', cause: 'timeout', error: { code: 'timeout' } })
    share.release()
    await share.removed
    expect(await disk.readdir(folder)).toEqual([])
  })

  it('ends when cancelled', async () => {
    const share = stuck()
    const control = new AbortController()
    const verdict = probe(folder, share.files, { signal: control.signal })
    await share.waiting
    control.abort()
    expect(await verdict).toMatchObject({ state: 'failed', cause: 'cancelled' })
    share.release()
    await share.removed
  })

  it('is not touched when cancelled before', async () => {
    const verdict = await probe(folder, { stat: failing('EIO') }, { signal: AbortSignal.abort() })
    expect(verdict).toMatchObject({ state: 'failed', cause: 'cancelled' })
  })
})
