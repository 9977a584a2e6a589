// Permissions by name, row policies of two people, a project without the API.
import { expect, it } from 'vitest'
import { audiences, fileOf, LOAD, POLICIES, push, type Row, setUp, upload } from './push.ts'
import { ANA, BEN, clientFor, start } from './support.ts'

const row = (audience_id: string): Row => ({
  audience_id,
  name: audience_id,
  selected_variables: [],
  metadata: null,
  rev: '1',
  base_rev: null,
})
const TABLE = 'double-project:activation_manager.audiences'
const SELECT = { query: 'SELECT audience_id FROM activation_manager.audiences', location: 'EU' }

it('who may not make jobs is told so by name', async () => {
  const double = await start()
  double.permissions.deny(ANA, 'bigquery.jobs.create')
  const message =
    'Access Denied: Project double-project: User does not have bigquery.jobs.create permission in project double-project.'
  const refused = { code: 403, message, errors: [expect.objectContaining({ reason: 'accessDenied' })] }
  await expect(clientFor(double).query('SELECT 1 AS one')).rejects.toMatchObject(refused)
  await expect(clientFor(double).createQueryJob('SELECT 1 AS one')).rejects.toMatchObject(refused)
})

it('a load asks for tables.create even where the table is there, unless it is never to be made', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const staging = 'activation_manager_staging.stg_audiences_b1'
  await upload(bq, staging, await fileOf([]), LOAD)
  double.permissions.deny(ANA, 'bigquery.tables.create', { dataset: 'activation_manager_staging' })
  const name = 'double-project:activation_manager_staging'
  await expect(upload(bq, staging, await fileOf([]), LOAD)).rejects.toMatchObject({
    code: 403,
    message: `Access Denied: Dataset ${name}: Permission bigquery.tables.create denied on dataset ${name} (or it may not exist).`,
  })
  await upload(bq, staging, await fileOf([]), { ...LOAD, createDisposition: 'CREATE_NEVER' })
  double.permissions.deny(ANA, 'bigquery.tables.updateData', { dataset: 'activation_manager_staging' })
  await expect(
    upload(bq, staging, await fileOf([]), { ...LOAD, createDisposition: 'CREATE_NEVER' }),
  ).rejects.toMatchObject({ code: 403, message: expect.stringContaining('bigquery.tables.updateData') })
})

it('a push without bigquery.tables.updateData fails in its MERGE job', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  double.permissions.deny(ANA, 'bigquery.tables.updateData', { dataset: 'activation_manager' })
  await expect(push(bq, 'b1', [row('a1')])).rejects.toMatchObject({
    message: `Access Denied: Table ${TABLE}: Permission bigquery.tables.updateData denied on table ${TABLE} (or it may not exist).`,
    errors: [expect.objectContaining({ reason: 'accessDenied' })],
  })
  expect(await audiences(double)).toEqual([])
})

it('roles hold what the design’s least roles need: jobUser, and dataEditor on the two datasets', async () => {
  const double = await start()
  await setUp(clientFor(double))
  double.permissions.set(BEN, [
    'roles/bigquery.jobUser',
    { of: 'roles/bigquery.dataEditor', dataset: 'activation_manager' },
    { of: 'roles/bigquery.dataEditor', dataset: 'activation_manager_staging' },
  ])
  expect(await push(clientFor(double, BEN), 'b1', [row('a1')])).toEqual({ affected: 1, conflicts: [] })
  await expect(clientFor(double, BEN).createDataset('other')).rejects.toMatchObject({
    message: expect.stringContaining('bigquery.datasets.create'),
  })
  double.permissions.set(BEN, [
    'roles/bigquery.jobUser',
    { of: 'roles/bigquery.dataViewer', dataset: 'other' },
  ])
  await expect(clientFor(double, BEN).query(SELECT)).rejects.toMatchObject({
    code: 403,
    message: `Access Denied: Table ${TABLE}: User does not have permission to query table ${TABLE}, or perhaps it does not exist.`,
  })
})

