// Power cuts at every step of a store's short life: what was acknowledged is there, nothing else is half there.
import { afterAll, expect, test } from 'vitest'
import type { Book } from './book.ts'
import { digestOf, restore, type Survivors } from './fault-files.ts'
import {
  copyOf,
  forget,
  forgetAll,
  live,
  newFolder,
  newLife,
  outsideComplaints,
  reopenComplaints,
} from './faults.ts'

type Moment = { at: string; survivors: Survivors; book: Book }

afterAll(forgetAll)

/** One run of the script; before every step the disk is asked what each kind of power cut would leave. */
async function momentsOf(modes: readonly ('kept' | 'lost' | 'torn')[], seeds: number) {
  const life = newLife()
  const moments = new Map<string, Moment>()
  const keep = (at: string) => {
    for (const mode of modes) {
      for (let seed = 0; seed < (mode === 'torn' ? seeds : 1); seed++) {
        const survivors = life.files.survivors(mode, life.files.steps.length * 31 + seed)
        const states = life.book.entries.map(entry => entry.state[0]).join('')
        const digest = `${digestOf(survivors)} ${states}`
        if (!moments.has(digest))
          moments.set(digest, { at: `${mode} ${at}`, survivors, book: copyOf(life.book) })
      }
    }
  }
  life.files.beforeStep = step => keep(`before step ${step.n}, ${step.name} ${step.path}`)
  await live(life)
  keep('after the end')
  expect(life.thrown).toEqual([])
  expect(life.errors).toEqual([])
  return { steps: life.files.steps.length, moments: [...moments.values()] }
}

async function survive({ at, survivors, book }: Moment): Promise<string[]> {
  const folder = newFolder('cut')
  restore(survivors, folder)
  const said = [...(await outsideComplaints(folder, book)), ...(await reopenComplaints(folder, book))]
  forget(folder)
  return said.map(text => `${at}: ${text}`)
}

test('a power cut before any step loses nothing that was acknowledged', { timeout: 600_000 }, async () => {
  const seeds = Number(process.env.TORTURE_SEEDS ?? 1)
  const { steps, moments } = await momentsOf(['kept', 'lost', 'torn'], seeds)
  const said: string[] = []
  for (const moment of moments) said.push(...(await survive(moment)))
  console.log(`${steps} steps, ${moments.length} different disks after a power cut`)
  expect(said).toEqual([])
  expect(steps).toBeGreaterThan(40)
})
