// The store's full-text index: immutable sealed segments, rows sealed next, and a tail that takes new rows.
// A row matches a query when each word of it is contained in some token of the row's text, and its keys match as a whole.
import { newBackground } from './background.ts'
import { findIn, type IndexQuery, type Matches } from './find.ts'
import type { Refusal, Views } from './format.ts'
import { merging } from './merge.ts'
import { covers, holds, type IndexRow, MAX_ROWS } from './part.ts'
import { toMerge } from './plan.ts'
import { loadSegment, type Segment, segmentOf } from './segment.ts'
import { finish, inSlices } from './slices.ts'
import { newTail, type Tail } from './tail.ts'

export { buildSegment, buildSegmentInSlices } from './build.ts'
export type { IndexQuery, Matches } from './find.ts'
export { mergeSegments } from './merge.ts'
export { normalise, wordsOf } from './normalise.ts'
export type { IndexRow } from './part.ts'

/** A segment that no file holds yet. */
export type Sealed = {
  id: number
  from: number
  to: number
  rows: number
  bytes: Uint8Array
  /** Saved segments whose rows are all in this one: their files can go once this one's is safe. See `saved`. */
  replaces: readonly number[]
}

/** `covered`: all its rows are here already, so its file can go. */
export type Added =
  | { ok: true; id: number; replaces: readonly number[] }
  | { ok: false; reason: Refusal | 'covered' }

export interface SearchIndex {
  /** Throws a RangeError when the seq isn't a safe integer greater than those added before and all segments. */
  add(row: IndexRow): void
  /**
   * A segment from its file (`saved`, the default) or just built (not saved: it comes up in `unsaved`). Order is free; one
   * with all rows of others (a merged one) replaces them: the files of `replaces` can go, once this one has its own.
   */
  addSegment(bytes: Uint8Array, saved?: boolean): Added
  /** null when aborted. Never holds the event loop for long. */
  find(query: IndexQuery, signal?: AbortSignal): Promise<Matches | null>
  has(seq: number): boolean
  /** What is covered, ascending. */
  ranges(): { from: number; to: number; rows: number }[]
  /** Sealed, not yet saved, ascending. Saving is the owner's: write the file, sync it, then say `saved`. */
  unsaved(): Sealed[]
  /**
   * The segment is in a file. Answers the ids of saved segments that are no longer needed, so that their files can go:
   * those merged into this one, or this one itself when it was merged into another that is saved already.
   */
  saved(id: number): readonly number[]
  /** Ends the tail, so that its rows are sealed and can be saved (before quitting), or a bulk's segment can follow it. */
  cut(): void
  /** Resolves when all is sealed and merged. */
  idle(): Promise<void>
  stats(): { rows: number; segments: number; segment_bytes: number; unsealed_rows: number }
  /** Stops the work in the background. */
  close(): Promise<void>
}

export type SearchIndexOptions = {
  /** Rows after which the tail is sealed. */
  tailRows?: number
  /** Rows of the largest segments made by merging. */
  segmentRows?: number
  /** Merges elsewhere (a worker that calls `mergeSegments`); in slices on this thread by default. */
  merge?: (segments: readonly Uint8Array[]) => Promise<Uint8Array>
  /** Something new in `unsaved`. */
  onSealed?: () => void
  /** The background work failed and rests until the next row: a bug, or `merge` rejected. Searches go on. */
  onError?: (error: unknown) => void
}

type Held = {
  id: number
  segment: Segment
  saved: boolean
  /** Saved segments merged into this one. */
  replaces: number[]
  /** Segments merged into this one before they were saved; a save may be under way. */
  absorbed: number[]
}

/** Adding faster than the background seals: beyond this many tails it is done at once, to bound memory. */
const MAX_CLOSED = 16
const MAX_TAIL_CHARACTERS = 2_000_000

async function mergeElsewhere(
  merge: NonNullable<SearchIndexOptions['merge']>,
  segments: readonly Segment[],
): Promise<Segment> {
  const loaded = loadSegment(await merge(segments.map(segment => segment.views.bytes)))
  if (!loaded.ok) throw new Error(`the merged segment is refused: ${loaded.reason}`)
  return loaded.segment
}

