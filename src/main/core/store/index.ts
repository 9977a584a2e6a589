// The store: opens a workspace folder and answers with its face. Everything else in this folder is its inside.

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { createBulk } from './bulk.ts'
import { checkPart, verifyAll } from './check.ts'
import { createCommitter } from './commit.ts'
import { type Duck, openDuck } from './duck.ts'
import type { Changed, Entity, Put, RecordOf, Store } from './face.ts'
import { codeOf, unwritable } from './failures.ts'
import { type Files, nodeFiles } from './files.ts'
import { firstPuts } from './first-puts.ts'
import { dropLogs, flush } from './flush.ts'
import { FORMAT_VERSION, layoutOf } from './layout.ts'
import { takeLock } from './lock.ts'
import { createLog } from './log.ts'
import { publishManifest, readManifest } from './manifest.ts'
import { createOverlay } from './overlay.ts'
import { createParts } from './parts.ts'
import { syncNames } from './place-parts.ts'
import { answering, createReads } from './reads.ts'
import { recover } from './recover.ts'
import { loadShelf, type Shelf } from './shelf.ts'
import { createQueue } from './slices.ts'
import type { State, StoreLog } from './state.ts'
import { tmpPath } from './tmp-path.ts'
import { createWriter } from './writer.ts'

export { definitions } from './entities.ts'
export type * from './face.ts'

export type StoreOptions = {
  folder: string
  files?: Files
  log?: StoreLog
  now?: () => Date
  /** When to flush by itself: after so many rows, after so long without a save. */
  flush?: { rows?: number; idle_ms?: number }
  /** Milliseconds after opening before all checksums are compared; null leaves it to `verify`. */
  verify_after_ms?: number | null
}

/** Commits beyond this many puts become parts of their own. */
const BULK_PUTS = 2_000

/**
 * Opens a workspace, recovering what a crash left. Refusals: `storage_busy` (someone holds it), `unsupported` (made by a
 * newer version; untouched). A folder that can't be written to opens read-only.
 */
export async function openStore(options: StoreOptions): Promise<Result<Store>> {
  try {
    return await open(options)
  } catch (error) {
    const code = codeOf(error)
    options.log?.('error', 'The workspace could not be opened', { code, reason: String(error) })
    return fail(
      'storage_corrupt',
      `The workspace could not be opened: the disk reported a fault (${code || 'unknown'}).`,
      {
        hint: 'Check the disk, then try again. Nothing was changed.',
      },
    )
  }
}

