// A process that pushes is killed before or after a call had its effect; the next one pushes all there is, once.
import { type ChildProcess, fork } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '../../../src/main/core/store/index.ts'
import { OWNER } from '../../store/records.ts'
import { type BigQueryWorld, connectInput, SERVICE_ACCOUNT, startBigQuery } from '../../support/bigquery.ts'
import type { TestCore } from '../../support/core.ts'
import { type Bundle, bundle } from '../../torture/bundle.ts'
import { must } from './sync/device.ts'
import { BEFORE, CALLS, SINCE, THERE } from './whole/campaign.ts'
import { computerAt, done } from './whole/computer.ts'
import type { Orders, Report } from './whole/pusher.ts'
import { expectThere, keepRows, revsOf, shareRows, stagingTables } from './whole/there.ts'

/** BIGQUERY_KILLS=all for each call, before and after; otherwise four of them, others each time. */
const ALL = process.env.BIGQUERY_KILLS === 'all'
const SEED = Number(process.env.BIGQUERY_KILLS_SEED ?? Date.now() % 1_000_000)
const DATASET = 'activation_manager'
const BEN = 'ben@example.com'

type Moment = { n: number; when: 'before' | 'after' }
const every = CALLS.flatMap((_, index): Moment[] => [
  { n: index + 1, when: 'before' },
  { n: index + 1, when: 'after' },
])
const STRIDE = every.length / 4
const moments = ALL ? every : every.filter((_, at) => at % STRIDE === SEED % STRIDE)

let world: BigQueryWorld
let built: Bundle
let root = ''
/** A workspace with `BEFORE` pushed and `SINCE` saved. */
let template = ''
let rows: Awaited<ReturnType<typeof keepRows>>
/** Revisions after a push that nothing disturbed. */
let expected: Record<string, string> = {}

async function opened(workspace: string): Promise<TestCore> {
  const core = await computerAt(world.addresses, {
    workspace,
    store: must(await openStore({ folder: workspace })),
  })
  await core.must('bigquery.connect', connectInput(DATASET))
  return core
}

async function copyOf(name: string): Promise<string> {
  const workspace = join(root, name)
  await cp(template, workspace, { recursive: true })
  await rows.putBack()
  world.double.faults.clear()
  return workspace
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bigquery-kill-'))
  template = join(root, 'template')
  world = await startBigQuery()
  built = await bundle({ pusher: join(import.meta.dirname, 'whole/pusher.ts') })
  const first = await opened(template)
  await done(first, 'bigquery.setUp')
  must(await first.store.commit(OWNER, BEFORE))
  await done(first, 'bigquery.push')
  must(await first.store.commit(OWNER, SINCE))
  await first.close()
  const other = await computerAt(world.addresses)
  await other.must('bigquery.connect', connectInput(DATASET))
  await done(other, 'bigquery.pull')
  must(await other.store.commit(OWNER, THERE))
  await done(other, 'bigquery.push')
  await other.close()
  await shareRows(world.double, DATASET, BEN)
  rows = await keepRows(world.double, DATASET)
  const undisturbed = await opened(await copyOf('undisturbed'))
  world.double.log.length = 0
  await done(undisturbed, 'bigquery.push')
  expect(world.double.log.map(({ route }) => route)).toEqual(CALLS)
  expected = await revsOf(undisturbed.store, OWNER)
  await undisturbed.close()
}, 60_000)
afterAll(async () => {
  await world.double.close()
  built.remove()
  await rm(root, { recursive: true, force: true })
})

/** What it sent before it died is still in the pipe; `disconnect` comes after the last of it. */
const gone = (child: ChildProcess) =>
  Promise.all(['exit', 'disconnect'].map(event => new Promise(resolve => child.once(event, resolve))))

/** Starts a process that saves and pushes; answers what it told until it was killed. */
async function killed(workspace: string, { n, when }: Moment): Promise<Report[]> {
  const told: Report[] = []
  const child = fork(built.fileOf('pusher'), { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const end = gone(child)
  child.on('message', (report: Report) => void told.push(report))
  world.double.faults.at(n, {
    kind: 'hold',
    when,
    async met() {
      child.kill('SIGKILL')
      await end
    },
  })
  child.send({ workspace, addresses: world.addresses, connect: connectInput(DATASET) } satisfies Orders)
  await end
  expect(child.signalCode, JSON.stringify(told)).toBe('SIGKILL')
  return told
}

async function expectAll(core: TestCore, saved: readonly string[]) {
  const { store } = core
  await expectThere(world.double, DATASET, { store, user_id: OWNER, account: SERVICE_ACCOUNT })
  const here = await revsOf(store, OWNER)
  expect(here).toMatchObject(expected)
  const more = Object.keys(here).filter(key => !(key in expected))
  expect(more).toEqual(expect.arrayContaining(saved.map(id => `audience ${id}`)))
  // The last may have been saved without having been told.
  expect(more.length - saved.length).toBeLessThanOrEqual(1)
  expect(await rows.changedOf(SERVICE_ACCOUNT)).toEqual([])
  expect(stagingTables(world.double)).toEqual([])
  expect(await core.must('bigquery.status', {})).toMatchObject({
    unpushed: { total: 0 },
    conflicts: 0,
    waiting_batch: false,
    problem: null,
  })
}

it.each(moments)(`killed $when call $n (seed ${SEED})`, { timeout: 120_000 }, async moment => {
  const workspace = await copyOf(`${moment.when}-${moment.n}`)
  const told = await killed(workspace, moment)
  const saved = told.flatMap(report => (report.kind === 'saved' ? [report.audience_id] : []))
  expect(saved).not.toEqual([])
  const core = await opened(workspace)
  await done(core, 'bigquery.push')
  await expectAll(core, saved)
  world.double.log.length = 0
  await done(core, 'bigquery.push')
  expect(world.double.log).toEqual([])
  await core.close()
  await rm(workspace, { recursive: true, force: true })
})
