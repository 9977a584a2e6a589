// The set-up: on the double, and its text against what the code knows of the tables.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ColumnType, Schema } from '../../../src/main/core/bigquery/face.ts'
import { targetFaults } from '../../../src/main/core/bigquery/rows/names.ts'
import {
  isNewer,
  missingColumns,
  otherTypes,
  SCHEMA_TABLE,
  SCHEMA_VERSION,
  SETUP_FILES,
  schemaVersionOf,
  setupStatements,
} from '../../../src/main/core/bigquery/rows/setup.ts'
import { LAYOUT, TABLES, tableOf } from '../../../src/main/core/bigquery/rows/tables.ts'
import { clientFor, start } from '../bigquery-double/support.ts'
import { resource, run, setUp, TARGET } from './on-double.ts'

const API_TYPE: Record<ColumnType, string> = {
  STRING: 'STRING',
  INT64: 'INTEGER',
  BOOL: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMP',
  JSON: 'JSON',
  'STRING[]': 'STRING',
}
type ApiField = { name: string; type: string; mode: string }
const files = await readdir(join(import.meta.dirname, '../../../resources/bigquery'))
const audiences = tableOf('audience')
const columnsOf = (schema: Schema) => schema.map(column => column.name)

describe('the set-up', () => {
  it('makes the tables as the code knows them, and may run again', async () => {
    const double = await start()
    const bq = clientFor(double)
    await setUp(bq)
    await setUp(bq)
    for (const table of TABLES) {
      const [metadata] = await bq.dataset(TARGET.dataset).table(table.name).getMetadata()
      const fields: ApiField[] = metadata.schema.fields
      expect(fields.map(({ name, type, mode }) => ({ name, type, mode }))).toEqual(
        table.columns.map(({ name, type, required }) => ({
          name,
          type: API_TYPE[type],
          mode: type === 'STRING[]' ? 'REPEATED' : required ? 'REQUIRED' : 'NULLABLE',
        })),
      )
      const { partition, cluster } = LAYOUT[table.entity]
      expect(metadata.timePartitioning?.field ?? null).toBe(partition)
      expect(metadata.clustering.fields).toEqual(cluster)
      expect(metadata.expirationTime).toBeUndefined()
    }
    const [staging] = await bq.dataset(TARGET.staging_dataset).getMetadata()
    expect(staging).toMatchObject({ location: 'EU', defaultTableExpirationMs: String(7 * 86_400_000) })
    const [version] = await bq.dataset(TARGET.dataset).table(SCHEMA_TABLE).getMetadata()
    const schema: Schema = version.schema.fields.map(({ name }: ApiField) => ({ name, type: 'STRING' }))
    expect(schemaVersionOf(schema)).toBe(SCHEMA_VERSION)
    expect(isNewer(schema)).toBe(false)
  })

  it('makes views that count right', async () => {
    const double = await start()
    const bq = clientFor(double)
    await setUp(bq)
    const instant = `TIMESTAMPTZ '2026-01-01 00:00:00+00'`
    const owner = `'ana@example.com'`
    await double.sql(`INSERT INTO activation_manager.users (user_id, display_name, created_at, owner_email, permissions)
      VALUES ('ann', 'Ann', ${instant}, ${owner}, []), ('ann', 'Other', ${instant}, 'ben@example.com', [])`)
    await double.sql(`INSERT INTO activation_manager.audiences
      (audience_id, user_id, name, status, metadata, selected_variables, created_at, updated_at, deleted_at, owner_email)
      VALUES ('a', 'ann', 'A', 'active', '{"campaign_id":"spring"}', ['V', 'W'], now(), now(), NULL, ${owner}),
        ('b', 'ann', 'B', 'draft', '{}', [], ${instant} - INTERVAL 1 YEAR, ${instant}, NULL, ${owner}),
        ('c', 'ann', 'C', 'active', '{}', [], now(), now(), now(), ${owner})`)
    const run = (id: string, status: string, results: string) =>
      `('${id}', 'ann', 'meta', '${status}', '${results}', [], ${instant}, ${instant}, ${owner})`
    await double.sql(`INSERT INTO activation_manager.distributions
      (distribution_id, user_id, platform_type, status, match_results, segments_distributed, created_at, updated_at, owner_email)
      VALUES ${run('d', 'completed', '{"total_records":200,"matched_records":50}')},
        ${run('e', 'completed', '{"total_records":100,"matched_records":100}')},
        ${run('f', 'completed', '{"total_records":700,"matched_records":null}')},
        ${run('g', 'failed', '{"total_records":null}')}`)
    const of = async (view: string) =>
      (
        await bq.query({
          query: `SELECT * FROM \`double-project.activation_manager.${view}\``,
          location: 'EU',
        })
      )[0]
    expect(await of('v_recent_audiences')).toEqual([
      expect.objectContaining({ audience_id: 'a', variable_count: 2, campaign_id: 'spring' }),
    ])
    const summary = await of('v_distribution_summary')
    expect(summary).toHaveLength(2)
    expect(summary).toContainEqual(
      expect.objectContaining({
        status: 'completed',
        distributions: 3,
        total_records: 1000,
        matched_records: 150,
        match_rate: 0.5,
      }),
    )
    const activity = await of('v_user_activity')
    expect(activity).toContainEqual(
      expect.objectContaining({
        display_name: 'Ann',
        audiences: 2,
        active_audiences: 1,
        distributions: 4,
        completed_distributions: 3,
      }),
    )
    expect(activity).toContainEqual(
      expect.objectContaining({ display_name: 'Other', audiences: 0, distributions: 0 }),
    )
  })

  it('adds the columns that an older table lacks, and keeps its rows', async () => {
    const double = await start()
    const bq = clientFor(double)
    await run(bq, [
      { sql: `CREATE SCHEMA \`double-project.activation_manager\` OPTIONS (location = 'EU')` },
      {
        sql: `CREATE TABLE \`double-project.activation_manager.audiences\`
          (audience_id STRING NOT NULL, user_id STRING NOT NULL, Name STRING, created_at TIMESTAMP NOT NULL)`,
      },
      {
        sql: `INSERT INTO \`double-project.activation_manager.audiences\` (audience_id, user_id, Name, created_at)
          VALUES ('a', 'ann', 'Old', CURRENT_TIMESTAMP())`,
      },
    ])
    const old: Schema = [
      { name: 'audience_id', type: 'STRING', required: true },
      { name: 'user_id', type: 'STRING', required: true },
      { name: 'Name', type: 'STRING' },
      { name: 'created_at', type: 'TIMESTAMP', required: true },
    ]
    const added = missingColumns(TARGET, audiences, old)
    expect(added).toHaveLength(1)
    await run(bq, added)
    await run(bq, added)
    const [metadata] = await bq.dataset(TARGET.dataset).table('audiences').getMetadata()
    const names = metadata.schema.fields.map((field: ApiField) => field.name.toLowerCase())
    expect(names.toSorted()).toEqual(columnsOf(audiences.columns).toSorted())
    expect(await double.rows('activation_manager.audiences')).toEqual([
      expect.objectContaining({ audience_id: 'a', Name: 'Old', selected_variables: [], rev: null }),
    ])
  })

  it('lets editors push and shows viewers their own rows, with the policies', async () => {
    const double = await start()
    const bq = clientFor(double)
    await setUp(bq)
    const people = { editors: 'group:editors@example.com', viewers: 'group:viewers@example.com' }
    const policies = (await resource('row-access-policies.sql'))
      .replaceAll('{{editors}}', people.editors)
      .replaceAll('{{viewers}}', people.viewers)
    double.groups.set('editors@example.com', ['ana@example.com'])
    double.groups.set('viewers@example.com', ['ben@example.com'])
    const statements = setupStatements(TARGET, [policies])
    expect(statements).toHaveLength(2 * TABLES.length)
    await run(bq, [...statements, ...statements])
    await double.sql(`INSERT INTO activation_manager.users (user_id, created_at, owner_email, permissions)
      VALUES ('ana', now(), 'ana@example.com', []), ('ben', now(), 'ben@example.com', [])`)
    const seenBy = async (email: string) => {
      const query = 'SELECT user_id FROM `double-project.activation_manager.users` ORDER BY user_id'
      const [rows] = await clientFor(double, email).query({ query, location: 'EU' })
      return rows.map((row: { user_id: string }) => row.user_id)
    }
    expect(await seenBy('ana@example.com')).toEqual(['ana', 'ben'])
    expect(await seenBy('ben@example.com')).toEqual(['ben'])
    expect(await seenBy('eve@example.com')).toEqual([])
  })
})

