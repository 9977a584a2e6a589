// docs/open-data.md: the columns it names are those of the files, and each recipe finds the current rows where its tool is.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/main/core/store/face.ts'
import { definitions, openStore } from '../../../src/main/core/store/index.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, TRAVEL } from '../../support/core.ts'
import { clientFor, start } from '../bigquery-double/support.ts'

const DOC = resolve(import.meta.dirname, '../../../docs/open-data.md')
const PYTHON = process.env.OPEN_DATA_PYTHON ?? 'python3'

let folder: string
let doc: string
/** Owner, name and version of what isn't in the trash, in order. */
let expected: string[]

beforeAll(async () => {
  doc = await readFile(DOC, 'utf8')
  folder = await mkdtemp(join(tmpdir(), 'open-data-'))
  const workspace = join(folder, 'workspace')
  const store = await openStore({ folder: workspace, verify_after_ms: null })
  if (!store.ok) throw new Error(store.error.message)
  const test = await createTestCore({ store: store.value, workspace })
  await fill(test)
  expected = await currentIn(store.value)
  await test.close()
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Records of two profiles with several versions, one in the trash and one that came back from there. */
async function fill(test: Awaited<ReturnType<typeof createTestCore>>) {
  for (const user of [RETAIL, TRAVEL]) {
    for (const name of ['Trail runners', 'Night owls', 'Early birds', 'City starters']) {
      const made = await test.must('audiences.create', audienceInput({ name }), user)
      const which = { audience_id: made.audience_id }
      if (name === 'Trail runners') continue
      // Between them the rows are written out: versions of a record lie in several parts and groups of rows.
      await test.must('workspace.flush', {}, user)
      await test.must(
        'audiences.update',
        { ...which, expected_version: 1, patch: { description: name } },
        user,
      )
      if (name === 'Night owls') continue
      await test.must('audiences.delete', { ...which, expected_version: 2 }, user)
      if (name === 'City starters') await test.must('audiences.undelete', which, user)
    }
  }
}

async function currentIn(store: Store): Promise<string[]> {
  const lines: string[] = []
  for (const owner of [RETAIL, TRAVEL]) {
    const query = { where: [], sort: { by: 'name', direction: 'asc' }, limit: 100 } as const
    const list = await store.list('audience', owner, query)
    if (!list.ok) throw new Error(list.error.message)
    for (const { name, version, deleted } of list.value.items)
      if (!deleted) lines.push(`${owner} ${name} ${version}`)
  }
  return lines.sort()
}

/** The code under a heading, block by block. */
function recipe(heading: string): string[] {
  const section = doc.split(`### ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? ''
  return [...section.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code = '']) => code)
}
const here = (code: string) => code.replaceAll('workspace/', `${folder.replaceAll('\\', '/')}/workspace/`)

/** Whether a program is there and has these modules. */
function has(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const python = (modules: string) => has(PYTHON, ['-c', `import ${modules}`])

it('names the columns that the files have, in their order', () => {
  const types = {
    text: 'VARCHAR',
    list: 'VARCHAR[]',
    json: 'JSON',
    count: 'BIGINT',
    int: 'INTEGER',
    instant: 'TIMESTAMP',
    boolean: 'BOOLEAN',
  }
  for (const { folder: name, columns, derived } of Object.values(definitions)) {
    const stored = columns.map(column => `${column.name} ${types[column.kind]}`)
    const told = [...stored, 'seq BIGINT', ...derived.map(column => `${column.name} ${column.type}`)].join(
      ', ',
    )
    const line = doc.split('\n').find(one => one.startsWith(`| \`${name}\``))
    expect(line?.split('|')[2]?.trim()).toBe(told)
  }
})

it('has something to find', () => {
  expect(expected).toEqual(
    [RETAIL, TRAVEL].flatMap(owner => [
      `${owner} City starters 4`,
      `${owner} Night owls 2`,
      `${owner} Trail runners 1`,
    ]),
  )
})

