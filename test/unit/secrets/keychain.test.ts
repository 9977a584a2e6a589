// A keychain that is locked, absent or slow: the application works, says what to do, and keeps nothing by halves.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { audienceInput } from '../../support/audiences.ts'
import { eventually } from '../../support/eventually.ts'
import { secretsBelow } from './forms.ts'
import { newWorkspace, type Opened, OWNER, type Workspace } from './workspace-core.ts'

/** Generous, for a busy machine: it is a matter of milliseconds. */

const SECRETS = { first: 'synthetic"\\/+first~token', second: 'synthetic"\\/+second~token' }
const desk = { name: 'The Trade Desk, EU', platform_type: 'the_trade_desk' } as const
const withSecret = { ...desk, credentials: { token: SECRETS.first } }

const UNLOCK = /^Unlock the keyring/
const INSTALL = /^Install libsecret/
type Trouble = { trouble: string; code: string; state: string; hint: RegExp; limit_ms?: number }
const troubles: Trouble[] = [
  { trouble: 'locked', code: 'keychain_locked', state: 'locked', hint: UNLOCK },
  { trouble: 'absent', code: 'keychain_unavailable', state: 'unavailable', hint: INSTALL },
  { trouble: 'silent', code: 'keychain_locked', state: 'locked', hint: UNLOCK, limit_ms: 50 },
]

/** Answers what ends it. */
function afflict({ keychain }: Workspace, trouble: string): () => void {
  if (trouble === 'locked') keychain.locked = true
  let answer = () => {}
  const answered = new Promise<void>(resolve => {
    answer = resolve
  })
  if (trouble === 'silent') keychain.before = () => answered
  return () => {
    keychain.locked = false
    keychain.before = () => undefined
    answer()
  }
}

/** What an analyst does all day, none of it with secrets. */
async function workWithoutSecrets({ must }: Opened) {
  const { audience_id } = await must('audiences.create', audienceInput())
  await must('audiences.list', {})
  await must('audiences.delete', { audience_id })
  const { platform_id } = await must('platforms.create', { name: 'Shared folder', platform_type: 'folder' })
  await must('platforms.update', { platform_id, expected_version: 1, patch: { notes: 'On the share' } })
  await must('platforms.list', {})
  await must('platforms.delete', {
    platform_id: (await must('platforms.duplicate', { platform_id })).platform_id,
  })
  return platform_id
}

const journalOf = ({ folder }: Workspace) => {
  const path = join(folder, '_meta', 'credential-removals.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : { places: [] }
}

describe.each(troubles)('a keychain that is $trouble', ({ trouble, code, state, hint, limit_ms }) => {
  const given = { ...(trouble === 'absent' && { keychain: null }), ...(limit_ms && { limit_ms }) }

  it('says so with the remedy; what needs no secrets works', async () => {
    const workspace = newWorkspace()
    const end = afflict(workspace, trouble)
    const opened = await workspace.open(given)
    await workWithoutSecrets(opened)
    const told = await opened.must('credentials.state', {})
    expect(told).toMatchObject({ kind: 'keychain', state, removals_waiting: 0 })
    expect(told.message).toMatch(/\.$/)
    expect(told.hint).toMatch(hint)
    end()
    await opened.core.close()
  })

  it('refuses to save secrets, and nothing is changed', async () => {
    const workspace = newWorkspace()
    const healthy = await workspace.open()
    const { platform_id } = await healthy.must('platforms.create', { ...withSecret, name: 'Saved before' })
    const before = await healthy.must('platforms.get', { platform_id })
    const kept = workspace.kept()
    const values = [...workspace.keychain.entries]

    const end = afflict(workspace, trouble)
    const opened = await workspace.open(given)
    const refusal = { ok: false, error: { code, hint: expect.stringMatching(hint) } }
    expect(await opened.call('platforms.create', withSecret)).toMatchObject(refusal)
    for (const token of [SECRETS.second, null]) {
      const patch = { name: 'Renamed with it', credentials: { token } }
      const edit = { platform_id, expected_version: before.version, patch }
      expect(await opened.call('platforms.update', edit)).toMatchObject(refusal)
    }
    expect((await opened.must('platforms.list', {})).items).toEqual([before])
    end()
    await eventually(async () =>
      expect(await healthy.must('credentials.state', {})).toMatchObject({ state: 'available' }),
    )
    expect(workspace.kept()).toEqual(kept)
    expect([...workspace.keychain.entries]).toEqual(values)
    await opened.core.close()
    expect(secretsBelow(workspace.folder, SECRETS)).toEqual([])
  })

  it.each(['in the same run', 'after a restart'])('deletes at once, and its secrets %s', async when => {
    const workspace = newWorkspace()
    const healthy = await workspace.open()
    const { platform_id } = await healthy.must('platforms.create', withSecret)
    await healthy.core.close()
    expect(workspace.kept()).toEqual([`${platform_id}/its list`, `${platform_id}/token`])

    const end = afflict(workspace, trouble)
    const opened = await workspace.open(given)
    const deleted = await opened.must('platforms.delete', { platform_id })
    expect(deleted).toMatchObject({ deleted: true, credential_fields: { token: { state: 'missing' } } })
    expect((await opened.must('platforms.list', {})).items).toEqual([])
    expect(await opened.must('credentials.state', {})).toMatchObject({ state, removals_waiting: 1 })
    expect(workspace.kept()).toEqual([`${platform_id}/its list`, `${platform_id}/token`])
    expect(journalOf(workspace)).toEqual({ places: [{ owner: OWNER, platform_id }] })
    expect(secretsBelow(workspace.folder, SECRETS)).toEqual([])
    // Its old secrets would come back to life with it.
    expect(await opened.call('platforms.undelete', { platform_id })).toMatchObject({
      ok: false,
      error: { code },
    })

    const sameRun = when === 'in the same run' && trouble !== 'absent'
    if (!sameRun) await opened.core.close()
    end()
    const later = sameRun ? opened : await workspace.open()
    await eventually(async () =>
      expect(await later.must('credentials.state', {})).toMatchObject({
        state: 'available',
        removals_waiting: 0,
      }),
    )
    expect(workspace.kept()).toEqual([])
    expect(journalOf(workspace)).toEqual({ places: [] })
    const back = await later.must('platforms.undelete', { platform_id })
    expect(back.credential_fields).toEqual({ token: { state: 'missing' } })
  })
})

it('nothing waits for a keychain that takes its time', async () => {
  const workspace = newWorkspace()
  const healthy = await workspace.open()
  const { platform_id } = await healthy.must('platforms.create', withSecret)
  const end = afflict(workspace, 'silent')
  const opened = await workspace.open({ limit_ms: 30_000 })
  const answered: string[] = []
  const slow = [
    opened.call('credentials.state', {}).then(() => answered.push('credentials.state')),
    opened
      .call('platforms.testConnection', { platform_id })
      .then(() => answered.push('platforms.testConnection')),
    opened
      .call('platforms.create', { ...withSecret, name: 'Second' })
      .then(result => answered.push(`platforms.create ${result.ok}`)),
  ]
  await workWithoutSecrets(opened)
  await opened.must('platforms.get', { platform_id })
  await opened.must('platforms.history', { platform_id })
  // A test is a job: it is started, and waits by itself.
  expect(answered).toEqual(['platforms.testConnection'])
  end()
  await Promise.all(slow)
  expect(answered).toContain('platforms.create true')
})
