// Records of every shape that the domain allows, for properties.
import fc from 'fast-check'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { settle } from '../../../src/shared/domain/audience-rules.ts'
import { DISTRIBUTION_STATUSES, Distribution } from '../../../src/shared/domain/distribution.ts'
import { Platform } from '../../../src/shared/domain/platform.ts'
import { User } from '../../../src/shared/domain/user.ts'
import { isPrintable } from '../../../src/shared/domain/values.ts'

const MAX = Number.MAX_SAFE_INTEGER
const grapheme = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isPrintable)
const words = fc.oneof(
  grapheme,
  fc.constantFrom('', '👩🏽‍🚀 Ünïcode “x”', 'tab\tand\nbreak \\ "quoted"', '   '),
)
const name = fc
  .oneof(grapheme, fc.constantFrom('Zoë 🌱', 'a'))
  .map(text => text.replace(/\p{Cc}/gu, '').trim())
  .filter(text => text.length > 0 && text.length <= 60)
const names = (max: number) => fc.uniqueArray(name, { maxLength: max })
const count = fc.oneof(fc.nat(), fc.constantFrom(0, 1, MAX))
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)
const instant = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
    .map(date => date.toISOString()),
  fc.constantFrom('1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2026-02-28T23:59:59.999Z'),
)
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0.1, 1e21, 5e-324, 1.7976931348623157e308, 2 ** 53, 123456789012345680000),
)
/** As JSON has it: no -0, no keys that reach for a prototype. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown
const key = grapheme.filter(text => text !== '__proto__')
const json = fc
  .letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(null),
      fc.boolean(),
      number,
      words,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  }))
  .value.map(plain)
export const jsonObject = fc
  .dictionary(key, json, { maxKeys: 4 })
  .map(value => plain(value) as Record<string, unknown>)
const own = (taken: readonly string[]) =>
  jsonObject.map(value =>
    Object.fromEntries(Object.entries(value).filter(([member]) => !taken.includes(member))),
  )
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })

const version = {
  created_at: instant,
  updated_at: instant,
  version: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  deleted: fc.boolean(),
  changed_by: words,
  change_note: orNull(words),
}

const detail = (code: string) =>
  fc.record({
    code: fc.constant(code),
    description: words,
    relevance_score: fc.double({ min: 0, max: 1, noNaN: true }).map(value => value + 0),
    type: words,
    category: words,
  })
const segment = (segment_id: string) =>
  fc.record({
    segment_id: fc.constant(segment_id),
    name,
    size: fc.nat(),
    size_percentage: fc.double({ min: 0, max: 100, noNaN: true }).map(value => value + 0),
    characteristics: jsonObject,
    prizm_segments: names(3),
  })

export const audiences: fc.Arbitrary<Audience> = fc
  .tuple(names(5), names(4))
  .chain(([codes, ids]) =>
    fc.record({
      ...version,
      audience_id: id,
      user_id: fc.constant('ann'),
      name,
      description: words,
      status: fc.constantFrom('draft', 'active', 'archived'),
      data_type: fc.constantFrom('first_party', 'third_party', 'clean_room'),
      identifier_type: orNull(fc.constantFrom('rampid', 'none')),
      original_query: words,
      selected_variables: fc.constant(codes),
      variable_details: fc.tuple(...codes.map(detail)).chain(all => fc.subarray(all)),
      segments: fc.tuple(...ids.map(segment)),
      total_audience_size: count,
      size_source: fc.constantFrom('segments', 'manual', 'imported'),
      metadata: fc
        .tuple(own(['tags', 'campaign_id', 'notes', 'created_from', 'session_id']), names(3), words)
        .map(([rest, tags, notes]) => ({ ...rest, tags, notes })),
    }),
  )
  .map(raw => {
    const parsed = Audience.parse(plain(raw))
    return { ...parsed, ...settle(parsed) }
  })

export const platforms: fc.Arbitrary<Platform> = fc
  .record({
    ...version,
    platform_id: id,
    user_id: fc.constant('ann'),
    platform_type: fc.constantFrom('the_trade_desk', 'meta', 'folder', 'webhook'),
    name,
    status: fc.constantFrom('active', 'inactive'),
    connection: fc.constant({
      state: 'ok',
      tested_at: '2026-03-01T00:00:00.000Z',
      account_label: 'Acme',
      checked: ['The account answers.'],
      error: null,
    }),
    credential_fields: fc.constant({ access_token: { state: 'set', last4: '1234' } }),
    settings: fc
      .tuple(jsonObject, fc.boolean())
      .map(([rest, auto_refresh]) => ({ ...prefixed(rest), auto_refresh, refresh_frequency: 'daily' })),
    last_sync: orNull(instant),
    sync_status: orNull(fc.constantFrom('success', 'failed')),
    notes: words,
  })
  .map(raw => Platform.parse(plain(raw)))

/** So that no key is one that the schema knows. */
const prefixed = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).map(([member, item]) => [`x_${member}`, item]))

export const distributions: fc.Arbitrary<Distribution> = fc
  .record({
    ...version,
    distribution_id: id,
    user_id: fc.constant('ann'),
    audience_id: id,
    audience_version: fc.integer({ min: 1, max: 1_000 }),
    audience_name: words,
    platform_id: id,
    platform_name: words,
    platform_type: fc.constantFrom('meta', 'tiktok'),
    distribution_type: fc.constantFrom('initial', 'refresh', 'incremental'),
    status: fc.constantFrom(...DISTRIBUTION_STATUSES),
    scheduled_at: orNull(instant),
    executed_at: orNull(instant),
    completed_at: orNull(instant),
    segments_distributed: fc.array(words, { maxLength: 4 }),
    match_results: fc.record({
      total_records: orNull(count),
      matched_records: orNull(count),
      rejected_records: orNull(count),
      match_rate: orNull(fc.double({ min: 0, max: 3, noNaN: true }).map(value => value + 0)),
      platform_audience_id: orNull(words),
    }),
    error_details: orNull(
      fc.record({
        error_code: words,
        error_message: words,
        hint: orNull(words),
        retryable: fc.boolean(),
        retry_count: fc.nat(9),
        next_retry_at: orNull(instant),
      }),
    ),
    metadata: jsonObject.map(rest => ({ ...prefixed(rest), campaign_name: 'Spring' })),
  })
  .map(raw => Distribution.parse(plain(raw)))

export const users: fc.Arbitrary<User> = fc
  .record({
    ...version,
    user_id: fc.constant('ann'),
    email: fc.constantFrom('', 'ann@example.com'),
    organization: words,
    display_name: name,
    last_login: orNull(instant),
    permissions: fc.array(words, { maxLength: 3 }),
    quota: fc.record({ max_audiences: orNull(fc.nat()), max_distributions_per_month: orNull(fc.nat()) }),
  })
  .map(raw => User.parse(plain(raw)))
