// Troubles by plan: each kind, and a loop over every call of a push.
import { expect, it } from 'vitest'
import type { Fault } from '../../bigquery-double/index.ts'
import { audiences, push, type Row, settled, setUp } from './push.ts'
import { ANA, clientFor, start } from './support.ts'

const ROW: Row = {
  audience_id: 'a1',
  name: 'One',
  selected_variables: [],
  metadata: null,
  rev: '1',
  base_rev: null,
}
const INSERT = `INSERT INTO activation_manager.audiences (audience_id, user_id, created_at, owner_email)
  VALUES ('a1', 'u1', CURRENT_TIMESTAMP(), 'x@y.z')`

it.each<[number, string]>([
  [401, 'authError'],
  [403, 'quotaExceeded'],
  [403, 'rateLimitExceeded'],
  [403, 'accessDenied'],
  [403, 'billingNotEnabled'],
  [429, 'rateLimitExceeded'],
  [500, 'internalError'],
  [503, 'backendError'],
])('an answer of %i %s, and nothing is carried out', async (status, reason) => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  double.faults.on('jobs.insert', 1, { kind: 'answer', status, reason, message: 'No', retryAfter: 7 })
  await expect(bq.createQueryJob({ query: INSERT })).rejects.toMatchObject({
    code: status,
    message: 'No',
    errors: [expect.objectContaining({ reason })],
  })
  expect(await audiences(double)).toEqual([])
  expect(double.log.at(-1)).toMatchObject({ route: 'jobs.insert', status })
  await bq.createQueryJob({ query: INSERT })
  expect(await audiences(double)).toHaveLength(1)
})

it('an error answer may hide that the request was carried out', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  double.faults.on('jobs.insert', 1, { kind: 'answer', status: 503, reason: 'backendError', processed: true })
  await expect(bq.createQueryJob({ query: INSERT, jobId: 'one' })).rejects.toMatchObject({ code: 503 })
  expect(await audiences(double)).toHaveLength(1)
  await settled(bq.job('one', { location: 'EU' }))
})

it.each<['before' | 'after', number]>([
  ['before', 0],
  ['after', 1],
])('a connection that is cut %s the request was carried out', async (when, rows) => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  double.faults.on('jobs.insert', 1, { kind: 'reset', when })
  await expect(bq.createQueryJob({ query: INSERT })).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(double.log.at(-1)).toMatchObject({
    status: 'reset',
    principal: ANA,
    body: { configuration: { query: { query: INSERT } } },
  })
  expect(await audiences(double)).toHaveLength(rows)
})

it('an answer may be slow', async () => {
  const double = await start()
  const bq = clientFor(double)
  const planned = double.faults.on('jobs.query', 1, { kind: 'slow', ms: 30 })
  const from = performance.now()
  await bq.query('SELECT 1 AS one')
  expect(performance.now() - from).toBeGreaterThan(28)
  expect(planned.fired).toBe(1)
})

it.each([false, true])('a job may end with an error, its effect applied: %s', async applied => {
  const double = await start({ polls: 1 })
  const bq = clientFor(double)
  await setUp(bq)
  double.faults.on('jobs.insert', 1, { kind: 'job_error', reason: 'jobBackendError', applied })
  const [job] = await bq.createQueryJob({ query: INSERT })
  await expect(settled(job)).rejects.toMatchObject({ reason: 'jobBackendError' })
  expect(await audiences(double)).toHaveLength(applied ? 1 : 0)
})

it('a trouble that is never met is told', async () => {
  const double = await start()
  double.faults.at(3, { kind: 'slow', ms: 1 })
  await clientFor(double).query('SELECT 1 AS one')
  expect(double.faults.unmet()).toHaveLength(1)
  double.faults.clear()
  expect(double.faults.unmet()).toEqual([])
})

it('a trouble may go on until it is taken away', async () => {
  const double = await start()
  const bq = clientFor(double)
  double.faults.on('jobs.query', 'every', { kind: 'answer', status: 403, reason: 'quotaExceeded' })
  for (let time = 0; time < 3; time++)
    await expect(bq.query('SELECT 1 AS one')).rejects.toMatchObject({ code: 403 })
  double.faults.clear()
  expect((await bq.query('SELECT 1 AS one'))[0]).toEqual([{ one: 1 }])
})

it.each<Fault>([
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'answer', status: 503, reason: 'backendError' },
])(
  'whatever call of a push meets %o, the rows are there once or not at all, and never twice',
  async fault => {
    const double = await start()
    const bq = clientFor(double)
    await setUp(bq)
    const from = double.log.length
    await push(bq, 'clean', [{ ...ROW, audience_id: 'clean' }])
    const calls = double.log.length - from
    expect(calls).toBeGreaterThanOrEqual(6)
    for (let n = 1; n <= calls; n++) {
      const planned = double.faults.at(n, fault)
      await push(bq, `n${n}`, [{ ...ROW, audience_id: `n${n}` }]).catch(() => undefined)
      expect(planned.fired).toBe(1)
      double.faults.clear()
    }
    const ids = (await audiences(double)).map(row => row.audience_id)
    expect(new Set(ids).size).toBe(ids.length)
  },
)
