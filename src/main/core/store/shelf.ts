// One entity of one owner, ready to be asked: heads, read model and search index, loaded when first needed.
import type { Definition } from './columns.ts'
import type { Duck } from './duck.ts'
import { definitions } from './entities.ts'
import type { Entity } from './face.ts'
import type { Files } from './files.ts'
import { createHeads, type Heads } from './heads.ts'
import type { Layout } from './layout.ts'
import type { Part } from './log-lines.ts'
import { createModel, type Model } from './model.ts'
import type { Overlay, Unflushed } from './overlay.ts'
import type { Parts } from './parts.ts'
import { createShelfSearch, type ShelfSearch } from './shelf-search.ts'

export type Shelf = {
  entity: Entity
  owner: string
  definition: Definition
  model: Model
  /** Set once `headsReady` has resolved. */
  heads: Heads
  headsReady: Promise<void>
  search: ShelfSearch
  /** Sets that want to hear the ids of commits made while a bulk write is under way. */
  watchers: Set<Set<string>>
  /** While set, saves wait: a bulk commit is being taken in. */
  gate: Promise<void> | null
}

export type ShelfDeps = {
  duck: Duck
  files: Files
  layout: Layout
  parts: Parts
  overlay: Overlay
  /** Compares a part with its checksum; a damaged one is set aside and reported, and false comes back. */
  check: (part: Part) => Promise<boolean>
  onError: (error: unknown) => void
}

/** Bytes whose checksums are compared before the first answer: a fraction of a second. */
const CHECKED_AT_ONCE = 200_000_000

let tables = 0

export async function loadShelf(deps: ShelfDeps, entity: Entity, owner: string): Promise<Shelf> {
  const definition = definitions[entity]
  const model = createModel(deps.duck, definition, `t${++tables}_${entity}`)
  await model.create()
  // Taken in one turn: a flush that moves rows from the log into a part meanwhile changes both, and none may fall between.
  const parts = deps.parts.of(entity, owner)
  const unflushed = deps.overlay.of(entity, owner)
  // Checked while DuckDB reads. Of a workspace too large for that, lists are answered while the check goes on in the
  // background (a damaged part makes the shelf load anew); whole records always wait for the check of their part.
  const checks = Promise.all(parts.map(part => deps.parts.isVerified(part.path) || deps.check(part)))
  const small = parts.reduce((sum, part) => sum + part.bytes, 0) <= CHECKED_AT_ONCE
  checks.catch(deps.onError)
  const loaded = model.load(parts.map(part => deps.layout.at(part.path))).then(
    () => true,
    () => false,
  )
  const whole = await loaded
  const healthy = small || !whole ? await checks : [true]
  if (!whole || healthy.includes(false)) {
    if (healthy.every(Boolean))
      throw new Error(`The parts of ${definition.folder} can't be read although their checksums are right`)
    await model.drop()
    return loadShelf(deps, entity, owner)
  }

  const heads = createHeads(Math.ceil(parts.reduce((sum, part) => sum + part.rows, 0) * 1.3))
  const headsReady = model.heads((low, high, seq, version, deleted) =>
    heads.setHash(low, high, seq, version, deleted),
  )
  const shelf: Shelf = {
    entity,
    owner,
    definition,
    model,
    heads,
    headsReady: headsReady.then(() => takeOverlay(shelf, unflushed)),
    search: createShelfSearch(deps, definition, entity, owner, model),
    watchers: new Set(),
    gate: null,
  }
  if (unflushed.length > 0) await shelf.headsReady
  shelf.headsReady.then(() => shelf.search.warm(), deps.onError)
  return shelf
}

/** Rows that are only in the log follow those of the parts. */
function takeOverlay(shelf: Shelf, versions: readonly Unflushed[]) {
  for (const version of [...versions].sort((a, b) => a.seq - b.seq)) place(shelf, version)
}

/** Makes a version the current one of its record, in heads and read model. */
export function place(shelf: Shelf, version: Unflushed) {
  const old = shelf.heads.get(version.id)
  const record = version.record
  shelf.heads.set(version.id, {
    seq: version.seq,
    version: Number(record.version),
    deleted: record.deleted === true,
  })
  shelf.model.note(version, version.id, old?.seq ?? null)
}
