// Each quirk of the reference's rows, as one row: what record becomes of it, and what is told.
import { describe, expect, it } from 'vitest'
import { type MapOutput, mapBatch } from '../../../src/main/core/migration/map-batch.ts'
import { MIGRATED, type MigratedEntity, type RowKey } from '../../../src/main/core/migration/terms.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { Distribution } from '../../../src/shared/domain/distribution.ts'
import { Platform } from '../../../src/shared/domain/platform.ts'

const NOW = Date.UTC(2026, 10, 26)
const SCHEMA = { audience: Audience, platform: Platform, distribution: Distribution }
type Given = { key?: Partial<RowKey>; row: Record<string, unknown> | string }

const keyOf = (entity: MigratedEntity, key: Partial<RowKey>): RowKey => ({
  file: 0,
  row: 0,
  user: 'ana',
  id: 'x_1',
  given: null,
  created: Date.UTC(2024, 2, 5),
  updated: Date.UTC(2024, 2, 6),
  base: 0,
  ...(entity === 'distribution' && {
    audience_id: 'aud_1',
    audience_name: 'Renters',
    audience_version: 1,
    platform_id: 'plat_1',
    platform_name: 'Seat',
    platform_type: 'meta',
  }),
  ...key,
})

async function mapped(entity: MigratedEntity, given: readonly Given[]) {
  const lines = given.map(({ key = {}, row }) => {
    const v = typeof row === 'string' ? row : JSON.stringify(row)
    return `{"k":${JSON.stringify(keyOf(entity, key))},"v":${v}}\n`
  })
  const input = { entity, owner: 'me', now: NOW, lines: new Uint8Array(Buffer.from(lines.join(''))) }
  const output: MapOutput = await mapBatch(input, { post: () => {}, breathe: () => undefined })
  const text = Buffer.from(output.ndjson).toString('utf8')
  const records = text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>)
  // Whatever comes out is a record as it is stored.
  for (const record of records) expect(SCHEMA[entity].safeParse(record).error).toBeUndefined()
  return { ...output, records, told: output.notes.map(note => `${note.level}: ${note.message}`) }
}
const one = async (entity: MigratedEntity, row: Given['row'], key?: Partial<RowKey>) =>
  mapped(entity, [{ row, ...(key && { key }) }])

const audience = { name: 'Renters', data_type: 'first_party', status: 'active' }
const platform = { name: 'Seat', platform_type: 'meta', status: 'connected' }
const run = { status: 'completed', segments_distributed: '["1","2"]' }

