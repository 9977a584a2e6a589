// Power cuts at every step of a store's short life: what was acknowledged is there, nothing else is half there.
import { afterAll, expect, test } from 'vitest'
import type { Book } from './book.ts'
import { type CutMode, digestOf, type FaultFiles, type Survivors } from './fault-files.ts'
import {
  copyOf,
  forget,
  forgetAll,
  live,
  newFolder,
  newLife,
  outsideComplaints,
  reopenComplaints,
  restoreAt,
  saveOnTop,
} from './faults.ts'

type Moment = { at: string; survivors: Survivors; book: Book }
const MODES: readonly CutMode[] = ['kept', 'lost', 'torn']
/** All kinds of power cut at every step, torn ones with several seeds; otherwise one kind at every other step, in turn. */
const FULL = process.env.TORTURE_FULL === '1'
const SEEDS = 3

afterAll(forgetAll)

/** One run of the script; before every step the disk is asked what a power cut would leave. */
async function momentsOf(spoil: (files: FaultFiles) => void = () => {}) {
  const life = newLife()
  spoil(life.files)
  const moments = new Map<string, Moment>()
  const keep = (n: number, at: string) => {
    for (const [index, mode] of MODES.entries()) {
      if (!FULL && n % (2 * MODES.length) !== 2 * index) continue
      for (let seed = 0; seed < (FULL && mode === 'torn' ? SEEDS : 1); seed++) {
        const survivors = life.files.survivors(mode, n * 31 + seed)
        const states = life.book.entries.map(entry => entry.state[0]).join('')
        const digest = `${digestOf(survivors)} ${states}`
        if (!moments.has(digest))
          moments.set(digest, { at: `${mode} ${at}`, survivors, book: copyOf(life.book) })
      }
    }
  }
  life.files.beforeStep = step => keep(step.n, `before step ${step.n}, ${step.name} ${step.path}`)
  await live(life)
  keep(life.files.steps.length, 'after the end')
  expect(life.thrown).toEqual([])
  expect(life.errors).toEqual([])
  return { folder: life.folder, steps: life.files.steps.length, moments: [...moments.values()] }
}

test('a power cut before any step loses nothing that was acknowledged', { timeout: 900_000 }, async () => {
  const { folder, steps, moments } = await momentsOf()
  const said: string[] = []
  for (const { at, survivors, book } of moments) {
    restoreAt(survivors, folder)
    const found = [...(await outsideComplaints(folder, book)), ...(await reopenComplaints(folder, book))]
    said.push(...found.map(text => `${at}: ${text}`))
  }
  console.log(`${steps} steps, ${moments.length} different disks after a power cut`)
  expect(said).toEqual([])
  expect(steps).toBeGreaterThan(100)
})

test('a workspace that was moved after a crash is as whole as one that was not', {
  timeout: 120_000,
}, async () => {
  const { moments } = await momentsOf()
  const said: string[] = []
  for (const { at, survivors, book } of moments.filter(moment => /rename|parts/.test(moment.at))) {
    const folder = newFolder('moved')
    restoreAt(survivors, folder)
    said.push(...(await reopenComplaints(folder, book)).map(text => `moved, ${at}: ${text}`))
    forget(folder)
  }
  expect(said).toEqual([])
})

/** What a killed process had written but not synced is read by the next one, built upon, and may still be lost to a power cut. */
test('a kill -9 at any step, work on the same disk, then a power cut', { timeout: 900_000 }, async () => {
  const dry = newLife()
  await live(dry)
  const said: string[] = []
  for (let at = 0; at < dry.files.steps.length; at += FULL ? 1 : 12) {
    const life = newLife()
    life.files.fault = { at, kind: 'crash' }
    await live(life)
    life.files.revive()
    said.push(...(await saveOnTop(life)))
    const { book } = life
    life.files.kill()
    restoreAt(life.files.survivors('lost'), life.folder)
    said.push(...(await outsideComplaints(life.folder, book)).map(text => `kill at ${at}: ${text}`))
    said.push(...(await reopenComplaints(life.folder, book)).map(text => `kill at ${at}: ${text}`))
    forget(life.folder)
  }
  expect(said).toEqual([])
})

/** Without these the tests above would pass for a store that never syncs. */
const SPOILS: Record<string, (files: FaultFiles) => void> = {
  'the log is not synced': files => {
    const open = files.openLog
    files.openLog = (path, create) => ({ ...open(path, create), sync: () => {} })
  },
  'new parts are not synced': files => {
    files.sync = async () => {}
  },
  'folders are not synced': files => {
    files.syncFolder = async () => {}
  },
}

for (const [name, spoil] of Object.entries(SPOILS)) {
  test(`it is noticed when ${name}`, { timeout: 120_000 }, async () => {
    const { folder, moments } = await momentsOf(spoil)
    const said: string[] = []
    for (const { survivors, book } of moments.filter(moment => moment.at.startsWith('lost')).reverse()) {
      restoreAt(survivors, folder)
      said.push(...(await reopenComplaints(folder, book)))
      if (said.length > 0) break
    }
    expect(said.join('\n')).toMatch(/lost|damage|reopen/)
  })
}
