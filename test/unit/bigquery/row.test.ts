// Records through rows and back: nothing is lost, nothing of the device leaves it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell, Row } from '../../../src/main/core/bigquery/face.ts'
import { recordOf, rowOf } from '../../../src/main/core/bigquery/rows/row.ts'
import { stagingColumns, tableOf } from '../../../src/main/core/bigquery/rows/tables.ts'
import type { Entity, RecordOf } from '../../../src/main/core/store/face.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { UNTESTED } from '../../../src/shared/domain/platform-rules.ts'
import { fieldErrors } from '../../../src/shared/errors.ts'
import { audiences, distributions, platforms, users } from './records.ts'

/** BigQuery keeps no order of keys. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  )
}

/** The row as BigQuery answers it: JSON by TO_JSON_STRING, which writes `null` for NULL. */
function throughBigQuery(entity: Entity, row: Row): Row {
  const back: Record<string, Cell> = { owner_email: 'ann@example.com', synced_at: null, pushed_by: null }
  for (const { name, type } of stagingColumns(tableOf(entity))) {
    const cell = row[name] ?? null
    back[name] = type === 'JSON' ? JSON.stringify(shuffled(JSON.parse(String(cell ?? 'null')))) : cell
  }
  return back
}

function roundTrip<E extends Entity>(entity: E, record: RecordOf[E], local: RecordOf[E] | null = null) {
  const row = throughBigQuery(entity, rowOf(entity, record, record.user_id))
  const pulled = recordOf(entity, row, { user_id: 'ann', local })
  if (!pulled.ok) throw new Error(`${pulled.error.message} in ${JSON.stringify(row)}`)
  return pulled.value
}

const same = <E extends Entity>(entity: E, arbitrary: fc.Arbitrary<RecordOf[E]>) =>
  fc.assert(
    fc.property(arbitrary, record => {
      const { version, ...rest } = record
      const pulled = roundTrip(entity, record, record)
      expect(pulled.record).toEqual(rest)
      expect(pulled.version).toBe(version)
    }),
    { numRuns: 100 },
  )

const [platform] = fc.sample(platforms, { numRuns: 1, seed: 7 })
const [audience] = fc.sample(audiences, { numRuns: 1, seed: 7 })
const [distribution] = fc.sample(distributions, { numRuns: 1, seed: 7 })
if (!platform || !audience || !distribution) throw new Error('No samples')

describe('a record through a row and back', () => {
  it('is the same audience', () => same('audience', audiences))
  it('is the same platform', () => same('platform', platforms))
  it('is the same distribution', () => same('distribution', distributions))
  it('is the same profile', () => same('user', users))

  it('belongs to the profile it was pulled for', () => {
    const row = rowOf('audience', audience, 'ann@example.com')
    expect(row.user_id).toBe('ann@example.com')
    const pulled = recordOf('audience', row, { user_id: 'ann', local: null })
    expect(pulled).toMatchObject({ ok: true, value: { record: { user_id: 'ann' } } })
  })

  it('names the revision it was made from only when there is one', () => {
    expect(rowOf('audience', audience, 'ann').base_rev).toBeNull()
    expect(rowOf('audience', audience, 'ann', '1-abc').base_rev).toBe('1-abc')
  })
})

describe('a platform', () => {
  it('leaves what is of this device behind', () => {
    const text = JSON.stringify(rowOf('platform', platform, 'ann'))
    for (const word of ['1234', 'access_token', 'Acme', 'connection', 'sync_status'])
      expect(text).not.toContain(word)
  })

  it('that is new here is untested, without credentials, and was never delivered to', () => {
    const { record } = roundTrip('platform', { ...platform, platform_type: 'meta' })
    expect(record).toMatchObject({ connection: UNTESTED, last_sync: null, sync_status: null })
    const states = Object.values(record.credential_fields).map(field => field.state)
    expect(new Set(states)).toEqual(new Set(['missing']))
  })

  it('keeps its secrets here should some be among its settings', () => {
    const odd: Platform = {
      ...platform,
      settings: { ...platform.settings, api_key: 'k-1', header: 'Bearer abcdefgh' },
    }
    const row = rowOf('platform', odd, 'ann')
    expect(JSON.stringify(row)).not.toMatch(/k-1|api_key|Bearer/)
    expect(roundTrip('platform', odd, odd).record.settings).toEqual(odd.settings)
  })

  it('is untested after a setting of its type changed elsewhere', () => {
    const local: Platform = {
      ...platform,
      platform_type: 'meta',
      settings: { ...platform.settings, ad_account_id: '1' },
    }
    const theirs: Platform = { ...local, settings: { ...local.settings, ad_account_id: '2' } }
    expect(roundTrip('platform', theirs, local).record.connection).toEqual(UNTESTED)
    expect(roundTrip('platform', local, local).record.connection).toEqual(local.connection)
  })
})

describe('a row that makes no valid record', () => {
  const refusal = (entity: Entity, row: Row) => {
    const pulled = recordOf(entity, row, { user_id: 'ann', local: null })
    return pulled.ok ? [] : fieldErrors(pulled.error).map(error => error.path)
  }
  const staged = rowOf('audience', audience, 'ann')

  it.each<[string, Row, string]>([
    ['a status that is none', { ...staged, status: 'gone' }, 'status'],
    ['no name', { ...staged, name: null }, 'name'],
    ['JSON that is none', { ...staged, segments: '[{' }, 'segments'],
    ['JSON of another shape', { ...staged, metadata: '[1]' }, 'metadata'],
    [
      'a segment without a name',
      { ...staged, segments: '[{"segment_id":"a","size":1}]' },
      'segments[0].name',
    ],
    ['a time that is none', { ...staged, created_at: 'soon' }, 'created_at'],
    [
      'a detail of a variable that is not selected',
      { ...staged, selected_variables: [], variable_details: '[{"code":"A"}]' },
      'variable_details[0].code',
    ],
    ['a key that reaches for a prototype', { ...staged, metadata: '{"__proto__":1}' }, 'metadata.__proto__'],
  ])('is refused with the field: %s', (_, row, path) => expect(refusal('audience', row)).toContain(path))

  it('is refused for a platform type that is none, too', () => {
    const row = rowOf('platform', platform, 'ann')
    expect(refusal('platform', { ...row, platform_type: 'myspace' })).toEqual(['platform_type'])
  })

  it('may lack what other systems do not write', () => {
    const row = {
      ...rowOf('distribution', distribution, 'ann'),
      version: null,
      updated_at: null,
      changed_by: null,
      rev: null,
    }
    expect(recordOf('distribution', row, { user_id: 'ann', local: null })).toMatchObject({
      ok: true,
      value: { version: 1, record: { updated_at: distribution.created_at, changed_by: 'ann' } },
    })
  })
})
