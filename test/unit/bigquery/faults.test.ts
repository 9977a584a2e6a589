// A push of every table meets each kind of trouble at each of its calls; the next push leaves all as if there had been none.
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRemote } from '../../../src/main/core/bigquery/remote/index.ts'
import type { Auth } from '../../../src/main/core/bigquery/sign-in/face.ts'
import { syncFolder } from '../../../src/main/core/bigquery/sync/state.ts'
import { type BigQueryDouble, type Fault, startBigQueryDouble } from '../../bigquery-double/index.ts'
import { OWNER } from '../../store/records.ts'
import { hurrying } from '../../support/hurrying.ts'
import { clientFor } from '../bigquery-double/support.ts'
import { setUp } from './on-double.ts'
import { ANALYST, memoryVault, signedIn, TARGET } from './remote/support.ts'
import { createDevice, type Device, must } from './sync/device.ts'
import * as model from './sync/model.ts'
import { BEFORE, CALLS, SINCE, THERE } from './whole/campaign.ts'
import { expectThere, keepRows, revsOf, shareRows, stagingTables } from './whole/there.ts'

/** BIGQUERY_FAULTS=all for each kind at each call; otherwise each call meets one kind, and one of those of jobs if it makes one. */
const ALL = process.env.BIGQUERY_FAULTS === 'all'
const BEN = 'ben@example.com'
/** Milliseconds: a call's time where a slow answer is tried, and that answer's. */
const SHORT = 400
const SLOW = 700

type Kind = { fault: Fault; passes: boolean; only?: readonly string[]; timeout_ms?: number }
const answer = (
  status: number,
  reason: string,
  more: { processed?: true; retryAfter?: number } = {},
): Fault => ({
  kind: 'answer',
  status,
  reason,
  ...more,
})
const failing = (reason: string, applied: boolean): Fault => ({ kind: 'job_error', reason, applied })
const MAKING_JOBS = ['jobs.upload', 'jobs.insert']
const KINDS: Readonly<Record<string, Kind>> = {
  'is cut before': { fault: { kind: 'reset', when: 'before' }, passes: true },
  'is cut after': { fault: { kind: 'reset', when: 'after' }, passes: true },
  'answers 401': { fault: answer(401, 'authError'), passes: true },
  'answers 403 rateLimitExceeded': { fault: answer(403, 'rateLimitExceeded'), passes: true },
  'answers 403 quotaExceeded': { fault: answer(403, 'quotaExceeded'), passes: false },
  'answers 403 accessDenied': { fault: answer(403, 'accessDenied'), passes: false },
  'answers 403 though it was done': {
    fault: answer(403, 'accessDenied', { processed: true }),
    passes: false,
  },
  'answers 429': { fault: answer(429, 'rateLimitExceeded', { retryAfter: 3 }), passes: true },
  'answers 500': { fault: answer(500, 'internalError'), passes: true },
  'answers 503': { fault: answer(503, 'backendError'), passes: true },
  'answers 503 though it was done': { fault: answer(503, 'backendError', { processed: true }), passes: true },
  'is slow': { fault: { kind: 'slow', ms: SLOW }, passes: true, timeout_ms: SHORT },
  'makes a job that is stuck': {
    fault: { kind: 'stuck' },
    passes: false,
    only: [...MAKING_JOBS, 'jobs.query'],
  },
  'makes a job that fails': { fault: failing('backendError', false), passes: true, only: MAKING_JOBS },
  'makes a job that fails, with its effect': {
    fault: failing('backendError', true),
    passes: true,
    only: MAKING_JOBS,
  },
  'makes a job over the quota': { fault: failing('quotaExceeded', false), passes: false, only: MAKING_JOBS },
}

type Case = { n: number; route: string; name: string; kind: Kind }
const entries = Object.entries(KINDS)
const matrix: Case[] = CALLS.flatMap((route, index) => {
  const common = entries.filter(([, { only }]) => !only)
  const ofJobs = entries.filter(([, { only }]) => only?.includes(route))
  const jobs = CALLS.slice(0, index).filter(one => MAKING_JOBS.includes(one)).length
  const met = ALL
    ? [...common, ...ofJobs]
    : [common[index % common.length], ofJobs[jobs % Math.max(1, ofJobs.length)]].filter(
        one => one !== undefined,
      )
  return met.map(([name, kind]) => ({ n: index + 1, route, name, kind }))
})

