// What the model test does and asks: each command is run on the model and on the real store, and the answers compared.
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Filter, Put, Query, Store } from '../../src/main/core/store/face.ts'
import type { Result } from '../../src/shared/errors.ts'
import { hashOf } from './book.ts'
import type { Real } from './model-real.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, platform, putAudience, putPlatform } from './records.ts'

type Model = { store: Store }
type Command = fc.AsyncCommand<Model, Real, false>

const DAY = 86_400_000
const ids = fc.integer({ min: 0, max: 9 }).map(n => `rec-${n}`)
const seeds = fc.integer({ min: 0, max: 1_000_000 })
const expectations = fc.constantFrom<Put['expected']>('any', 'any', 'any', 'new', 1, 2, 3)

/** What two answers have in common: an error's words may differ, its code and the versions it names may not. */
function comparable(result: Result<unknown>): unknown {
  if (result.ok) return { ok: true, value: result.value }
  const { current_version, expected_version, id } = result.error.details ?? {}
  const details = result.error.code === 'conflict' ? { current_version, expected_version, id } : {}
  return { ok: false, code: result.error.code, details }
}

function command(text: string, run: (model: Store, real: Real) => Promise<void>): Command {
  return { check: () => true, run: (model, real) => run(model.store, real), toString: () => text }
}

async function same(text: string, model: Store, real: Real, ask: (store: Store) => Promise<Result<unknown>>) {
  const [wanted, got] = [await ask(model), await ask(real.store)]
  expect(comparable(got), text).toEqual(comparable(wanted))
}

const put = fc.record({ id: ids, seed: seeds, expected: expectations, deleted: fc.boolean() }).map(made =>
  putAudience(
    audience(seeded(made.seed), {
      audience_id: made.id,
      deleted: made.deleted && made.seed % 3 === 0,
      change_note: `seed ${made.seed}`,
    }),
    made.expected,
  ),
)
const platformPut = fc
  .tuple(ids, seeds)
  .map(([id, seed]) =>
    putPlatform(platform({ platform_id: id, name: `Seat ${seed % 7}`, notes: `seed ${seed}` })),
  )
const puts = fc.oneof(
  { weight: 4, arbitrary: fc.array(put, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(put, platformPut), { minLength: 2, maxLength: 8 }) },
)

const save = puts.map(list =>
  command(`commit ${list.length}`, async (model, real) => {
    real.clock += DAY / 4
    await same('commit', model, real, store => store.commit(OWNER, list))
  }),
)

const filter: fc.Arbitrary<Filter> = fc.record({
  search: fc.constantFrom(
    '',
    '',
    'urban',
    'urban fam',
    'q4-holiday',
    'AUTO_EV',
    'ev-launch premium',
    'zzz',
    'Ü',
  ),
  where: fc.array(
    fc.oneof(
      fc.constantFrom<Filter['where'][number]>(
        { column: 'status', is: 'one_of', values: ['active', 'draft'] },
        { column: 'data_type', is: 'one_of', values: ['clean_room'] },
        { column: 'tags', is: 'has_any', values: ['loyalty', 'win-back'] },
        { column: 'variables', is: 'has_all', values: ['AGE_25_34', 'NEW_MOVER'] },
        { column: 'variables', is: 'has_any', values: ['TRAVEL_INTL'] },
        { column: 'deleted', is: 'one_of', values: [false] },
        { column: 'deleted', is: 'one_of', values: [true] },
        { column: 'total_audience_size', is: 'at_least', value: 1_000_000 },
        { column: 'total_audience_size', is: 'below', value: 3_000_000 },
        { column: 'updated_at', is: 'at_least', value: '2026-10-20T12:00:00.000Z' },
      ),
    ),
    { maxLength: 2 },
  ),
})
const sort = fc.record({
  by: fc.constantFrom('updated_at', 'created_at', 'name', 'total_audience_size', 'segment_count', 'status'),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
})

