// An open workspace put together: recovered, published, and set to flush and check itself.
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { WorkspaceInfo } from '../../../shared/contract/workspace.ts'
import { createAnnouncer } from './announce.ts'
import { checkPart, verifyAll } from './check.ts'
import type { Duck } from './duck.ts'
import type { Store } from './face.ts'
import { codeOf, unwritable } from './failures.ts'
import type { Files } from './files.ts'
import { dropLogs, flush } from './flush.ts'
import { FORMAT_VERSION, type Layout } from './layout.ts'
import { createLog } from './log.ts'
import type { Part } from './log-lines.ts'
import type { ReadManifest } from './manifest.ts'
import { createOperations } from './operations.ts'
import { createOverlay } from './overlay.ts'
import { createParts } from './parts.ts'
import { createPublisher } from './publish.ts'
import { recover } from './recover.ts'
import { loadShelf } from './shelf.ts'
import { createShelves } from './shelves.ts'
import { createQueue } from './slices.ts'
import type { State, StoreLog, StoreOptions } from './state.ts'
import { createWriter } from './writer.ts'

export type Opened = {
  layout: Layout
  files: Files
  duck: Duck
  say: StoreLog
  now: () => Date
  /** Whether the folder can be written, and is locked. */
  writable: boolean
  /** Gives the lock back. */
  release: () => void
  read: ReadManifest
  flush: StoreOptions['flush']
  verify_after_ms: StoreOptions['verify_after_ms']
}

export async function assemble(opened: Opened): Promise<Store> {
  const { layout, files, duck, say, now, writable } = opened
  const found = await recover({ files, layout, duck, now, writable }, opened.read)
  const overlay = createOverlay()
  for (const version of found.unflushed) overlay.add(version)
  const parts = createParts(layout, duck, found.parts)
  for (const path of found.verified) parts.markVerified(path)
  const log = createLog(files, layout, found.lastLog, found.sealed)
  const writer = createWriter(layout)
  const [publishing, maintaining] = [createQueue(), createQueue()]
  const publish = createPublisher()
  const announcer = createAnnouncer(info)
  const shelves = createShelves((entity, owner) => {
    const check = (part: Part) => checkPart(state, part)
    return loadShelf({ duck, files, layout, parts, overlay, check, onError: reportBug }, entity, owner)
  }, reportBug)
  const flushRows = opened.flush?.rows ?? 1_000
  let timer: NodeJS.Timeout | null = null
  let verifying: NodeJS.Timeout | null = null
  let flushing = false

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
    placing: new Set(),
    unplaced: new Map(),
    checking: new Map(),
    readOnly: writable ? null : unwritable('EROFS'),
    writable,
    closing: false,
    frozen: null,
    shelf: shelves.shelf,
    shelves: shelves.loaded,
    reload(entity, owner) {
      if (shelves.forget(entity, owner)) announcer.reloaded([{ entity, owner, ids: null }])
    },
    publish: () => publishing(() => publish(state)),
    changed: announcer.changed,
    infoChanged: announcer.infoChanged,
    info,
    report(damage) {
      state.damage.push({ ...damage, found_at: now().toISOString() })
      state.infoChanged()
    },
    flushSoon() {
      if (state.closing) return
      if (overlay.count() >= flushRows) startFlush()
      else {
        if (timer) clearTimeout(timer)
        timer = setTimeout(startFlush, opened.flush?.idle_ms ?? 60_000)
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

  function startFlush() {
    if (flushing || state.closing) return
    flushing = true
    maintaining(() => flush(state, writer))
      .catch(reportBug)
      .finally(() => {
        flushing = false
        if (overlay.count() >= flushRows && !state.readOnly) state.flushSoon()
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
      await publish(state)
      await dropLogs(state)
      if (!state.readOnly) await log.prepare()
    } catch (error) {
      say('error', 'The workspace can be read but not written', { code: codeOf(error) })
      state.readOnly = unwritable(codeOf(error))
    }
  }
  if (overlay.count() > 0) state.flushSoon()

  const verifyAfter = opened.verify_after_ms === undefined ? 3_000 : opened.verify_after_ms
  if (verifyAfter !== null) {
    verifying = setTimeout(() => {
      verifyAll(state).catch(reportBug)
    }, verifyAfter)
    verifying.unref()
  }

  let closed: Promise<void> | null = null
  async function end(settle: () => void) {
    if (timer) clearTimeout(timer)
    if (verifying) clearTimeout(verifying)
    try {
      settle()
      await shelves.settled()
      for (const shelf of shelves.loaded()) await shelf.search.flush()
      await maintaining(() => flush(state, writer))
    } finally {
      state.closing = true
      announcer.close()
      // Whoever opens the folder next, or removes it, must not find something written behind their back.
      await Promise.allSettled(state.checking.values())
      await shelves.close()
      log.close()
      duck.close()
      opened.release()
    }
  }
  const close = (settle: () => void) => {
    closed ??= end(settle)
    return closed
  }
  return createOperations({ state, writer, announcer, maintaining, close })
}
