// When every record was saved last, streamed from the read model: for a comparison with records from elsewhere.
import { ok, type Result } from '../../../shared/errors.ts'
import type { Entity, Stamps } from './face.ts'
import type { State } from './state.ts'

const AT_ONCE = 2_000
const nothing = (): Stamps => ({ id: [], version: [], updated_at: [] })

export async function stampsOf(
  state: State,
  entity: Entity,
  owner: string,
  take: (stamps: Stamps) => Promise<void> | void,
): Promise<Result<null>> {
  const shelf = await state.shelf(entity, owner)
  let gathered = nothing()
  const full: Stamps[] = []
  await shelf.model.apply()
  await state.duck.each(
    `SELECT id, version, updated_at FROM ${shelf.model.table}`,
    [],
    ([id, version, updated_at]) => {
      gathered.id.push(String(id))
      gathered.version.push(Number(version))
      gathered.updated_at.push(Number(updated_at))
      if (gathered.id.length < AT_ONCE) return
      full.push(gathered)
      gathered = nothing()
    },
  )
  for (const stamps of [...full, gathered]) if (stamps.id.length > 0) await take(stamps)
  return ok(null)
}
