// What the store answers with, once a workspace is open: each operation handed to the module that does it.
import { rm } from 'node:fs/promises'
import { ok, type Result } from '../../../shared/errors.ts'
import type { createAnnouncer } from './announce.ts'
import { createBulk } from './bulk.ts'
import { changesIn } from './changes.ts'
import { verifyAll } from './check.ts'
import { createCommitter } from './commit.ts'
import { dataFilesOf } from './data-files.ts'
import type { BulkOptions, Entity, Put, RecordOf, Store } from './face.ts'
import { firstPuts } from './first-puts.ts'
import { flush } from './flush.ts'
import { checkBefore, hold } from './hold.ts'
import { answering, createReads } from './reads.ts'
import { repair } from './repair.ts'
import { stampsOf } from './stamps.ts'
import type { State } from './state.ts'
import { tmpPath } from './tmp-path.ts'
import type { Writer } from './writer.ts'

/** Commits beyond this many puts become parts of their own. */
const BULK_PUTS = 2_000

type Tools = {
  state: State
  writer: Writer
  announcer: ReturnType<typeof createAnnouncer>
  /** Flushes and bulk writes, one at a time. */
  maintaining: <T>(work: () => Promise<T>) => Promise<T>
  /** Gives back what the workspace holds; `settle` writes the saves that wait. */
  close: (settle: () => void) => Promise<void>
}

export function createOperations({ state, writer, announcer, maintaining, close }: Tools): Store {
  const committer = createCommitter(state)
  const bulk = createBulk(state, writer, committer.settle)
  const reads = createReads(state)

  return {
    get: (entity, owner, id, version) => answering(state, () => reads.get(entity, owner, id, version)),
    getMany: (entity, owner, ids) => answering(state, () => reads.getMany(entity, owner, ids)),
    list: (entity, owner, query) => answering(state, () => reads.list(entity, owner, query)),
    count: (entity, owner, filter) => answering(state, () => reads.count(entity, owner, filter)),
    newest: (entity, owner, filter, per, by) =>
      answering(state, () => reads.newest(entity, owner, filter, per, by)),
    aggregate: (entity, owner, filter, by, sums) =>
      answering(state, () => reads.aggregate(entity, owner, filter, by, sums)),
    facet: (entity, owner, filter, column, limit) =>
      answering(state, () => reads.facet(entity, owner, filter, column, limit)),
    ids: (entity, owner, filter) => answering(state, () => reads.ids(entity, owner, filter)),
    history: (entity, owner, id) =>
      answering(state, async () => {
        const all = await reads.numbered(entity, owner, id)
        return all.ok ? ok(all.value.map(one => one.record)) : all
      }),
    numbered: (entity, owner, id) => answering(state, () => reads.numbered(entity, owner, id)),
    numberedMany: (entity, owner, ids) => answering(state, () => reads.numberedMany(entity, owner, ids)),
    heads: (entity, owner, ids) => answering(state, () => reads.heads(entity, owner, ids)),
    snapshot: () =>
      maintaining(async () => {
        // Bulk writes set numbers aside before they are done; in here there is none of them.
        const { seq } = state
        const flushed = await flush(state, writer)
        return flushed.ok ? ok(seq) : flushed
      }),
    async hold() {
      await checkBefore(state)
      return maintaining(async () => {
        // What can't be flushed (a full disk) is held as a log instead.
        await flush(state, writer)
        committer.settle()
        return hold(state)
      })
    },
    changes: (entity, owner, span) => answering(state, () => changesIn(state, entity, owner, span)),
    existing: (entity, owner, ids) => answering(state, () => reads.existing(entity, owner, ids)),
    commit<E extends Entity>(owner: string, given: readonly Put<E>[], bulkOptions?: BulkOptions) {
      const puts = given as readonly Put[]
      const work = () =>
        puts.length > BULK_PUTS
          ? maintaining(() => bulk.puts(owner, puts, bulkOptions))
          : committer.commit(owner, puts, bulkOptions)
      return answering(state, work) as Promise<Result<RecordOf[E][]>>
    },
    commitGroups: (owner, entity, groups, bulkOptions) =>
      answering(state, async () => {
        const { puts, all } = await firstPuts(groups, BULK_PUTS)
        if (!puts.ok) return puts
        if (all) return maintaining(() => bulk.groups(owner, entity, all, bulkOptions))
        const written = await committer.commit(owner, puts.value as readonly Put[], bulkOptions)
        return written.ok ? ok(written.value.length) : written
      }),
    commitStaged: (owner, staged, bulkOptions) =>
      answering(state, () =>
        maintaining(async () => {
          const done = await bulk.staged(owner, staged, bulkOptions)
          for (const { path } of staged) await rm(path, { force: true })
          return done
        }),
      ),
    stage: async entity => ({ entity, path: tmpPath(state.layout, 'ndjson') }),
    discard: staged => rm(staged.path, { force: true }),
    stamps: (entity, owner, take) => answering(state, () => stampsOf(state, entity, owner, take)),
    freeze(refusal) {
      state.frozen = refusal
      return () => {
        if (state.frozen === refusal) state.frozen = null
      }
    },
    owners: async () => [...new Set([...state.parts.owners(), ...state.overlay.owners()])].sort(),
    flush: () => maintaining(() => flush(state, writer)),
    dataFiles: owner =>
      answering(state, async () => {
        const flushed = await maintaining(() => flush(state, writer))
        return flushed.ok ? dataFilesOf(state, owner) : flushed
      }),
    verify: bulkOptions => verifyAll(state, bulkOptions),
    repair: (copies, dry) =>
      answering(state, () =>
        maintaining(async () => {
          const flushed = await flush(state, writer)
          return flushed.ok ? repair(state, writer, copies, dry) : flushed
        }),
      ),
    info: state.info,
    onChange: announcer.onChange,
    onInfo: announcer.onInfo,
    close: () => close(committer.settle),
  }
}