let double: BigQueryDouble
let auth: Auth
let rows: Awaited<ReturnType<typeof keepRows>>
/** The state of a computer that pushed `BEFORE`. */
let state_file = ''
let expected: Record<string, string> = {}
/** Staging tables that a test before left, which is that one's fault alone. */
let left: string[] = []
const open: Device[] = []

const folderOf = ({ workspace }: Device) =>
  syncFolder(workspace, OWNER, { ...model.TARGET, remote_user_id: OWNER })

async function computer(timeout_ms = 10_000): Promise<Device> {
  const options = { target: TARGET, auth, endpoint: double.url, timeout_ms, hold_ms: 5 }
  // Another remote for each push, as after a start.
  const remote = () => createRemote({ ...options, clock: hurrying() })
  const device = await createDevice({ user_id: OWNER, remote })
  open.push(device)
  await device.save(...BEFORE)
  return device
}

/** A computer with `BEFORE` pushed, and `SINCE` saved; BigQuery as it was when that began. */
async function begin(timeout_ms?: number): Promise<Device> {
  await rows.putBack()
  const device = await computer(timeout_ms)
  const path = join(folderOf(device), 'state.json')
  await mkdir(dirname(path), { recursive: true })
  await copyFile(state_file, path)
  await device.save(...SINCE)
  auth.renew()
  left = stagingTables(double)
  double.faults.clear()
  double.log.length = 0
  return device
}

async function expectAll(device: Device) {
  const { store } = device
  expect(await revsOf(store, OWNER)).toEqual(expected)
  await expectThere(double, TARGET.dataset, { store, user_id: OWNER, account: ANALYST })
  expect(await rows.changedOf(ANALYST)).toEqual([])
  expect(stagingTables(double)).toEqual(left)
  expect((await device.session()).file.current.batch).toBeNull()
  for (const entity of ['user', 'platform', 'audience', 'distribution'] as const)
    expect(await device.unpushed(entity), entity).toBe(0)
  expect(await device.conflicts()).toEqual([])
}

beforeAll(async () => {
  double = await startBigQueryDouble({ project: TARGET.project })
  auth = await signedIn(double, await memoryVault())
  await setUp(clientFor(double))
  const first = await computer()
  must(await first.push())
  state_file = join(folderOf(first), 'state.json')
  const other = await computer()
  must(await other.pull())
  await other.save(...THERE)
  must(await other.push())
  await shareRows(double, TARGET.dataset, BEN)
  rows = await keepRows(double, TARGET.dataset)
  const undisturbed = await begin()
  must(await undisturbed.push())
  expected = await revsOf(undisturbed.store, OWNER)
})
afterAll(async () => {
  await double.close()
  for (const device of open) await device.close()
})

it('a push without trouble makes just these calls, and merges what the other computer did', async () => {
  const device = await begin()
  const { pushed, reconciled } = must(await device.push())
  expect(double.log.map(({ route }) => route)).toEqual(CALLS)
  expect({ pushed, merged: reconciled.merged }).toEqual({ pushed: SINCE.length, merged: 1 })
  expect((await device.records('audience')).get('aud_2')).toMatchObject({
    name: 'Trail runners',
    description: 'On trails',
  })
  const others = await double.sql(`SELECT * FROM ${TARGET.dataset}.audiences WHERE owner_email = '${BEN}'`)
  expect(others).toHaveLength(3)
  await expectAll(device)
})

describe('a push whose', () => {
  it.each(matrix)('call $n, $route, $name', async ({ n, route, kind }) => {
    const device = await begin(kind.timeout_ms)
    const planned = double.faults.at(n, kind.fault)
    const first = await device.push()
    expect(planned.fired).toBe(1)
    // The token's own call has refusals of its own.
    if (route !== 'token') expect(first.ok, JSON.stringify(first)).toBe(kind.passes)
    for (const { id, held } of double.jobs.list()) if (held) await double.jobs.release(id)
    double.faults.clear()
    device.restart()
    must(await device.push())
    await expectAll(device)
    double.log.length = 0
    must(await device.push())
    expect(double.log).toEqual([])
    await device.close()
  })
})
