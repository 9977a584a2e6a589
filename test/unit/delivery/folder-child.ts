// A second program for tests: delivers to a folder and is killed at one of its steps, in the middle of a write too.
import { openSync, writeSync } from 'node:fs'
import type { DeliverInput } from '../../../src/main/core/delivery/face.ts'
import { type Disk, nodeDisk } from '../../../src/main/core/delivery/package/disk.ts'
import { folderDelivery } from '../../../src/main/core/delivery/types/folder.ts'

/** What of an input goes from one program to another. */
export type FolderOrders = {
  input: Omit<DeliverInput, 'signal' | 'now' | 'progress' | 'fetch' | 'saveTokens'>
  now: string
  /** Killed before this operation on the disk, or with `midway` in the middle of it. */
  kill_at: number
  midway: boolean
}

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
}

function dying({ kill_at, midway }: FolderOrders): Disk {
  let operation = 0
  const at =
    <A extends unknown[]>(work: (...args: A) => Promise<void>, half?: (...args: A) => void) =>
    async (...args: A) => {
      operation += 1
      if (operation !== kill_at) return work(...args)
      if (!midway) return die()
      if (half) half(...args)
      else await work(...args)
      return die()
    }
  return {
    mkdir: at(nodeDisk.mkdir),
    write: at(nodeDisk.write, (path, bytes) => {
      writeSync(openSync(path, 'wx'), bytes.subarray(0, Math.ceil(bytes.length / 2)))
    }),
    syncFolder: at(nodeDisk.syncFolder),
    rename: at(nodeDisk.rename),
    remove: at(nodeDisk.remove),
  }
}

process.once('message', (orders: FolderOrders) => {
  const deliver = folderDelivery(dying(orders))
  deliver({
    ...orders.input,
    signal: new AbortController().signal,
    now: () => new Date(orders.now),
    progress: () => undefined,
  }).then(
    answer => process.exit(answer.state === 'done' ? 0 : 1),
    () => process.exit(2),
  )
})