describe('an audience', () => {
  type Case = [string, Record<string, unknown>, Record<string, unknown>, (string | RegExp)[]?]
  it.each<Case>([
    ['of nothing but its name and type', audience, { name: 'Renters', segments: [], version: 1 }],
    [
      'says that it was migrated, and when it was made and changed',
      audience,
      {
        user_id: 'me',
        created_at: '2024-03-05T00:00:00.000Z',
        updated_at: '2024-03-06T00:00:00.000Z',
        change_note: MIGRATED,
        changed_by: 'me',
        metadata: { tags: [], created_from: 'migrated' },
      },
    ],
    [
      'with JSON texts',
      { ...audience, selected_variables: '["A","B"]', metadata: '{"tags":["x"],"deep":{"a":[1]}}' },
      {
        selected_variables: ['A', 'B'],
        metadata: { tags: ['x'], deep: { a: [1] }, created_from: 'migrated' },
      },
    ],
    [
      'with Python’s NaN in its JSON',
      { ...audience, segments: '[{"segment_id": 3, "name": "NaN \\"NaN\\"", "size": NaN}]' },
      { segments: [expect.objectContaining({ segment_id: '3', name: 'NaN "NaN"', size: 0 })] },
    ],
    [
      'with numbers as ids of segments, sizes as decimals, and more keys than a segment has',
      {
        ...audience,
        segments:
          '[{"segment_id": 1, "name": "A", "size": 10.0, "income": "high"}, {"segment_id": 2, "name": "B", "size": 30}]',
      },
      {
        segments: [
          expect.objectContaining({
            segment_id: '1',
            size: 10,
            size_percentage: 25,
            characteristics: { income: 'high' },
          }),
          expect.objectContaining({ segment_id: '2', size: 30, size_percentage: 75 }),
        ],
        total_audience_size: 40,
        size_source: 'segments',
      },
    ],
    [
      'with two segments of one id',
      { ...audience, segments: '[{"segment_id": 1, "name": "A"}, {"segment_id": 1, "name": "B"}]' },
      {
        segments: [
          expect.objectContaining({ segment_id: '1' }),
          expect.objectContaining({ segment_id: '1-2' }),
        ],
      },
      ['changed: a second segment of the same id is 1-2 now'],
    ],
    [
      'with a total of its own',
      { ...audience, total_audience_size: 1234.0 },
      { total_audience_size: 1234, size_source: 'imported' },
    ],
    ['with NaN as its total', { ...audience, total_audience_size: null }, { total_audience_size: 0 }],
    [
      'with columns that we don’t know',
      { ...audience, region: 'EMEA', score: 0.5, empty: null },
      { metadata: { tags: [], region: 'EMEA', score: 0.5, created_from: 'migrated' } },
    ],
    [
      'made from something else before',
      { ...audience, metadata: '{"created_from":"chat"}' },
      { metadata: { tags: [], created_from: 'migrated', reference: { created_from: 'chat' } } },
    ],
    [
      'with a status of another word',
      { ...audience, status: 'inactive' },
      {
        status: 'archived',
        metadata: { tags: [], created_from: 'migrated', reference: { status: 'inactive' } },
      },
    ],
    [
      'with a status that nobody knows',
      { ...audience, status: 'paused' },
      { status: 'draft' },
      ['changed: status “paused” is not known here; the audience becomes a draft'],
    ],
    ['of type First-Party', { ...audience, data_type: 'First-Party' }, { data_type: 'first_party' }],
    [
      'without a type',
      { name: 'Renters' },
      { data_type: 'first_party', status: 'draft' },
      ['changed: has no data_type; first_party is assumed'],
    ],
    [
      'of an identifier that we don’t know',
      { ...audience, identifier_type: 'cookie' },
      { identifier_type: null },
      [/^changed: identifier_type “cookie”/],
    ],
    [
      'without a name',
      { ...audience, name: null },
      { name: 'x_1' },
      ['changed: has no name; its id is its name now'],
    ],
    [
      'with a name of two lines',
      { ...audience, name: 'Renters\nwho buy' },
      { name: 'Renters who buy' },
      [/^changed: name has line breaks/],
    ],
    [
      'with details of variables that aren’t selected',
      {
        ...audience,
        selected_variables: '["A"]',
        variable_details: '[{"code":"A","relevance_score":1.7},{"code":"B"}]',
      },
      {
        selected_variables: ['A'],
        variable_details: [{ code: 'A', description: '', relevance_score: 1, type: '', category: '' }],
      },
      [/^changed: variable_details say more/],
    ],
    [
      'with texts that are longer than here, which are kept whole beside',
      {
        ...audience,
        description: `${'x'.repeat(3_999)}😀 and more`,
        original_query: `\ufeff${'q'.repeat(10_000)}`,
      },
      {
        description: 'x'.repeat(3_999),
        original_query: 'q'.repeat(10_000),
        metadata: {
          tags: [],
          created_from: 'migrated',
          reference: { description: `${'x'.repeat(3_999)}😀 and more` },
        },
      },
      [/^changed: description is longer than 4,000 characters; .* is kept under reference$/],
    ],
    [
      'with details of variables that are longer than here',
      {
        ...audience,
        selected_variables: '["A"]',
        variable_details: JSON.stringify([
          { code: 'A', description: 'd'.repeat(1_001), category: 'c'.repeat(201) },
        ]),
      },
      {
        variable_details: [
          {
            code: 'A',
            description: 'd'.repeat(1_000),
            relevance_score: 0,
            type: '',
            category: 'c'.repeat(200),
          },
        ],
        metadata: expect.objectContaining({
          reference: { variable_details: [expect.objectContaining({ description: 'd'.repeat(1_001) })] },
        }),
      },
      [/^changed: variable_details say more/],
    ],
    [
      'with tags in one text',
      { ...audience, metadata: '{"tags":"spring, q1","campaign_id":42}' },
      { metadata: { tags: ['spring', 'q1'], campaign_id: '42', created_from: 'migrated' } },
    ],
  ])('%s', async (_name, row, expected, told = []) => {
    const output = await one('audience', row)
    expect(output.told).toEqual(
      told.map(text => (typeof text === 'string' ? text : expect.stringMatching(text))),
    )
    expect(output.records[0]).toMatchObject(expected)
  })

  it.each<[string, Record<string, unknown> | string, Partial<RowKey>, RegExp]>([
    [
      'JSON that is none',
      { ...audience, segments: '[{' },
      {},
      /^refused: segments is not valid JSON, at character 3 of the cell$/,
    ],
    ['an object where a list belongs', { ...audience, segments: '{}' }, {}, /segments must be a list/],
    ['no id', audience, { id: null }, /audience_id is missing/],
    ['another user than its folder', { ...audience, user_id: 'ben' }, {}, /user_id is another user/],
    ['a text as its time', { ...audience, created_at: 'yesterday' }, {}, /created_at is not a time/],
    ['a time before 1970', audience, { created: -1 }, /outside the years/],
    ['more than can be kept', 'null', {}, /larger than 8 MB/],
    [
      'more segments than an audience may have',
      { ...audience, segments: JSON.stringify(Array.from({ length: 501 }, (_, at) => ({ segment_id: at }))) },
      {},
      /segments at most 500 segments/,
    ],
    [
      'a total that can’t be counted',
      { ...audience, total_audience_size: 1e300 },
      {},
      /total_audience_size is too large/,
    ],
  ])('is refused with %s', async (_name, row, key, told) => {
    const output = await one('audience', row, key)
    expect(output).toMatchObject({ records: [], refused: 1, told: [expect.stringMatching(told)] })
  })

  it('has an id of its own where the folder’s can’t be one', async () => {
    const output = await one('audience', audience, { id: 'aud_made', given: 'a b/c' })
    expect(output.records[0]).toMatchObject({ audience_id: 'aud_made' })
    expect(output.notes).toEqual([
      {
        level: 'changed',
        id: 'a b/c',
        message: 'the id can’t be used here; the new one is aud_made',
        file: 0,
        row: 0,
      },
    ])
  })

  it('has earlier rows as earlier versions; a row that comes twice is one, one that is refused none', async () => {
    const later = { updated: Date.UTC(2024, 3, 6) }
    const output = await mapped('audience', [
      { row: audience },
      { row: audience },
      { row: { ...audience, segments: '[' } },
      { row: { ...audience, name: 'Renters, April' }, key: later },
      { row: { ...audience, segments: '[' }, key: { id: 'x_2' } },
      { row: { ...audience, name: 'Here already' }, key: { id: 'x_3', base: 4 } },
    ])
    expect(output.records.map(({ name, version }) => [name, version])).toEqual([
      ['Renters', 1],
      ['Renters, April', 2],
    ])
    expect(output).toMatchObject({ versions: 2, refused: 2, updated: 1, lost: ['x_2'] })
    expect(JSON.parse(output.updates[0] ?? '')).toMatchObject({ audience_id: 'x_3', version: 5 })
  })
})

