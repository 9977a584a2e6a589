// A program that is killed while it restores: the workspace is wholly the old one or wholly the new one, what was
// acknowledged stays, and the next start clears away what was left.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readThrough } from '../../../src/main/core/backups/file/disk.ts'
import type { InputOf } from '../../../src/shared/contract.ts'
import { audienceInput } from '../../support/audiences.ts'
import { type Bundle, bundle } from '../../torture/bundle.ts'
import type { RestoreOrders } from './restore-child.ts'
import { ask, stateOf, unfinished, withBackup, within } from './support.ts'

const FULL = process.env.TORTURE_FULL === '1'
type How = InputOf<'backups.restore'>['how']
type Left = { killed: boolean; steps: string[]; acknowledged: boolean }

let built: Bundle
let root: string
let backup: string
/** What the records and unsaved edits are before the restore, and after it. */
let [before, after] = ['', '']

beforeAll(async () => {
  built = await bundle({ 'restore-child': join(import.meta.dirname, 'restore-child.ts') })
  root = await mkdtemp(join(tmpdir(), 'restore-kill-'))
  ;({ backup, before, after } = await withBackup(root))
}, 60_000)
afterAll(async () => {
  built.remove()
  await rm(root, { recursive: true, force: true })
})

async function restore(folder: string, how: How, die_before: string | null): Promise<Left> {
  const said = join(folder, 'said')
  const child = fork(built.fileOf('restore-child'), [], { execArgv: [] })
  const orders = { workspace: join(folder, 'workspace'), backup, how, die_before, said }
  child.send(orders satisfies RestoreOrders)
  const [code, signal] = await once(child, 'exit')
  if (signal === null) expect(code).toBe(0)
  const steps = (await readFile(said, 'utf8')).trim().split('\n')
  return { killed: signal === 'SIGKILL', steps, acknowledged: steps.includes('acknowledged') }
}

/** A folder with the workspace in it, to be restored and looked at. */
async function place(): Promise<string> {
  const folder = await mkdtemp(join(root, 'place-'))
  await cp(join(root, 'workspace'), join(folder, 'workspace'), { recursive: true })
  return folder
}

/** Opens it as the next start does; nothing unfinished may be left, and saving goes on. */
async function lookAt(workspace: string): Promise<string> {
  const found = await within(workspace, async core => {
    const state = await stateOf(core)
    expect((await ask(core, 'workspace.verify', {})).damage).toEqual([])
    await ask(core, 'audiences.create', audienceInput({ name: 'Saved after all' }))
    return state
  })
  expect(await unfinished(workspace)).toEqual([])
  const made = join(workspace, '_meta', 'backups')
  for (const name of await readdir(made).catch(() => [])) await readThrough(join(made, name), null)
  return found
}

async function replaced(die_before: string | null): Promise<Left & { state: string }> {
  const folder = await place()
  const left = await restore(folder, { how: 'replace' }, die_before)
  const state = await lookAt(join(folder, 'workspace'))
  if (left.acknowledged) expect(state, `${die_before}, after it was acknowledged`).toBe(after)
  expect([before, after], `killed before ${die_before}`).toContain(state)
  await rm(folder, { recursive: true })
  return { ...left, state }
}

async function copied(die_before: string | null): Promise<Left & { made: boolean }> {
  const folder = await place()
  const target = join(folder, 'restored')
  const left = await restore(folder, { how: 'new_folder', folder: target }, die_before)
  expect(await lookAt(join(folder, 'workspace'))).toBe(before)
  const names = (await readdir(folder)).filter(name => name !== 'said' && name !== 'workspace')
  const made = names.length > 0
  if (made) {
    expect(names, `killed before ${die_before}`).toEqual(['restored'])
    expect(await lookAt(target)).toBe(after)
  }
  if (left.acknowledged) expect(made).toBe(true)
  await rm(folder, { recursive: true })
  return { ...left, made }
}

async function atEach(steps: readonly string[], work: (step: string) => Promise<unknown>): Promise<void> {
  const said: string[] = []
  for (const step of steps.filter(one => one !== 'acknowledged'))
    await work(step).catch(error => said.push(`${step}: ${error}`))
  expect(said).toEqual([])
}

describe('in place', () => {
  it.each([
    ['the backup of what was here is whole', 'rename _meta/backups/before-restore-*.ambackup', () => before],
    ['the last of the data folders is in place', 'rename users', () => after],
  ])('is killed before %s', { timeout: 60_000 }, async (_what, step, state) => {
    expect(await replaced(step)).toMatchObject({ killed: true, state: state() })
  })

  it.runIf(FULL)('is killed before any step', { timeout: 3_600_000 }, async () => {
    const { steps, state, acknowledged } = await replaced(null)
    expect([state, acknowledged]).toEqual([after, true])
    const met = { old: 0, new: 0, unmet: 0 }
    await atEach(steps, async step => {
      const left = await replaced(step)
      met[!left.killed ? 'unmet' : left.state === before ? 'old' : 'new'] += 1
    })
    console.log(JSON.stringify(met))
    expect(met.old).toBeGreaterThan(20)
    expect(met.new).toBeGreaterThan(20)
  })
})

describe('into a new folder', () => {
  it('is killed before the copy gets its name', { timeout: 60_000 }, async () => {
    expect(await copied('rename ../restored')).toMatchObject({ killed: true, made: false })
  })

  it.runIf(FULL)('is killed before any step', { timeout: 3_600_000 }, async () => {
    const { steps, made } = await copied(null)
    expect(made).toBe(true)
    await atEach(steps, copied)
  })
})
