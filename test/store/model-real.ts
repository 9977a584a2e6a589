// The real store under the model test: on a disk that can lose power between any two steps, and reopened on what is left.
import type { Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { type CutMode, type FaultFiles, faultFiles } from './fault-files.ts'
import { forget, newFolder } from './faults.ts'
import { foundOutside, glance } from './outside.ts'
import { must } from './reading.ts'

export type Real = {
  store: Store
  files: FaultFiles
  folder: string
  /** Milliseconds; moves on by a day or so, so that saves fall into different months. */
  clock: number
  reopen(): Promise<void>
  powerCut(mode: CutMode, seed: number): Promise<void>
  /** kill -9: nothing is lost, and nothing that was not synced becomes so. */
  kill(): Promise<void>
  end(): Promise<void>
}

export async function newReal(): Promise<Real> {
  const folder = newFolder('model')
  const real: Real = {
    store: undefined as never,
    files: faultFiles(folder),
    folder,
    clock: Date.UTC(2026, 0, 15),
    async reopen() {
      await real.store.close()
      const said = await glance(real.folder)
      if (said.length > 0) throw new Error(said.join('; '))
      await open()
    },
    async powerCut(mode, seed) {
      real.files.fault = null
      const [old, after] = [{ store: real.store, folder: real.folder }, real.files.powerCut(mode, seed)]
      real.files.kill()
      await old.store.close()
      forget(old.folder)
      await foundOutside(after)
      real.folder = after
      real.files = faultFiles(after)
      await open()
    },
    async kill() {
      real.files.kill()
      await real.store.close()
      real.files.revive()
      await open()
    },
    async end() {
      await real.store.close().catch(() => null)
      forget(real.folder)
    },
  }
  const open = async () => {
    const { files, folder } = real
    real.store = must(await openStore({ folder, files, now: () => new Date(real.clock) }))
    const { state, damage } = real.store.info()
    if (state !== 'open' || damage.length > 0)
      throw new Error(`opened as ${state}: ${JSON.stringify(damage)}`)
  }
  await open()
  return real
}
