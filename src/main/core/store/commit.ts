// Saving: checks, numbers and logs commits. All that wait are written and synced together.
import { ok, type Result } from '../../../shared/errors.ts'
import { idOf } from './entities.ts'
import type { BulkOptions, Changed, Entity, Put, RecordOf } from './face.ts'
import { cancelled, refusalOf, unwritable, versionAfter } from './failures.ts'
import { encodeLine, type LogLine } from './log-lines.ts'
import type { Unflushed } from './overlay.ts'
import { place, type Shelf } from './shelf.ts'
import type { State } from './state.ts'

type Written = Result<RecordOf[Entity][]>
type Waiting = {
  owner: string
  puts: readonly Put[]
  shelves: Map<Entity, Shelf>
  numbered: BulkOptions['numbered']
  done: (result: Written) => void
}
type Staging = { versions: Unflushed[]; waiting: Waiting; line: Buffer }

/** Bytes written in one go at most, so that a burst of saves doesn't hold the event loop. */
const GROUP_BYTES = 4_000_000

export function createCommitter(state: State) {
  const queue: Waiting[] = []
  let scheduled = false
  let secondTry = false
  let recovering: Promise<boolean> | null = null

  /** The version a record has now, counting commits of this same group that are not written yet. */
  function currentOf(shelf: Shelf, id: string, group: Map<string, number>): number {
    return group.get(`${shelf.entity}\n${shelf.owner}\n${id}`) ?? shelf.heads.get(id)?.version ?? 0
  }

  /** Checks one commit and numbers its versions; a refusal leaves nothing behind. */
  function stage(waiting: Waiting, group: Map<string, number>, at: string, seq: number): Staging | Written {
    const own = new Map(group)
    const versions: Unflushed[] = []
    for (const put of waiting.puts) {
      const shelf = waiting.shelves.get(put.entity)
      if (!shelf) throw new Error('A commit was staged without its shelf')
      const id = idOf(put.entity, put.record)
      const current = currentOf(shelf, id, own)
      const refused = refusalOf(put, id, current)
      if (refused) return refused
      const version = versionAfter(current, put)
      own.set(`${put.entity}\n${waiting.owner}\n${id}`, version)
      const record = { ...put.record, version }
      versions.push({ entity: put.entity, owner: waiting.owner, id, at, seq: seq + versions.length, record })
    }
    for (const [key, version] of own) group.set(key, version)
    const line: LogLine = {
      kind: 'put',
      seq,
      at,
      owner: waiting.owner,
      puts: versions.map(version => [version.entity, version.record]),
    }
    return { versions, waiting, line: encodeLine(line) }
  }

  function drain() {
    scheduled = false
    const group = new Map<string, number>()
    const at = state.now().toISOString()
    const staged: Staging[] = []
    let [seq, bytes] = [state.seq + 1, 0]
    while (queue.length > 0 && bytes < GROUP_BYTES) {
      const waiting = queue.shift()
      if (!waiting) break
      const outcome = stage(waiting, group, at, seq)
      if ('ok' in outcome) waiting.done(outcome)
      else {
        staged.push(outcome)
        seq += outcome.versions.length
        bytes += outcome.line.length
      }
    }
    if (staged.length === 0) {
      if (queue.length > 0) schedule()
      return
    }
    const written = state.log.append(staged.map(one => one.line))
    if (!written.ok && !secondTry && !state.readOnly) {
      // The next log may only have been in the making: these saves get one more chance with it.
      secondTry = true
      queue.unshift(...staged.map(one => one.waiting))
      state.log.prepare().then(schedule, schedule)
      return
    }
    secondTry = false
    if (!written.ok) {
      const refusal = unwritable(written.error.code)
      state.say('error', 'The log could not be written', { code: written.error.code })
      state.setReadOnly(refusal)
      for (const one of staged) one.waiting.done(refusal)
      if (queue.length > 0) schedule()
      return
    }
    state.seq = seq - 1
    state.setReadOnly(null)
    for (const one of staged) acknowledge(one)
    state.log.prepare().catch(() => {})
    state.flushSoon()
    if (queue.length > 0) schedule()
  }

  function acknowledge({ versions, waiting }: Staging) {
    const ids = new Map<Entity, string[]>()
    for (const version of versions) {
      const shelf = waiting.shelves.get(version.entity)
      if (!shelf) continue
      state.overlay.add(version)
      place(shelf, version)
      shelf.search.add(version)
      for (const watcher of shelf.watchers) watcher.add(version.id)
      ids.set(version.entity, [...(ids.get(version.entity) ?? []), version.id])
    }
    const [first, last] = [versions.at(0), versions.at(-1)]
    if (first && last) waiting.numbered?.([first.seq, last.seq])
    waiting.done(ok(versions.map(version => version.record as unknown as RecordOf[Entity])))
    state.changed(
      [...ids].map(
        ([entity, changed]): Changed => ({ entity, owner: waiting.owner, ids: [...new Set(changed)] }),
      ),
    )
  }

  function schedule() {
    if (scheduled) return
    scheduled = true
    setImmediate(drain)
  }

  /** After a fault the next save tries again, once the next log could be made. */
  async function ready(): Promise<boolean> {
    if (!state.writable) return false
    if (!state.readOnly) return true
    recovering ??= state.log.prepare().finally(() => {
      recovering = null
    })
    return recovering
  }

  async function commit(owner: string, puts: readonly Put[], options: BulkOptions = {}): Promise<Written> {
    if (puts.length === 0) return ok([])
    if (!(await ready())) return state.readOnly ?? unwritable('EROFS')
    const shelves = new Map<Entity, Shelf>()
    for (const entity of new Set(puts.map(put => put.entity))) {
      const shelf = await state.shelf(entity, owner)
      await shelf.headsReady
      shelves.set(entity, shelf)
    }
    // Checked again after each wait: another bulk write may have begun.
    for (const shelf of shelves.values()) while (shelf.gate) await shelf.gate
    if (options.signal?.aborted) return cancelled()
    if (state.frozen) return state.frozen
    if (state.closing) return cancelled()
    return new Promise(done => {
      queue.push({ owner, puts, shelves, numbered: options.numbered, done })
      schedule()
    })
  }

  return {
    commit,
    /** Writes what is waiting now, so that what follows comes after it. */
    settle() {
      while (queue.length > 0) drain()
    },
  }
}