describe('a platform', () => {
  it('comes without credentials, untested, and active where it was connected', async () => {
    const output = await one('platform', {
      ...platform,
      settings: '{"account_id":"1234567890","color":"blue"}',
    })
    expect(output.records[0]).toMatchObject({
      platform_type: 'meta',
      status: 'active',
      connection: { state: 'untested' },
      settings: { account_id: '1234567890', color: 'blue', auto_refresh: false },
    })
    const fields = output.records[0]?.credential_fields as Record<string, { state: string }>
    expect(Object.values(fields).every(field => field.state === 'missing')).toBe(true)
    expect(output.changes).toEqual({ 'Platforms with status connected become active': 1 })
  })

  it.each([
    ['facebook', 'meta'],
    ['google', 'google_ads'],
    ['Google_Ads', 'google_ads'],
  ])('of type %s is %s', async (type, expected) => {
    const output = await one('platform', { ...platform, platform_type: type })
    expect(output.records[0]).toMatchObject({ platform_type: expected })
  })

  it('that is of no known type, or of none, is refused', async () => {
    expect((await one('platform', { ...platform, platform_type: 'snapchat' })).told).toEqual([
      'refused: platform_type “snapchat” is not a type that is known here',
    ])
    expect((await one('platform', { name: 'x' })).told).toEqual(['refused: platform_type is missing'])
  })

  it('leaves behind whatever looks like a secret, and doesn’t repeat it', async () => {
    const settings = {
      api_key: 'sk-THE-SECRET',
      note: 'gAAAAABl5f3kTHESECRETk3y9Zxabc',
      region: 'us',
      deep: { token: 'THE-SECRET' },
    }
    const output = await one('platform', { ...platform, settings: JSON.stringify(settings) })
    expect(JSON.stringify([output.records, output.notes])).not.toMatch(/SECRET/)
    expect(output.told).toHaveLength(3)
    expect(output.records[0]).toMatchObject({ settings: { region: 'us' } })
  })

  it('has notes that can be kept, and says what is left out of them', async () => {
    const output = await one('platform', { ...platform, notes: `\ufeff${'n'.repeat(9_999)}😀` })
    expect(output.records[0]).toMatchObject({ notes: 'n'.repeat(9_999) })
    expect(output.told).toEqual([expect.stringMatching(/^changed: notes are longer than 10,000 characters/)])
  })

  it('keeps a setting that its type refuses under another name, and says so', async () => {
    const settings = { ad_account_id: 'not a number', refresh_frequency: 'hourly', default_match_rate: 65 }
    const output = await one('platform', { ...platform, settings: JSON.stringify(settings) })
    expect(output.records[0]).toMatchObject({
      settings: {
        reference_ad_account_id: 'not a number',
        reference_refresh_frequency: 'hourly',
        default_match_rate: 0.65,
      },
    })
    expect(output.told).toHaveLength(3)
  })
})

