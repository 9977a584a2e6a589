// Cases of exports and what is published.
import { type CasesOf, none } from './of.ts'

export const exportCases: CasesOf<'exports' | 'publish'> = {
  'exports.start': async env => ({
    file_token: await env.target(),
    format: 'csv',
    which: { entity: 'audience', filter: { status: ['draft'] }, sort: { by: 'name', direction: 'asc' } },
    columns: ['name', 'total_audience_size'],
  }),
  'exports.audience': async env => ({
    file_token: await env.target(),
    audience_id: env.audience.audience_id,
  }),
  'exports.copy': ({ audience, release }) => {
    release()
    return {
      format: 'markdown',
      which: { entity: 'audience', ids: [audience.audience_id], sort: { by: 'name', direction: 'asc' } },
      columns: ['name', 'tags'],
    }
  },
  'publish.state': none,
  'publish.setUp': ({ share }) => ({ folder: share, daily: true }),
  async 'publish.start'(env) {
    await env.must('publish.setUp', { folder: env.share })
    return {}
  },
}
