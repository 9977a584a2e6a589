// A query sees its profile's rows and nothing else: not a file, not another profile, not a setting; and changes nothing.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../../src/main/core/queries/sandbox/run.ts'
import { escapesOf } from './escapes.ts'
import { createWorld, SECRET_FILE, SECRET_ROW, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function contents(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const files = await Promise.all(names.map(async name => ({ name, ...(await stat(join(folder, name))) })))
  return files.map(({ name, size, mtimeMs }) => `${name} ${size} ${mtimeMs}`).sort()
}

async function open(): Promise<Sandbox> {
  const opened = await openSandbox(world.taskOf(''))
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}
const gaveAway = (said: string) => [SECRET_FILE, SECRET_ROW, world.folder].some(word => said.includes(word))

describe('ways out', () => {
  it('are all closed, and leave everything as it was', async () => {
    const before = await contents(world.folder)
    const sandbox = await open()
    const ways: string[] = []
    const escapes = escapesOf(world)
    for (const [sql, code = 'forbidden'] of escapes) {
      const answer = await sandbox.ask(sql)
      // What was sent comes back in the message; nothing else may.
      const said = JSON.stringify(answer).replaceAll(JSON.stringify(sql).slice(1, -1), '')
      const refused = !answer.ok && (code === 'any' || answer.error.code === code)
      if (!refused || [SECRET_FILE, SECRET_ROW].some(word => said.includes(word)))
        ways.push(`${sql}: ${said}`)
    }
    expect(ways).toEqual([])
    expect(escapes.length).toBeGreaterThan(140)
    expect(await contents(world.folder)).toEqual(before)
    expect(await sandbox.ask('SELECT name FROM audiences')).toMatchObject({
      ok: true,
      value: { rows: [['Trail runners']] },
    })
    sandbox.close()
  })

  it('are closed by DuckDB itself where the look at the query would miss one', async () => {
    const before = await contents(world.folder)
    const sandbox = await open()
    const target = join(world.folder, '_meta', 'escaped')
    const other = world.others.audience[0] ?? ''
    const statements = [
      `SELECT * FROM read_text('${world.outside}')`,
      `SELECT * FROM read_csv('${world.outside}')`,
      `SELECT * FROM read_blob('${world.outside}')`,
      `SELECT * FROM '${world.outside}'`,
      `SELECT * FROM read_parquet('${other}')`,
      `SELECT * FROM parquet_metadata('${other}')`,
      `SELECT * FROM read_text('${world.folder}/_meta/manifest.json')`,
      `COPY (SELECT 1) TO '${target}.csv'`,
      `COPY (SELECT 1) TO '${world.files.audience[0]}'`,
      `EXPORT DATABASE '${target}'`,
      `ATTACH '${target}.db'`,
      `ATTACH '${world.outside}'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      'SET enable_external_access = true',
      'SET lock_configuration = false',
      "SET memory_limit = '64GB'",
      'SET threads = 64',
      "SET temp_directory = '/tmp'",
      "SET allowed_directories = ['/']",
      'RESET memory_limit',
      `PRAGMA profiling_output = '${target}'`,
      "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
      'CREATE TABLE x (a INTEGER)',
      'DROP VIEW audiences',
    ]
    const taken: string[] = []
    for (const sql of statements) {
      await sandbox.connection.run('BEGIN TRANSACTION READ ONLY')
      await sandbox.connection.run(sql).then(
        () => taken.push(sql),
        () => {},
      )
      await sandbox.connection.run('ROLLBACK')
    }
    expect(taken).toEqual([])
    expect(await contents(world.folder)).toEqual(before)
    sandbox.close()
  })
})

it('tells no path of the workspace by any function there is', async () => {
  const sandbox = await open()
  const names = await sandbox.connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'macro', 'aggregate') AND regexp_full_match(function_name, '[a-z_0-9]+') ORDER BY 1",
  )
  const told: string[] = []
  let ran = 0
  for (const [name] of names.getRows())
    for (const given of ['', "'allowed_paths'", "'FROM audiences'", '1']) {
      const answer = await sandbox.ask(`SELECT ${name}(${given})`)
      if (answer.ok) ran += 1
      if (gaveAway(JSON.stringify(answer))) told.push(`${name}(${given})`)
    }
  expect(told).toEqual([])
  expect(ran).toBeGreaterThan(200)
  sandbox.close()
})
