// Cases of audiences.
import { audienceInput } from '../../../support/audiences.ts'
import type { Env } from '../env.ts'
import type { CasesOf } from './of.ts'

const one = ({ audience }: Env) => ({ audience_id: audience.audience_id })

export const audienceCases: CasesOf<'audiences'> = {
  'audiences.create': () => audienceInput({ status: 'active' }),
  'audiences.get': env => ({ ...one(env), version: 1 }),
  'audiences.getMany': env => ({
    audience_ids: [env.second.audience_id, env.audience.audience_id, 'aud_gone'],
  }),
  'audiences.list': () => ({
    filter: {
      search: 'eco',
      status: ['draft'],
      tags: ['spring'],
      size_min: 1,
      updated_from: '2020-01-01T00:00:00.000Z',
    },
    sort: { by: 'name', direction: 'asc' },
    limit: 10,
  }),
  'audiences.count': () => ({ filter: { search: 'eco' } }),
  'audiences.facets': () => ({ filter: { search: 'eco' } }),
  'audiences.update': env => ({
    ...one(env),
    expected_version: 1,
    patch: { name: 'Green renters', metadata: { tags: ['summer'], notes: 'Agreed with the planner' } },
    change_note: 'Summer flight',
  }),
  'audiences.setStatus': env => ({ ...one(env), status: 'active', expected_version: 1 }),
  'audiences.duplicate': env => ({ ...one(env), name: 'Green renters' }),
  'audiences.delete': env => ({ ...one(env), expected_version: 1 }),
  'audiences.undelete': one,
  'audiences.history': one,
  'audiences.restoreVersion': env => ({ ...one(env), version: 1, expected_version: 1 }),
  'audiences.diff': ({ audience, second }) => ({
    before: { audience_id: audience.audience_id, version: 1 },
    after: { audience_id: second.audience_id },
  }),
  'audiences.bulk': ({ audience, second }) => ({
    audience_ids: [audience.audience_id, second.audience_id],
    action: { do: 'tag', tags: ['q3'] },
  }),
  'audiences.bulkMatching': () => ({
    filter: { status: ['draft'] },
    expected_count: 2,
    action: { do: 'untag', tags: ['spring'] },
  }),
}