async function open(options: StoreOptions): Promise<Result<Store>> {
  const files = options.files ?? nodeFiles
  const layout = layoutOf(resolve(options.folder))
  const say = options.log ?? (() => {})
  const now = options.now ?? (() => new Date())

  const read = await readManifest(files, layout)
  if (read.state === 'newer') {
    return fail(
      'unsupported',
      'This workspace was made by a newer version of Activation Manager. It was left as it is.',
      {
        hint: 'Install the newest version, or choose another workspace folder.',
        details: { format_version: read.format_version, supported: FORMAT_VERSION },
      },
    )
  }
  let writable = true
  let release = () => {}
  try {
    for (const folder of [layout.wal, layout.tmp]) mkdirSync(folder, { recursive: true })
    const lock = await takeLock(layout)
    if (!lock.ok) return lock
    release = lock.value
  } catch (error) {
    const code = codeOf(error)
    if (
      !['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code) &&
      !/permission|read-only/i.test(String(error))
    )
      throw error
    writable = false
  }
  let duck: Duck | null = null
  try {
    duck = await openDuck({
      folder: layout.folder,
      temp: layout.tmp,
      threads: Math.max(2, Math.min(4, availableParallelism())),
      memoryMb: Math.max(1_024, Math.round(totalmem() / 4e6)),
      connections: 6,
    })
    return ok(await assemble({ ...options, files, now }, layout, say, duck, writable, release, read))
  } catch (error) {
    duck?.close()
    release()
    throw error
  }
}

type Ready = StoreOptions & { files: Files; now: () => Date }

async function assemble(
  options: Ready,
  layout: ReturnType<typeof layoutOf>,
  say: StoreLog,
  duck: Duck,
  writable: boolean,
  release: () => void,
  read: Awaited<ReturnType<typeof readManifest>>,
): Promise<Store> {
  const { files, now } = options
  const found = await recover({ files, layout, duck, now, writable }, read)
  const overlay = createOverlay()
  for (const version of found.unflushed) overlay.add(version)
  const parts = createParts(layout, duck, found.parts)
  for (const path of found.verified) parts.markVerified(path)
  const log = createLog(files, layout, found.lastLog, found.sealed)
  const writer = createWriter(layout)
  const [publishing, maintaining] = [createQueue(), createQueue()]
  const epoch = randomBytes(8).toString('hex')
  const changeListeners = new Set<(changed: Changed[]) => void>()
  const infoListeners = new Set<(info: WorkspaceInfo) => void>()
  const shelves = new Map<string, Promise<Shelf>>()
  const loaded = new Map<string, Shelf>()
  const key = (entity: Entity, owner: string) => `${entity}\n${owner}`
  let timer: NodeJS.Timeout | null = null
  let flushing = false
  let infoSoon = false

  const state: State = {
    layout,
    files,
    duck,
    log,
    parts,
    overlay,
    say,
    now,
    seq: found.seq,
    flushedSeq: found.flushedSeq,
    firstLog: found.firstLog,
    damage: found.damage,
    unsynced: found.unsynced,
    unplaced: new Map(),
    checking: new Map(),
    readOnly: writable ? null : unwritable('EROFS'),
    writable,
    closing: false,
    shelf(entity, owner) {
      const name = key(entity, owner)
      const existing = shelves.get(name)
      if (existing) return existing
      const loading = loadShelf(
        { duck, files, layout, parts, overlay, check: part => checkPart(state, part), onError: reportBug },
        entity,
        owner,
      )
      shelves.set(name, loading)
      loading.then(
        shelf => loaded.set(name, shelf),
        () => shelves.delete(name),
      )
      return loading
    },
    shelves: () => [...loaded.values()],
    reload(entity, owner) {
      const name = key(entity, owner)
      const old = loaded.get(name)
      if (!old) return
      shelves.delete(name)
      loaded.delete(name)
      old.search.close().then(() => old.model.drop(), reportBug)
      for (const listener of changeListeners) listener([{ entity, owner, ids: null }])
    },
    publish: () => publishing(publish),
    changed(changed) {
      for (const listener of changeListeners) listener(changed)
      state.infoChanged()
    },
    infoChanged() {
      if (infoSoon) return
      infoSoon = true
      setTimeout(() => {
        infoSoon = false
        if (!state.closing) for (const listener of infoListeners) listener(info())
      }, 250).unref()
    },
    info,
    report(damage) {
      state.damage.push({ ...damage, found_at: now().toISOString() })
      state.infoChanged()
    },
    flushSoon() {
      if (state.closing) return
      if (overlay.count() >= (options.flush?.rows ?? 1_000)) startFlush()
      else {
        if (timer) clearTimeout(timer)
        timer = setTimeout(startFlush, options.flush?.idle_ms ?? 60_000)
        timer.unref()
      }
    },
    setReadOnly(reason) {
      if ((state.readOnly === null) === (reason === null)) return
      state.readOnly = reason
      state.infoChanged()
    },
  }

  parts.checkWith(part => checkPart(state, part))

  function reportBug(error: unknown) {
    if (!state.closing)
      say('error', 'Work in the background failed', {
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
  }

  function info(): WorkspaceInfo {
    const all = parts.all()
    const reason = state.readOnly?.error
    return {
      folder: layout.folder,
      state: reason ? 'read_only' : 'open',
      reason: reason
        ? { code: reason.code, message: reason.message, ...(reason.hint ? { hint: reason.hint } : {}) }
        : null,
      damage: [...state.damage],
      unflushed_rows: overlay.count(),
      parts: all.length,
      bytes: all.reduce((sum, part) => sum + part.bytes, 0),
      format_version: FORMAT_VERSION,
    }
  }

  async function publish() {
    const before = await readManifest(files, layout)
    if (published && before.state === 'good' && before.manifest.epoch !== epoch) {
      throw new Error('Another program has taken over this workspace')
    }
    await syncNames(state)
    await publishManifest(files, layout, {
      format_version: FORMAT_VERSION,
      epoch,
      flushed_seq: state.flushedSeq,
      first_log: state.firstLog,
      // A part that isn't in its place yet is known from the log, which is kept until it is.
      parts: parts.all().filter(part => !part.path.startsWith('_meta/')),
      damage: state.damage,
    })
    published = true
  }
  let published = false

  function startFlush() {
    if (flushing || state.closing) return
    flushing = true
    maintaining(() => flush(state, writer))
      .catch(reportBug)
      .finally(() => {
        flushing = false
        if (overlay.count() >= (options.flush?.rows ?? 1_000) && !state.readOnly) state.flushSoon()
      })
  }

  if (writable) {
    try {
      for (const entry of await files.list(layout.tmp))
        await rm(`${layout.tmp}/${entry.name}`, { recursive: true, force: true })
      for (const folder of [dirname(layout.folder), layout.folder, layout.meta])
        await files.syncFolder(folder)
      // The log is there before the manifest that counts on it.
      const prepared = await log.prepare()
      if (!prepared || log.rotate() === null) state.readOnly = unwritable('ENOSPC')
      await publish()
      await dropLogs(state)
      if (!state.readOnly) await log.prepare()
    } catch (error) {
      say('error', 'The workspace can be read but not written', { code: codeOf(error) })
      state.readOnly = unwritable(codeOf(error))
    }
  }
  if (overlay.count() > 0) state.flushSoon()

  const committer = createCommitter(state)
  const bulk = createBulk(state, writer, committer.settle)
  const reads = createReads(state)
  const verifyAfter = options.verify_after_ms === undefined ? 3_000 : options.verify_after_ms
  if (verifyAfter !== null) {
    const background = setTimeout(() => {
      verifyAll(state).catch(reportBug)
    }, verifyAfter)
    background.unref()
  }

  return {
    get: (entity, owner, id, version) => answering(state, () => reads.get(entity, owner, id, version)),
    getMany: (entity, owner, ids) => answering(state, () => reads.getMany(entity, owner, ids)),
    list: (entity, owner, query) => answering(state, () => reads.list(entity, owner, query)),
    count: (entity, owner, filter) => answering(state, () => reads.count(entity, owner, filter)),
    facet: (entity, owner, filter, column, limit) =>
      answering(state, () => reads.facet(entity, owner, filter, column, limit)),
    ids: (entity, owner, filter) => answering(state, () => reads.ids(entity, owner, filter)),
    history: (entity, owner, id) => answering(state, () => reads.history(entity, owner, id)),
    existing: (entity, owner, ids) => answering(state, () => reads.existing(entity, owner, ids)),
    commit<E extends Entity>(
      owner: string,
      given: readonly Put<E>[],
      bulkOptions?: { signal?: AbortSignal },
    ) {
      const puts = given as readonly Put[]
      const work = () =>
        puts.length > BULK_PUTS
          ? maintaining(() => bulk.puts(owner, puts, bulkOptions))
          : committer.commit(owner, puts, bulkOptions?.signal)
      return answering(state, work) as Promise<Result<RecordOf[E][]>>
    },
    commitGroups: (owner, entity, groups, bulkOptions) =>
      answering(state, async () => {
        const { puts, all } = await firstPuts(groups, BULK_PUTS)
        if (!puts.ok) return puts
        if (all) return maintaining(() => bulk.groups(owner, entity, all, bulkOptions))
        const written = await committer.commit(owner, puts.value as readonly Put[], bulkOptions?.signal)
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
    stage: async entity => ({ entity, path: tmpPath(layout, 'ndjson') }),
    discard: staged => rm(staged.path, { force: true }),
    owners: async () => [...new Set([...parts.owners(), ...overlay.owners()])].sort(),
    flush: () => maintaining(() => flush(state, writer)),
    verify: bulkOptions => verifyAll(state, bulkOptions),
    info,
    onChange(listener) {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onInfo(listener) {
      infoListeners.add(listener)
      return () => infoListeners.delete(listener)
    },
    async close() {
      if (state.closing) return
      if (timer) clearTimeout(timer)
      try {
        committer.settle()
        await Promise.allSettled([...shelves.values()])
        for (const shelf of loaded.values()) await shelf.search.flush()
        await maintaining(() => flush(state, writer))
      } finally {
        state.closing = true
        for (const shelf of loaded.values()) await shelf.search.close()
        log.close()
        duck.close()
        release()
      }
    },
  }
}