describe('a distribution', () => {
  const at = (day: string) => Date.parse(`${day}T00:00:00.000Z`)
  it.each([
    ['scheduled for later', { status: 'pending', scheduled_at: at('2099-01-01') }, 'scheduled', null],
    [
      'whose time is past',
      { status: 'scheduled', scheduled_at: at('2024-04-01') },
      'cancelled',
      'not_run_here',
    ],
    ['without a time', { status: 'pending' }, 'cancelled', 'not_run_here'],
    ['under way', { status: 'in_progress' }, 'failed', 'not_run_here'],
    ['being matched', { status: 'matching' }, 'failed', 'not_run_here'],
    ['that failed', { status: 'failed', error_message: 'Quota' }, 'failed', 'reference'],
    ['that was cancelled', { status: 'cancelled' }, 'cancelled', null],
    ['that is over', { status: 'completed' }, 'completed', null],
  ] as const)('%s becomes one that nothing starts', async (_name, row, status, code) => {
    const output = await one('distribution', { ...run, ...row })
    const [record] = output.records
    expect(record).toMatchObject({ status, error_details: code === null ? null : { error_code: code } })
    expect(record?.metadata).toMatchObject(status === 'scheduled' ? { planned_in: 'reference-system' } : {})
    if (status === 'failed')
      expect(record).toMatchObject({ error_details: { next_retry_at: null, retryable: false } })
  })

  it('has flat results, numbers as ids of segments, and a rate worked out where there is none', async () => {
    const output = await one('distribution', {
      ...run,
      segments_distributed: '[1, 2, 2]',
      total_records: 1000.0,
      matched_records: 620.0,
      match_rate: null,
    })
    expect(output.records[0]).toMatchObject({
      segments_distributed: ['1', '2'],
      match_results: { total_records: 1000, matched_records: 620, rejected_records: null, match_rate: 0.62 },
    })
  })

  it('keeps what its metadata says, but nothing that our engine acts on', async () => {
    const metadata = {
      campaign_name: 'Spring',
      approved_at: '2024-03-01T10:00:00.123456',
      cost_estimate: '12.5',
      approval_status: 'maybe',
      schedule: { repeat: 'daily', at: '09:00', zone: 'UTC' },
      receipt: { file: '../../x', sha256: 'y' },
      planned_in: 'there',
    }
    const output = await one('distribution', { ...run, metadata: JSON.stringify(metadata), channel: 'ctv' })
    expect(output.records[0]?.metadata).toEqual({
      campaign_name: 'Spring',
      approved_at: '2024-03-01T10:00:00.123Z',
      cost_estimate: 12.5,
      channel: 'ctv',
      created_from: 'migrated',
      reference: {
        approval_status: 'maybe',
        schedule: metadata.schedule,
        receipt: metadata.receipt,
        planned_in: 'there',
      },
    })
  })

  it('has an error of at most 4,000 characters, and the whole of it beside', async () => {
    const error_message = `${'e'.repeat(3_999)}😀`
    const output = await one('distribution', { status: 'failed', error_message })
    expect(output.records[0]).toMatchObject({
      error_details: { error_message: 'e'.repeat(3_999) },
      metadata: { reference: { error_message } },
    })
    expect(output.told).toEqual([expect.stringMatching(/^changed: error_message is longer/)])
  })

  it.each<[string, Record<string, unknown>, Partial<RowKey>, RegExp]>([
    [
      'a count that can’t be kept',
      { ...run, total_records: 1e300, error_message: 'x', error_details: '{"retry_count":1e19}' },
      {},
      /retry_count is too large; total_records is too large/,
    ],
    [
      'an audience that isn’t there',
      { ...run, audience_id: 'aud_9' },
      { audience_name: null },
      /audience_id names aud_9, and there is no such audience/,
    ],
    [
      'a platform that isn’t there',
      { ...run, platform_id: 'plat_9' },
      { platform_name: null },
      /platform_id names plat_9/,
    ],
    ['no audience', run, { audience_id: null, audience_name: null }, /audience_id is missing/],
    ['a status that nobody knows', { ...run, status: 'paused' }, {}, /status “paused” is not known here/],
  ])('is refused with %s', async (_name, row, key, told) => {
    const output = await one('distribution', row, key)
    expect(output).toMatchObject({ records: [], told: [expect.stringMatching(told)] })
  })
})
