// Datasets, tables and views over REST.
import { expect, it } from 'vitest'
import { setUp } from './push.ts'
import { clientFor, start } from './support.ts'

const FIELDS = [
  { name: 'id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'tags', type: 'STRING', mode: 'REPEATED' },
]

it('datasets are made, found, changed, listed and deleted', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU', labels: { app: 'am' }, defaultTableExpirationMs: '3600000' })
  await expect(bq.createDataset('d', { location: 'EU' })).rejects.toMatchObject({
    code: 409,
    message: 'Already Exists: Dataset double-project:d',
  })
  await expect(bq.createDataset('no-dashes')).rejects.toMatchObject({ code: 400 })
  await expect(bq.createDataset('e', { defaultTableExpirationMs: '1000' })).rejects.toMatchObject({
    code: 400,
  })
  await bq.dataset('d').setMetadata({ description: 'Mine', labels: { schema_version: '2' } })
  const [metadata] = await bq.dataset('d').getMetadata()
  expect(metadata).toMatchObject({
    location: 'EU',
    description: 'Mine',
    labels: { app: 'am', schema_version: '2' },
    defaultTableExpirationMs: '3600000',
  })
  expect((await bq.getDatasets())[0].map(({ id }) => id)).toEqual(['d'])
  await bq.dataset('d').createTable('t', { schema: { fields: FIELDS } })
  await expect(bq.dataset('d').delete()).rejects.toMatchObject({
    errors: [expect.objectContaining({ reason: 'resourceInUse' })],
  })
  await bq.dataset('d').delete({ force: true })
  expect(await bq.dataset('d').exists()).toEqual([false])
})

it('tables are made, found, changed, listed and deleted', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU' })
  const dataset = bq.dataset('d')
  await dataset.createTable('t', {
    schema: { fields: [...FIELDS, { name: 'created_at', type: 'TIMESTAMP' }] },
    timePartitioning: { type: 'DAY', field: 'created_at' },
    clustering: { fields: ['id'] },
  })
  await expect(dataset.createTable('t', { schema: { fields: FIELDS } })).rejects.toMatchObject({ code: 409 })
  const table = dataset.table('t')
  const [metadata] = await table.getMetadata()
  expect(metadata).toMatchObject({ numRows: '0', type: 'TABLE', timePartitioning: { field: 'created_at' } })
  const more = [...metadata.schema.fields, { name: 'more', type: 'JSON' }]
  more[0] = { ...more[0], mode: 'NULLABLE' }
  await table.setMetadata({ schema: { fields: more } })
  const [changed] = await table.getMetadata()
  expect(
    changed.schema.fields.map(({ name, mode }: { name: string; mode: string }) => `${name} ${mode}`),
  ).toEqual(['id NULLABLE', 'tags REPEATED', 'created_at NULLABLE', 'more NULLABLE'])
  for (const fields of [more.slice(1), [...more, { name: 'x', type: 'STRING', mode: 'REQUIRED' }]]) {
    await expect(table.setMetadata({ schema: { fields } })).rejects.toThrow(
      'Provided Schema does not match Table',
    )
  }
  expect((await dataset.getTables())[0].map(({ id }) => id)).toEqual(['t'])
  await table.delete()
  await expect(table.getMetadata()).rejects.toMatchObject({
    code: 404,
    message: 'Not found: Table double-project:d.t',
  })
})

it('rows of a table come by pages', async () => {
  const double = await start({ pageRows: 2 })
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU' })
  await setUp(
    bq,
    "CREATE TABLE d.t (id STRING, tags ARRAY<STRING>); INSERT d.t VALUES ('a', []), ('b', ['x']), ('c', [])",
  )
  expect((await bq.dataset('d').table('t').getRows())[0]).toEqual([
    { id: 'a', tags: [] },
    { id: 'b', tags: ['x'] },
    { id: 'c', tags: [] },
  ])
  const [job] = await bq.createQueryJob({ query: 'SELECT id FROM d.t ORDER BY id', location: 'EU' })
  const [page, next] = await job.getQueryResults({ autoPaginate: false, maxResults: 1 })
  expect(page).toEqual([{ id: 'a' }])
  const [second] = await job.getQueryResults({ ...next, autoPaginate: false })
  expect(second).toEqual([{ id: 'b' }])
  await expect(job.getQueryResults({ pageToken: 'made-up' })).rejects.toMatchObject({ code: 400 })
})

it('a change with an old etag is refused', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU' })
  const [{ etag }] = await bq.dataset('d').getMetadata()
  const patch = (description: string) =>
    fetch(`${double.url}/bigquery/v2/projects/double-project/datasets/d`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${double.tokenFor('ana@example.com')}`,
        'content-type': 'application/json',
        'if-match': etag,
      },
      body: JSON.stringify({ description }),
    })
  expect((await patch('first')).status).toBe(200)
  expect((await patch('second')).status).toBe(412)
})

it('both roots lead to the same place, and what is nowhere is 404', async () => {
  const double = await start()
  const headers = { authorization: `Bearer ${double.tokenFor('ana@example.com')}` }
  for (const path of ['/projects/double-project/datasets', '/bigquery/v2/projects/double-project/datasets']) {
    expect((await fetch(double.url + path, { headers })).status).toBe(200)
  }
  for (const path of [
    '/bigquery/v2/projects/other/datasets',
    '/bigquery/v2/projects/double-project/models',
  ]) {
    expect((await fetch(double.url + path, { headers })).status).toBe(404)
  }
})
