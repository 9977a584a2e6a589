// The store's file layer over a real folder, with a disk that fails on demand and forgets what was never synced.
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type Files, nodeFiles } from '../../src/main/core/store/files.ts'
import { type CutMode, createDisk, digestOf, restore, type Survivors } from './fault-disk.ts'

export type StepName =
  | 'log.open'
  | 'log.write'
  | 'log.sync'
  | 'log.close'
  | 'mkdir'
  | 'list'
  | 'read'
  | 'write'
  | 'write.sync'
  | 'sync'
  | 'syncFolder'
  | 'rename'
  | 'remove'
  | 'truncate'
export type Step = { n: number; name: StepName; path: string }
/** `short`: a log write takes half of the bytes. `crash`: this step and all after it are refused. */
export type FaultKind = 'EIO' | 'ENOSPC' | 'EPERM' | 'short' | 'crash'
export type Fault = {
  at: number
  kind: FaultKind /** It fails from that step on, not once. */
  lasting?: boolean
}

/** Which steps a kind of fault can meet on a real disk. */
export const CAN_FAIL: Record<FaultKind, readonly StepName[]> = {
  EIO: [
    'log.open',
    'log.write',
    'log.sync',
    'list',
    'read',
    'write',
    'write.sync',
    'sync',
    'syncFolder',
    'rename',
    'remove',
    'truncate',
    'mkdir',
  ],
  ENOSPC: ['log.open', 'log.write', 'log.sync', 'mkdir', 'write', 'write.sync', 'sync'],
  EPERM: ['rename'],
  short: ['log.write'],
  crash: [
    'log.open',
    'log.write',
    'log.sync',
    'log.close',
    'mkdir',
    'list',
    'read',
    'write',
    'write.sync',
    'sync',
    'syncFolder',
    'rename',
    'remove',
    'truncate',
  ],
}

export class CrashError extends Error {
  code = 'CRASH'
}

const TEXT: Record<string, string> = {
  EIO: 'i/o error',
  ENOSPC: 'no space left on device',
  EPERM: 'operation not permitted',
}
const faultOf = (kind: FaultKind, step: Step) =>
  kind === 'crash'
    ? new CrashError(`crashed at step ${step.n} (${step.name} ${step.path})`)
    : Object.assign(new Error(`${kind}: ${TEXT[kind] ?? kind}, ${step.name} '${step.path}'`), { code: kind })

export type FaultFiles = Files & {
  steps: Step[]
  /** May be set at any time; null is a healthy disk. */
  fault: Fault | null
  /** Called before each step is carried out. */
  beforeStep: ((step: Step) => void) | null
  survivors(mode: CutMode, seed?: number): Survivors
  /** A new folder with what a power cut now would leave. */
  powerCut(mode: CutMode, seed?: number): string
  /** All that is asked from now on is refused, as by a process that is gone. */
  kill(): void
  /** The next process, on the same disk: what was not synced is still not. */
  revive(): void
}

export function faultFiles(root: string): FaultFiles {
  const disk = createDisk(root)
  let dead = false

  /** Counts the step and answers the fault that meets it, if any. */
  function meet(name: StepName, path: string): { step: Step; kind: FaultKind | null } {
    const step = { n: files.steps.length, name, path: relative(root, path).replaceAll('\\', '/') }
    if (dead) throw faultOf('crash', step)
    files.beforeStep?.(step)
    files.steps.push(step)
    const { fault } = files
    if (!fault || !(fault.lasting ? step.n >= fault.at : step.n === fault.at)) return { step, kind: null }
    if (!CAN_FAIL[fault.kind].includes(name)) return { step, kind: null }
    if (fault.kind === 'crash') dead = true
    return { step, kind: fault.kind }
  }
  function pass(name: StepName, path: string) {
    const { step, kind } = meet(name, path)
    if (kind) throw faultOf(kind, step)
  }

  const files: FaultFiles = {
    steps: [],
    fault: null,
    beforeStep: null,
    survivors: disk.survivors,
    powerCut(mode, seed) {
      const folder = mkdtempSync(join(tmpdir(), 'am-after-cut-'))
      restore(disk.survivors(mode, seed), folder)
      return folder
    },
    kill() {
      dead = true
    },
    revive() {
      dead = false
      files.fault = null
    },

    openLog(path, create) {
      pass('log.open', path)
      const fd = openSync(path, create ? 'ax' : 'a')
      return {
        write(bytes) {
          const { step, kind } = meet('log.write', path)
          // Never 0, which a loop over short writes would wait on for ever.
          const half = Math.max(1, Math.floor(bytes.length / 2))
          if (kind && kind !== 'crash') writeSync(fd, bytes.subarray(0, half))
          if (kind === 'short') return half
          if (kind) throw faultOf(kind, step)
          return writeSync(fd, bytes)
        },
        sync() {
          const { step, kind } = meet('log.sync', path)
          if (kind && kind !== 'crash') disk.syncFailed(path)
          if (kind) throw faultOf(kind, step)
          disk.synced(path)
        },
        close() {
          closeSync(fd)
          if (!dead) pass('log.close', path)
        },
      }
    },
    async mkdir(path) {
      pass('mkdir', path)
      mkdirSync(path, { recursive: true })
    },
    async list(path) {
      pass('list', path)
      return nodeFiles.list(path)
    },
    async read(path) {
      pass('read', path)
      return nodeFiles.read(path)
    },
    async write(path, data) {
      const { step, kind } = meet('write', path)
      if (kind === 'crash') throw faultOf(kind, step)
      writeFileSync(path, kind ? data.subarray(0, Math.floor(data.length / 2)) : data)
      disk.rewritten(path)
      if (kind) throw faultOf(kind, step)
      const second = meet('write.sync', path)
      if (second.kind && second.kind !== 'crash') disk.syncFailed(path)
      if (second.kind) throw faultOf(second.kind, second.step)
      disk.synced(path)
    },
    async sync(path) {
      const { step, kind } = meet('sync', path)
      if (kind && kind !== 'crash') disk.syncFailed(path)
      if (kind) throw faultOf(kind, step)
      disk.synced(path)
    },
    async syncFolder(path) {
      pass('syncFolder', path)
      disk.folderSynced(path)
    },
    async rename(from, to) {
      pass('rename', to)
      disk.losesName(to)
      renameSync(from, to)
    },
    async remove(path) {
      pass('remove', path)
      disk.losesName(path)
      rmSync(path, { force: true })
    },
    async truncate(path, bytes) {
      pass('truncate', path)
      truncateSync(path, bytes)
    },
  }
  return files
}

export { type CutMode, digestOf, restore, type Survivors }