/** All pages, so that the cursors are followed; the cursors themselves may differ. */
async function pages(store: Store, query: Query): Promise<Result<unknown>> {
  const items: unknown[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await store.list('audience', OWNER, { ...query, ...(cursor ? { cursor } : {}) })
    if (!page.ok) return page
    items.push(page.value.items)
    if (!page.value.next_cursor) return { ok: true, value: items }
    cursor = page.value.next_cursor
  }
}

const ask = fc.oneof(
  fc
    .record({ filter, sort, limit: fc.constantFrom(1, 3, 100) })
    .map(made =>
      command(`list ${JSON.stringify(made)}`, (model, real) =>
        same('list', model, real, store =>
          pages(store, { ...made.filter, sort: made.sort, limit: made.limit }),
        ),
      ),
    ),
  filter.map(made =>
    command(`count and ids ${JSON.stringify(made)}`, async (model, real) => {
      await same('count', model, real, store => store.count('audience', OWNER, made))
      await same('ids', model, real, store => store.ids('audience', OWNER, made))
    }),
  ),
  fc
    .tuple(filter, fc.constantFrom('status', 'tags', 'data_type', 'campaign_id'))
    .map(([made, column]) =>
      command(`facet ${column} ${JSON.stringify(made)}`, (model, real) =>
        same('facet', model, real, store => store.facet('audience', OWNER, made, column, 50)),
      ),
    ),
  ids.map(id =>
    command(`read ${id}`, async (model, real) => {
      await same('get', model, real, store => store.get('audience', OWNER, id))
      await same('version', model, real, store => store.get('audience', OWNER, id, 1))
      await same('history', model, real, store => store.history('audience', OWNER, id))
      await same('platform', model, real, store => store.history('platform', OWNER, id))
      await same('many', model, real, store => store.getMany('audience', OWNER, [id, 'none', 'rec-1']))
      await same('stranger', model, real, store => store.get('audience', 'someone-else', id))
    }),
  ),
)

const modes = fc.constantFrom('kept' as const, 'lost' as const, 'torn' as const)
const upheaval = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constant(command('flush', async (_, real) => void must(await real.store.flush()))),
  },
  { weight: 1, arbitrary: fc.constant(command('reopen', (_, real) => real.reopen())) },
  { weight: 1, arbitrary: fc.constant(command('kill', (_, real) => real.kill())) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(modes, seeds)
      .map(([mode, seed]) => command(`power cut, ${mode} ${seed}`, (_, real) => real.powerCut(mode, seed))),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(modes, seeds, fc.integer({ min: 0, max: 25 })).map(([mode, seed, steps]) =>
      command(`power cut ${steps} steps into a flush, ${mode} ${seed}`, async (_, real) => {
        real.files.fault = { at: real.files.steps.length + steps, kind: 'crash' }
        await real.store.flush()
        await (seed % 3 === 0 ? real.kill() : real.powerCut(mode, seed))
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(modes, seeds, fc.integer({ min: 0, max: 4 }), put).map(([mode, seed, steps, one]) =>
      command(`power cut ${steps} steps into a save, ${mode} ${seed}`, async (model, real) => {
        real.files.fault = { at: real.files.steps.length + steps, kind: 'crash' }
        const answer = await real.store.commit(OWNER, [one])
        await (seed % 3 === 0 ? real.kill() : real.powerCut(mode, seed))
        // A save that was not acknowledged may have been kept: the model is told.
        const kept = must(await real.store.get('audience', OWNER, one.record.audience_id))
        const before = must(await model.get('audience', OWNER, one.record.audience_id))
        const isNew = kept !== null && kept.version === (before?.version ?? 0) + 1
        if (answer.ok) expect(isNew, 'acknowledged and lost').toBe(true)
        if (isNew) {
          expect(hashOf(kept)).toBe(hashOf(one.record))
          must(await model.commit(OWNER, [{ ...one, expected: 'any' }]))
        }
      }),
    ),
  },
)

export const commands: fc.Arbitrary<Command>[] = [save, save, save, ask, ask, upheaval]
