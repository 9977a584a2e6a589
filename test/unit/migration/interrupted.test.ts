// A migration that is cancelled or killed in the middle goes on when it is started again, and ends as if it had not been.
import { fork } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { largeReference } from '../../bench/reference.ts'
import { sameRecords } from '../../bench/same-records.ts'
import { bundle } from '../../torture/bundle.ts'
import type { Orders } from './child.ts'
import { ME, openWorld, type World } from './support.ts'

const SIZE = { audiences: 400, platforms: 6, distributions: 400, users: 2 }
/** With the second rows of those that were edited. */
const ROWS = { audiences: 420, platforms: 6, distributions: 400 }
const all = { who: 'all', mine: null } as const
let world: World

beforeAll(async () => {
  world = await openWorld()
  await largeReference(world.reference, SIZE)
}, 120_000)
afterAll(() => world.close())

async function goesOn() {
  const { job } = await world.migrate(all)
  expect(job.result).toMatchObject({ error_count: 0 })
  expect((await world.migrate(all)).job.result).toMatchObject({ changed: 0 })
  await world.must('workspace.flush', {})
  expect(await sameRecords(world.reference, world.home)).toEqual(ROWS)
}

it('cancelled: what was taken over stays whole, and the next one takes over the rest', async () => {
  const folder_token = await world.token()
  const { job_id } = await world.must('migration.start', { folder_token, ...all })
  const progress = async () => (await world.must('jobs.get', { job_id })).progress
  while ((await progress()).done < 300) await new Promise(resolve => setTimeout(resolve, 1))
  await world.must('jobs.cancel', { job_id })
  const job = await world.ended(job_id)
  expect(job).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } })
  const report = await world.must('migration.report', { job_id })
  expect(report.complete).toBe(false)
  const [first] = report.users
  expect((await world.must('audiences.count', {}, first?.profile_id)).total).toBe(200)
  await goesOn()
}, 120_000)

it('killed: the next one, in another process, takes over the rest', async () => {
  const built = await bundle({ child: join(import.meta.dirname, 'child.ts') })
  const workspace = join(world.folder, 'killed')
  await mkdir(workspace)
  try {
    const child = fork(built.fileOf('child'), { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
    child.on('message', done => {
      if (Number(done) >= 450) child.kill('SIGKILL')
    })
    const orders: Orders = {
      workspace,
      reference: world.reference,
      resources: join(import.meta.dirname, '../../../resources'),
      user_id: ME,
    }
    child.send(orders)
    await ended
    await world.moveTo(workspace)
    await goesOn()
  } finally {
    built.remove()
    await rm(workspace, { recursive: true, force: true })
  }
}, 120_000)
