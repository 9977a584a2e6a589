// The search index of one shelf: loaded from its segment files, completed from the parts, persisted at each flush.
import { join } from 'node:path'
import type { Definition } from './columns.ts'
import type { Duck } from './duck.ts'
import type { Entity } from './face.ts'
import type { Files } from './files.ts'
import { asksIndex, type Terms } from './filter-sql.ts'
import { encodeOwner, type Layout } from './layout.ts'
import type { Version } from './log-lines.ts'
import type { Model } from './model.ts'
import type { Overlay } from './overlay.ts'
import type { Parts } from './parts.ts'
import {
  buildSegmentInSlices,
  createSearchIndex,
  type IndexRow,
  type Matches,
  wordsOf,
} from './search/index.ts'
import { searchParts } from './search-parts.ts'

type Deps = {
  duck: Duck
  files: Files
  layout: Layout
  parts: Parts
  overlay: Overlay
  onError: (error: unknown) => void
}

/** Rows read and indexed at a time where the index lacks them. */
const BUILD_ROWS = 16_384
/** With more rows than this to index, a search reads the parts instead of waiting. */
const LONG_BUILD_ROWS = 20_000

export interface ShelfSearch {
  add(version: Version): void
  /** Before numbers are set aside for a bulk write, so that segments never interleave. */
  cut(): Promise<void>
  /** Indexes rows that came in as whole parts; searches wait for it. */
  complete(): void
  find(terms: Terms): Promise<Matches | null>
  /** Writes sealed segments to their files. */
  persist(): Promise<void>
  /** Loads the index ahead of the first search. */
  warm(): void
  /** Seals what is still open, so that the next `persist` writes all. */
  flush(): Promise<void>
  /** Ends the work in the background; when it resolves, nothing of it is written any more. */
  close(): Promise<void>
}

