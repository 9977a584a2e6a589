// Changes of more records than memory should hold: written to files as they come, sent in one go, and then kept here.
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { type Fail, fail, ok, type Result } from '../../../../shared/errors.ts'
import type { BulkOptions, Entity, Put, PutGroups, Store } from '../../store/face.ts'
import { openTasks, type TaskPool } from '../../worker/run.ts'
import type { Remote, Table } from '../face.ts'
import type { PagesOfRows } from '../rows/pages.ts'
import { tableOf } from '../rows/tables.ts'
import { notConfirmed, notKept, notReached } from './refusals.ts'
import type { Save, SaveDeps } from './save.ts'
import { takeUploaded, type Uploaded, upload } from './staged.ts'

/** Records that become rows in one task. */
const BATCH = 1_000
const NO_RECORDS: PagesOfRows = { rows: 0, pages: new Uint8Array(), sizes: [], values: [] }

type Deps = Pick<SaveDeps, 'cache' | 'file' | 'turns' | 'live' | 'contact' | 'lookSoon'> & {
  save: Pick<Save, 'plan' | 'learn'>
  /** Where files are written on their way. */
  folder: string
}

const changedMeanwhile = (id: string | undefined) =>
  fail('conflict', 'Others changed some of these records in BigQuery. Nothing was changed.', {
    hint: 'Look at what changed, then try again.',
    details: { ...(id !== undefined && { id }) },
  })

/** Ends the making of a file. */
class Refused extends Error {
  constructor(readonly why: Fail) {
    super(why.error.message)
  }
}

/** A copy that owns its memory: tasks take it with them. */
const bytesOf = (lines: readonly string[]) =>
  new Uint8Array(Buffer.from(lines.map(line => `${line}\n`).join('')))

async function rowsOf(
  pool: TaskPool,
  { entity }: Table,
  owner: string,
  lines: readonly string[],
  bases: (string | null)[],
): Promise<Result<PagesOfRows>> {
  if (lines.length === 0) return ok(NO_RECORDS)
  const records = bytesOf(lines)
  return pool.run('push.rows', {
    entity,
    records,
    user_id: owner,
    bases,
    left_out: [],
    with_pages: true,
  })
}

async function* linesOf(path: string): AsyncGenerator<string[]> {
  let lines: string[] = []
  const all = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of all) {
    if (line === '') continue
    lines.push(line)
    if (lines.length < BATCH) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}

export function createBulk(deps: Deps): Pick<Store, 'commitGroups' | 'commitStaged'> {
  const { cache, file, turns, live, contact, lookSoon, save, folder } = deps

  /** Sends what `make` gives, and keeps it here by `keep` once BigQuery has it. */
  async function sendAll(
    table: Table,
    owner: string,
    make: (pool: TaskPool) => AsyncIterable<PagesOfRows>,
    keep: () => Promise<Result<number>>,
    { signal }: BulkOptions,
  ): Promise<Result<number>> {
    const remote = await contact()
    if (!remote.ok) return notReached(remote.error)
    const { device } = file.current
    const pool = openTasks(availableParallelism() > 1 ? 1 : 0, signal)
    let uploaded: Result<Uploaded>
    try {
      uploaded = await upload(remote.value, table, { folder, device, pages: make(pool) }, signal)
    } catch (error) {
      if (error instanceof Refused) return error.why
      throw error
    } finally {
      await pool.close()
    }
    // A load changes no record.
    if (!uploaded.ok) return notReached(uploaded.error)
    return turns.alone(owner, [table.entity], () =>
      take(remote.value, table, owner, uploaded.value, keep, signal),
    )
  }

  async function take(
    remote: Remote,
    table: Table,
    owner: string,
    uploaded: Uploaded,
    keep: () => Promise<Result<number>>,
    signal?: AbortSignal,
  ): Promise<Result<number>> {
    if (uploaded.rows > 0) {
      const { device } = file.current
      const sent = await takeUploaded(remote, table, { ...uploaded, device }, signal)
      if (!sent.ok) return notConfirmed(sent.error)
      const { there, absent } = sent.value
      if (there.length + absent.length > 0) {
        const learned = await save.learn(table, owner, sent.value)
        return learned.ok
          ? changedMeanwhile(there.length > 0 ? String(there[0]?.[table.id]) : absent[0])
          : learned
      }
    }
    const kept = await keep()
    return kept.ok || uploaded.rows === 0 ? kept : notKept(kept.error)
  }

  const asSave = (work: () => Promise<Result<number>>) =>
    live.saving(async () => {
      const done = await work()
      if (!done.ok) lookSoon()
      return done
    })

  return {
    commitGroups: (owner, entity, groups, options = {}) =>
      asSave(async () => {
        const table = tableOf(entity)
        const spool = await cache.stage(entity)
        const out = createWriteStream(spool.path)
        try {
          return await sendAll(
            table,
            owner,
            async function* (pool) {
              for await (const group of groups) {
                if (!group.ok) throw new Refused(group)
                const planned = await save.plan(table, owner, group.value as readonly Put[])
                if (!planned.ok) throw new Refused(planned)
                const lines = planned.value.map(({ record }) => JSON.stringify(record))
                const bases = planned.value.map(({ base_rev }) => base_rev)
                for (const line of lines) if (!out.write(`${line}\n`)) await once(out, 'drain')
                const rows = await rowsOf(pool, table, owner, lines, bases)
                if (!rows.ok) throw new Refused(rows)
                yield rows.value
              }
            },
            async () => {
              out.end()
              await once(out, 'finish')
              return cache.commitGroups(owner, entity, putsIn<typeof entity>(entity, spool.path), options)
            },
            options,
          )
        } finally {
          out.destroy()
          await cache.discard(spool)
        }
      }),

    commitStaged: (owner, staged, options = {}) => {
      const [first] = staged
      if (!first) return Promise.resolve(ok(0))
      const table = tableOf(first.entity)
      return asSave(() =>
        sendAll(
          table,
          owner,
          async function* (pool) {
            for (const { path } of staged)
              for await (const lines of linesOf(path)) {
                // The store numbers new records from 1; what says its version itself says it later in the line.
                const numbered = lines.map(line => `{"version":1,${line.slice(1)}`)
                const bases = lines.map(() => null)
                const rows = await rowsOf(pool, table, owner, numbered, bases)
                if (!rows.ok) throw new Refused(rows)
                yield rows.value
              }
          },
          () => cache.commitStaged(owner, staged, options),
          options,
        ),
      )
    },
  }
}

/** What was planned, to be kept whatever was saved here since: BigQuery has it. */
async function* putsIn<E extends Entity>(entity: Entity, path: string): PutGroups<E> {
  for await (const lines of linesOf(path))
    yield ok(
      lines.map(line => {
        const { version, ...record } = JSON.parse(line)
        return { entity, record, expected: 'any', at_least: version } as Put as Put<E>
      }),
    )
}
