// The parts of one owner for readers outside of the store: only those whose checksum is right.
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { DataFiles } from './face.ts'
import { damaged } from './failures.ts'
import type { State } from './state.ts'

const ENTITIES = ['audience', 'platform', 'distribution'] as const

export async function dataFilesOf(state: State, owner: string): Promise<Result<DataFiles>> {
  // In a folder that can't be written to, what is only in the log can't become a file.
  if (!state.writable && ENTITIES.some(entity => state.overlay.of(entity, owner).length > 0))
    return fail(
      'forbidden',
      'Some of what was saved is not in the data files yet, and they can’t be written to.',
      {
        hint: 'Make the workspace folder writable.',
      },
    )
  const files: DataFiles = { audience: [], platform: [], distribution: [] }
  for (const entity of ENTITIES) {
    const parts = state.parts.of(entity, owner)
    try {
      await state.parts.sound(parts)
    } catch {
      return damaged(parts.find(part => !state.parts.isVerified(part.path))?.path ?? entity)
    }
    files[entity] = parts.map(part => state.layout.at(part.path))
  }
  return ok(files)
}
