// Workspaces for the benchmark: made once per size and format, then copied by hard links for each run.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/main/core/store/index.ts'
import { must } from '../store/reading.ts'
import { OWNER, records } from './data.ts'

const SEED = 1
const CHUNK = 50_000
const MONTH_MS = 30.5 * 86_400_000

export const cacheOf = (rows: number) => join(tmpdir(), `activation-manager-bench-${rows}`)
const markerOf = (rows: number) => `${cacheOf(rows)}.json`

type Marker = { rows: number; format_version: number; seed: number }

/** Makes the workspace when there is none of this size and format. Answers whether it had to. */
export async function ensureWorkspace(rows: number, progress: (text: string) => void): Promise<boolean> {
  const folder = cacheOf(rows)
  const marker = await readFile(markerOf(rows), 'utf8').then(
    text => JSON.parse(text) as Marker,
    () => null,
  )
  if (marker?.rows === rows && marker.seed === SEED && (await formatOf(folder)) === marker.format_version)
    return false
  await rm(markerOf(rows), { force: true })
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await fill(folder, rows, progress)
  const format_version = await settled(folder)
  await writeFile(markerOf(rows), JSON.stringify({ rows, format_version, seed: SEED } satisfies Marker))
  return true
}

async function formatOf(folder: string): Promise<number | null> {
  const opened = await openStore({ folder })
  if (!opened.ok) return null
  const { format_version } = opened.value.info()
  await opened.value.close()
  return format_version
}

/** Saved over about two years: each chunk in a month of its own. */
async function fill(folder: string, rows: number, progress: (text: string) => void) {
  const chunks = Math.ceil(rows / CHUNK)
  let clock = Date.UTC(2026, 10, 15) - chunks * MONTH_MS
  const store = must(await openStore({ folder, now: () => new Date(clock) }))
  const source = records(rows, SEED)
  for (let done = 0; done < rows; done += CHUNK) {
    const staged = await store.stage('audience')
    const out = createWriteStream(staged.path, { highWaterMark: 1 << 20 })
    for (let n = 0; n < CHUNK && done + n < rows; n++) {
      const { value } = source.next()
      if (value && !out.write(`${JSON.stringify(value)}\n`)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'finish')
    must(await store.commitStaged(OWNER, [staged]))
    clock += MONTH_MS
    progress(`${Math.min(rows, done + CHUNK).toLocaleString('en')} of ${rows.toLocaleString('en')} audiences`)
  }
  must(await store.flush())
  await store.close()
}

/** Opened, asked and closed once more, so that what is built after an import is built. */
async function settled(folder: string): Promise<number> {
  const store = must(await openStore({ folder }))
  must(await store.count('audience', OWNER, { search: 'families', where: [] }))
  must(await store.flush())
  const { format_version } = store.info()
  await store.close()
  return format_version
}

/** A copy that may be changed. Parquet files are never written in place, so a hard link will do for them. */
export async function copyWorkspace(rows: number, name: string): Promise<string> {
  const target = `${cacheOf(rows)}-${name}-${process.pid}`
  await rm(target, { recursive: true, force: true })
  await copyFolder(cacheOf(rows), target)
  return target
}

async function copyFolder(from: string, to: string) {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyFolder(source, target)
    else if (entry.name.endsWith('.parquet')) await link(source, target)
    else await copyFile(source, target)
  }
}
