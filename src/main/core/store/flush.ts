// Brings what is only in the log into the Parquet parts, while saves go on.
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { definitions } from './entities.ts'
import { codeOf, unwritable } from './failures.ts'
import { logNumber, partitionOf } from './layout.ts'
import { encodeLine, type Part } from './log-lines.ts'
import type { Unflushed } from './overlay.ts'
import { openPart, type Placed, pathOf, placeParts } from './place-parts.ts'
import type { State } from './state.ts'
import type { Writer } from './writer.ts'

const groupBy = <T>(items: readonly T[], key: (item: T) => string) => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

export async function flush(state: State, writer: Writer): Promise<Result<null>> {
  if (!state.writable) return ok(null)
  const rows = state.overlay.all()
  if (rows.length === 0) return persistSearch(state)
  const parts: (Placed & { versions: Unflushed[] })[] = []
  /** The log has their rows, and the next try writes them anew: on a full disk they would only take room. */
  const discard = async () => {
    for (const { tmp } of parts) await state.files.remove(state.layout.at(tmp)).catch(() => {})
  }
  try {
    if (!(await state.log.prepare())) return unwritable('ENOSPC')
    const covered = state.seq
    const log = state.log.rotate()
    if (log === null) return unwritable('ENOSPC')
    state.log.prepare().catch(() => {})

    await placeRest(state)
    const due = state.overlay.all().filter(row => row.seq <= covered)
    for (const [partition, versions] of groupBy(due, row => partitionOf(row.entity, row.owner, row.at))) {
      parts.push({ ...(await writePart(state, writer, partition, versions)), versions })
    }
    for (const part of parts) await state.files.sync(state.layout.at(part.tmp))
    await state.files.syncFolder(state.layout.tmp)

    const intent = encodeLine({ kind: 'flush', seq: covered, parts: parts.map(plainPart) })
    const logged = state.log.append([intent])
    if (!logged.ok) {
      await discard()
      return unwritable(logged.error.code)
    }
    await placeParts(state, parts, part => {
      state.parts.put(plainPart(part), true)
      state.overlay.drop(parts.find(one => one.path === part.path)?.versions ?? [])
    })
    // Between a part that is in place and the manifest that says so, the intent in the log tells the next opening.
    const before = { flushedSeq: state.flushedSeq, firstLog: state.firstLog }
    Object.assign(state, { flushedSeq: covered, firstLog: log })
    try {
      await state.publish()
    } catch (error) {
      Object.assign(state, before)
      throw error
    }
    await dropLogs(state)
    await persistSearch(state)
    state.say('info', 'Flushed', { rows: due.length, parts: parts.length })
    state.infoChanged()
    return ok(null)
  } catch (error) {
    // Nothing is lost: the log still holds it all, and the next flush or opening tries again.
    await discard()
    state.say('error', 'A flush failed', {
      code: codeOf(error),
      reason: error instanceof Error ? error.message : '',
    })
    state.infoChanged()
    const refusal = unwritable(codeOf(error))
    return fail(
      refusal.error.code,
      'What was saved is safe in the log, but could not be moved into the data files yet.',
      {
        hint: refusal.error.hint ?? 'Try again later.',
      },
    )
  }
}

const plainPart = ({ path, entity, owner, rows, min_seq, max_seq, bytes, sha256 }: Part): Part => ({
  path,
  entity,
  owner,
  rows,
  min_seq,
  max_seq,
  bytes,
  sha256,
})

/** Makes up for renames and syncs that failed before. Throws when they fail again. */
export async function placeRest(state: State) {
  await placeParts(state, [...state.unplaced.values()], part => {
    state.unplaced.delete(part.path)
    state.parts.remove(part.tmp)
    state.parts.put(plainPart(part), true)
  })
}

async function writePart(
  state: State,
  writer: Writer,
  partition: string,
  versions: Unflushed[],
): Promise<Placed> {
  const [first] = versions
  if (!first) throw new Error('A partition without rows was flushed')
  const { entity, owner } = first
  const { open, next } = openPart(state.parts.of(entity, owner), partition)
  const written = await writer.append(definitions[entity], open ? state.layout.at(open.path) : null, versions)
  const expected = (open?.rows ?? 0) + versions.length
  if (written.rows !== expected) throw new Error(`A part has ${written.rows} rows instead of ${expected}`)
  return {
    ...written,
    tmp: state.layout.relative(written.tmp),
    path: open?.path ?? pathOf(partition, next),
    entity,
    owner,
  }
}

/** Logs before the first that counts; called after the manifest that says so is on the disk. */
export async function dropLogs(state: Pick<State, 'files' | 'layout' | 'firstLog'>) {
  const logs = await state.files.list(state.layout.wal)
  for (const { name } of logs) {
    if (logNumber(name) > 0 && logNumber(name) < state.firstLog)
      await state.files.remove(join(state.layout.wal, name))
  }
}

/** Segment files are copies of what the parts say; failing to write them loses only time at the next opening. */
async function persistSearch(state: State): Promise<Result<null>> {
  for (const shelf of state.shelves()) {
    try {
      await shelf.search.persist()
    } catch (error) {
      state.say('warn', 'The search index could not be written', { code: codeOf(error) })
    }
  }
  return ok(null)
}
