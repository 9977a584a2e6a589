// Micro-benchmark of the full-text index: search times, event-loop delay and memory. Not part of the test suite.
// Run: npx tsx --expose-gc test/store/search/bench.ts [rows]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  buildSegment,
  createSearchIndex,
  type IndexRow,
  wordsOf,
} from '../../../src/main/core/store/search/index.ts'

const ROWS = Number(process.argv[2] ?? 1_000_000)
const TOKENS = 80
const KEYS = 12
const VOCABULARY = 5_000
const SEGMENT = 65_536

let state = 42
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
const letters = 'etaoinshrdlucmfwypvbgkjqxz'
const letter = () => letters[Math.floor(random() ** 1.6 * 26)] ?? 'e'
const vocabulary = Array.from({ length: VOCABULARY }, () =>
  Array.from({ length: 3 + Math.floor(random() * 9) }, letter).join(''),
)
/** A rare token is part of an id, as an audience's code name would be. */
const rare = (seq: number) => `q3-${(seq * 2_654_435_761).toString(36)}`

function row(seq: number): IndexRow {
  const words = [rare(seq)]
  for (let i = 1; i < TOKENS; i++) words.push(vocabulary[Math.floor(random() ** 1.5 * VOCABULARY)] ?? '')
  const keys = Array.from({ length: KEYS }, () => `v:CODE_${Math.floor(random() * 800)}`)
  return { seq, text: words.join(' '), keys: [...new Set(keys)] }
}

const rss = () => {
  globalThis.gc?.()
  return process.memoryUsage().rss
}
const quantile = (times: number[], q: number) =>
  (
    times.sort((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
  ).toFixed(1)

/** In a process of its own, so that its garbage doesn't count. */
function build(folder: string): void {
  let cpu = 0
  for (let from = 1; from <= ROWS; from += SEGMENT) {
    const rows = Array.from({ length: Math.min(SEGMENT, ROWS - from + 1) }, (_, i) => row(from + i))
    const start = process.cpuUsage()
    const bytes = buildSegment(rows)
    cpu += process.cpuUsage(start).user
    writeFileSync(join(folder, `${from}`), bytes)
  }
  console.log(`build ${(cpu / ROWS).toFixed(1)} µs of processor time a row`)
}
const [, , , target] = process.argv
if (target) {
  build(target)
  process.exit()
}
const folder = mkdtempSync(join(tmpdir(), 'search-bench-'))
spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), `${ROWS}`, folder], {
  stdio: 'inherit',
})

const before = rss()
const index = createSearchIndex()
let seq = ROWS
const loads: number[] = []
for (const name of readdirSync(folder)) {
  const bytes = readFileSync(join(folder, name))
  const start = performance.now()
  const added = index.addSegment(bytes)
  loads.push(performance.now() - start)
  if (!added.ok) throw new Error(added.reason)
}
rmSync(folder, { recursive: true })
const { segments, segment_bytes } = index.stats()
console.log(
  `${ROWS} rows, ${segments} segments, load of one p50 ${quantile(loads, 0.5)} ms, max ${quantile(loads, 1)} ms`,
)
console.log(
  `${(segment_bytes / ROWS).toFixed(0)} bytes/row in segments, ${((rss() - before) / ROWS).toFixed(0)} bytes/row by RSS`,
)

const common = () => vocabulary[Math.floor(random() * VOCABULARY)] ?? ''
type Query = { words: string[]; all?: string[]; any?: string[][] }
const queries: Record<string, () => Query> = {
  'rare word': () => ({ words: wordsOf(rare(1 + Math.floor(random() * ROWS))) }),
  'no such word': () => ({ words: [`zzq${Math.floor(random() * 1e6)}`] }),
  'common word': () => ({ words: [common()] }),
  'rare and one letter': () => ({ words: [rare(1 + Math.floor(random() * ROWS)), letter()] }),
  'one letter': () => ({ words: [letter()] }),
  'two letters': () => ({ words: [letter() + letter()] }),
  'three letters': () => ({ words: [letter() + letter() + letter()] }),
  'three common words': () => ({ words: [common(), common(), common()] }),
  'two letters, twice': () => ({ words: [letter() + letter(), letter() + letter()] }),
  'a key and a word': () => ({ words: [common()], all: [`v:CODE_${Math.floor(random() * 800)}`] }),
  'any of 200 keys': () => ({ words: [], any: [Array.from({ length: 200 }, (_, i) => `v:CODE_${i * 4}`)] }),
  everything: () => ({ words: [] }),
}
/** Milliseconds of processor time of this process, its helper threads included. */
const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
/** The longest turn of the event loop by processor time: unlike the clock, it doesn't count what other programs take. */
function watchTurns() {
  let longest = 0
  let running = true
  let last = cpu()
  const tick = () => {
    const now = cpu()
    longest = Math.max(longest, now - last)
    last = now
    if (running) setImmediate(tick)
  }
  setImmediate(tick)
  return () => {
    running = false
    return longest.toFixed(1)
  }
}

async function measure(name: string, next: () => Query, rounds: number) {
  const times: number[] = []
  const cpus: number[] = []
  let rows = 0
  for (let i = 0; i < rounds; i++) {
    const query = next()
    const [start, used] = [performance.now(), cpu()]
    const found = await index.find(query)
    times.push(performance.now() - start)
    cpus.push(cpu() - used)
    rows += found?.count ?? 0
  }
  const stop = watchTurns()
  for (let i = 0; i < 10; i++) await index.find(next())
  const line = [times, cpus].map(of => [0.5, 0.95, 1].map(q => quantile(of, q).padStart(6)).join(' '))
  console.log(
    `${name.padEnd(20)} clock${line[0]}  cpu${line[1]}  longest turn ${stop()} ms  rows ${Math.round(rows / rounds)}`,
  )
}
console.log('milliseconds: p50, p95, max')
for (const [name, next] of Object.entries(queries)) await measure(name, next, 40)
const typed = rare(777_777 % ROWS)
let at = 0
await measure(
  'typing a rare word',
  () => ({ words: [typed.slice(0, 1 + (at++ % typed.length))] }),
  typed.length,
)

const texts = Array.from({ length: 80_000 }, () => row(++seq))
const stop = watchTurns()
let adding = 0
for (let i = 0; i < texts.length; i += 20) {
  const start = cpu()
  for (const one of texts.slice(i, i + 20)) index.add(one)
  adding += cpu() - start
  await new Promise(resolve => setImmediate(resolve))
}
await index.idle()
console.log(
  `add ${((adding * 1000) / texts.length).toFixed(1)} µs/row (cpu), longest turn with sealing and merging ${stop()} ms, ${JSON.stringify(index.stats())}`,
)
await measure('rare word after', queries['rare word'] ?? (() => ({ words: [] })), 40)
await index.close()