describe('the files', () => {
  it('are told of in the README', async () => {
    const readme = await resource('README.md')
    const scripts = files.filter(name => name.endsWith('.sql'))
    expect(scripts).toEqual(expect.arrayContaining([...SETUP_FILES]))
    for (const name of scripts) expect(readme).toContain(`\`${name}\``)
  })

  it.each(files.filter(name => name.endsWith('.sql')))('never replace or empty a table: %s', async name => {
    const sql = (await resource(name)).replace(/--.*$/gm, '')
    expect(sql).not.toMatch(
      /OR REPLACE TABLE|TRUNCATE|\bDROP\b|\bDELETE\b|partition_expiration|expiration_timestamp/i,
    )
    const expiring = sql.match(/default_table_expiration_days/g) ?? []
    expect(expiring).toHaveLength(name === 'datasets.sql' ? 1 : 0)
    expect(sql.replace(/\{\{\w+\}\}/g, '')).not.toMatch(/[{}]/)
  })

  it('of strict isolation take over every column, of the owner alone', async () => {
    const sql = await resource('strict-isolation.sql')
    for (const { name, id, columns } of TABLES) {
      const from = sql.indexOf(`MERGE \`{{project}}.{{dataset}}.${name}\``)
      const merge = sql.slice(from, sql.indexOf(';', from))
      expect(merge).toContain(`{{own_dataset}}.${name}\` WHERE owner_email = '{{analyst}}'`)
      const names = columns.map(column => column.name)
      expect(merge).toContain(`INSERT (${names.join(', ')})`)
      expect(merge).toContain(`VALUES (${names.map(column => `S.${column}`).join(', ')})`)
      const set = names.filter(column => ![id, 'created_at', 'owner_email'].includes(column))
      for (const column of set) expect(merge).toContain(`    ${column} = S.${column}`)
      expect(sql).toContain(`{{views_dataset}}.${name}\` AS`)
    }
  })

  it('may ask only for names that there are', () =>
    expect(() => setupStatements(TARGET, ['SELECT `{{nothing}}`;'])).toThrow('knows no nothing'))
})

