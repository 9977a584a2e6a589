// One kind of one user's records: planned against what is here, mapped by threads, and saved unless it is only a check.
import type { MigrationCounts } from '../../../shared/contract/migration.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import type { TaskPool } from '../worker/run.ts'
import { BrokenFile, migrationCancelled } from './errors.ts'
import type { MapOutput } from './map-batch.ts'
import { decide } from './moved.ts'
import { createPlatformSaver } from './platform-saver.ts'
import { createSaver, type Saver } from './save.ts'
import type { LineBatch, Source } from './source.ts'
import type { Tally } from './tally.ts'
import type { History, MigratedEntity } from './terms.ts'
import { through } from './through.ts'

export type StepDeps = {
  store: Store
  directory: Directory
  source: Source
  pool: TaskPool
  tally: Tally
  signal: AbortSignal
  /** Milliseconds: divides runs that were due from those that are. */
  now: number
  /** A check saves nothing. */
  dry: boolean
  /** Rows that are done with. */
  done(rows: number): void
}
export type StepOf = {
  entity: MigratedEntity
  user_id: string
  owner: string
  /** The owner has a profile or records here already. */
  is_here: boolean
  /** Numbers of the files. */
  files: readonly number[]
  counts: MigrationCounts
  /** Ids of which no row could be taken over: filled, and read by the step of the distributions. */
  lost: Record<'audience' | 'platform', string[]>
  /** Versions of new records with several rows: filled and read alike. */
  histories: Record<'audience' | 'platform', History[]>
}

/** Names of what distributions belong to, also of what is only here. */
async function nameOthers(
  { source, store }: StepDeps,
  { owner, lost, histories }: StepOf,
): Promise<Result<null>> {
  for (const entity of ['audience', 'platform'] as const) {
    await source.nameOthers(entity, lost[entity], histories[entity])
    const ids = await source.onlyHere(entity)
    for (let from = 0; from < ids.length; from += 1_000) {
      const found = await store.getMany(entity, owner, ids.slice(from, from + 1_000))
      if (!found.ok) return found
      for (const record of found.value)
        if ('audience_id' in record) await source.nameOther(entity, record.audience_id, record.name, null)
        else await source.nameOther(entity, record.platform_id, record.name, record.platform_type)
    }
  }
  return ok(null)
}

/** Compares with what is here, and says which records stay as they are. */
async function plan(deps: StepDeps, of: StepOf): Promise<Result<null>> {
  const { source, store, tally } = deps
  const { entity, owner, user_id, counts } = of
  for (const { file, message } of await source.readKeys(entity, of.files))
    await tally.unreadable(file, message)
  if (of.is_here) {
    const told = await store.stamps(entity, owner, stamps => source.noteHere(entity, stamps))
    if (!told.ok) return told
  }
  const planned = await source.plan(entity)
  const decided = await decide(store, entity, owner, planned.moved)
  if (!decided.ok) return decided
  const { follow, kept, notes } = decided.value
  if (follow.length > 0) await source.follow(entity, follow)
  await tally.notes(entity, user_id, notes)
  Object.assign(counts, { rows: planned.rows, unchanged: planned.unchanged, kept })
  return entity === 'distribution' ? nameOthers(deps, of) : ok(null)
}

const NO_SAVER: Saver = { take: async () => ok(null), finish: async () => ok(null), close: async () => {} }

async function openSaver(deps: StepDeps, { entity, owner, is_here }: StepOf): Promise<Result<Saver>> {
  if (entity === 'platform') return createPlatformSaver(deps, owner, is_here)
  return ok(deps.dry ? NO_SAVER : createSaver(deps, entity, owner))
}

export async function step(deps: StepDeps, of: StepOf): Promise<Result<null>> {
  const { source, tally, signal, pool, now } = deps
  const { entity, user_id, owner, counts, lost, histories } = of
  const planned = await plan(deps, of)
  if (!planned.ok) return planned
  const [single, several] = [await source.counts(entity, 'single'), await source.counts(entity, 'several')]
  deps.done(counts.rows - [...single, ...several].reduce((sum, { rows }) => sum + rows, 0))
  const opened = await openSaver(deps, of)
  if (!opened.ok) return opened
  const saver = opened.value

  async function settle(output: MapOutput, rows: number): Promise<Result<null>> {
    counts.added += output.records
    counts.earlier += output.versions - output.records
    counts.updated += output.updated
    counts.refused += output.refused
    for (const [what, number] of Object.entries(output.changes)) tally.changed(what, number)
    if (entity !== 'distribution') {
      lost[entity].push(...output.lost)
      histories[entity].push(...output.histories)
    }
    await tally.notes(entity, user_id, output.notes)
    const taken = await saver.take(output)
    deps.done(rows)
    return taken
  }
  const map = (batches: AsyncIterable<LineBatch>, each = settle) =>
    through(pool, signal, { entity, owner, now }, batches, each)

  /** Rows that lie behind a fault are left out, and that is told. */
  async function leaveOut(file: number, rows: number, reason: string) {
    counts.refused += rows
    deps.done(rows)
    await tally.unreadable(file, `${reason}; ${rows.toLocaleString('en')} rows of it are left out`)
  }

  /** They are sorted before the first of them comes: a file that breaks off does so before that, and is left out. */
  async function mapSeveral(): Promise<Result<null>> {
    try {
      return await map(
        source.together(
          entity,
          user_id,
          several.map(one => one.file),
        ),
      )
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error
      const sound: number[] = []
      for (const { file, rows } of several) {
        const fault = await source.faultOf(entity, user_id, file)
        if (fault === null) sound.push(file)
        else await leaveOut(file, rows, fault)
      }
      if (sound.length === several.length) throw error
      return map(source.together(entity, user_id, sound))
    }
  }

  async function mapSingle(file: number, rows: number): Promise<Result<null>> {
    let left = rows
    try {
      return await map(source.single(entity, user_id, file), (output, taken) => {
        left -= taken
        return settle(output, taken)
      })
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error
      await leaveOut(file, left, error.reason)
      return ok(null)
    }
  }

  try {
    const first = several.length > 0 ? await mapSeveral() : ok(null)
    if (!first.ok) return first
    for (const { file, rows } of single) {
      const mapped = await mapSingle(file, rows)
      if (!mapped.ok) return mapped
    }
    if (signal.aborted) return migrationCancelled()
    const finished = await saver.finish(signal)
    return !finished.ok && finished.error.code === 'cancelled' ? migrationCancelled() : finished
  } finally {
    await saver.close()
  }
}
