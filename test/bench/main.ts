// `npm run bench -- --rows N [--json FILE] [--only open,search]`: measures the store beside its floors. See docs/store-proof.md.
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle } from '../torture/bundle.ts'
import type { Answer, Task } from './child.ts'
import { type BenchLine, lineOf, tableOf } from './lines.ts'
import { cacheOf, copyWorkspace } from './workspace.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    json: { type: 'string' },
    only: { type: 'string', default: '' },
  },
})
const rows = Number(values.rows)
if (!Number.isInteger(rows) || rows < 1) throw new Error('--rows takes a whole number')
const only = values.only.split(',').filter(Boolean)
const wanted = (group: string) => only.length === 0 || only.includes(group)

const started = Date.now()
const sources = resolve(import.meta.dirname, '../../src/main')
const worker = join(sources, 'core-worker.ts')
const built = await bundle({
  child: join(import.meta.dirname, 'child.ts'),
  ...(existsSync(worker) ? { 'core-worker': worker } : {}),
})

function inChild<T>(task: Omit<Task, 'rows' | 'resources'>): Promise<T> {
  const child = fork(built.fileOf('child'), {
    execArgv: [],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise<T>((done, failed) => {
    child.on('message', (answer: Answer) => {
      if (answer.kind === 'progress') console.log(answer.text)
      else if (answer.kind === 'done') done(answer.value as T)
      else failed(new Error(answer.text))
    })
    child.on('exit', code => failed(new Error(`${task.group} ended early with ${code}`)))
    child.send({ ...task, rows, resources: resolve(import.meta.dirname, '../../resources') } satisfies Task)
  })
}

const lines: BenchLine[] = []
const failures: string[] = []
const add = (found: readonly BenchLine[]) => {
  lines.push(...found)
  for (const line of found) console.log(JSON.stringify(line))
}
/** Each group has a copy of the workspace to itself; one that fails doesn't keep the others from being measured. */
async function group(name: Task['group'], work: (folder: string) => Promise<readonly BenchLine[]>) {
  if (!wanted(name)) return
  const folder = await copyWorkspace(rows, name)
  try {
    add(await work(folder))
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    console.error(failures.at(-1))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
const simple = (name: Task['group']) => group(name, folder => inChild<BenchLine[]>({ group: name, folder }))

const made = await inChild<boolean>({ group: 'prepare', folder: cacheOf(rows) })
console.log(
  `workspace of ${rows.toLocaleString('en')} audiences ${made ? 'made' : 'found'}, ${cacheOf(rows)}`,
)

await group('open', async folder => {
  const repeats = rows > 200_000 ? 4 : 7
  const [pages, searches, rawPages, rawSearches]: number[][] = [[], [], [], []]
  let rss = 0
  for (let turn = 0; turn < repeats; turn++) {
    const opened = await inChild<{ page_ms: number; search_ms: number; rss_mb: number }>({
      group: 'open',
      folder,
    })
    const page = await inChild<{ ms: number }>({ group: 'open_raw', folder, with_text: false })
    const search = await inChild<{ ms: number }>({ group: 'open_raw', folder, with_text: true })
    // The first brings the files into the page cache.
    if (turn === 0) continue
    pages?.push(opened.page_ms)
    searches?.push(opened.search_ms)
    rawPages?.push(page.ms)
    rawSearches?.push(search.ms)
    rss = opened.rss_mb
  }
  return [
    lineOf('open', rows, pages ?? [], rawPages, rss),
    lineOf('open_search', rows, searches ?? [], rawSearches, rss),
  ]
})
await simple('memory')
await simple('saving')
await simple('event_loop')
await simple('reading')
await simple('flush')
await group('bigquery', async folder => [
  // First, for preparing a push changes every audience.
  ...(await inChild<BenchLine[]>({ group: 'pull', folder })),
  ...(await inChild<BenchLine[]>({ group: 'bigquery', folder })),
])
await simple('export')
await simple('backup')
/** These make a workspace of their own. */
for (const name of ['month', 'distributions', 'migration'] as const) {
  if (!wanted(name)) continue
  const folder = join(tmpdir(), `activation-manager-bench-${name}-${process.pid}`)
  add(await inChild<BenchLine[]>({ group: name, folder }))
  await rm(folder, { recursive: true, force: true })
}
if (rows >= 100_000) await simple('import')

built.remove()
if (values.json) await writeFile(values.json, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
console.log(`\n${tableOf(lines)}\n`)
const seconds = Math.round((Date.now() - started) / 1_000)
console.log(
  `bench of ${rows.toLocaleString('en')} audiences in ${seconds} s${failures.length > 0 ? `, ${failures.length} groups failed` : ''}`,
)
process.exit(failures.length > 0 ? 1 : 0)
