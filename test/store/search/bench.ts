// Micro-benchmark of the full-text index: search times, event-loop delay and memory. Not part of the test suite.
// Run: npx tsx --expose-gc test/store/search/bench.ts [rows]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
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
const queries: Record<string, () => { words: string[]; all?: string[]; any?: string[][] }> = {
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
const delay = monitorEventLoopDelay({ resolution: 1 })
async function measure(
  name: string,
  next: () => { words: string[]; all?: string[]; any?: string[][] },
  rounds: number,
) {
  const times: number[] = []
  let rows = 0
  delay.reset()
  delay.enable()
  for (let i = 0; i < rounds; i++) {
    const query = next()
    const start = performance.now()
    const found = await index.find(query)
    times.push(performance.now() - start)
    rows += found?.count ?? 0
  }
  delay.disable()
  console.log(
    `${name.padEnd(20)} p50 ${quantile(times, 0.5).padStart(6)} ms  p95 ${quantile(times, 0.95).padStart(6)} ms  max ${quantile(times, 1).padStart(6)} ms` +
      `  loop max ${(delay.max / 1e6 - 1).toFixed(1)} ms  rows ${Math.round(rows / rounds)}`,
  )
}
for (const [name, next] of Object.entries(queries)) await measure(name, next, 40)
const typed = rare(777_777 % ROWS)
let at = 0
await measure(
  'typing a rare word',
  () => ({ words: [typed.slice(0, 1 + (at++ % typed.length))] }),
  typed.length,
)

delay.reset()
delay.enable()
const adds: number[] = []
const texts = Array.from({ length: 80_000 }, () => row(++seq))
let worst = 0
let busy = 0
for (let i = 0; i < texts.length; i += 20) {
  const start = performance.now()
  for (const one of texts.slice(i, i + 20)) index.add(one)
  const took = performance.now() - start
  busy += took
  worst = Math.max(worst, took)
  adds.push((took * 1000) / 20)
  await new Promise(resolve => setImmediate(resolve))
}
await index.idle()
delay.disable()
console.log(
  `add ${((busy * 1000) / texts.length).toFixed(1)} µs/row mean, ${quantile(adds, 0.95)} µs p95, worst 20 ${worst.toFixed(1)} ms; sealing and merging: loop max ${(delay.max / 1e6 - 1).toFixed(1)} ms; ${JSON.stringify(index.stats())}`,
)
await measure('rare word after', queries['rare word'] ?? (() => ({ words: [] })), 40)
await index.close()
