// Jobs: ids that are used once, looks until they are done, cancelling, dry runs, places.
import { expect, it } from 'vitest'
import { fileOf, LOAD, settled, setUp, upload } from './push.ts'
import { ANA, BEN, clientFor, start } from './support.ts'

const A_ROW = {
  audience_id: 'a1',
  name: 'One',
  selected_variables: [],
  metadata: null,
  rev: '1',
  base_rev: null,
}
const STAGING = 'activation_manager_staging.stg_audiences_b1'

it('a job shows PENDING, then RUNNING, then DONE', async () => {
  const double = await start({ polls: 3 })
  const bq = clientFor(double)
  const [job] = await bq.createQueryJob({ query: 'SELECT 1 AS one' })
  const seen = [job.metadata.status.state]
  for (let look = 0; look < 3; look++) seen.push((await job.getMetadata())[0].status.state)
  expect(seen).toEqual(['PENDING', 'RUNNING', 'RUNNING', 'DONE'])
})

it('results of a job that is not done are not complete', async () => {
  const double = await start({ polls: 2 })
  const bq = clientFor(double)
  const [job] = await bq.createQueryJob({ query: 'SELECT 1 AS one' })
  const [rows] = await job.getQueryResults()
  expect(rows).toEqual([{ one: 1 }])
  expect(double.log.filter(({ route }) => route === 'jobs.getQueryResults')).toHaveLength(2)
})

it('an id is used once, also for a job that failed', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createQueryJob({ query: 'SELECT 1 AS one', jobId: 'am_1' })
  await expect(bq.createQueryJob({ query: 'SELECT 2 AS two', jobId: 'am_1' })).rejects.toMatchObject({
    code: 409,
    message: 'Already Exists: Job double-project:EU.am_1',
    errors: [expect.objectContaining({ reason: 'duplicate' })],
  })
  await expect(bq.createQueryJob({ query: 'SELEC', jobId: 'am_2' })).rejects.toThrow('Syntax error')
  await expect(bq.createQueryJob({ query: 'SELECT 1 AS one', jobId: 'am_2' })).rejects.toMatchObject({
    code: 409,
  })
  await expect(bq.createQueryJob({ query: 'SELECT 1 AS one', jobId: 'no spaces' })).rejects.toMatchObject({
    code: 400,
  })
})

it('an answer that was lost leaves the job there: the same id answers 409, and the job tells what became of it', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const file = await fileOf([A_ROW])
  double.faults.on('jobs.upload', 1, { kind: 'reset', when: 'after' })
  const metadata = { ...LOAD, jobId: 'am_dev_b1_audiences_load_1' }
  await expect(upload(bq, STAGING, file, metadata)).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect(upload(bq, STAGING, file, metadata)).rejects.toMatchObject({ code: 409 })
  const job = await settled(bq.job('am_dev_b1_audiences_load_1', { location: 'EU' }))
  expect(job.metadata.statistics.load.outputRows).toBe('1')
  expect(await double.rows(STAGING)).toHaveLength(1)
})

it('a connection that is cut before leaves nothing: the same id can be sent again', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const file = await fileOf([A_ROW])
  double.faults.on('jobs.upload', 1, { kind: 'reset', when: 'before' })
  const metadata = { ...LOAD, jobId: 'load_1' }
  await expect(upload(bq, STAGING, file, metadata)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(double.jobs.list().map(({ id }) => id)).not.toContain('load_1')
  await settled(await upload(bq, STAGING, file, metadata))
  expect(await double.rows(STAGING)).toHaveLength(1)
})

it('a job is found in its own place only', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('east', { location: 'asia-northeast1' })
  await bq.createQueryJob({ query: 'SELECT 1 AS one', jobId: 'far', location: 'asia-northeast1' })
  await bq.createQueryJob({ query: 'SELECT 1 AS one', jobId: 'near', location: 'EU' })
  const nowhere = clientFor(double, ANA, { location: '' })
  expect((await nowhere.job('near').getMetadata())[0].status.state).toBe('DONE')
  await expect(nowhere.job('far').getMetadata()).rejects.toMatchObject({ code: 404 })
  await expect(bq.job('far', { location: 'EU' }).getMetadata()).rejects.toMatchObject({
    code: 404,
    message: 'Not found: Job double-project:EU.far',
    errors: [expect.objectContaining({ reason: 'notFound' })],
  })
})

it('a dataset of another place is as one that is not there', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'US' })
  await bq.dataset('d').createTable('t', { schema: 'id:string' })
  await expect(bq.query({ query: 'SELECT id FROM d.t', location: 'EU' })).rejects.toMatchObject({
    code: 404,
    message: 'Not found: Dataset double-project:d was not found in location EU',
  })
  expect((await bq.query({ query: 'SELECT id FROM d.t', location: 'US' }))[0]).toEqual([])
})

