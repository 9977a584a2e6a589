// The store's face kept in memory: the double of core tests, and the model that the real store is compared with.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type {
  BulkOptions,
  Changed,
  Changes,
  Entity,
  Filter,
  Group,
  Put,
  Query,
  RecordOf,
  Span,
  Staged,
  Store,
} from '../../src/main/core/store/face.ts'
import type { WorkspaceInfo } from '../../src/shared/contract/workspace.ts'
import { localDateOf } from '../../src/shared/domain/schedule.ts'
import { type Fail, fail, invalid, ok, type Result } from '../../src/shared/errors.ts'
import { cell, compareCells, idOf, matches, meets, shown, sortCell } from './memory-columns.ts'

type AnyRecord = RecordOf[Entity]
/** Versions of each record, oldest first, by owner, entity and id. */
type Tables = Map<string, Map<string, AnyRecord[]>>
type AnyPut = { entity: Entity; record: object; expected: number | 'new' | 'any'; at_least?: number }

export function createMemoryStore(folder = join(tmpdir(), 'memory-store')): Store {
  const tables: Tables = new Map()
  const numbers = new WeakMap<AnyRecord, number>()
  let lastNumber = 0
  let frozen: Fail | null = null
  const numberOf = (record: AnyRecord) => numbers.get(record) ?? 0
  const changeListeners = new Set<(changed: Changed[]) => void>()
  const infoListeners = new Set<(info: WorkspaceInfo) => void>()

  const key = (entity: Entity, owner: string) => JSON.stringify([owner, entity])
  const versionsOf = (entity: Entity, owner: string, id: string) =>
    tables.get(key(entity, owner))?.get(id) ?? []
  const currents = <E extends Entity>(entity: E, owner: string) =>
    [...(tables.get(key(entity, owner))?.values() ?? [])].flatMap(versions =>
      versions.slice(-1),
    ) as RecordOf[E][]
  const matching = <E extends Entity>(entity: E, owner: string, filter: Filter) => {
    const ofNumber = filter.where.filter(condition => condition.column === 'seq')
    const others = { ...filter, where: filter.where.filter(condition => condition.column !== 'seq') }
    return currents(entity, owner).filter(
      record => matches(record, others) && ofNumber.every(condition => meets(numberOf(record), condition)),
    )
  }

  const info = (): WorkspaceInfo => ({
    folder,
    state: 'open',
    reason: null,
    damage: [],
    unflushed_rows: 0,
    parts: 0,
    bytes: 0,
    format_version: 1,
  })

  /** All of the puts or none: they are applied to copies of the touched records, which replace them at the end. */
  function apply(owner: string, puts: readonly AnyPut[], options: BulkOptions = {}): Result<AnyRecord[]> {
    if (frozen) return frozen
    const touched = new Map<string, { entity: Entity; id: string; versions: AnyRecord[] }>()
    const written: AnyRecord[] = []
    for (const { entity, record, expected, at_least = 0 } of puts) {
      const id = idOf(entity, record)
      const place = JSON.stringify([entity, id])
      const entry = touched.get(place) ?? { entity, id, versions: [...versionsOf(entity, owner, id)] }
      touched.set(place, entry)
      const current = entry.versions.at(-1)?.version ?? 0
      if (typeof expected === 'number' && current === 0)
        return fail('not_found', `There is no ${entity} ${id}`)
      const wanted = expected === 'new' ? 0 : expected
      if (wanted !== 'any' && wanted !== current) {
        return fail('conflict', `The ${entity} ${id} was changed in the meantime`, {
          details: { current_version: current, expected_version: wanted, id },
        })
      }
      const next = { ...structuredClone(record), version: Math.max(current + 1, at_least) } as AnyRecord
      entry.versions.push(next)
      written.push(next)
    }
    for (const record of written) numbers.set(record, ++lastNumber)
    if (written.length > 0) options.numbered?.([lastNumber - written.length + 1, lastNumber])
    const changed = new Map<Entity, string[]>()
    for (const { entity, id, versions } of touched.values()) {
      const table = tables.get(key(entity, owner)) ?? new Map<string, AnyRecord[]>()
      tables.set(key(entity, owner), table.set(id, versions))
      changed.set(entity, [...(changed.get(entity) ?? []), id])
    }
    const said = [...changed].map(([entity, ids]): Changed => ({ entity, owner, ids }))
    if (said.length > 0) for (const listener of changeListeners) listener(said)
    return ok(structuredClone(written))
  }

  function page<E extends Entity>(entity: E, owner: string, query: Query): Result<RecordOf[E][]> {
    const { by, direction } = query.sort
    const sign = direction === 'asc' ? 1 : -1
    const compare = (record: AnyRecord, value: string | number, id: string) =>
      sign * (compareCells(sortCell(record, by), value) || compareCells(idOf(entity, record), id))
    const rows = matching(entity, owner, query).sort((a, b) => compare(a, sortCell(b, by), idOf(entity, b)))
    if (query.cursor === undefined) return ok(rows.slice(query.offset ?? 0))
    const from = readCursor(query.cursor)
    if (!from || from.by !== by || from.direction !== direction)
      return invalid([{ path: 'cursor', message: 'does not belong to this list' }])
    return ok(rows.filter(record => compare(record, from.value, from.id) > 0))
  }

  const store: Store = {
    async get(entity, owner, id, version) {
      const versions = versionsOf(entity, owner, id)
      const found = version === undefined ? versions.at(-1) : versions.find(one => one.version === version)
      return ok(structuredClone(found ?? null) as never)
    },
    async getMany(entity, owner, ids) {
      const found = ids.flatMap(id => versionsOf(entity, owner, id).slice(-1))
      return ok(structuredClone(found) as never)
    },
    async list(entity, owner, query) {
      const rows = page(entity, owner, query)
      if (!rows.ok) return rows
      const items = rows.value.slice(0, query.limit)
      const last = items.at(-1)
      const more = last !== undefined && rows.value.length > items.length
      const next_cursor = more
        ? writeCursor({ ...query.sort, value: sortCell(last, query.sort.by), id: idOf(entity, last) })
        : null
      return ok({ items: structuredClone(items.map(shown<typeof entity>)), next_cursor })
    },
    async count(entity, owner, filter) {
      return ok(matching(entity, owner, filter).length)
    },
    async newest(entity, owner, filter, per, by) {
      type Last = { at: string; record: RecordOf[typeof entity] }
      const last = new Map<string, Last>()
      for (const record of matching(entity, owner, filter)) {
        const [group, at] = [String(cell(record, per)), String(cell(record, by) ?? '')]
        const known = last.get(group)
        const order = known ? compareCells(at, known.at) || numberOf(record) - numberOf(known.record) : 1
        if (order > 0) last.set(group, { at, record })
      }
      const inOrder = [...last].sort(([a], [b]) => compareCells(a, b)).map(([, { record }]) => record)
      return ok(structuredClone(inOrder.map(shown<typeof entity>)))
    },
    async facet(entity, owner, filter, column, limit) {
      const counts = new Map<string, number>()
      for (const record of matching(entity, owner, filter)) {
        const value = cell(record, column)
        for (const item of new Set(Array.isArray(value) ? value : value === null ? [] : [value]))
          counts.set(String(item), (counts.get(String(item)) ?? 0) + 1)
      }
      const sorted = [...counts].map(([value, count]) => ({ value, count }))
      return ok(sorted.sort((a, b) => b.count - a.count || compareCells(a.value, b.value)).slice(0, limit))
    },
    async ids(entity, owner, filter) {
      return ok(
        matching(entity, owner, filter)
          .map(record => idOf(entity, record))
          .sort(compareCells),
      )
    },
    async history(entity, owner, id) {
      return ok(structuredClone(versionsOf(entity, owner, id).toReversed()) as never)
    },
    async numbered(entity, owner, id) {
      const versions = versionsOf(entity, owner, id).toReversed()
      return ok(versions.map(record => ({ seq: numberOf(record), record: structuredClone(record) })) as never)
    },
    async numberedMany(entity, owner, ids) {
      const found = ids.flatMap(id => {
        const versions = versionsOf(entity, owner, id).toReversed()
        const numbered = versions.map(record => ({ seq: numberOf(record), record: structuredClone(record) }))
        return numbered.length > 0 ? [[id, numbered] as const] : []
      })
      return ok(new Map(found)) as never
    },
    async heads(entity, owner, ids) {
      const newest = ids.map(id => [id, versionsOf(entity, owner, id).at(-1)] as const)
      return ok(
        new Map(
          newest.flatMap(([id, record]) =>
            record ? [[id, { seq: numberOf(record), version: record.version }]] : [],
          ),
        ),
      )
    },
    async snapshot() {
      return ok(lastNumber)
    },
    async changes(entity: Entity, owner: string, { after, except, until }: Span) {
      const known = (record: AnyRecord) =>
        numberOf(record) <= after ||
        except.some(([first, last]) => numberOf(record) >= first && numberOf(record) <= last)
      const all = [...(tables.get(key(entity, owner))?.values() ?? [])]
        .map(versions => versions.filter(record => numberOf(record) <= until))
        .flatMap(versions => {
          const mine = versions.at(-1)
          return mine && !known(mine) ? [{ mine, base: versions.findLast(known) ?? null }] : []
        })
        .sort((a, b) => numberOf(a.mine) - numberOf(b.mine))
      return ok<Changes>({
        size: all.length,
        async each(side, take) {
          const versions = all.flatMap((change, at) => {
            const record = change[side]
            return record ? [{ at, record }] : []
          })
          if (versions.length === 0) return ok(null)
          const text = versions.map(({ record }) => `${JSON.stringify(record)}\n`).join('')
          await take({
            at: versions.map(({ at }) => at),
            seq: versions.map(({ record }) => numberOf(record)),
            id: versions.map(({ record }) => idOf(entity, record)),
            records: new Uint8Array(Buffer.from(text)),
          })
          return ok(null)
        },
        async close() {},
      })
    },
    async commit(owner, puts, options) {
      if (options?.signal?.aborted) return fail('cancelled', 'The change was cancelled')
      const written = apply(owner, puts, options)
      if (written.ok) options?.progress?.(puts.length)
      return written as never
    },
    async aggregate(entity, owner, filter, by, sums) {
      const groups = new Map<string, Group>()
      for (const record of matching(entity, owner, filter)) {
        const keys = by.map(one => {
          const value = 'month' in one ? cell(record, one.month) : cell(record, one.column)
          if (value === null) return null
          return 'month' in one ? monthOf(String(value), one.zone ?? 'UTC') : String(value)
        })
        const group = groups.get(JSON.stringify(keys)) ?? {
          keys,
          count: 0,
          sums: sums.map(() => ({ sum: 0, of: 0 })),
        }
        groups.set(JSON.stringify(keys), group)
        group.count++
        sums.forEach((column, index) => {
          const value = cell(record, column)
          const total = group.sums[index]
          if (typeof value !== 'number' || !total) return
          total.sum += value
          total.of++
        })
      }
      // As the database orders: by each key in turn, what is missing last.
      const order = (a: Group, b: Group) =>
        a.keys
          .map((key, index) => {
            const other = b.keys[index] ?? null
            if (key === null || other === null) return Number(key === null) - Number(other === null)
            return compareCells(key, other)
          })
          .find(sign => sign !== 0) ?? 0
      return ok([...groups.values()].sort(order).slice(0, 10_000))
    },
    async commitGroups(owner, _entity, groups, options) {
      const puts: AnyPut[] = []
      for await (const group of groups) {
        if (!group.ok) return group
        puts.push(...group.value)
      }
      if (options?.signal?.aborted) return fail('cancelled', 'The change was cancelled')
      const written = apply(owner, puts, options)
      return written.ok ? ok(written.value.length) : written
    },
    async commitStaged(owner, staged, options) {
      if (options?.signal?.aborted) return fail('cancelled', 'The change was cancelled')
      const puts: Put[] = []
      for (const { entity, path } of staged) {
        const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean)
        for (const line of lines) {
          const { version, ...record } = JSON.parse(line)
          puts.push({ entity, record, expected: (version ?? 1) === 1 ? 'new' : version - 1 })
        }
      }
      const written = apply(owner, puts, options)
      if (!written.ok) return written
      options?.progress?.(puts.length)
      for (const file of staged) await store.discard(file)
      return ok(puts.length)
    },
    async stage(entity) {
      return {
        entity,
        path: join(await mkdtemp(join(tmpdir(), 'memory-stage-')), 'staged.ndjson'),
      } satisfies Staged
    },
    async discard(staged) {
      await rm(dirname(staged.path), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
    async existing(entity, owner, ids) {
      return ok(new Set(ids.filter(id => versionsOf(entity, owner, id).length > 0)))
    },
    async stamps(entity, owner, take) {
      const heads = [...(tables.get(key(entity, owner)) ?? [])].flatMap(([id, versions]) => {
        const head = versions.at(-1)
        return head ? [{ id, version: head.version, updated_at: Date.parse(head.updated_at) }] : []
      })
      await take({
        id: heads.map(head => head.id),
        version: heads.map(head => head.version),
        updated_at: heads.map(head => head.updated_at),
      })
      return ok(null)
    },
    async owners() {
      return [...new Set([...tables.keys()].map(name => (JSON.parse(name) as [string])[0]))].sort()
    },
    freeze(refusal) {
      frozen = refusal
      return () => {
        frozen = null
      }
    },
    async repair() {
      return ok([])
    },
    async hold() {
      return ok({
        seq: lastNumber,
        versions: 0,
        format_version: 1,
        damage: [],
        files: [],
        async release() {},
      })
    },
    async flush() {
      for (const listener of infoListeners) listener(info())
      return ok(null)
    },
    /** There are no files: whoever reads them finds no rows. */
    async dataFiles() {
      return ok({ audience: [], platform: [], distribution: [] })
    },
    async verify() {
      return ok([])
    },
    info,
    onChange(listener) {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onInfo(listener) {
      infoListeners.add(listener)
      return () => infoListeners.delete(listener)
    },
    async close() {},
  }
  return store
}

function monthOf(instant: string, zone: string): string {
  const { year, month } = localDateOf(new Date(instant), zone)
  return `${year}-${String(month).padStart(2, '0')}`
}

type Cursor = { by: string; direction: string; value: string | number; id: string }
const writeCursor = (cursor: object) => Buffer.from(JSON.stringify(cursor)).toString('base64url')
function readCursor(text: string): Cursor | null {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor
  } catch {
    return null
  }
}