it('permissions can be asked for, of a table and of the project', async () => {
  const double = await start()
  await setUp(clientFor(double))
  double.permissions.set(BEN, ['roles/bigquery.jobUser'])
  const table = clientFor(double, BEN).dataset('activation_manager').table('audiences')
  const wanted = ['bigquery.tables.getData', 'bigquery.jobs.create']
  expect((await table.testIamPermissions(wanted))[0]).toEqual({ permissions: ['bigquery.jobs.create'] })
  const answer = await fetch(`${double.url}/v1/projects/double-project:testIamPermissions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${double.tokenFor(BEN)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ permissions: wanted }),
  })
  expect(await answer.json()).toEqual({ permissions: ['bigquery.jobs.create'] })
})

it('a project without the API', async () => {
  const double = await start()
  double.settings.apiEnabled = false
  await expect(clientFor(double).getDatasets()).rejects.toMatchObject({
    code: 403,
    message: expect.stringMatching(
      /^BigQuery API has not been used in project double-project before or it is disabled/,
    ),
    errors: [expect.objectContaining({ reason: 'accessNotConfigured' })],
  })
  expect(double.log[0]?.answer).toMatchObject({ error: { details: [{ reason: 'SERVICE_DISABLED' }] } })
})

it('row policies: editors see and change all, others see their own and change nothing, strangers see nothing', async () => {
  const double = await start()
  const admin = clientFor(double, 'admin@other.com')
  await setUp(admin)
  await push(clientFor(double), 'b1', [row('hers')])
  await push(clientFor(double, BEN), 'b2', [row('his')])
  await setUp(admin, POLICIES)
  await setUp(admin, POLICIES)
  const seen = async (email: string) => {
    const [rows] = await clientFor(double, email).query({ ...SELECT, query: `${SELECT.query} ORDER BY 1` })
    return rows.map((one: { audience_id: string }) => one.audience_id)
  }
  expect(await seen(ANA)).toEqual(['hers', 'his'])
  expect(await seen(BEN)).toEqual(['his'])
  expect(await seen('admin@other.com')).toEqual([])
  expect(await push(clientFor(double), 'b3', [row('more')])).toEqual({ affected: 1, conflicts: [] })
  await expect(push(clientFor(double, BEN), 'b4', [row('b4')])).rejects.toThrow('TRUE filter')
  await expect(
    clientFor(double, BEN).dataset('activation_manager').table('audiences').getRows(),
  ).rejects.toMatchObject({
    code: 403,
  })
  double.groups.set('editors@example.com', [BEN])
  expect(await push(clientFor(double, BEN), 'b5', [row('b5')])).toEqual({ affected: 1, conflicts: [] })
})

it('row policies hold through views, and a view that is authorized reads without the reader’s own rights', async () => {
  const double = await start()
  const admin = clientFor(double, 'admin@other.com')
  await setUp(admin)
  await push(clientFor(double), 'b1', [{ ...row('hers'), created_at: BigInt(Date.now()) * 1000n }])
  await admin.createDataset('shared', { location: 'EU' })
  await setUp(
    admin,
    'CREATE VIEW shared.mine AS SELECT audience_id FROM `double-project.activation_manager.audiences` WHERE owner_email = SESSION_USER()',
  )
  double.permissions.set(BEN, [
    'roles/bigquery.jobUser',
    { of: 'roles/bigquery.dataViewer', dataset: 'shared' },
  ])
  const view = { query: 'SELECT audience_id FROM shared.mine', location: 'EU' }
  await expect(clientFor(double, BEN).query(view)).rejects.toMatchObject({ code: 403 })
  const own = { projectId: 'double-project', datasetId: 'shared', tableId: 'mine' }
  await admin.dataset('activation_manager').setMetadata({ access: [{ view: own }] })
  expect((await clientFor(double, BEN).query(view))[0]).toEqual([])
  expect((await clientFor(double).query(view))[0]).toEqual([{ audience_id: 'hers' }])
  await setUp(admin, POLICIES)
  const recent = { query: 'SELECT audience_id FROM activation_manager.v_recent_audiences', location: 'EU' }
  expect((await clientFor(double).query(recent))[0]).toEqual([{ audience_id: 'hers' }])
  expect((await admin.query(recent))[0]).toEqual([])
})

it.each([
  ['CREATE OR REPLACE TABLE', 'CREATE OR REPLACE TABLE activation_manager.audiences (audience_id STRING)'],
  ['DROP ALL ROW ACCESS POLICIES', 'DROP ALL ROW ACCESS POLICIES ON activation_manager.audiences'],
])('%s takes the row policies away without a word', async (_name, statement) => {
  const double = await start()
  const admin = clientFor(double, 'admin@other.com')
  await setUp(admin)
  await setUp(admin, POLICIES)
  const policies = async () => {
    const uri = `/projects/double-project/datasets/activation_manager/tables/audiences/rowAccessPolicies`
    const headers = { authorization: `Bearer ${double.tokenFor(ANA)}` }
    return (await fetch(`${double.url}/bigquery/v2${uri}`, { headers })).json()
  }
  expect(await policies()).toMatchObject({
    rowAccessPolicies: [{ filterPredicate: 'TRUE' }, { filterPredicate: 'owner_email = SESSION_USER()' }],
  })
  await setUp(admin, statement)
  expect(await policies()).toEqual({})
})

it.each([
  ['a JSON column', "('user:a@b.c') FILTER USING (metadata IS NOT NULL)", 'JSON columns'],
  ['a subquery', "('user:a@b.c') FILTER USING (owner_email IN (SELECT 'x'))", 'SELECT'],
  ['no condition', "('user:a@b.c') FILTER USING (owner_email)", 'type BOOL'],
  ['a grantee without a kind', "('a@b.c') FILTER USING (TRUE)", 'Invalid grantee'],
])('a row policy on %s is refused', async (_name, rest, message) => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  const policy = `CREATE ROW ACCESS POLICY p ON activation_manager.audiences GRANT TO ${rest}`
  await expect(setUp(bq, policy)).rejects.toThrow(message)
})
