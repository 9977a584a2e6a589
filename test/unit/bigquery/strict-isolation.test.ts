// What the script of strict isolation does when it is run: an analyst's own rows are taken over, and nobody else's. Rights and
// the procedure's frame are Google's to keep; the double knows neither.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowOf } from '../../../src/main/core/bigquery/rows/row.ts'
import { setupStatements } from '../../../src/main/core/bigquery/rows/setup.ts'
import { TABLES } from '../../../src/main/core/bigquery/rows/tables.ts'
import type { Entity, RecordOf } from '../../../src/main/core/store/face.ts'
import { ANA, BEN, clientFor, start } from '../bigquery-double/support.ts'
import { push, resource, run, setUp, TARGET } from './on-double.ts'
import { audiences, distributions, platforms, users } from './records.ts'

const SHARED = { ...TARGET, dataset: 'shared', staging_dataset: 'shared_staging' }
const NAMES: Readonly<Record<string, string>> = {
  project: TARGET.project,
  location: TARGET.location,
  dataset: SHARED.dataset,
  own_dataset: TARGET.dataset,
  own_staging: TARGET.staging_dataset,
  views_dataset: 'own_rows',
  analyst: ANA,
}

const RECORDS: Readonly<Record<Entity, fc.Arbitrary<RecordOf[Entity]>>> = {
  audience: audiences,
  platform: platforms,
  distribution: distributions,
  user: users,
}

/** Statements of the script by what they are. */
async function script() {
  const filled = (await resource('strict-isolation.sql')).replace(
    /\{\{(\w+)\}\}/g,
    (_, name) => NAMES[name] ?? '',
  )
  const code = filled.replace(/^--.*$/gm, '')
  const [, body = ''] = /\bBEGIN\b(.*)\bEND;/s.exec(code) ?? []
  const outside = code.replace(/CREATE OR REPLACE PROCEDURE.*?END;/s, '')
  const all = (text: string) =>
    text
      .split(';')
      .map(sql => sql.trim())
      .filter(sql => sql !== '')
      .map(sql => ({ sql: `${sql};` }))
  return { collect: all(body), views: all(outside).filter(({ sql }) => !sql.startsWith('GRANT')) }
}

it('takes over what is new and what changed of the owner alone, once, and shows everyone their own', async () => {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  await run(bq, setupStatements(SHARED, [await resource('datasets.sql'), await resource('tables.sql')]))
  const { collect, views } = await script()
  expect([collect.length, views.length]).toEqual([4, 5])
  await run(bq, views)

  const ids: Record<string, string> = {}
  for (const table of TABLES) {
    const [record] = fc.sample(RECORDS[table.entity], { numRuns: 1, seed: 5 })
    if (!record) throw new Error('No sample')
    const row = rowOf(table.entity, record, 'ana')
    ids[table.name] = String(row[table.id])
    expect(await push(bq, table, [row])).toEqual([])
    // A row that says it is somebody else's.
    await double.sql(
      `INSERT INTO ${TARGET.dataset}.${table.name} BY NAME SELECT * REPLACE ('${BEN}' AS owner_email, 'of-ben' AS ${table.id}) FROM ${TARGET.dataset}.${table.name}`,
    )
  }
  const there = async () => {
    const found: Record<string, unknown[]> = {}
    for (const { name, id } of TABLES)
      found[name] = (await double.rows(`${SHARED.dataset}.${name}`)).map(row => [
        row[id],
        row.owner_email,
        row.rev,
      ])
    return found
  }
  await run(bq, collect)
  const first = await there()
  for (const { name } of TABLES) expect(first[name]).toEqual([[ids[name], ANA, expect.any(String)]])
  await run(bq, collect)
  expect(await there()).toEqual(first)

  for (const { name } of TABLES)
    await double.sql(
      `UPDATE ${TARGET.dataset}.${name} SET rev = 'changed', version = 7 WHERE owner_email = '${ANA}'`,
    )
  await run(bq, collect)
  for (const { name } of TABLES) {
    const rows = await double.rows(`${SHARED.dataset}.${name}`)
    expect(rows).toMatchObject([{ rev: 'changed', owner_email: ANA }])
    expect(rows.map(row => Number(row.version))).toEqual([7])
    // The views are as whoever asks: Ben has nothing there.
    const query = `SELECT * FROM \`${TARGET.project}.own_rows.${name}\``
    const [own] = await bq.query({ query, location: TARGET.location })
    expect(own).toHaveLength(1)
    const [others] = await clientFor(double, BEN).query({ query, location: TARGET.location })
    expect(others).toEqual([])
  }
})
