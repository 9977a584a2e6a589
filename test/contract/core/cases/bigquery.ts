// Cases of BigQuery.
import { connectInput } from '../../../support/bigquery.ts'
import { EARLIER, type Env } from '../env.ts'
import type { CasesOf } from './of.ts'

async function connected(env: Env) {
  await env.connect()
  return {}
}

export const bigqueryCases: CasesOf<'bigquery'> = {
  'bigquery.status': connected,
  'bigquery.connect': () => connectInput(),
  'bigquery.setAutomatic': async env => ({ ...(await connected(env)), every_minutes: 60, on_quit: true }),
  'bigquery.disconnect': connected,
  async 'bigquery.signIn'(env) {
    await env.connect({ browser: true })
    return {}
  },
  'bigquery.check': connected,
  'bigquery.setUp': connected,
  async 'bigquery.profiles'(env) {
    await env.connect({ stand_in: true })
    return {}
  },
  async 'bigquery.adopt'(env) {
    await env.connect({ stand_in: true })
    return { user_id: EARLIER }
  },
  'bigquery.preview': connected,
  'bigquery.push': connected,
  'bigquery.pull': connected,
  'bigquery.compare': connected,
  async 'bigquery.conflicts'(env) {
    await env.conflict()
    return {}
  },
  async 'bigquery.resolve'(env) {
    await env.conflict()
    const { items } = await env.must('bigquery.conflicts', {})
    return { entity: 'audience', id: items[0]?.id ?? '', choice: 'mine' }
  },
  async 'bigquery.resolveAll'(env) {
    await env.conflict()
    return { choice: 'theirs' }
  },
  'bigquery.history': connected,
}