describe('a schema', () => {
  it.each<[string, Schema | null, number, boolean]>([
    ['none', null, 0, false],
    ['this one', [{ name: 'version_1', type: 'STRING' }], 1, false],
    ['a newer one', ['version_1', 'version_2'].map(name => ({ name, type: 'STRING' })), 2, true],
    ['a much newer one', [{ name: 'version_12', type: 'STRING' }], 12, true],
    ['columns of somebody else', [{ name: 'version_note', type: 'STRING' }], 0, false],
  ])('tells its generation: %s', (_, schema, version, newer) => {
    expect(schemaVersionOf(schema)).toBe(version)
    expect(isNewer(schema)).toBe(newer)
  })

  it('that lacks nothing needs nothing, whatever else it holds', () => {
    const schema: Schema = [...audiences.columns, { name: 'region_note', type: 'STRING' }]
    expect(missingColumns(TARGET, audiences, schema)).toEqual([])
    expect(otherTypes(audiences, schema)).toEqual([])
  })

  it('whose columns are of another type says which', () => {
    const schema = audiences.columns.map(column =>
      column.name === 'metadata' ? ({ ...column, type: 'STRING' } as const) : column,
    )
    expect(otherTypes(audiences, schema)).toEqual([{ name: 'metadata', is: 'STRING', needs: 'JSON' }])
  })
})

describe('a target', () => {
  it.each([
    [{}, []],
    [{ project: 'example.com:acme-data' }, []],
    [{ project: 'Acme' }, ['project']],
    [{ dataset: 'a-b' }, ['dataset']],
    [{ staging_dataset: 'a`b' }, ['staging_dataset']],
    [{ staging_dataset: TARGET.dataset }, ['staging_dataset']],
    [{ location: "EU' --" }, ['location']],
  ])('with %o has faults in %o', (more, paths) =>
    expect(targetFaults({ ...TARGET, ...more }).map(fault => fault.path)).toEqual(paths),
  )
})
