// Puts back what damage took away: versions that a healthy copy of a data file has and no part of the workspace.
import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ok, type Result } from '../../../shared/errors.ts'
import { definitions } from './entities.ts'
import type { Copy, Repair } from './face.ts'
import { codeOf, isOfDisk, unwritable, versionsOf } from './failures.ts'
import { placeRest } from './flush.ts'
import { entityOfPath, partitionOfPart } from './layout.ts'
import { encodeLine } from './log-lines.ts'
import { openPart, type Placed, pathOf } from './place-parts.ts'
import { dataFiles } from './recover.ts'
import type { State } from './state.ts'
import type { Writer } from './writer.ts'

/** One copy: written as a part of its own, committed by one line of the log as a bulk write is. Answers how many came back. */
async function putBack(state: State, writer: Writer, { path, at }: Copy, dry: boolean): Promise<number> {
  const entity = entityOfPath(path)
  if (!entity) return 0
  const definition = definitions[entity]
  const owner = await writer.ownerOf(at)
  const parts = state.parts.of(entity, owner)
  const written = await writer.missing(
    definition,
    at,
    parts.map(part => state.layout.at(part.path)),
  )
  if (dry || written.rows === 0) {
    await rm(written.tmp, { force: true })
    return written.rows
  }
  const partition = partitionOfPart(path)
  const { next } = openPart(parts, partition)
  const part: Placed = {
    ...written,
    tmp: state.layout.relative(written.tmp),
    path: pathOf(partition, next),
    entity,
    owner,
  }
  await state.files.sync(state.layout.at(part.tmp))
  await state.files.syncFolder(state.layout.tmp)
  const line = encodeLine({ kind: 'bulk', at: state.now().toISOString(), owner, parts: [part] })
  const logged = state.log.append([line])
  if (!logged.ok) throw Object.assign(new Error(logged.error.message), { code: logged.error.code })
  state.unplaced.set(part.path, part)
  state.parts.put({ ...part, path: part.tmp }, true)
  await placeRest(state)
  await state.publish()
  state.reload(entity, owner)
  return part.rows
}

/** Where no flush and no bulk write is under way, with all that was saved in the parts. `dry`: nothing is changed. */
export async function repair(
  state: State,
  writer: Writer,
  copies: readonly Copy[],
  dry: boolean,
): Promise<Result<Repair[]>> {
  const found: Repair[] = []
  const settled = new Map<string, number | null>()
  try {
    const unknown = (await dataFiles(state.files, state.layout)).filter(path => !state.parts.get(path))
    for (const damage of [...state.damage]) {
      const { file, rows } = damage
      const copy = copies.find(one => one.path === file)
      if (unknown.includes(file)) {
        const aside = join(state.layout.quarantine, `unknown-${Date.now()}-${basename(file)}`)
        if (!dry) {
          await state.files.mkdir(state.layout.quarantine)
          await rename(state.layout.at(file), aside)
          settled.set(file, null)
        }
        found.push({ file, outcome: 'set_aside', brought_back: 0, lost: rows })
      } else if (file === '_meta/manifest.json') {
        if (!dry) settled.set(file, null)
        found.push({ file, outcome: 'made_anew', brought_back: 0, lost: 0 })
      } else if (copy) {
        const back = await putBack(state, writer, copy, dry)
        const lost = Math.max(0, (rows ?? 0) - back)
        if (!dry) settled.set(file, lost === 0 ? null : lost)
        found.push({ file, outcome: lost === 0 ? 'restored' : 'partly', brought_back: back, lost })
      } else found.push({ file, outcome: 'lost', brought_back: 0, lost: rows })
    }
    if (settled.size > 0) {
      state.damage = state.damage.flatMap(damage => {
        const lost = settled.get(damage.file)
        if (lost === undefined) return [damage]
        if (lost === null) return []
        const message = `No backup that was tried has ${versionsOf(lost)} of this damaged data file.`
        return [{ ...damage, rows: lost, message, hint: 'Repair with another backup.' }]
      })
      await state.publish()
      state.infoChanged()
    }
    return ok(found)
  } catch (error) {
    if (!isOfDisk(error)) throw error
    return unwritable(codeOf(error))
  }
}
