// Cases of distributions.
import type { Distribution } from '../../../../src/shared/domain/distribution.ts'
import { RETAIL } from '../../../support/core.ts'
import type { Env } from '../env.ts'
import type { CasesOf } from './of.ts'

const LATER = '2099-06-01T07:00:00.000Z'
const PENDING = { metadata: { approval_status: 'pending' } } as const
const firstSegment = ({ audience }: Env) => {
  const [first] = audience.segments
  if (!first) throw new Error('The audience of the tests has no segments')
  return first.segment_id
}
const plan = ({ audience, platform }: Env) => ({
  audience_ids: [audience.audience_id],
  platform_ids: [platform.platform_id],
  when: { kind: 'at' as const, at: LATER },
})

/** A run that is planned for long after the test, or one that is put into another state. */
async function oneRun(env: Env, state?: Partial<Distribution>) {
  const { distributions } = await env.must('distributions.create', plan(env))
  const distribution_id = distributions[0]?.distribution_id ?? ''
  if (!state) return { distribution_id }
  const { version, ...record } = await env.must('distributions.get', { distribution_id })
  const metadata = { ...record.metadata, ...state.metadata }
  const put = {
    entity: 'distribution',
    record: { ...record, ...state, metadata },
    expected: version,
  } as const
  const saved = await env.store.commit(RETAIL, [put])
  if (!saved.ok) throw new Error(saved.error.message)
  return { distribution_id }
}

async function deliveredRun(env: Env) {
  const { distributions } = await env.must('distributions.create', { ...plan(env), when: { kind: 'now' } })
  const distribution_id = distributions[0]?.distribution_id ?? ''
  for (;;) {
    const { status, error_details } = await env.must('distributions.get', { distribution_id })
    if (status === 'completed') return { distribution_id }
    if (status === 'failed') throw new Error(error_details?.error_message)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

export const distributionCases: CasesOf<'distributions'> = {
  'distributions.preflight': env => ({ ...plan(env), segment_ids: [firstSegment(env)] }),
  'distributions.create': env => ({
    ...plan(env),
    leave_out: [],
    segment_ids: [firstSegment(env)],
    distribution_type: 'refresh',
    when: { kind: 'repeat', schedule: { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 } },
    campaign_name: 'Spring launch',
    notes: 'Agreed with the planner',
    request_approval: true,
    approval_comment: 'For the flight of Monday',
  }),
  'distributions.get': async env => ({ ...(await oneRun(env)), version: 1 }),
  'distributions.getMany': async env => ({
    distribution_ids: [(await oneRun(env)).distribution_id, 'dist_gone'],
  }),
  'distributions.list': env => ({
    filter: {
      search: 'eco',
      status: ['scheduled', 'failed'],
      platform_ids: [env.platform.platform_id],
      platform_type: ['folder'],
      happens_from: '2026-01-01T00:00:00.000Z',
      waiting_for_handover: false,
    },
    sort: { by: 'match_rate', direction: 'asc' },
    limit: 10,
  }),
  'distributions.count': () => ({ filter: { search: 'eco' } }),
  'distributions.history': oneRun,
  'distributions.update': async env => ({
    ...(await oneRun(env)),
    expected_version: 1,
    patch: {
      segment_ids: [firstSegment(env)],
      distribution_type: 'incremental',
      when: { kind: 'at', at: LATER },
      campaign_name: 'Summer launch',
      notes: 'Moved by the planner',
    },
  }),
  'distributions.runNow': oneRun,
  'distributions.retry': env =>
    oneRun(env, {
      status: 'failed',
      error_details: {
        error_code: 'offline',
        error_message: 'This computer was offline.',
        hint: null,
        retryable: true,
        retry_count: 0,
        next_retry_at: null,
      },
    }),
  'distributions.cancel': async env => ({ ...(await oneRun(env)), series: false }),
  'distributions.requestApproval': async env => ({ ...(await oneRun(env)), comment: 'Please look' }),
  'distributions.approve': async env => ({
    ...(await oneRun(env, PENDING)),
    expected_version: 2,
    comment: 'Good to go',
  }),
  'distributions.reject': async env => ({ ...(await oneRun(env, PENDING)), comment: 'Too small' }),
  'distributions.enterResults': async env => ({
    ...(await oneRun(env, { status: 'matching' })),
    expected_version: 2,
    results: {
      total_records: 1_000,
      matched_records: 620,
      rejected_records: 12,
      platform_audience_id: 'seg_9007199254740993',
      rejects: [{ reason: 'Malformed e-mail address', count: 12 }],
    },
  }),
  'distributions.receipt': deliveredRun,
  'distributions.insights': env => ({
    from: '2026-01-01T00:00:00.000Z',
    to: LATER,
    platform_ids: [env.platform.platform_id],
    zone: 'Pacific/Auckland',
  }),
}