export function createSearchIndex(options: SearchIndexOptions = {}): SearchIndex {
  const tailRows = Math.min(options.tailRows ?? 1_024, MAX_ROWS)
  const segmentRows = Math.min(options.segmentRows ?? MAX_ROWS, MAX_ROWS)
  const stopping = new AbortController()
  let held: Held[] = []
  let closed: Tail[] = []
  let tail = newTail()
  let lastId = 0
  let last = -1

  const parts = () => [...held.map(one => one.segment), ...closed]

  function hold(segment: Segment, saved: boolean): Added {
    if (held.some(one => covers(one.segment, segment))) return { ok: false, reason: 'covered' }
    const inside = held.filter(one => covers(segment, one.segment))
    held = held.filter(one => !inside.includes(one))
    const gone = inside.flatMap(one => (one.saved ? [one.id] : one.replaces))
    const absorbed = inside.flatMap(one => (one.saved ? one.absorbed : [one.id, ...one.absorbed]))
    const id = ++lastId
    held.push({ id, segment, saved, replaces: saved ? [] : gone, absorbed })
    last = Math.max(last, segment.last)
    mergingWork.wake()
    if (!saved) options.onSealed?.()
    return { ok: true, id, replaces: gone }
  }

  function sealed(of: Tail, views: Views): void {
    if (!closed.includes(of)) return
    closed = closed.filter(one => one !== of)
    hold(segmentOf(views), false)
  }

  async function sealNext(of: Tail): Promise<void> {
    const views = await inSlices(of.seal(), stopping.signal)
    if (views) sealed(of, views)
  }

  async function mergeHere(segments: readonly Segment[]): Promise<Segment | null> {
    const views = await inSlices(merging(segments), stopping.signal)
    return views && segmentOf(views)
  }

  async function merge(segments: readonly Segment[]): Promise<void> {
    const merged = options.merge ? await mergeElsewhere(options.merge, segments) : await mergeHere(segments)
    // Refused as covered when a segment that came in meanwhile holds all of it.
    if (merged) hold(merged, false)
  }

  const failed = (error: unknown) => options.onError?.(error)
  const mergingWork = newBackground(() => {
    const segments = toMerge(
      held.map(one => one.segment),
      segmentRows,
    )
    return segments.length > 0 ? () => merge(segments) : null
  }, failed)
  /** On its own, because sealing must keep up with saves while a long merge runs. */
  const sealingWork = newBackground(() => {
    const next = closed[0]
    return next ? () => sealNext(next) : null
  }, failed)

  function cut(): void {
    if (tail.rows === 0) return
    closed.push(tail)
    tail = newTail()
    while (closed.length > MAX_CLOSED) {
      const oldest = closed[0]
      if (oldest) sealed(oldest, finish(oldest.seal()))
    }
    sealingWork.wake()
  }

  return {
    add(row) {
      if (!Number.isSafeInteger(row.seq) || row.seq < 0 || row.seq <= last) {
        throw new RangeError(`seq ${row.seq} must be a safe integer greater than ${last}`)
      }
      if (!tail.takes(row.seq)) cut()
      tail.add(row)
      last = row.seq
      if (tail.rows >= tailRows || tail.characters > MAX_TAIL_CHARACTERS) cut()
    },
    addSegment(bytes, saved = true) {
      const loaded = loadSegment(bytes)
      if (!loaded.ok) return loaded
      const added = hold(loaded.segment, saved)
      return added
    },
    find: (query, signal) => findIn(parts(), tail, query, signal),
    has: seq => held.some(one => holds(one.segment, seq)) || [...closed, tail].some(part => holds(part, seq)),
    ranges: () =>
      [...parts(), ...(tail.rows > 0 ? [tail] : [])]
        .map(part => ({ from: part.first, to: part.last, rows: part.rows }))
        .sort((one, other) => one.from - other.from),
    unsaved: () =>
      held
        .filter(one => !one.saved)
        .map(({ id, segment, replaces }) => ({
          id,
          from: segment.first,
          to: segment.last,
          rows: segment.rows,
          bytes: segment.views.bytes,
          replaces: [...replaces],
        }))
        .sort((one, other) => one.from - other.from),
    saved(id) {
      const one = held.find(candidate => candidate.id === id)
      if (one) {
        one.saved = true
        return one.replaces.splice(0)
      }
      const absorber = held.find(candidate => candidate.absorbed.includes(id))
      if (!absorber || absorber.saved) return [id]
      absorber.replaces.push(id)
      return []
    },
    cut,
    async idle() {
      await sealingWork.idle()
      await mergingWork.idle()
    },
    stats: () => ({
      rows: parts().reduce((sum, part) => sum + part.rows, tail.rows),
      segments: held.length,
      segment_bytes: held.reduce((sum, one) => sum + one.segment.views.bytes.length, 0),
      unsealed_rows: closed.reduce((sum, one) => sum + one.rows, tail.rows),
    }),
    async close() {
      stopping.abort()
      await sealingWork.stop()
      await mergingWork.stop()
    },
  }
}
