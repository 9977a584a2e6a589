// Cases of imports and the samples.
import { type CasesOf, none } from './of.ts'

export const importCases: CasesOf<'imports' | 'samples'> = {
  'imports.inspect': async env => ({ file_token: await env.offer(), reading: { encoding: 'utf-8' } }),
  'imports.plan': async env => ({
    files: [{ file_token: await env.offer(), mapping: { name: 'name', data_type: 'data_type' } }],
    on_existing: 'update',
    shared: { status: 'active', tags: ['spring'] },
    replace: { by: 'tag', value: 'spring' },
  }),
  'imports.start': async env => ({
    files: [{ file_token: await env.offer() }],
    on_error: 'skip',
    on_existing: 'copy',
  }),
  'imports.records': () => ({
    records: [{ name: 'Big Sky Families', data_type: 'third_party' }],
    on_error: 'stop',
  }),
  'imports.saveErrors': async env => ({ job_id: await env.startJob(), file_token: await env.target() }),
  'imports.errors': async env => ({ job_id: await env.startJob(), limit: 10 }),
  'samples.load': none,
}