it('a job that is stuck has done nothing; cancelled it never will, released it does', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const insert = (id: string) =>
    bq.createQueryJob({
      jobId: id,
      query: `INSERT INTO activation_manager.audiences (audience_id, user_id, created_at, owner_email)
        VALUES ('${id}', 'u1', CURRENT_TIMESTAMP(), SESSION_USER())`,
    })
  double.faults.on('jobs.insert', 1, { kind: 'stuck' })
  double.faults.on('jobs.insert', 2, { kind: 'stuck' })
  const [first] = await insert('first')
  const [second] = await insert('second')
  for (let look = 0; look < 5; look++) {
    expect((await first.getMetadata())[0].status.state).toBe('RUNNING')
  }
  expect(await double.rows('activation_manager.audiences')).toEqual([])
  const [{ job }] = await first.cancel()
  expect(job?.status?.errorResult).toMatchObject({ reason: 'stopped' })
  await double.jobs.release('second')
  await settled(second)
  await expect(settled(first)).rejects.toMatchObject({ reason: 'stopped' })
  expect((await double.rows('activation_manager.audiences')).map(row => row.audience_id)).toEqual(['second'])
})

it('a cancel that comes too late changes nothing', async () => {
  const double = await start({ polls: 1 })
  const bq = clientFor(double)
  const [job] = await bq.createQueryJob({ query: 'SELECT 1 AS one' })
  await job.cancel()
  await settled(job)
  expect((await job.getQueryResults())[0]).toEqual([{ one: 1 }])
})

it('who waits for the results of a stuck job is answered within the time asked for', async () => {
  const double = await start()
  const bq = clientFor(double)
  double.faults.on('jobs.insert', 1, { kind: 'stuck' })
  const [job] = await bq.createQueryJob({ query: 'SELECT 1 AS one', jobId: 'waits' })
  await expect(job.getQueryResults({ timeoutMs: 20 })).rejects.toThrow('did not complete before 20ms')
  const waiting = job.getQueryResults()
  await expect.poll(() => double.log.filter(({ route }) => route === 'jobs.getQueryResults').length).toBe(2)
  await double.jobs.release('waits')
  expect((await waiting)[0]).toEqual([{ one: 1 }])
})

it('a dry run tells bytes and schema, makes no job and changes nothing', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  await bq.query(`INSERT INTO activation_manager.audiences (audience_id, user_id, created_at, owner_email)
    VALUES ('a1', 'u1', CURRENT_TIMESTAMP(), 'x@y.z')`)
  const jobs = double.jobs.list().length
  const dry = async (query: string) => (await bq.createQueryJob({ query, dryRun: true }))[0].metadata
  const read = await dry('SELECT audience_id FROM activation_manager.audiences')
  // Two bytes and the text's own two.
  expect(read.statistics).toMatchObject({
    totalBytesProcessed: '4',
    query: { statementType: 'SELECT', schema: { fields: [{ name: 'audience_id', type: 'STRING' }] } },
  })
  const all = await dry('SELECT * FROM activation_manager.audiences')
  // Ids of 4 bytes each, an instant, and an address of 7.
  expect(all.statistics.totalBytesProcessed).toBe(String(4 + 4 + 8 + 7))
  await dry('DELETE FROM activation_manager.audiences WHERE TRUE')
  await dry('CREATE SCHEMA other')
  expect(double.jobs.list()).toHaveLength(jobs)
  expect(await double.rows('activation_manager.audiences')).toHaveLength(1)
  await expect(dry('SELECT nothing FROM activation_manager.audiences')).rejects.toMatchObject({
    code: 400,
    message: 'Unrecognized name: nothing',
    errors: [expect.objectContaining({ reason: 'invalidQuery' })],
  })
})

it('a maximum of bytes billed stops what would cost more', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const query = 'SELECT name FROM activation_manager.audiences'
  await expect(bq.query({ query, location: 'EU', maximumBytesBilled: '1000' })).rejects.toMatchObject({
    errors: [expect.objectContaining({ reason: 'bytesBilledLimitExceeded' })],
  })
  const [rows] = await bq.query({ query, location: 'EU', maximumBytesBilled: String(10 * 1024 * 1024) })
  expect(rows).toEqual([])
})

it('another’s job is hidden from who may not see it', async () => {
  const double = await start()
  await clientFor(double).createQueryJob({ query: 'SELECT 1 AS one', jobId: 'hers' })
  double.permissions.set(BEN, ['roles/bigquery.jobUser'])
  await expect(clientFor(double, BEN).job('hers').getMetadata()).rejects.toMatchObject({ code: 403 })
})

it('a request that is sent twice with one request id is carried out once', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const send = () =>
    fetch(`${double.url}/projects/double-project/queries`, {
      method: 'POST',
      headers: { authorization: `Bearer ${double.tokenFor(ANA)}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `INSERT INTO activation_manager.audiences (audience_id, user_id, created_at, owner_email)
          VALUES ('a1', 'u1', CURRENT_TIMESTAMP(), 'x@y.z')`,
        useLegacySql: false,
        requestId: 'the-same',
        location: 'EU',
      }),
    })
  const token = double.tokenFor(ANA)
  expect(token).not.toBe(double.tokenFor(ANA))
  for (let time = 0; time < 2; time++)
    expect(await (await send()).json()).toMatchObject({ numDmlAffectedRows: '1' })
  expect(await double.rows('activation_manager.audiences')).toHaveLength(1)
})

it('labels are as strict as Google’s', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createQueryJob({
    query: 'SELECT 1 AS one',
    labels: { app: 'activation-manager', step: 'merge_1' },
  })
  await expect(
    bq.createQueryJob({ query: 'SELECT 1 AS one', labels: { app: 'Upper Case' } }),
  ).rejects.toMatchObject({
    code: 400,
  })
})
