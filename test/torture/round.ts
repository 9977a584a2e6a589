// One kill: starts the writer, lets it work for a random while, looks at the files from outside, kills it.
import { type ChildProcess, fork } from 'node:child_process'
import { acked, type Book, complaints, type Entry, settle } from '../store/book.ts'
import { glance } from '../store/outside.ts'
import type { Random } from '../store/random.ts'
import type { Orders, Report } from './protocol.ts'

export type Round = {
  said: string[]
  /** Commits acknowledged in this round. */
  acks: number
  opened_ms: number | null
  /** Whether it was killed while it flushed, or before it had opened. */
  moment: 'flush' | 'work' | 'open'
}

export type Workspace = {
  folder: string
  book: Book
  /** Records touched since the store last reported on them. */
  touched: Set<string>
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

function gone(child: ChildProcess): Promise<void> {
  // What it sent before it died is still in the pipe; `disconnect` comes after the last of it.
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const drained = child.connected
    ? new Promise<void>(resolve => child.once('disconnect', () => resolve()))
    : null
  return Promise.all([exited, drained]).then(() => undefined)
}

export async function killRound(
  writer: string,
  workspace: Workspace,
  random: Random,
  full: boolean,
): Promise<Round> {
  const { book, touched } = workspace
  const said: string[] = []
  const entries = new Map<number, Entry>()
  let acks = 0
  let opened_ms: number | null = null
  let flushing = false
  let onOpened = () => {}
  let onFlushing = () => {}
  const opened = new Promise<void>(resolve => (onOpened = resolve))
  const flush = new Promise<void>(resolve => (onFlushing = resolve))

  const child = fork(writer, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  })
  const end = gone(child)
  const checked = full ? null : [...touched, ...sample(book, random, 40)]
  child.on('message', (report: Report) => {
    switch (report.kind) {
      case 'failed':
      case 'thrown':
        said.push(`${report.kind}: ${report.message}`)
        onOpened()
        onFlushing()
        break
      case 'opened': {
        opened_ms = report.ms
        const found = new Map(report.found)
        said.push(...report.said, ...report.damage.map(text => `damage: ${text}`))
        if (report.state !== 'open') said.push(`opened as ${report.state}`)
        said.push(...complaints(book, found, checked ? new Set(checked) : undefined))
        settle(book, found)
        touched.clear()
        onOpened()
        break
      }
      case 'begin': {
        const entry: Entry = { state: 'begun', lines: report.lines.map(line => ({ ...line, version: null })) }
        entries.set(report.n, entry)
        book.entries.push(entry)
        for (const line of report.lines) touched.add(line.key)
        break
      }
      case 'ack': {
        const entry = entries.get(report.n)
        if (entry) acked(entry, report.versions)
        acks += 1
        break
      }
      case 'refused': {
        const entry = entries.get(report.n)
        if (entry) entry.state = 'refused'
        if (report.code !== 'conflict' && report.code !== 'not_found')
          said.push(`refused with ${report.code}: ${report.message}`)
        break
      }
      case 'flushing':
        flushing = true
        onFlushing()
        break
      default:
        report satisfies never
    }
  })
  const seed = random.int(1_000_000_000)
  child.send({ folder: workspace.folder, seed, check: checked, large: random.chance(0.15) } satisfies Orders)

  const moment = random.chance(0.08) ? 'open' : random.chance(0.5) ? 'flush' : 'work'
  if (moment === 'open') await pause(60 + random.int(200))
  else {
    await Promise.race([opened, pause(60_000), end])
    await pause(random.int(350))
    said.push(
      ...(await glance(workspace.folder).catch((error: unknown) => [`outside, alive: ${String(error)}`])),
    )
    if (moment === 'flush' && !flushing) await Promise.race([flush, pause(1_000)])
    if (moment === 'flush') await pause(random.int(20))
  }
  const early = child.exitCode ?? child.signalCode
  if (early !== null) said.push(`the writer ended by itself: ${early}`)
  child.kill('SIGKILL')
  await end
  said.push(
    ...(await glance(workspace.folder).catch((error: unknown) => [`outside, dead: ${String(error)}`])),
  )
  return { said, acks, opened_ms, moment }
}

function sample(book: Book, random: Random, count: number): string[] {
  const keys: string[] = []
  for (let n = 0; n < count && book.entries.length > 0; n++)
    keys.push(random.pick(random.pick(book.entries).lines).key)
  return keys
}
