// What a query may take: real processes, hostile queries, and a core that goes on as if nothing had been.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { QueryTask } from '../../../src/main/core/queries/face.ts'
import { forkQuery } from '../../../src/main/core/queries/fork.ts'
import { createProcesses } from '../../../src/main/core/queries/processes.ts'
import { ok } from '../../../src/shared/errors.ts'
import { type Bundle, bundle } from '../../torture/bundle.ts'

let built: Bundle
beforeAll(async () => {
  built = await bundle({ 'query-process': 'src/main/query-process.ts' })
}, 60_000)
afterAll(() => built.remove())

const taskOf = (sql: string, memory_mb: number): QueryTask => ({
  sql,
  files: [],
  setup: [],
  tables: [],
  limits: { rows: 10_000, characters: 16_000_000, memory_mb },
})

function open(seconds = 20) {
  const pids: number[] = []
  const processes = createProcesses(() => {
    const process = forkQuery(built.fileOf('query-process'))
    if (process) pids.push(process.pid)
    return process
  }, seconds)
  const run = (sql: string, signal = new AbortController().signal, memory_mb = 100) =>
    processes.run(async () => ok(taskOf(sql, memory_mb)), signal)
  return { processes, run, pids }
}

it.each([
  [
    'a join of everything with everything',
    'SELECT count(*) FROM range(10000000) a, range(10000000) b',
    'timeout',
  ],
  [
    'a recursion without end',
    'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t',
    'timeout',
  ],
  [
    'work that can’t be interrupted',
    "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    'timeout',
  ],
  ['a list of everything', 'SELECT list(a) FROM range(1000000000) t(a)', 'quota_exceeded'],
  ['memory that DuckDB doesn’t count', 'SELECT list_sum(range(500000000))', 'quota_exceeded'],
  ['a text without end', "SELECT repeat(repeat('x', 1000000), 1000000)", 'validation_failed'],
  ['brackets without end', `SELECT ${'('.repeat(40_000)}1${')'.repeat(40_000)}`, 'any'],
  ['a nesting without end', `SELECT ${'NOT '.repeat(24_000)}true`, 'any'],
  ['a sum without end', `SELECT ${'1 + '.repeat(24_000)}1`, 'validation_failed'],
])('%s ends, and the next query runs', async (_what, sql, code) => {
  const { processes, run } = open(code === 'timeout' ? 1 : 20)
  const since = performance.now()
  const answer = await run(sql)
  if (code !== 'any') expect(answer).toMatchObject({ ok: false, error: { code } })
  expect(performance.now() - since).toBeLessThan(15_000)
  expect(await run('SELECT 42 AS answer')).toMatchObject({ ok: true, value: { rows: [[42]] } })
  processes.close()
})

it('a query is cancelled at once: while it runs, where it can’t be interrupted, and while it waits', async () => {
  const { processes, run } = open(60)
  const aborts = [0, 1, 2].map(() => new AbortController())
  const [first, second, third] = aborts
  const answers = [
    run('SELECT count(*) FROM range(10000000) a, range(10000000) b', first?.signal),
    run("SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))", second?.signal),
    run('SELECT 1', third?.signal),
  ]
  third?.abort()
  // The others still run, and would for a minute.
  expect(await answers[2]).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  second?.abort()
  first?.abort()
  for (const answer of await Promise.all(answers))
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  expect(await run('SELECT 1')).toMatchObject({ ok: true })
  processes.close()
})

it('a process is for one query, sees nothing of the environment, and is gone afterwards', async () => {
  process.env.QUERY_TEST_KEY = 'not-for-queries'
  const { processes, run, pids } = open()
  expect(await run("SELECT getenv('QUERY_TEST_KEY')")).toMatchObject({ ok: false })
  expect(await run('SELECT 1')).toMatchObject({ ok: true })
  delete process.env.QUERY_TEST_KEY
  processes.close()
  const alive = () => pids.filter(pid => isAlive(pid))
  await expect.poll(alive).toEqual([])
  expect(pids.length).toBeGreaterThan(1)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
