// Cases of SQL queries.
import { type CasesOf, none } from './of.ts'

export const queryCases: CasesOf<'queries'> = {
  'queries.tables': none,
  'queries.run': () => ({
    run_id: 'run_1',
    sql: 'SELECT status, count(*) AS audiences FROM audiences GROUP BY status',
  }),
  'queries.cancel': () => ({ run_id: 'run_1' }),
  'queries.export': async env => ({
    file_token: await env.target(),
    format: 'csv',
    sql: 'SELECT name, total_audience_size FROM audiences',
  }),
  'queries.list': none,
  'queries.save': () => ({ name: 'Largest audiences', sql: 'FROM audiences LIMIT 10' }),
  async 'queries.remove'(env) {
    const { query_id } = await env.must('queries.save', { name: 'To be removed', sql: 'FROM audiences' })
    return { query_id }
  },
}
