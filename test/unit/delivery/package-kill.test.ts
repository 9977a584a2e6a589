// A program that is killed at any step of a package leaves nothing that is half-written, and the same key brings it once.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliver } from '../../../src/main/core/delivery/face.ts'
import { sha256Of } from '../../../src/main/core/delivery/package/contents.ts'
import { type Bundle, bundle } from '../../torture/bundle.ts'
import type { FolderOrders } from './folder-child.ts'
import { inputFor, NOW, temporaryFolder } from './support.ts'

let built: Bundle
beforeAll(async () => {
  built = await bundle({ 'folder-child': join(import.meta.dirname, 'folder-child.ts') })
}, 60_000)
afterAll(() => built.remove())

const visible = (drop: string) => readdirSync(drop).filter(name => !name.startsWith('.'))

/** Whether a package has all that its manifest says, byte by byte. */
function isWhole(path: string): boolean {
  const file = join(path, 'manifest.json')
  if (!existsSync(file)) return false
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files: { name: string; sha256: string }[] }
  return files.every(({ name, sha256 }) => sha256Of(readFileSync(join(path, name))) === sha256)
}

async function killed(drop: string, packages: string, kill_at: number, midway: boolean) {
  const { signal, now, progress, ...input } = inputFor('folder', packages, { settings: { path: drop } })
  const child: ChildProcess = fork(built.fileOf('folder-child'), [], { execArgv: [] })
  child.send({ input, now: NOW.toISOString(), kill_at, midway } satisfies FolderOrders)
  const [code, stopped] = (await once(child, 'exit')) as [number | null, string | null]
  return { code, stopped }
}

/** Steps of one delivery on the disk; the run after the last one isn't killed. */
const STEPS = 14

describe.each([
  ['before', 'is left there', false, false],
  ['in the middle of', 'is picked up', true, true],
])('killed %s a step, and what arrived %s', (_when, _what, midway, picked_up) => {
  it.each(Array.from({ length: STEPS }, (_, n) => n + 1))(
    'step %i: nothing half-written, one package in the end',
    { timeout: 60_000 },
    async step => {
      const drop = await temporaryFolder()
      const packages = await temporaryFolder()
      expect(await killed(drop, packages, step, midway)).toEqual({ code: null, stopped: 'SIGKILL' })
      for (const name of visible(drop)) expect(isWhole(join(drop, name))).toBe(true)
      const arrived = picked_up ? visible(drop) : []
      for (const name of arrived) await rm(join(drop, name), { recursive: true })
      const input = inputFor('folder', packages, { settings: { path: drop }, resumed: true })
      const answer = await deliver(input)
      expect(answer).toMatchObject({ state: 'done' })
      expect(arrived.length + visible(drop).length).toBe(1)
      for (const name of visible(drop)) expect(isWhole(join(drop, name))).toBe(true)
      expect((await readdir(drop)).filter(name => name.startsWith('.'))).toEqual([])
      expect(answer).toEqual(await deliver(input))
    },
  )
})

it(`a delivery has ${STEPS} steps`, { timeout: 60_000 }, async () => {
  const drop = await temporaryFolder()
  expect(await killed(drop, await temporaryFolder(), STEPS + 1, false)).toEqual({ code: 0, stopped: null })
  expect(visible(drop)).toHaveLength(1)
})

it('what a killed program left is removed by the next delivery of another run', {
  timeout: 60_000,
}, async () => {
  const drop = await temporaryFolder()
  const packages = await temporaryFolder()
  await killed(drop, packages, 8, true)
  expect((await readdir(drop)).some(name => name.startsWith('.'))).toBe(true)
  await deliver(inputFor('folder', packages, { settings: { path: drop }, key: 'dist_2.1' }))
  expect(await readdir(drop)).toEqual(['2026-03-04_Renters in Austin_dist_2.1'])
})

it('who watches the folder never sees a package that isn’t whole', async () => {
  const drop = await temporaryFolder()
  const packages = await temporaryFolder()
  await mkdir(packages, { recursive: true })
  const seen = new Map<string, boolean>()
  const look = () => {
    for (const name of visible(drop)) if (!seen.has(name)) seen.set(name, isWhole(join(drop, name)))
  }
  const watcher = watch(drop, look)
  // Deliveries give way often; each time the folder is looked at.
  let over = false
  const looking = (async () => {
    while (!over) {
      look()
      await new Promise(resolve => setImmediate(resolve))
    }
  })()
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      deliver(inputFor('folder', packages, { settings: { path: drop }, key: `dist_${n}.1` })),
    ),
  )
  over = true
  await looking
  look()
  watcher.close()
  expect(answers.every(({ state }) => state === 'done')).toBe(true)
  expect([...seen.values()]).toEqual(Array(12).fill(true))
  expect(await readdir(drop)).toHaveLength(12)
})
