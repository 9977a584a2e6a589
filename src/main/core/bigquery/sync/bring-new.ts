// Rows of records that aren't here: a second computer gets everything. Made into records by threads, saved thousands at a time.
import { ok, type Result } from '../../../../shared/errors.ts'
import { pacer } from '../../pace.ts'
import type { Numbers, PutGroups } from '../../store/face.ts'
import { createWideMap } from '../../wide-map.ts'
import { openTasks, type TaskPool } from '../../worker/run.ts'
import type { Row, Table } from '../face.ts'
import type { LookDeps } from './look.ts'
import type { ReadOutput } from './read-rows.ts'
import { nothingReconciled, type Reconciled, together } from './reconciled.ts'
import { joined, withTable } from './state.ts'
import { threadsFor } from './through-tasks.ts'
import { type AnyPut, asPut, type SyncedEntity } from './versions.ts'

/** Saved as one commit, so that a network that goes away loses no more than this. Held in memory as text: some 35 MB. */
const BATCH = 10_000
/** So few are saved like any others, some at a time: the store would take them all in one go. */
const FEW = 2_000
const SOME = 100
const FULL_PAGE = 500

export function createBringNew(deps: LookDeps) {
  const { store, file, reconcile, user_id, signal } = deps

  async function* putsOf(
    entity: SyncedEntity,
    batch: readonly ReadOutput[],
    most: number,
  ): PutGroups<SyncedEntity> {
    const pace = pacer()
    let puts: AnyPut[] = []
    for (const { records, versions } of batch) {
      const text = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
      for (let [from, at] = [0, 0]; from < text.length; at++) {
        const end = text.indexOf(10, from)
        puts.push(asPut(entity, JSON.parse(text.toString('utf8', from, end)), 'new', versions[at]))
        from = end + 1
        await pace()
        if (puts.length < most) continue
        yield ok(puts)
        puts = []
      }
    }
    if (puts.length > 0) yield ok(puts)
  }

  /** Saves the records and notes that they stand in BigQuery. */
  async function save(entity: SyncedEntity, batch: readonly ReadOutput[]): Promise<Result<number>> {
    const rows = batch.reduce((sum, { versions }) => sum + versions.length, 0)
    const fresh: Numbers[] = []
    const options = { signal, numbered: (numbers: Numbers) => void fresh.push(numbers) }
    if (rows > FEW) {
      const saved = await store.commitGroups(user_id, entity, putsOf(entity, batch, FULL_PAGE), options)
      if (!saved.ok) return saved
    } else
      for await (const puts of putsOf(entity, batch, SOME)) {
        const saved = puts.ok ? await store.commit(user_id, puts.value, options) : puts
        if (!saved.ok) return saved
      }
    const odd = new Map(batch.flatMap(one => one.odd.map(({ id, rev }) => [id, rev] as const)))
    const heads = await store.heads(entity, user_id, [...odd.keys()])
    if (!heads.ok) return heads
    const noted = await file.change(state => {
      const { pushed, pulled, revs } = state.tables[entity]
      const named = [...heads.value].map(([id, { seq }]) => [id, { seq, rev: odd.get(id) ?? '' }] as const)
      return withTable(state, entity, {
        pulled: joined([...pulled, ...fresh], pushed),
        revs: { ...revs, ...Object.fromEntries(named) },
      })
    })
    return noted.ok ? ok(rows) : noted
  }

  /** Rows that are here already, or came before, are brought together with what is here, at the end. */
  return async (
    table: Table,
    pages: AsyncIterable<Result<readonly Row[]>>,
    heard: (page: readonly Row[]) => void,
  ): Promise<Result<Reconciled>> => {
    const entity = table.entity as SyncedEntity
    const [sum, known, seen] = [nothingReconciled(), [] as Row[], createWideMap<true>()]
    const under_way: Promise<Result<ReadOutput>>[] = []
    let pool: TaskPool | null = null
    let batch: ReadOutput[] = []
    let size = 0

    async function takeFirst(): Promise<Result<null>> {
      const read = await under_way.shift()
      if (!read) return ok(null)
      if (!read.ok) return read
      batch.push(read.value)
      size += read.value.versions.length
      sum.refused.push(...read.value.refused)
      return ok(null)
    }
    async function saveBatch(): Promise<Result<null>> {
      while (under_way.length > 0) {
        const taken = await takeFirst()
        if (!taken.ok) return taken
      }
      const saved = size > 0 ? await save(entity, batch) : ok(0)
      if (!saved.ok) return saved
      sum.taken += saved.value
      ;[batch, size] = [[], 0]
      return ok(null)
    }
    async function begin(page: readonly Row[]): Promise<Result<null>> {
      const heads = await store.heads(
        entity,
        user_id,
        page.map(row => String(row[table.id])),
      )
      if (!heads.ok) return heads
      const lines: string[] = []
      const pace = pacer()
      for (const row of page) {
        const id = String(row[table.id])
        await pace()
        if (heads.value.has(id) || seen.has(id)) known.push(row)
        else lines.push(`${JSON.stringify(row)}\n`)
        seen.set(id, true)
      }
      pool ??= openTasks(page.length < FULL_PAGE ? 0 : threadsFor(Number.POSITIVE_INFINITY), signal)
      const rows = new Uint8Array(Buffer.from(lines.join(''), 'utf8'))
      const reading = pool.run('pull.rows', { entity, user_id, rows })
      // One that fails before its turn is heard of then.
      reading.catch(() => {})
      under_way.push(reading)
      return under_way.length > pool.width ? takeFirst() : ok(null)
    }

    try {
      for await (const page of pages) {
        signal.throwIfAborted()
        if (!page.ok) {
          // What was read until then stays.
          const saved = await saveBatch()
          return saved.ok ? page : saved
        }
        const begun = await begin(page.value)
        if (!begun.ok) return begun
        if (size >= BATCH) {
          const saved = await saveBatch()
          if (!saved.ok) return saved
        }
        heard(page.value)
      }
      const saved = await saveBatch()
      if (!saved.ok) return saved
      const rest = await reconcile.reconcile(table, known, signal)
      return rest.ok ? ok(together(sum, rest.value)) : rest
    } finally {
      await (pool as TaskPool | null)?.close()
    }
  }
}
