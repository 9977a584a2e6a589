// Many records in one commit: written as parts first, then committed by one log line that names them.
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { listValue } from '@duckdb/node-api'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { definitions, idOf } from './entities.ts'
import type { BulkOptions, Entity, Put, PutGroups, RecordOf, Staged } from './face.ts'
import { cancelled, codeOf, conflict, notFound, unwritable } from './failures.ts'
import { placeRest } from './flush.ts'
import { hashOf } from './heads.ts'
import { partitionOf } from './layout.ts'
import { encodeLine } from './log-lines.ts'
import { eachHead } from './model.ts'
import { openPart, type Placed, pathOf } from './place-parts.ts'
import type { Shelf } from './shelf.ts'
import { pacer } from './slices.ts'
import type { State } from './state.ts'
import { tmpPath } from './tmp-path.ts'
import { openNdjson, type Writer, type WrittenPart, writeNdjson } from './writer.ts'

/** Heads of the new rows, in columns. */
type NewHeads = { low: number; high: number; seq: number; version: number; deleted: boolean }[]
/** What is ready to be committed for one entity. */
type Batch = { shelf: Shelf; parts: Placed[]; heads: NewHeads; stale: number[]; ids: string[] }

export function createBulk(state: State, writer: Writer, settle: () => void) {
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

  async function headsOf(shelf: Shelf, parts: readonly Placed[]): Promise<NewHeads> {
    const heads: NewHeads = []
    const pace = pacer()
    await state.duck.use(async connection => {
      const result = await connection.stream(
        `SELECT md5_number_lower(${shelf.definition.id}), seq, (version * 2 + deleted::INTEGER)::INTEGER FROM read_parquet($1, hive_partitioning = false)`,
        [listValue(parts.map(part => state.layout.at(part.tmp)))],
      )
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        const column = (index: number) =>
          Reflect.get(chunk.getColumnVector(index), 'items') as ArrayBufferView
        eachHead(chunk.rowCount, column, (low, high, seq, version, deleted) =>
          heads.push({ low, high, seq, version, deleted }),
        )
        await pace()
      }
    })
    return heads
  }

  /** The commit itself: from the check to the log line nothing can come between. */
  async function commit(
    owner: string,
    at: string,
    batches: Batch[],
    options: BulkOptions | undefined,
    watched: Set<string>,
  ): Promise<Result<null>> {
    const parts = batches.flatMap(batch => batch.parts)
    for (const part of parts) await state.files.sync(state.layout.at(part.tmp))
    const folders = new Set(parts.map(part => dirname(state.layout.at(part.tmp))))
    for (const folder of folders) await state.files.syncFolder(folder)
    await state.files.syncFolder(state.layout.tmp)
    if (options?.signal?.aborted) return cancelled()
    const gates = batches.map(batch => closeGate(batch.shelf))
    try {
      settle()
      const touched = [...watched].find(id => overlaps(batches, id))
      if (touched !== undefined) {
        return fail(
          'conflict',
          'A record of this change was saved by someone else in the meantime. Nothing was changed.',
          {
            hint: 'Try again.',
            details: { id: touched },
          },
        )
      }
      const logged = state.log.append([encodeLine({ kind: 'bulk', at, owner, parts })])
      if (!logged.ok) {
        const refusal = unwritable(logged.error.code)
        state.setReadOnly(refusal)
        return refusal
      }
      state.log.prepare().catch(() => {})
      // From here on it is done: what fails now is made up for by the next flush, or by the next opening.
      for (const part of parts) {
        state.unplaced.set(part.path, part)
        state.parts.put({ ...part, path: part.tmp }, true)
      }
      try {
        await placeRest(state)
        await state.publish()
        for (const folder of folders) await rm(folder, { recursive: true, force: true })
      } catch (error) {
        state.say('error', 'A bulk change is saved, but not in its place yet', { code: codeOf(error) })
      }
      for (const batch of batches) await takeIn(batch)
      return ok(null)
    } finally {
      for (const open of gates) open()
    }
  }

  /** Whether an id that was committed meanwhile is one of this write's. */
  const overlaps = (batches: Batch[], id: string) => {
    const [low, high] = hashOf(id)
    return batches.some(batch => batch.heads.some(head => head.low === low && head.high === high))
  }

  async function takeIn({ shelf, parts, heads, stale }: Batch) {
    const pace = pacer()
    await shelf.model.insert(
      parts.map(part => state.layout.at(state.unplaced.get(part.path)?.tmp ?? part.path)),
      stale,
    )
    for (const head of heads) {
      shelf.heads.setHash(head.low, head.high, head.seq, head.version, head.deleted)
      await pace()
    }
    shelf.search.complete()
  }

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
      const heads = await headsOf(shelf, parts)
      const hashes = new Set<number>()
      const pace = pacer()
      for (const { low, high } of heads) {
        if (shelf.heads.hasHash(low, high)) return alreadyThere()
        hashes.add(high * 2_097_152 + (low >>> 11))
        await pace()
      }
      if (hashes.size !== heads.length && (await hasRepeats(shelf, parts))) return alreadyThere()
      const done = await commit(owner, at, [{ shelf, parts, heads, stale: [], ids: [] }], options, watched)
      if (!done.ok) return done
      options?.progress?.(rows)
      state.changed([{ entity, owner, ids: null }])
      return ok(rows)
    })
  }

  async function hasRepeats(shelf: Shelf, parts: readonly Placed[]): Promise<boolean> {
    const [row] = await state.duck.all(
      `SELECT count(*) > count(DISTINCT ${shelf.definition.id}) AS repeats FROM read_parquet($1, hive_partitioning = false)`,
      [listValue(parts.map(part => state.layout.at(part.tmp)))],
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
      const stale = new Map<Entity, number[]>(entities.map(entity => [entity, []]))
      const last = new Map<string, number>()
      for (const put of list) {
        const id = idOf(put.entity, put.record)
        const key = `${put.entity}\n${id}`
        const head = shelves.get(put.entity)?.heads.get(id) ?? null
        const current = versions.get(key) ?? head?.version ?? 0
        const refused = refusalOf(put, id, current)
        if (refused) return refused
        const seq = first + rows.length
        const before = last.get(key) ?? head?.seq
        if (before !== undefined) stale.get(put.entity)?.push(before)
        last.set(key, seq)
        versions.set(key, current + 1)
        rows.push({ entity: put.entity, seq, record: { ...put.record, version: current + 1 } })
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
        batches.push({
          shelf,
          parts,
          heads: await headsOf(shelf, parts),
          stale: stale.get(entity) ?? [],
          ids,
        })
      }
      const done = await commit(owner, at, batches, options, watched)
      if (!done.ok) return done
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
    const [stale, ids]: [number[], string[]] = [[], []]

    async function gather(watched: Set<string>): Promise<Result<null>> {
      for await (const group of source) {
        if (!group.ok) return group
        if (options?.signal?.aborted) return cancelled()
        for (const put of group.value) {
          const id = idOf(entity, put.record)
          const head = shelf.heads.get(id)
          const version = head?.version ?? 0
          const refused = refusalOf(put, id, version)
          if (refused) return refused
          // What was saved before this was looked at is in it.
          watched.delete(id)
          if (head) stale.push(head.seq)
          ids.push(id)
          await file.write({ ...put.record, version: version + 1 })
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
        const written = await writer.split(definitions[entity], [{ path, first: reserve(ids.length) }])
        const parts = named(entity, owner, at, written)
        const batch = { shelf, parts, heads: await headsOf(shelf, parts), stale, ids }
        const done = await commit(owner, at, [batch], options, watched)
        if (!done.ok) return done
        state.changed([{ entity, owner, ids }])
        return ok(ids.length)
      })
    } finally {
      await file.close().catch(() => {})
      await rm(path, { force: true })
    }
  }

  const guarded = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    if (!state.writable) return state.readOnly ?? unwritable('EROFS')
    try {
      await placeRest(state)
      return await work()
    } catch (error) {
      state.say('error', 'A bulk write failed', {
        code: codeOf(error),
        reason: error instanceof Error ? error.message : '',
      })
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

function refusalOf({ entity, expected }: Pick<Put, 'entity' | 'expected'>, id: string, current: number) {
  if (expected === 'new') return current > 0 ? conflict(entity, id, current, expected) : null
  if (expected === 'any' || expected === current) return null
  return current === 0 ? notFound(entity, id) : conflict(entity, id, current, expected)
}

/** Keeps saves of a shelf waiting; the returned call lets them on. */
function closeGate(shelf: Shelf): () => void {
  let open = () => {}
  shelf.gate = new Promise<void>(resolve => {
    open = () => {
      shelf.gate = null
      resolve()
    }
  })
  return open
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
