// A real core with secrets in memory and the platforms' doubles on the loopback, and how its tests plan runs by calls.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { createCore } from '../../../src/main/core/app.ts'
import type { Core } from '../../../src/main/core/face.ts'
import type { CoreOperation } from '../../../src/shared/contract.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { META } from '../../doubles/platforms/meta.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { eventually } from '../../support/eventually.ts'
import { PROFILE, startServerOver } from './support.ts'

type Run = { distribution_id: string; status: string; version: number } & Record<string, unknown>
type Body = Record<string, unknown> & {
  audience_id: string
  platform_id: string
  distribution_id: string
  distribution_ids: string[]
  distribution: Run
  distributions: Run[]
}
const SEGMENTS = [
  { segment_id: 1, name: 'Renters near transit', size: 1_200 },
  { segment_id: 2, name: 'First-time buyers', size: 800 },
]
export const LATER = '2099-01-01T09:00:00.000Z'

/** For the tests of a file. */
export function realDistributions() {
  let doubles: Double
  let core: Core
  let door: Awaited<ReturnType<typeof startServerOver<Core>>>
  let workspace: string
  let drop: string

  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'distributions-real-'))
    drop = await mkdtemp(join(tmpdir(), 'distributions-drop-'))
    doubles = await startPlatforms()
    const opened = await createCore(
      {
        workspace,
        resources: join(import.meta.dirname, '../../../resources'),
        app_version: '0.1.0',
        credentials: { only: 'memory' },
        platform_base_url: doubles.url,
      },
      { check_outputs: true },
    )
    if (!opened.ok) throw new Error(opened.error.message)
    core = opened.value
    await core.ensureProfile(PROFILE, 'Retail analytics')
    door = await startServerOver(core)
  })
  beforeEach(() => {
    doubles.trouble = null
  })
  afterAll(async () => {
    await door.stop()
    await core.close()
    await doubles.close()
    for (const folder of [workspace, drop]) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  async function call(method: string, path: string, body?: object) {
    const reply = await door.send(`/api${path}`, { method, ...(body && { body }) })
    return { status: reply.status, body: reply.json() as Body }
  }

  let number = 0
  async function newAudience() {
    const made = await call('POST', '/audiences', {
      name: `Renters in Austin ${++number}`,
      data_type: 'first_party',
      status: 'active',
      segments: SEGMENTS,
    })
    expect(made).toMatchObject({ status: 201 })
    return made.body.audience_id
  }
  async function newPlatform(platform_type: string, change: object) {
    const made = await call('POST', '/platforms', { name: `Account ${++number}`, platform_type, ...change })
    expect(made).toMatchObject({ status: 201 })
    return made.body.platform_id
  }
  const newFolder = (settings: object = {}) =>
    newPlatform('folder', { settings: { path: drop, file_format: 'csv', ...settings } })
  const newMeta = () =>
    newPlatform('meta', {
      credentials: { access_token: META.access_token },
      settings: { ad_account_id: META.ad_account_id },
    })

  async function plan(body: object) {
    const made = await call('POST', '/distributions', body)
    expect(made).toMatchObject({ status: 201, body: { success: true } })
    return made.body.distribution_id
  }
  const planned = async (platform_id: string, body: object = {}) =>
    plan({ audience_id: await newAudience(), platform_id, ...body })

  const get = async (id: string) => (await call('GET', `/distributions/${id}`)).body.distribution
  /** The run when it has come to this state. */
  const reaches = (id: string, status: string) =>
    eventually(
      async () => {
        const run = await get(id)
        expect(run).toMatchObject({ status })
        return run
      },
      { timeout: 10_000 },
    )
  const putStatus = (id: string, body: object) => call('PUT', `/distributions/${id}/status`, body)

  /** A run of another profile in the same workspace. */
  async function plannedByOther() {
    const user_id = 'travel-analytics'
    await core.ensureProfile(user_id, 'Travel analytics')
    const ask = async (operation: CoreOperation, input: object) => {
      const answer = await core.invoke(operation, input, { user_id, session: 'token', door: 'test' })
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value as Body
    }
    const named = { name: 'Theirs', status: 'active' }
    const segments = [{ segment_id: '1', name: 'Travellers', size: 900 }]
    const { audience_id } = await ask('audiences.create', { ...named, data_type: 'first_party', segments })
    const settings = { path: drop, file_format: 'csv' }
    const { platform_id } = await ask('platforms.create', { ...named, platform_type: 'folder', settings })
    const plan = { audience_ids: [audience_id], platform_ids: [platform_id], when: { kind: 'at', at: LATER } }
    return (await ask('distributions.create', plan)).distributions[0]?.distribution_id ?? ''
  }

  return {
    doubles: () => doubles,
    workspace: () => workspace,
    drop: () => drop,
    call,
    newAudience,
    newFolder,
    newMeta,
    newPlatform,
    plan,
    planned,
    plannedByOther,
    get,
    reaches,
    putStatus,
  }
}
