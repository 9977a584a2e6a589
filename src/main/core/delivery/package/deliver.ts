// Writing a package within the limits of a delivery: it can be cancelled and can't hang, until the moment it is renamed.
import { isAbsolute } from 'node:path'
import { done, type Failure, failed, type Step } from '../../connectors/failure.ts'
import { waitWords } from '../../connectors/http/retry-after.ts'
import { codeOf, explain } from '../../connectors/types/folder.ts'
import type { DeliverInput } from '../face.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { type Package, type WriteOptions, writePackage } from './write.ts'

const CANCELLED = failed(
  'cancelled',
  'The run was cancelled. No package was left behind.',
  'Retry the run when you are ready.',
)

/** A thrown `Step`, to leave the writing from its middle. */
class Ended extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

export type PackagePlace = Pick<WriteOptions, 'parent' | 'formats' | 'picked_up'> & {
  disk?: Disk | undefined
}

/** Packages that a person uploads from: in the workspace, where nobody else takes them. */
export const handoverPlace = ({ folder }: DeliverInput): PackagePlace => ({
  parent: folder,
  formats: ['csv', 'parquet'],
  picked_up: false,
})

/** Disk errors, a cancel and a disk that doesn't answer within `timeout_ms` are failures; nothing visible is left then. */
export async function deliverPackage(input: DeliverInput, place: PackagePlace): Promise<Step<Package>> {
  const { signal, timeout_ms } = input
  const { parent, formats, picked_up, disk = nodeDisk } = place
  if (signal.aborted) return CANCELLED
  if (!isAbsolute(parent)) {
    return failed(
      'incomplete',
      `${parent} is not a path of this computer’s system.`,
      'Choose the folder again on this computer, save, then retry the run.',
    )
  }
  let ended: Failure | null = null
  let committing = false
  const step = () => {
    if (ended) throw new Ended(ended)
  }
  const begin = async () => {
    // A folder of the workspace is there with the first package; one that a person named has to be there already.
    if (!picked_up) await disk.mkdir(parent)
    return writePackage(input, {
      parent,
      formats,
      picked_up,
      disk,
      step,
      committing: () => (committing = true),
    })
  }
  const work = begin()
  const outcome = work.then(
    (written): Step<Package> => done(written),
    (error: unknown): Step<Package> => {
      if (error instanceof Ended) return { ok: false, failure: error.failure }
      if (codeOf(error) === 'unknown') throw error
      return { ok: false, failure: explain(codeOf(error), 'write files in the folder', parent) }
    },
  )
  return new Promise((resolve, reject) => {
    // Ends at the next step, when what was begun has been removed.
    const cancel = () => {
      ended ??= CANCELLED.failure
    }
    const timer = setTimeout(() => {
      if (committing) return
      ended ??= {
        cause: 'timeout',
        message: `The folder did not answer within ${waitWords(Math.ceil(timeout_ms / 1000))}.`,
        hint: 'If it is on a share, check the network or VPN and reconnect the share, then retry the run.',
      }
      // A disk that hangs may never come to its next step.
      resolve({ ok: false, failure: ended })
    }, timeout_ms)
    signal.addEventListener('abort', cancel, { once: true })
    outcome.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
    })
  })
}
