// The audiences service: all of its operations.
import type { HandlersOf } from '../handlers.ts'
import type { Jobs } from '../jobs/face.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import { createBulk } from './bulk.ts'
import { createReads } from './read.ts'
import { createWrites } from './write.ts'

export const createAudiences = (deps: {
  store: Store
  directory: Directory
  jobs: Jobs
}): HandlersOf<'audiences'> => ({ ...createReads(deps.store), ...createWrites(deps), ...createBulk(deps) })
