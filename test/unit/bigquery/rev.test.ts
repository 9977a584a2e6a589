// Revisions: frozen by vectors, the same for the same content, another for any other.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentText, revOf } from '../../../src/main/core/bigquery/rows/rev.ts'
import { contentFields } from '../../../src/main/core/bigquery/rows/tables.ts'
import { canonicalJson } from '../../../src/shared/domain/canonical-json.ts'
import { sameJson } from '../../../src/shared/domain/diff.ts'
import { audiences, distributions, jsonObject, platforms, users } from './records.ts'

const AUDIENCE = {
  audience_id: 'aud_1',
  user_id: 'ann',
  name: 'Größe “M” 🌱',
  description: '',
  status: 'active',
  data_type: 'first_party',
  identifier_type: null,
  original_query: 'line\nbreak',
  selected_variables: ['B', 'A'],
  variable_details: [{ code: 'A', description: '', relevance_score: 0.1, type: '', category: '' }],
  segments: [],
  total_audience_size: 9007199254740991,
  size_source: 'manual',
  metadata: { tags: [], b: null, a: 1e21 },
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-02-01T00:00:00.000Z',
  version: 3,
  deleted: false,
  changed_by: 'ann',
  change_note: 'Renamed',
}
const DISTRIBUTION = {
  distribution_id: 'dist_1',
  user_id: 'ann',
  audience_id: 'aud_1',
  audience_version: 3,
  audience_name: 'M',
  platform_id: 'plat_1',
  platform_name: 'Meta',
  platform_type: 'meta',
  distribution_type: 'initial',
  status: 'scheduled',
  scheduled_at: '2026-03-01T00:00:00.000Z',
  executed_at: null,
  completed_at: null,
  segments_distributed: [],
  match_results: {
    total_records: 0,
    matched_records: null,
    rejected_records: null,
    match_rate: null,
    platform_audience_id: null,
  },
  error_details: null,
  metadata: {},
  created_at: '2026-01-01T00:00:00.000Z',
  deleted: true,
}
const PLATFORM = {
  platform_id: 'plat_1',
  platform_type: 'folder',
  name: 'Drop',
  status: 'active',
  connection: { state: 'ok' },
  credential_fields: { access_token: { state: 'set' } },
  settings: { auto_refresh: false, refresh_frequency: 'weekly', odd: null },
  last_sync: '2026-03-01T00:00:00.000Z',
  sync_status: 'success',
  notes: '',
  created_at: '2026-01-01T00:00:00.000Z',
  deleted: false,
}
const USER = {
  user_id: 'ann',
  email: 'ann@example.com',
  organization: '',
  display_name: 'Ann',
  last_login: '2026-03-01T00:00:00.000Z',
  permissions: ['audiences'],
  quota: { max_audiences: null, max_distributions_per_month: 0 },
  created_at: '2026-01-01T00:00:00.000Z',
  deleted: false,
}

describe('a revision', () => {
  // Rows in BigQuery hold them: when one of these changes, every row there looks changed.
  it.each([
    [
      'audience' as const,
      AUDIENCE,
      '{"audience_id":"aud_1","created_at":"2026-01-01T00:00:00.000Z","data_type":"first_party",' +
        '"metadata":{"a":1e+21,"b":null,"tags":[]},"name":"Größe “M” 🌱","original_query":"line\\nbreak",' +
        '"selected_variables":["B","A"],"size_source":"manual","status":"active",' +
        '"total_audience_size":9007199254740991,"variable_details":[{"category":"","code":"A","description":"",' +
        '"relevance_score":0.1,"type":""}]}',
      '1-5c24a4a71a8ca206e81abd39b84e1f73',
    ],
    [
      'distribution' as const,
      DISTRIBUTION,
      '{"audience_id":"aud_1","audience_name":"M","audience_version":3,"created_at":"2026-01-01T00:00:00.000Z",' +
        '"deleted":true,"distribution_id":"dist_1","distribution_type":"initial","match_results":{"total_records":0},' +
        '"platform_id":"plat_1","platform_name":"Meta","platform_type":"meta",' +
        '"scheduled_at":"2026-03-01T00:00:00.000Z","status":"scheduled"}',
      '1-163e15906f0c163fcaf6645f822c4f39',
    ],
    [
      'platform' as const,
      PLATFORM,
      '{"created_at":"2026-01-01T00:00:00.000Z","name":"Drop","platform_id":"plat_1","platform_type":"folder",' +
        '"settings":{"auto_refresh":false,"odd":null,"refresh_frequency":"weekly"},"status":"active"}',
      '1-6e353af679d0362d41930367cb71def8',
    ],
    [
      'user' as const,
      USER,
      '{"created_at":"2026-01-01T00:00:00.000Z","display_name":"Ann","email":"ann@example.com",' +
        '"permissions":["audiences"],"quota":{"max_distributions_per_month":0}}',
      '1-500651e2ff49cbde46f2f3a777a64b4e',
    ],
  ])('of a %s is the hash of this text, for ever', (entity, record, text, rev) => {
    expect(contentText(entity, record)).toBe(text)
    expect(revOf(entity, record)).toBe(rev)
    expect(rev).toBe(`1-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`)
  })

  it('says nothing of who wrote the record, when, and in which version', () => {
    const other = {
      ...AUDIENCE,
      user_id: 'bob',
      version: 9,
      updated_at: '2027-01-01T00:00:00.000Z',
      changed_by: 'bob',
      change_note: null,
    }
    expect(revOf('audience', other)).toBe(revOf('audience', AUDIENCE))
  })

  it('of old records stays when a field is added that they have empty', () => {
    for (const empty of [null, undefined, false, 0, '', [], {}])
      expect(revOf('audience', { ...AUDIENCE, identifier_type: empty })).toBe(revOf('audience', AUDIENCE))
  })

  it('is another when the record is put into the trash', () =>
    expect(revOf('audience', { ...AUDIENCE, deleted: true })).not.toBe(revOf('audience', AUDIENCE)))

  it('is the same exactly when the content is', () => {
    const sides = fc.oneof(
      fc.tuple(fc.constant('audience' as const), audiences, audiences),
      fc.tuple(fc.constant('platform' as const), platforms, platforms),
      fc.tuple(fc.constant('distribution' as const), distributions, distributions),
      fc.tuple(fc.constant('user' as const), users, users),
    )
    fc.assert(
      fc.property(sides, fc.nat(), ([entity, a, b], pick) => {
        // One record with one field of another: most pairs differ in little.
        const fields = contentFields(entity)
        const field = fields[pick % fields.length] ?? ''
        const mixed = { ...a, [field]: Reflect.get(b, field) }
        const same = sameJson(Reflect.get(a, field), Reflect.get(b, field))
        expect(revOf(entity, mixed) === revOf(entity, a)).toBe(same)
      }),
      { numRuns: 200 },
    )
  })

  it('is of canonical JSON, whatever stands in it', () =>
    fc.assert(
      fc.property(jsonObject, metadata => {
        const text = contentText('audience', { metadata })
        expect(text).toBe(Object.keys(metadata).length === 0 ? '{}' : canonicalJson({ metadata }))
      }),
    ))
})