describe('the recipe for', () => {
  it('DuckDB finds the current rows, and their segments', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const [current = '', segments = ''] = recipe('DuckDB').map(here)
    const rows = (await connection.runAndReadAll(current)).getRowObjectsJS()
    expect(rows.map(row => `${row.owner_id} ${row.name} ${row.version}`).sort()).toEqual(expected)
    expect(Object.keys(rows[0] ?? {})).not.toContain('seq')
    const taken = (await connection.runAndReadAll(segments)).getRowObjectsJS()
    expect(taken).toHaveLength(expected.length * 2)
    expect(taken).toContainEqual(expect.objectContaining({ segment: 'Young Digerati', size: 1_240_000n }))
    connection.closeSync()
    instance.closeSync()
  })

  it('BigQuery chooses the current rows, as the stand-in reads them', async () => {
    const double = await start()
    const client = clientFor(double)
    const run = async (query: string) => (await client.query({ query }))[0] as Record<string, unknown>[]
    const [external = '', view = ''] = recipe('BigQuery external tables')
    expect(external).toContain("format = 'PARQUET'")
    expect(external).toContain('enable_list_inference = TRUE')
    const at = (sql: string) => sql.replaceAll('project.dataset.', `${double.project}.open_data.`)
    await run(`CREATE SCHEMA \`${double.project}.open_data\` OPTIONS (location = 'EU')`)
    // The stand-in has no external tables: a table of the same columns takes the place of it.
    await run(
      at(
        'CREATE TABLE `project.dataset.audience_versions` (owner_id STRING, audience_id STRING, name STRING, version INT64, deleted BOOL, seq INT64)',
      ),
    )
    await run(
      at(`INSERT INTO \`project.dataset.audience_versions\` (owner_id, audience_id, name, version, deleted, seq) VALUES
        ('ana', 'a1', 'Old', 1, FALSE, 1), ('ana', 'a1', 'New', 2, FALSE, 4), ('ana', 'a2', 'Gone', 1, FALSE, 2),
        ('ana', 'a2', 'Gone', 2, TRUE, 5), ('ben', 'a1', 'His', 1, FALSE, 3)`),
    )
    await run(at(view))
    const rows = await run(at('SELECT * FROM `project.dataset.current_audiences`'))
    expect(rows.map(row => JSON.stringify(row)).sort()).toEqual([
      '{"owner_id":"ana","audience_id":"a1","name":"New","version":2}',
      '{"owner_id":"ben","audience_id":"a1","name":"His","version":1}',
    ])
  })

  const said = 'print("\\n".join(sorted(f"{r[0]} {r[1]} {r[2]}" for r in'
  const ran = (code: string) => execFileSync(PYTHON, ['-c', code], { encoding: 'utf8' }).trim().split(/\r?\n/)

  it.skipIf(!python('pandas, pyarrow'))(
    'pandas finds the current rows',
    () => {
      const [code = ''] = recipe('pandas').map(here)
      const print = `${said} current[["owner_id", "name", "version"]].itertuples(index=False))))`
      expect(ran(`${code}\n${print}`)).toEqual(expected)
    },
    60_000,
  )

  it.skipIf(!python('polars'))(
    'Polars finds the current rows',
    () => {
      const [code = ''] = recipe('Polars').map(here)
      expect(ran(`${code}\n${said} current.select("owner_id", "name", "version").iter_rows())))`)).toEqual(
        expected,
      )
    },
    60_000,
  )

  it.skipIf(!has('Rscript', ['-e', 'library(arrow); library(dplyr)']))(
    'R finds the current rows',
    () => {
      const [code = ''] = recipe('R with arrow').map(here)
      const print = 'cat(sort(paste(current$owner_id, current$name, current$version)), sep = "\\n")'
      const out = execFileSync('Rscript', ['-e', `${code}\n${print}`], { encoding: 'utf8' })
      expect(out.trim().split(/\r?\n/)).toEqual(expected)
    },
    120_000,
  )
})