export function createShelfSearch(
  deps: Deps,
  definition: Definition,
  entity: Entity,
  owner: string,
  model: Model,
): ShelfSearch {
  const folder = join(deps.layout.search, `${definition.folder}-${encodeOwner(owner)}`)
  const index = createSearchIndex({ onError: deps.onError })
  const fileOf = new Map<number, string>()
  let started: Promise<void> | null = null
  let waiting: Version[] = []
  let building: Promise<void> = Promise.resolve()
  let saves: Promise<void> = Promise.resolve()
  let measuring: Promise<void> = Promise.resolve()
  let measured = () => {}
  let long = false

  const rowOf = ({ seq, record }: Version): IndexRow => ({
    seq,
    text: definition.searchText(record),
    keys: definition.keys(record),
  })

  /** A segment file that can't be used is only a lost copy: what it covered is indexed again from the parts. */
  async function loadFiles() {
    for (const { name } of await deps.files.list(folder)) {
      if (stopped) return
      const path = join(folder, name)
      const bytes = await deps.files.read(path)
      const added = bytes ? index.addSegment(bytes) : null
      if (added?.ok) {
        fileOf.set(added.id, path)
        await removeFiles(added.replaces)
      } else await deps.files.remove(path)
    }
  }

  async function removeFiles(ids: readonly number[]) {
    for (const id of ids) {
      const path = fileOf.get(id)
      fileOf.delete(id)
      if (path) await deps.files.remove(path)
    }
  }

  /** Numbers of current rows that the index doesn't cover, in groups that become a segment each. */
  async function missing(): Promise<number[][]> {
    await model.apply()
    const { groups, add } = grouping(index.ranges())
    await model.seqs(seq => {
      if (!index.has(seq)) add(seq)
    })
    return groups
  }

  async function fill() {
    if (stopped) return
    const groups = await missing()
    long = groups.reduce((sum, { length }) => sum + length, 0) > LONG_BUILD_ROWS
    measured()
    try {
      await indexRows(groups)
    } finally {
      long = false
    }
  }

  async function indexRows(groups: readonly number[][]) {
    const unflushed = new Map(deps.overlay.of(entity, owner).map(version => [version.seq, version]))
    for (const group of groups) {
      if (stopped) return
      const rows = [
        ...(await rowsFromParts(group.filter(seq => !unflushed.has(seq)))),
        ...group.flatMap(seq => unflushed.get(seq) ?? []).map(rowOf),
      ].sort((a, b) => a.seq - b.seq)
      if (rows.length === 0) continue
      const bytes = await buildSegmentInSlices(rows)
      // Built again after the next opening; by then the folder may be another's, or gone.
      if (stopped) return
      const path = join(folder, `${rows[0]?.seq}-${rows.at(-1)?.seq}.idx`)
      await deps.files.mkdir(folder)
      await deps.files.write(path, bytes)
      const added = index.addSegment(bytes)
      if (added.ok) {
        fileOf.set(added.id, path)
        await removeFiles(added.replaces)
      } else if (added.reason !== 'covered')
        throw new Error(`The search index refused its own segment: ${added.reason}`)
    }
  }

  async function rowsFromParts(seqs: readonly number[]): Promise<IndexRow[]> {
    const [first, last] = [seqs[0], seqs.at(-1)]
    if (first === undefined || last === undefined) return []
    const wanted = new Set(seqs)
    const parts = deps.parts.of(entity, owner).filter(part => part.max_seq >= first && part.min_seq <= last)
    if (parts.length === 0) return []
    const rows: IndexRow[] = []
    await deps.duck.each(
      `SELECT seq, ${definition.searchSql} AS text, array_to_string(${definition.keysSql}, chr(31)) AS keys
       FROM read_parquet($1, hive_partitioning = false) WHERE seq BETWEEN $2 AND $3`,
      [deps.parts.paths(parts), BigInt(first), BigInt(last)],
      ([number, text, keys]) => {
        const seq = Number(number)
        if (wanted.has(seq))
          rows.push({ seq, text: String(text), keys: keys ? String(keys).split('\u001f') : [] })
      },
    )
    return rows
  }

  /** Loads once; versions saved meanwhile follow in their order. */
  function start(): Promise<void> {
    if (started) return started
    measure()
    started = loadFiles()
      .then(fill)
      .then(() => {
        const late = waiting
        waiting = []
        loaded = true
        for (const version of late) {
          // A version that another of the same record followed at once may never have been in the read model.
          if (version.seq > (index.ranges().at(-1)?.to ?? -1)) index.add(rowOf(version))
        }
      })
    return started
  }
  /** Until it is known how much there is to index. */
  function measure() {
    measuring = new Promise(resolve => {
      measured = resolve
    })
  }

  let loaded = false
  let stopped = false
  let unfinished = 0

  return {
    add(version) {
      if (loaded) index.add(rowOf(version))
      else if (started) waiting.push(version)
    },
    async cut() {
      await start()
      await building
      index.cut()
    },
    complete() {
      if (!started) return
      unfinished += 1
      measure()
      building = start()
        .then(fill)
        .finally(() => {
          unfinished -= 1
        })
      building.catch(deps.onError)
    },
    async find(terms) {
      if (!asksIndex(terms)) return null
      const ready = Promise.all([start(), building])
      await Promise.race([ready, measuring])
      // After a large import the index may be in the making for a while: the parts themselves answer meanwhile.
      if (long) return searchParts(deps, definition, entity, owner, terms)
      await ready
      return index.find({ words: wordsOf(terms.search), all: terms.all, any: terms.any })
    },
    persist() {
      saves = saves.then(async () => {
        if (!loaded) return
        await deps.files.mkdir(folder)
        for (const sealed of index.unsaved()) {
          const path = join(folder, `${sealed.from}-${sealed.to}.idx`)
          await deps.files.write(path, sealed.bytes)
          fileOf.set(sealed.id, path)
          const gone = index.saved(sealed.id)
          await removeFiles([...new Set([...gone, ...sealed.replaces])].filter(id => fileOf.get(id) !== path))
        }
      })
      return saves
    },
    async flush() {
      // What is still in the making is left to the next opening: quitting doesn't wait for a copy.
      if (started && !long) await started.catch(() => {})
      if (!loaded || unfinished > 0) return
      index.cut()
      await index.idle()
    },
    warm() {
      if (stopped) return
      start().catch(deps.onError)
    },
    async close() {
      stopped = true
      await index.close()
      await Promise.allSettled([started, building, saves])
    },
  }
}

/**
 * Runs of numbers with nothing covered in between, at most `BUILD_ROWS` long. Added ascending, so that there is never one
 * list of a million.
 */
function grouping(covered: readonly { from: number; to: number }[]) {
  const groups: number[][] = []
  let [at, gap] = [0, -1]
  function add(seq: number) {
    while (at < covered.length && (covered[at]?.to ?? 0) < seq) at += 1
    const last = groups.at(-1)
    if (last && gap === at && last.length < BUILD_ROWS) last.push(seq)
    else groups.push([seq])
    gap = at
  }
  return { groups, add }
}
