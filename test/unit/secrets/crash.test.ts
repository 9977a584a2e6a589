// The program ends at each step between the keychain and the record, one after another; the next start leaves nothing behind.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Keychain } from '../../../src/main/core/credentials/keychain.ts'
import type { Store } from '../../../src/main/core/store/face.ts'
import { fail } from '../../../src/shared/errors.ts'
import { eventually } from '../../support/eventually.ts'
import { newWorkspace, type Opened, type Workspace } from './workspace-core.ts'

/** Generous, for a busy machine: it is a matter of milliseconds. */

const APP = {
  client_id: 'synthetic-client-1',
  client_secret: 'synthetic-secret-2',
  refresh_token: 'synthetic-refresh-3',
}
const google = { name: 'Google, EU', platform_type: 'google_ads' } as const

/** Lets `steps` changes of the keychain or the store happen; with the next one the program is gone. */
function dyingAfter(steps: number, { keychain, store }: Workspace) {
  let left = Number.POSITIVE_INFINITY
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  let die = () => {}
  const died = new Promise<'died'>(resolve => {
    die = () => resolve('died')
  })
  /** Answers only so that the test can end; nothing is done any more. */
  async function step(): Promise<void> {
    left -= 1
    if (left >= 0) return
    die()
    await released
    throw new Error('gone')
  }
  const changing: Keychain = {
    getPassword: async (...given) => {
      if (left < 0) throw new Error('gone')
      return keychain.getPassword(...given)
    },
    setPassword: async (...given) => {
      await step()
      return keychain.setPassword(...given)
    },
    deletePassword: async (...given) => {
      await step()
      return keychain.deletePassword(...given)
    },
  }
  const commit: Store['commit'] = async (owner, puts, options) => {
    try {
      await step()
    } catch {
      return fail('storage_busy', 'gone')
    }
    return store.commit(owner, puts, options)
  }
  return { keychain: changing, store: { ...store, commit }, died, release, arm: () => (left = steps) }
}

/** What the records tell of secrets that are set, in the form of `kept`. */
async function told({ must }: Opened): Promise<string[]> {
  const living = await must('platforms.list', {})
  const trash = await must('platforms.list', { filter: { deleted: true } })
  return [...living.items, ...trash.items].flatMap(({ platform_id, credential_fields }) => {
    const set = Object.keys(credential_fields).filter(field => credential_fields[field]?.state === 'set')
    return set.length > 0 ? [`${platform_id}/its list`, ...set.map(field => `${platform_id}/${field}`)] : []
  })
}

type Work = (opened: Opened, platform_id: string) => Promise<unknown>

/** Answers whether the work was cut short; checks that the next start puts everything right. */
async function cutShort(steps: number, prepared: Readonly<Record<string, string>> | null, work: Work) {
  const workspace = newWorkspace()
  const before = await workspace.open()
  const platform_id =
    prepared === null
      ? ''
      : (await before.must('platforms.create', { ...google, credentials: prepared })).platform_id
  await before.must('credentials.state', {})
  const dying = dyingAfter(steps, workspace)
  const first = await workspace.open(dying)
  dying.arm()
  const working = work(first, platform_id)
  const outcome = await Promise.race([dying.died, working])

  const next = await workspace.open()
  await eventually(async () => {
    expect(await next.must('credentials.state', {})).toMatchObject({
      state: 'available',
      removals_waiting: 0,
    })
  })
  expect([steps, workspace.kept()]).toEqual([steps, (await told(next)).sort()])
  const journal = readFileSync(join(workspace.folder, '_meta', 'credential-removals.json'), 'utf8')
  expect(JSON.parse(journal)).toEqual({ places: [] })
  dying.release()
  await working
  return outcome === 'died'
}

const scenarios: [string, Readonly<Record<string, string>> | null, Work][] = [
  ['creating', null, ({ call }) => call('platforms.create', { ...google, credentials: APP })],
  ['deleting', APP, ({ call }, platform_id) => call('platforms.delete', { platform_id })],
  [
    'replacing',
    APP,
    ({ call }, platform_id) =>
      call('platforms.update', {
        platform_id,
        expected_version: 1,
        patch: {
          credentials: { client_secret: 'synthetic-replacement-4', refresh_token: 'synthetic-new-5' },
        },
      }),
  ],
  [
    'adding',
    { client_id: APP.client_id },
    ({ call }, platform_id) =>
      call('platforms.update', { platform_id, expected_version: 1, patch: { credentials: APP } }),
  ],
  [
    'removing',
    APP,
    ({ call }, platform_id) =>
      call('platforms.update', {
        platform_id,
        expected_version: 1,
        patch: { credentials: { client_secret: null, refresh_token: null } },
      }),
  ],
]

it.each(scenarios)(
  '%s secrets is whole or undone after a crash at any step',
  async (_what, prepared, work) => {
    let steps = 0
    while (await cutShort(steps, prepared, work)) steps += 1
    // The record and at least one entry of the keychain.
    expect(steps).toBeGreaterThanOrEqual(2)
  },
)
