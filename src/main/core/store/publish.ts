// The manifest of an open workspace, published by the one program that holds it.
import { randomBytes } from 'node:crypto'
import { FORMAT_VERSION } from './layout.ts'
import { publishManifest, readManifest } from './manifest.ts'
import { syncNames } from './place-parts.ts'
import type { State } from './state.ts'

export function createPublisher() {
  const epoch = randomBytes(8).toString('hex')
  let published = false
  return async (state: State) => {
    const { files, layout } = state
    const before = await readManifest(files, layout)
    if (published && before.state === 'good' && before.manifest.epoch !== epoch) {
      throw new Error('Another program has taken over this workspace')
    }
    await syncNames(state)
    await publishManifest(files, layout, {
      format_version: FORMAT_VERSION,
      epoch,
      flushed_seq: state.flushedSeq,
      first_log: state.firstLog,
      // A part that isn't in its place yet is known from the log, which is kept until it is.
      parts: state.parts.all().filter(part => !part.path.startsWith('_meta/')),
      damage: state.damage,
    })
    published = true
  }
}
