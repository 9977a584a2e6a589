// Every fault at every step of a store's short life: errors are answered, and nothing acknowledged is lost.
import { afterAll, describe, expect, test } from 'vitest'
import { complaints } from './book.ts'
import { CAN_FAIL, type Fault, type FaultKind, type Step } from './fault-files.ts'
import {
  copyOf,
  forget,
  forgetAll,
  live,
  newLife,
  outsideComplaints,
  reopenComplaints,
  restoreAt,
} from './faults.ts'

afterAll(forgetAll)

/** Codes that a failing disk may be answered with. */
const CODES = ['storage_full', 'storage_busy', 'storage_corrupt', 'forbidden']

async function stepsOf(): Promise<Step[]> {
  const life = newLife()
  await live(life)
  expect(life.thrown).toEqual([])
  expect(life.errors).toEqual([])
  const opened = complaints(life.book, new Map())
  expect(opened.length, 'the book notices when all is lost').toBeGreaterThan(0)
  forget(life.folder)
  return life.files.steps
}

async function meet(fault: Fault, step: Step): Promise<string[]> {
  const life = newLife()
  life.files.fault = fault
  await live(life)
  const said = [...life.thrown.map(text => `thrown: ${text}`)]
  for (const { asked, error } of life.errors) {
    if (!CODES.includes(error.code)) said.push(`${asked} answered ${error.code}`)
    if (fault.kind === 'ENOSPC' && asked.startsWith('commit') && error.code !== 'storage_full')
      said.push(`${asked} on a full disk answered ${error.code}: ${error.message}`)
  }
  const refused = life.book.entries.filter(entry => entry.state === 'refused').length
  // The save that meets a fault may be refused when the next log isn't made yet; those after it are not.
  if (!fault.lasting && step.name.startsWith('log.') && step.name !== 'log.open' && refused > 1)
    said.push(`${refused} saves refused after a fault that a new log gets over`)
  const left = (['kept', 'lost'] as const).map(mode => [mode, life.files.survivors(mode)] as const)
  for (const [mode, survivors] of left) {
    restoreAt(survivors, life.folder)
    const book = copyOf(life.book)
    said.push(...(await outsideComplaints(life.folder, book)).map(text => `${mode}: ${text}`))
    said.push(...(await reopenComplaints(life.folder, book)).map(text => `${mode}: ${text}`))
  }
  forget(life.folder)
  return said.map(
    text => `${fault.kind}${fault.lasting ? ' from' : ' at'} ${step.n} ${step.name} ${step.path}: ${text}`,
  )
}

const CASES: { kind: FaultKind; lasting: boolean }[] = [
  { kind: 'EIO', lasting: false },
  { kind: 'EIO', lasting: true },
  { kind: 'ENOSPC', lasting: false },
  { kind: 'ENOSPC', lasting: true },
  { kind: 'EPERM', lasting: false },
  { kind: 'EPERM', lasting: true },
  { kind: 'short', lasting: false },
  { kind: 'short', lasting: true },
]

describe('a failing disk', () => {
  for (const [number, { kind, lasting }] of CASES.entries()) {
    test(`${kind}, ${lasting ? 'from a step on' : 'once'}, at ${process.env.TORTURE_FULL === '1' ? 'every' : 'every 28th'} step`, {
      timeout: 900_000,
    }, async () => {
      const stride = process.env.TORTURE_FULL === '1' ? 1 : 28
      const steps = (await stepsOf()).filter(step => CAN_FAIL[kind].includes(step.name))
      // Each case starts elsewhere, so that together they meet steps of all kinds.
      const offset = (number * 5) % stride
      const said: string[] = []
      const only = process.env.TORTURE_STEP
      for (const [index, step] of steps.entries()) {
        if (only !== undefined && step.n !== Number(only)) continue
        if (only !== undefined || index % stride === offset)
          said.push(...(await meet({ at: step.n, kind, lasting }, step)))
      }
      expect(said).toEqual([])
      expect(steps.length).toBeGreaterThan(0)
    })
  }
})
