// Backups through the core, over a workspace on the disk: made, listed, checked, compared, and restored in each way.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../../src/main/core/app.ts'
import type { Context, Core, CoreEvent } from '../../../src/main/core/face.ts'
import type { CoreOperation, InputOf, OutputOf } from '../../../src/shared/contract.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import type { Result } from '../../../src/shared/errors.ts'
import { answerOf } from '../../support/app.ts'
import { audienceInput } from '../../support/audiences.ts'
import { eventually } from '../../support/eventually.ts'

const RETAIL = 'retail-analytics'
const TRAVEL = 'travel-analytics'
const SECRET = 'sk-live-9f31c0ffee-not-for-backups'
const PASSPHRASE = 'four words of a passphrase'

let root: string
let core: Core
let events: CoreEvent[]
const workspace = () => join(root, 'workspace')
const folder = () => join(root, 'backups')

async function start(path: string): Promise<Core> {
  const made = answerOf(
    await createCore(
      {
        workspace: path,
        resources: join(import.meta.dirname, '../../../resources'),
        app_version: '0.1.0',
        credentials: { only: 'memory' },
      },
      { check_outputs: true },
    ),
  )
  answerOf(await made.ensureProfile(RETAIL, 'Retail analytics'))
  return made
}
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-service-'))
  await mkdir(folder())
  core = await start(workspace())
  events = []
  core.subscribe(event => void events.push(event))
  answerOf(await core.ensureProfile(TRAVEL, 'Travel analytics'))
})
afterAll(async () => {
  await core.close()
  await rm(root, { recursive: true, force: true })
})

