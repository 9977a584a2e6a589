// Many records in one commit: written as parts first, then committed by one log line that names them.
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { filesValue } from '../one-file.ts'
import { type Batch, createBulkCommit } from './bulk-commit.ts'
import { definitions, idOf } from './entities.ts'
import type { BulkOptions, Entity, Put, PutGroups, RecordOf, Staged } from './face.ts'
import { cancelled, codeOf, isOfDisk, refusalOf, unwritable, versionAfter } from './failures.ts'
import { placeRest } from './flush.ts'
import { freshHeads } from './fresh-heads.ts'
import { partitionOf } from './layout.ts'
import { openPart, type Placed, pathOf } from './place-parts.ts'
import type { Shelf } from './shelf.ts'
import { pacer } from './slices.ts'
import type { State } from './state.ts'
import { tmpPath } from './tmp-path.ts'
import { openNdjson, type Writer, type WrittenPart, writeNdjson } from './writer.ts'

export function createBulk(state: State, writer: Writer, settle: () => void) {
  const commit = createBulkCommit(state, settle)

  async function shelfFor(entity: Entity, owner: string): Promise<Shelf> {
    const shelf = await state.shelf(entity, owner)
    await shelf.headsReady
    await shelf.search.cut()
    return shelf
  }

  /** Sets numbers aside. They are used by this write alone, or by nobody. */
  function reserve(rows: number): number {
    const first = state.seq + 1
    state.seq += rows
    return first
  }

  function named(entity: Entity, owner: string, at: string, written: readonly WrittenPart[]): Placed[] {
    const partition = partitionOf(entity, owner, at)
    const { next } = openPart(state.parts.of(entity, owner), partition)
    return written.map((part, index) => ({
      ...part,
      entity,
      owner,
      tmp: state.layout.relative(part.tmp),
      path: pathOf(partition, next + index),
    }))
  }

  const headsOf = (shelf: Shelf, parts: readonly Placed[]) =>
    freshHeads(
      state.duck,
      shelf,
      parts.map(part => state.layout.at(part.tmp)),
      parts.reduce((sum, part) => sum + part.rows, 0),
    )

  async function watching<T>(shelves: Shelf[], work: (watched: Set<string>) => Promise<T>): Promise<T> {
    const watched = new Set<string>()
    for (const shelf of shelves) shelf.watchers.add(watched)
    try {
      return await work(watched)
    } finally {
      for (const shelf of shelves) shelf.watchers.delete(watched)
    }
  }

  async function staged(
    owner: string,
    files: readonly Staged[],
    options?: BulkOptions,
  ): Promise<Result<number>> {
    const [first] = files
    if (!first) return ok(0)
    const { entity } = first
    const shelf = await shelfFor(entity, owner)
    return watching([shelf], async watched => {
      const counted = await Promise.all(files.map(async file => file.rows ?? (await countLines(file.path))))
      const rows = counted.reduce((sum, count) => sum + count, 0)
      if (rows === 0) return ok(0)
      if (options?.signal?.aborted) return cancelled()
      const at = state.now().toISOString()
      let next = reserve(rows)
      const numbered = files.map(({ path }, index) => {
        const first = next
        next += counted[index] ?? 0
        return { path, first }
      })
      const parts = named(entity, owner, at, await writer.split(definitions[entity], numbered))
      if (options?.signal?.aborted) return cancelled()
      const written = parts.reduce((sum, part) => sum + part.rows, 0)
      if (written !== rows) throw new Error(`Staged ${rows} rows, wrote ${written}`)
      const { heads, taken, repeated } = await headsOf(shelf, parts)
      if (taken || (repeated && (await hasRepeats(shelf, parts)))) return alreadyThere()
      const done = await commit(owner, at, [{ shelf, parts, heads, ids: [] }], options, watched)
      if (!done.ok) return done
      options?.numbered?.([next - rows, next - 1])
      options?.progress?.(rows)
      state.changed([{ entity, owner, ids: null }])
      return ok(rows)
    })
  }

  async function hasRepeats(shelf: Shelf, parts: readonly Placed[]): Promise<boolean> {
    const [row] = await state.duck.all(
      `SELECT coalesce(bool_or(version != nr), false) AS repeats FROM (
        SELECT version, row_number() OVER (PARTITION BY ${shelf.definition.id} ORDER BY seq) AS nr
        FROM read_parquet($1, hive_partitioning = false))`,
      [filesValue(parts.map(part => state.layout.at(part.tmp)))],
    )
    return row?.repeats === true
  }

  const alreadyThere = () =>
    fail('conflict', 'Some of these records are there already. Nothing was changed.', {
      hint: 'Import again: records that exist are skipped or updated as you choose.',
    })

  async function puts(
    owner: string,
    list: readonly Put[],
    options?: BulkOptions,
  ): Promise<Result<RecordOf[Entity][]>> {
    const entities = [...new Set(list.map(put => put.entity))]
    const shelves = new Map<Entity, Shelf>()
    for (const entity of entities) shelves.set(entity, await shelfFor(entity, owner))
    return watching([...shelves.values()], async watched => {
      const pace = pacer()
      const first = reserve(list.length)
      const versions = new Map<string, number>()
      const rows: { entity: Entity; seq: number; record: Record<string, unknown> }[] = []
      for (const put of list) {
        const id = idOf(put.entity, put.record)
        const key = `${put.entity}\n${id}`
        const current = versions.get(key) ?? shelves.get(put.entity)?.heads.get(id)?.version ?? 0
        const refused = refusalOf(put, id, current)
        if (refused) return refused
        const seq = first + rows.length
        const version = versionAfter(current, put)
        versions.set(key, version)
        rows.push({ entity: put.entity, seq, record: { ...put.record, version } })
        await pace()
      }
      const at = state.now().toISOString()
      const batches: Batch[] = []
      for (const [entity, shelf] of shelves) {
        if (options?.signal?.aborted) return cancelled()
        const mine = rows.filter(row => row.entity === entity)
        const path = tmpPath(state.layout, 'ndjson')
        await writeNdjson(path, mine)
        const parts = named(
          entity,
          owner,
          at,
          await writer.split(definitions[entity], [{ path, first: null }]),
        )
        await rm(path, { force: true })
        const ids = [...new Set(mine.map(row => idOf(entity, row.record)))]
        const { heads } = await headsOf(shelf, parts)
        batches.push({ shelf, parts, heads, ids })
      }
      const done = await commit(owner, at, batches, options, watched)
      if (!done.ok) return done
      options?.numbered?.([first, first + list.length - 1])
      options?.progress?.(list.length)
      for (const { shelf, ids } of batches) state.changed([{ entity: shelf.entity, owner, ids }])
      return ok(rows.map(row => row.record as unknown as RecordOf[Entity]))
    })
  }

  /** Numbered when all are there, because numbers of one write lie together; until then only the disk holds them. */
  async function groups<E extends Entity>(
    owner: string,
    entity: E,
    source: PutGroups<E>,
    options?: BulkOptions,
  ): Promise<Result<number>> {
    const shelf = await state.shelf(entity, owner)
    await shelf.headsReady
    const path = tmpPath(state.layout, 'ndjson')
    const file = openNdjson(path)
    const ids: string[] = []

    async function gather(watched: Set<string>): Promise<Result<null>> {
      for await (const group of source) {
        if (!group.ok) return group
        if (options?.signal?.aborted) return cancelled()
        for (const put of group.value) {
          const id = idOf(entity, put.record)
          const version = shelf.heads.get(id)?.version ?? 0
          const refused = refusalOf(put, id, version)
          if (refused) return refused
          // What was saved before this was looked at is in it.
          watched.delete(id)
          ids.push(id)
          await file.write({ ...put.record, version: versionAfter(version, put) })
        }
      }
      return ok(null)
    }

    try {
      return await watching([shelf], async watched => {
        const gathered = await gather(watched)
        if (!gathered.ok || ids.length === 0) return gathered.ok ? ok(0) : gathered
        await file.close()
        await shelf.search.cut()
        const at = state.now().toISOString()
        const first = reserve(ids.length)
        const written = await writer.split(definitions[entity], [{ path, first }])
        const parts = named(entity, owner, at, written)
        const { heads } = await headsOf(shelf, parts)
        const done = await commit(owner, at, [{ shelf, parts, heads, ids }], options, watched)
        if (!done.ok) return done
        options?.numbered?.([first, first + ids.length - 1])
        state.changed([{ entity, owner, ids }])
        return ok(ids.length)
      })
    } finally {
      await file.close().catch(() => {})
      await rm(path, { force: true })
    }
  }

  const guarded = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    if (state.frozen) return state.frozen
    if (!state.writable) return state.readOnly ?? unwritable('EROFS')
    try {
      await placeRest(state)
      return await work()
    } catch (error) {
      state.say('error', 'A bulk write failed', {
        code: codeOf(error),
        reason: error instanceof Error ? error.message : '',
      })
      // Whatever isn't the disk's fault is ours, and is not to be blamed on the disk.
      if (!isOfDisk(error)) throw error
      return unwritable(codeOf(error))
    }
  }

  return {
    staged: (owner: string, what: readonly Staged[], options?: BulkOptions) =>
      guarded(() => staged(owner, what, options)),
    puts: (owner: string, list: readonly Put[], options?: BulkOptions) =>
      guarded(() => puts(owner, list, options)),
    groups: <E extends Entity>(owner: string, entity: E, source: PutGroups<E>, options?: BulkOptions) =>
      guarded(() => groups(owner, entity, source, options)),
  }
}

/** Lines of a file, counted without holding it. */
async function countLines(path: string): Promise<number> {
  let lines = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = piece as Buffer
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines += 1
  }
  return lines
}
