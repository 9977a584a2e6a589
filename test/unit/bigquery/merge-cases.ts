// Records that merges are tried on, and two sides of one for properties.
import fc from 'fast-check'
import type { Entity, RecordOf } from '../../../src/main/core/store/face.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { settle } from '../../../src/shared/domain/audience-rules.ts'
import { Distribution } from '../../../src/shared/domain/distribution.ts'
import { Platform } from '../../../src/shared/domain/platform.ts'
import { UNTESTED } from '../../../src/shared/domain/platform-rules.ts'
import { User } from '../../../src/shared/domain/user.ts'

const version = {
  user_id: 'ann',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  version: 1,
  deleted: false,
  changed_by: 'ann',
  change_note: null,
}

const segment = (segment_id: string, size: number) => ({ segment_id, name: `Segment ${segment_id}`, size })

export function audience(over: Partial<Audience> = {}): Audience {
  const parsed = Audience.parse({
    ...version,
    audience_id: 'aud_1',
    name: 'Spring',
    data_type: 'first_party',
    selected_variables: ['A', 'B', 'C'],
    variable_details: [
      { code: 'A', description: 'Age' },
      { code: 'B', description: 'Buys' },
    ],
    segments: [segment('s1', 600), segment('s2', 300), segment('s3', 100)],
    total_audience_size: 1_000,
    size_source: 'segments',
    metadata: { tags: ['one', 'two'], notes: 'Old', campaign_id: 'c1' },
    ...over,
  })
  return { ...parsed, ...settle(parsed) }
}

export const platform = (over: Partial<Platform> = {}): Platform =>
  Platform.parse({
    ...version,
    platform_id: 'plat_1',
    platform_type: 'meta',
    name: 'Meta EU',
    connection: UNTESTED,
    credential_fields: {},
    settings: { ad_account_id: '1', auto_refresh: false },
    last_sync: null,
    sync_status: null,
    ...over,
  })

export const distribution = (over: Partial<Distribution> = {}): Distribution =>
  Distribution.parse({
    ...version,
    distribution_id: 'dist_1',
    audience_id: 'aud_1',
    audience_version: 1,
    audience_name: 'Spring',
    platform_id: 'plat_1',
    platform_name: 'Meta EU',
    platform_type: 'meta',
    distribution_type: 'initial',
    status: 'scheduled',
    scheduled_at: '2026-03-01T09:00:00.000Z',
    executed_at: null,
    completed_at: null,
    segments_distributed: [],
    match_results: {
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: null,
    },
    error_details: null,
    metadata: { campaign_name: 'Spring', people: 1_000 },
    ...over,
  })

export const user = (over: Partial<User> = {}): User =>
  User.parse({
    ...version,
    email: 'ann@example.com',
    organization: 'Acme',
    display_name: 'Ann',
    last_login: null,
    permissions: ['audiences'],
    quota: { max_audiences: null, max_distributions_per_month: null },
    ...over,
  })

const names = ['A', 'B', 'C', 'D', 'E', 'F']
const some = (from: readonly string[]) => fc.shuffledSubarray([...from])
const few = fc.constantFrom('Spring', 'Summer', 'Winter')
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

/** Edits of the few things that two people would change, so that they often meet. */
const audienceEdits = fc
  .record({
    name: maybe(few),
    description: maybe(few),
    codes: maybe(some(names)),
    details: maybe(fc.dictionary(fc.constantFrom(...names), few)),
    sizes: maybe(fc.dictionary(fc.constantFrom('s1', 's2', 's3', 's4', 's5'), fc.nat(500))),
    total: maybe(fc.nat(2_000)),
    tags: maybe(some(['one', 'two', 'three', 'four'])),
    metadata: maybe(fc.dictionary(fc.constantFrom('notes', 'campaign_id', 'x', 'y'), few)),
    deleted: maybe(fc.boolean()),
  })
  .map(edit => (before: Audience): Audience => {
    const codes = edit.codes ?? before.selected_variables
    const details = edit.details
      ? Object.entries(edit.details).map(([code, description]) => ({ code, description }))
      : before.variable_details
    return audience({
      ...before,
      ...(edit.name && { name: edit.name }),
      ...(edit.description && { description: edit.description }),
      selected_variables: codes,
      variable_details: details.filter(detail => codes.includes(detail.code)) as Audience['variable_details'],
      ...(edit.sizes && {
        segments: Object.entries(edit.sizes).map(([id, size]) => segment(id, size)) as Audience['segments'],
      }),
      ...(edit.total !== undefined && {
        total_audience_size: edit.total,
        size_source: 'manual' as const,
      }),
      metadata: {
        ...(edit.metadata ?? before.metadata),
        tags: edit.tags ?? before.metadata.tags,
      },
      ...(edit.deleted !== undefined && { deleted: edit.deleted }),
    })
  })

const platformEdits = fc
  .record({
    name: maybe(few),
    notes: maybe(few),
    status: maybe(fc.constantFrom('active' as const, 'inactive' as const)),
    settings: maybe(fc.dictionary(fc.constantFrom('ad_account_id', 'x', 'y'), few)),
    deleted: maybe(fc.boolean()),
  })
  .map(({ settings, ...edit }) => (before: Platform): Platform => {
    const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
    return platform({ ...before, ...given, settings: { ...before.settings, ...settings } })
  })

const distributionEdits = fc
  .record({
    status: maybe(fc.constantFrom('processing' as const, 'completed' as const, 'cancelled' as const)),
    segments_distributed: maybe(some(['s1', 's2'])),
    scheduled_at: maybe(fc.constantFrom('2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z')),
    metadata: maybe(
      fc.record(
        { campaign_name: few, notes: few, approval_status: fc.constant('approved' as const) },
        { requiredKeys: [] },
      ),
    ),
    deleted: maybe(fc.boolean()),
  })
  .map(({ metadata, ...edit }) => (before: Distribution): Distribution => {
    const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
    return distribution({ ...before, ...given, metadata: { ...before.metadata, ...metadata } })
  })

const userEdits = fc
  .record({
    display_name: maybe(few),
    organization: maybe(few),
    last_login: maybe(fc.constantFrom('2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z')),
  })
  .map(edit => (before: User): User => {
    const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
    return user({ ...before, ...given })
  })

export type Sides<E extends Entity> = { entity: E; base: RecordOf[E]; mine: RecordOf[E]; theirs: RecordOf[E] }

function sidesOf<E extends Entity>(
  entity: E,
  first: RecordOf[E],
  edits: fc.Arbitrary<(before: RecordOf[E]) => RecordOf[E]>,
): fc.Arbitrary<Sides<Entity>> {
  return fc.tuple(edits, edits, edits).map(([begin, one, other]) => {
    const base = begin(first)
    return { entity, base, mine: one(base), theirs: other(base) }
  })
}

export const sides = fc.oneof(
  { weight: 4, arbitrary: sidesOf('audience', audience(), audienceEdits) },
  sidesOf('platform', platform(), platformEdits),
  sidesOf('distribution', distribution(), distributionEdits),
  sidesOf('user', user(), userEdits),
)