const desk = (user_id: string): Context => ({ user_id, session: 'desktop', door: 'test' })
async function call<N extends CoreOperation>(
  operation: N,
  input: InputOf<N>,
  { on = core, as = RETAIL }: { on?: Core; as?: string } = {},
): Promise<Result<OutputOf<N>>> {
  return (await on.invoke(operation, input, desk(as))) as never
}
const must = async <N extends CoreOperation>(
  operation: N,
  input: InputOf<N>,
  how: { on?: Core; as?: string } = {},
) => answerOf(await call(operation, input, how))
async function end(job: Job): Promise<Job> {
  for (;;) {
    const now = await must('jobs.get', { job_id: job.job_id })
    if (now.finished_at) return now
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
async function completed(job: Job): Promise<Job> {
  const ended = await end(job)
  expect(ended.error).toBeNull()
  return ended
}
const named = async (name: string) => must('audiences.create', audienceInput({ name }))
async function backUp(passphrase?: string): Promise<string> {
  const before = new Set(await readdir(folder()))
  await completed(await must('backups.create', { to: 'folder', ...(passphrase && { passphrase }) }))
  return (await readdir(folder())).find(name => !before.has(name)) ?? ''
}
async function open(name: string, passphrase?: string) {
  const from = { place: 'folder' as const, name }
  await completed(await must('backups.open', { from, ...(passphrase && { passphrase }) }))
  const opened = await must('backups.opened', {})
  if (!opened) throw new Error('Nothing is open')
  return opened
}

describe('backups', () => {
  it('go to a folder outside of the workspace that is there', async () => {
    expect(await call('backups.create', { to: 'folder' })).toMatchObject({ error: { code: 'not_found' } })
    for (const bad of [
      workspace(),
      join(workspace(), 'logs'),
      join(root, 'missing'),
      'relative',
      join(root, 'file'),
    ]) {
      if (bad.endsWith('file')) await writeFile(bad, '')
      expect(await call('backups.setUp', { folder: bad }), bad).toMatchObject({
        error: { code: 'validation_failed', details: { fields: [{ path: 'folder' }] } },
      })
    }
    const state = await must('backups.setUp', { folder: folder() })
    expect(state).toMatchObject({ settings: { folder: folder(), repeat: 'off' }, next_at: null, last: null })
  })

  it('are listed, and found whole or damaged when they are checked', async () => {
    await named('Eco-minded renters')
    const name = await backUp()
    const locked = await backUp(PASSPHRASE)
    const { backups } = await must('backups.list', {})
    expect(backups.map(one => [one.name, one.encrypted, one.scheduled])).toEqual(
      expect.arrayContaining([
        [name, false, false],
        [locked, true, false],
      ]),
    )
    for (const one of backups) expect(one.verified_at).not.toBeNull()
    expect((await stat(join(folder(), name))).mode & 0o077).toBe(0)

    const from = { place: 'folder' as const, name }
    expect(await completed(await must('backups.verify', { from }))).toMatchObject({
      result: { error_count: 0 },
    })
    const bytes = await readFile(join(folder(), name))
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 4
    await writeFile(join(folder(), 'damaged.ambackup'), bytes)
    const damaged = { place: 'folder' as const, name: 'damaged.ambackup' }
    for (const operation of ['backups.verify', 'backups.open'] as const)
      expect(await end(await must(operation, { from: damaged }))).toMatchObject({
        state: 'failed',
        error: { code: 'storage_corrupt' },
      })
    await rm(join(folder(), 'damaged.ambackup'))
    expect(await must('backups.opened', {})).toBeNull()
  })

  it('say that a passphrase is missing or wrong, and leave nothing of it anywhere', async () => {
    const [locked] = (await must('backups.list', {})).backups.filter(one => one.encrypted)
    const from = { place: 'folder' as const, name: locked?.name ?? '' }
    for (const passphrase of [undefined, 'another passphrase'])
      expect(
        await end(await must('backups.open', { from, ...(passphrase && { passphrase }) })),
      ).toMatchObject({
        error: { code: 'forbidden' },
      })
    expect((await open(from.name, PASSPHRASE)).encrypted).toBe(true)
    await must('backups.close', {})
    // The log is written a moment behind.
    const log = await eventually(async () => {
      const logs = join(workspace(), 'logs')
      const texts = (await readdir(logs)).map(name => readFile(join(logs, name), 'utf8'))
      const text = (await Promise.all(texts)).join('')
      expect(text).toContain('"operation":"backups.close"')
      return text
    })
    expect(log.includes(PASSPHRASE) || log.includes('another passphrase')).toBe(false)
  })

  it('hold no secret', async () => {
    await must('platforms.create', {
      name: 'Loyalty hook',
      platform_type: 'webhook',
      settings: { url: 'https://hooks.example.com/audiences' },
      credentials: { secret: SECRET },
    })
    const token = await must('tokens.create', { name: 'Notebook', scope: 'read_only' })
    const bytes = await readFile(join(folder(), await backUp()))
    expect(bytes.includes(SECRET)).toBe(false)
    expect(bytes.includes(token.token)).toBe(false)
    expect(bytes.includes('sha256') && bytes.includes('token_id')).toBe(false)
  })

  it('are for the desk, and for a token only where all records are its own', async () => {
    const token: Context = { user_id: RETAIL, session: 'token', door: 'server' }
    for (const [operation, input] of [
      ['backups.state', {}],
      ['backups.list', {}],
      ['backups.create', { to: 'folder' }],
      ['backups.open', { from: { place: 'folder', name: 'x.ambackup' } }],
      // What the desk has open holds records of others, too.
      ['backups.opened', {}],
      ['backups.differences', { opened: 'x', entity: 'audience', kind: 'only_here' }],
      ['backups.close', {}],
    ] as const)
      expect(await core.invoke(operation, input, token), operation).toMatchObject({
        error: { code: 'forbidden' },
      })
    const alone = await start(join(root, 'alone'))
    expect(await alone.invoke('backups.state', {}, token)).toMatchObject({ ok: true })
    await alone.close()
  })

  it('don’t answer for names that lead elsewhere', async () => {
    for (const name of ['../workspace/_meta/manifest.json', '/etc/passwd', 'x', '..ambackup/../x.ambackup'])
      expect(await call('backups.verify', { from: { place: 'folder', name } }), name).toMatchObject({
        error: { code: 'not_found' },
      })
  })
})

describe('what is different', () => {
  it('is told by record and field, and brought back as new versions', async () => {
    const gone = await named('Deleted by mistake')
    const edited = await named('Edited by mistake')
    const same = await named('Untouched')
    const name = await backUp()
    await must('audiences.delete', { audience_id: gone.audience_id, expected_version: 1 })
    await must('audiences.update', {
      audience_id: edited.audience_id,
      expected_version: 1,
      patch: { name: 'Edited', description: 'Oops' },
    })
    const later = await named('Made later')

    const { opened, counts, profiles } = await open(name)
    expect(counts.audience).toEqual({ only_backup: 1, only_here: 1, differs: 1, same: 2 })
    expect(profiles.map(one => one.display_name).sort()).toEqual(['Retail analytics', 'Travel analytics'])
    const page = async (kind: 'only_backup' | 'only_here' | 'differs') =>
      (await must('backups.differences', { opened, entity: 'audience', kind })).items
    expect(await page('only_backup')).toMatchObject([
      { id: gone.audience_id, name: 'Deleted by mistake', here: null },
    ])
    expect(await page('only_here')).toMatchObject([{ id: later.audience_id, backup: null }])
    expect(await page('differs')).toMatchObject([
      {
        id: edited.audience_id,
        fields: ['name', 'description'],
        backup: { version: 1 },
        here: { version: 2 },
      },
    ])
    // Another profile at the same desk has opened nothing.
    expect(await must('backups.opened', {}, { as: TRAVEL })).toBeNull()
    expect(
      await call('backups.differences', { opened, entity: 'audience', kind: 'differs' }, { as: TRAVEL }),
    ).toMatchObject({
      error: { code: 'not_found' },
    })

    const how = { how: 'bring_back' as const, kinds: ['only_backup' as const, 'differs' as const] }
    const job = await completed(await must('backups.restore', { opened, how }))
    expect(job.result?.changed).toBe(2)
    expect(await must('audiences.get', { audience_id: gone.audience_id })).toMatchObject({
      version: 3,
      deleted: false,
      change_note: expect.stringContaining('Brought back from the backup of'),
    })
    const back = await must('audiences.get', { audience_id: edited.audience_id })
    expect(back).toMatchObject({ version: 3, name: 'Edited by mistake' })
    const history = (await must('audiences.history', { audience_id: edited.audience_id })).versions
    expect(history.map(one => one.name)).toEqual(['Edited by mistake', 'Edited', 'Edited by mistake'])
    expect(await must('audiences.get', { audience_id: same.audience_id })).toMatchObject({ version: 1 })
    expect(await must('audiences.get', { audience_id: later.audience_id })).toMatchObject({ deleted: false })
    expect(await must('backups.opened', {})).toBeNull()
  })
})

describe('a restore', () => {
  it('into a new folder makes a workspace of its own, without secrets, that starts no runs', async () => {
    const drop = join(root, 'drop')
    await mkdir(drop)
    const platform = await must('platforms.create', {
      name: 'Agency folder',
      platform_type: 'folder',
      status: 'active',
      settings: { path: drop },
    })
    const audience = await named('Planned')
    const due = new Date(Date.now() + 2_000).toISOString()
    await must('distributions.create', {
      audience_ids: [audience.audience_id],
      platform_ids: [platform.platform_id],
      when: { kind: 'at', at: due },
    })
    const { opened, versions } = await open(await backUp())
    const target = join(root, 'restored')
    for (const bad of [workspace(), folder(), 'relative', join(workspace(), 'inside')])
      expect(
        await call('backups.restore', { opened, how: { how: 'new_folder', folder: bad } }),
        bad,
      ).toMatchObject({
        error: { code: 'validation_failed' },
      })
    const job = await must('backups.restore', { opened, how: { how: 'new_folder', folder: target } })
    expect((await completed(job)).result?.changed).toBe(versions)
    const copy = await start(target)
    const hook = (await must('platforms.list', {}, { on: copy })).items.find(
      one => one.name === 'Loyalty hook',
    )
    expect(hook).toMatchObject({ credential_fields: { secret: { state: 'missing' } } })
    expect(await must('audiences.count', {}, { on: copy })).toMatchObject(await must('audiences.count', {}))
    const home = async (on: Core) => (await must('workspace.home', {}, { on })).home
    expect(await home(copy)).not.toBe(await home(core))
    while (Date.now() < Date.parse(due)) await new Promise(resolve => setTimeout(resolve, 20))
    // What is planned for now has both look at what is due.
    for (const on of [core, copy]) {
      const { audience_id } = await must('audiences.create', audienceInput({ name: 'Right now' }), { on })
      const { platform_id } = platform
      const what = { audience_ids: [audience_id], platform_ids: [platform_id] }
      await must('distributions.create', { ...what, when: { kind: 'now' } }, { on })
    }
    await eventually(async () => {
      for (const [on, searches] of [
        [core, ['Planned', 'Right now']],
        [copy, ['Right now']],
      ] as const)
        for (const search of searches) {
          const { items } = await must('distributions.list', { filter: { search } }, { on })
          expect(items).toMatchObject([{ status: 'completed' }])
        }
    })
    const waiting = await must('distributions.list', { filter: { search: 'Planned' } }, { on: copy })
    expect(waiting.items).toMatchObject([{ status: 'scheduled' }])
    expect((await must('workspace.verify', {}, { on: copy })).damage).toEqual([])
    await copy.close()
  })

  it('in place makes the workspace what the backup is, and keeps what was here', async () => {
    const name = await backUp()
    const counted = await must('audiences.count', {})
    const home = (await must('workspace.home', {})).home
    const later = await named('After the backup')
    const { opened } = await open(name)
    events.length = 0
    await completed(await must('backups.restore', { opened, how: { how: 'replace' } })).catch(error => {
      // The job is of the workspace of before: it may be gone with it by now.
      if (!/no such job/.test(String(error))) throw error
    })
    while (!events.some(({ event }) => event === 'workspace.reopened'))
      await new Promise(resolve => setTimeout(resolve, 5))
    expect(await must('audiences.count', {})).toEqual(counted)
    expect(await call('audiences.get', { audience_id: later.audience_id })).toMatchObject({
      error: { code: 'not_found' },
    })
    expect((await must('workspace.home', {})).home).not.toBe(home)
    const { restored, settings } = await must('backups.state', {})
    expect(settings.folder).toBe(folder())
    expect(await readdir(join(workspace(), '_meta'))).not.toContain('restore')

    // And back again.
    const from = { place: 'workspace' as const, name: restored?.before ?? '' }
    await completed(await must('backups.open', { from }))
    const before = await must('backups.opened', {})
    expect(before?.counts.audience.only_backup).toBe(1)
    const how = { how: 'bring_back' as const, kinds: ['only_backup' as const] }
    await completed(await must('backups.restore', { opened: before?.opened ?? '', how }))
    expect(await must('audiences.get', { audience_id: later.audience_id })).toMatchObject({
      name: 'After the backup',
    })
  })
})
