// Folder: writes, reads back and deletes a probe file, on a disk or a share.
import { randomUUID } from 'node:crypto'
import * as disk from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { TestConnection } from '../face.ts'
import { done, type Failure, failed, type Step } from '../failure.ts'
import { waitWords } from '../http/retry-after.ts'
import { type Run, tester } from '../tester.ts'

/** What the test needs of a file system. */
export type FolderFiles = Pick<typeof disk, 'stat' | 'writeFile' | 'readFile' | 'rm'>

export const codeOf = (error: unknown) => {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'unknown'
}

const RIGHTS =
  'Have your user account given the right to create, read and delete files there, or choose another folder; then test again.'

/** `doing` is what failed, as in “may not …”. */
export function explain(code: string, doing: string, path: string): Failure {
  switch (code) {
    case 'ENOENT':
      return {
        cause: 'wrong_id',
        message: `There is no folder at ${path}: it was moved, renamed or deleted, or its drive or share is not connected.`,
        hint: 'Connect the drive or share, put the folder back, or choose another one; then test again.',
      }
    case 'ENOTDIR':
      return {
        cause: 'wrong_id',
        message: `${path} leads to a file, not to a folder.`,
        hint: 'Choose a folder, then test again.',
      }
    case 'EROFS':
      return {
        cause: 'refused',
        code: 'forbidden',
        message: 'The folder is on a disk or share that is read-only.',
        hint: 'Have it made writable, or choose another folder; then test again.',
      }
    case 'EACCES':
    case 'EPERM':
      return {
        cause: 'refused',
        code: 'forbidden',
        message: `You may not ${doing}: your user account on this computer lacks the right.`,
        hint: RIGHTS,
      }
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        cause: 'rejected',
        code: 'storage_full',
        message: 'The folder’s disk or share is full, or your quota there is used up.',
        hint: 'Free some space, then test again.',
      }
    case 'EHOSTDOWN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOTCONN':
    case 'ESTALE':
    case 'ETIMEDOUT':
      return {
        cause: 'offline',
        message: 'The share that holds the folder cannot be reached.',
        hint: 'Check the network or VPN and reconnect the share, then test again.',
      }
    default:
      return {
        cause: 'rejected',
        message: `This computer could not ${doing} (${/^[A-Z0-9_]+$/.test(code) ? `the system’s error ${code}` : 'the system named no error'}).`,
        hint: 'Check the disk or share, or choose another folder; then test again.',
      }
  }
}

/** Runs to its end even after nobody waits any more, so that a slow share isn't left with the probe file. */
async function probe(run: Run, files: FolderFiles): Promise<Step<string | null>> {
  const folder = run.value('path')
  const name = `.activation-manager-test-${randomUUID()}`
  const file = join(folder, name)
  let doing = 'open the folder'
  let same = false
  try {
    if (!(await files.stat(folder)).isDirectory())
      return { ok: false, failure: explain('ENOTDIR', doing, folder) }
    run.found('The folder is there.')
    doing = 'write files in the folder'
    try {
      await files.writeFile(file, name, { flag: 'wx', flush: true })
      run.found('A file can be written in it.')
      doing = 'read files in the folder'
      same = (await files.readFile(file, 'utf8')) === name
    } catch (error) {
      // Whatever is left of the probe goes; the first failure is the one to tell.
      await files.rm(file, { force: true }).catch(() => undefined)
      throw error
    }
    doing = 'delete files in the folder'
    await files.rm(file)
    if (!same) {
      return failed(
        'rejected',
        'A file written to the folder was read back different from what was written.',
        'Do not send audiences there until the disk or share has been checked.',
      )
    }
    run.found('What was written is read back the same.')
    run.found('The file could be deleted again.')
    return done(folder)
  } catch (error) {
    const failure = explain(codeOf(error), doing, folder)
    const left =
      doing === 'delete files in the folder'
        ? ` A test file named ${name} is left in it; you can delete it.`
        : ''
    return { ok: false, failure: { ...failure, hint: failure.hint + left } }
  }
}

/** Waits for the probe no longer than the limit, nor past a cancel: a share that hangs can't be hurried. */
function bounded(run: Run, work: Promise<Step<string | null>>): Promise<Step<string | null>> {
  const { signal, timeout_ms } = run.input
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer)
      resolve(failed('cancelled', 'The test was cancelled.', 'Test again when you are ready.'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel)
      resolve(
        failed(
          'timeout',
          `The folder did not answer within ${waitWords(Math.ceil(timeout_ms / 1000))}.`,
          'If it is on a share, check the network or VPN and reconnect the share, then test again.',
        ),
      )
    }, timeout_ms)
    signal.addEventListener('abort', cancel, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    })
  })
}

async function test(run: Run, files: FolderFiles): Promise<Step<string | null>> {
  if (run.input.signal.aborted) {
    return failed('cancelled', 'The test was cancelled.', 'Test again when you are ready.')
  }
  if (!isAbsolute(run.value('path'))) {
    return failed(
      'incomplete',
      `${run.value('path')} is not a path of this computer’s system.`,
      'Choose the folder again on this computer, save, then test again.',
    )
  }
  return bounded(run, probe(run, files))
}

/** The test of a folder; the label is its path. */
export const folderTester = (files: FolderFiles = disk): TestConnection =>
  tester({
    type: 'folder',
    service: 'The folder',
    settings: ['path'],
    test: run => test(run, files),
  })
