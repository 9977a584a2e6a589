// The whole core over a real workspace folder: what is saved is there after closing and opening again.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCore } from '../../../src/main/core/app.ts'
import type { Core } from '../../../src/main/core/face.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { audienceInput } from '../../support/audiences.ts'

const context = { user_id: 'retail-analytics', session: 'desktop', door: 'test' } as const
const resources = join(import.meta.dirname, '../../../resources')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function open(workspace = join(folder, 'workspace')): Promise<Core> {
  const core = await createCore({ workspace, resources, app_version: '0.1.0' }, { check_outputs: true })
  if (!core.ok) throw new Error(JSON.stringify(core.error))
  const made = await core.value.ensureProfile(context.user_id, 'Retail analytics')
  expect(made).toEqual({ ok: true, value: null })
  return core.value
}

it('keeps audiences, history and preferences from one run to the next', async () => {
  const first = await open()
  const created = await first.invoke('audiences.create', audienceInput(), context)
  const audience = Audience.parse(created.ok ? created.value : created.error)
  const { audience_id } = audience
  const patch = { name: 'Green renters' }
  expect(
    await first.invoke('audiences.update', { audience_id, expected_version: 1, patch }, context),
  ).toMatchObject({
    ok: true,
    value: { version: 2 },
  })
  await first.invoke('audiences.delete', { audience_id }, context)
  await first.invoke('preferences.set', { theme: 'dark' }, context)
  await first.close()

  const second = await open()
  const restored = await second.invoke('audiences.undelete', { audience_id }, context)
  expect(restored).toMatchObject({ ok: true, value: { version: 4, name: 'Green renters', deleted: false } })
  expect(await second.invoke('audiences.get', { audience_id, version: 1 }, context)).toEqual({
    ok: true,
    value: audience,
  })
  const list = await second.invoke(
    'audiences.list',
    { filter: { search: 'green RENT', tags: ['spring'] } },
    context,
  )
  expect(list).toMatchObject({ ok: true, value: { items: [{ audience_id, version: 4 }] } })
  const history = await second.invoke('audiences.history', { audience_id }, context)
  expect(history).toMatchObject({
    ok: true,
    value: {
      versions: [
        { changed_fields: ['deleted'] },
        { changed_fields: ['deleted'] },
        { changed_fields: ['name'] },
        {},
      ],
    },
  })
  expect(await second.invoke('preferences.get', {}, context)).toMatchObject({
    ok: true,
    value: { theme: 'dark' },
  })
  await second.close()
})

it('keeps a profile that was written into the data files', async () => {
  const first = await open()
  expect(await first.invoke('workspace.flush', {}, context)).toMatchObject({
    ok: true,
    value: { unflushed_rows: 0 },
  })
  expect(await first.invoke('profiles.choose', { user_id: context.user_id }, context)).toMatchObject({
    ok: true,
  })
  await first.close()
  const second = await open()
  expect(await second.invoke('profiles.current', {}, context)).toMatchObject({
    ok: true,
    value: { user_id: context.user_id, display_name: 'Retail analytics', version: 2 },
  })
  await second.close()
})

it('logs to the workspace, without contents', async () => {
  const core = await open()
  await core.invoke('audiences.create', audienceInput({ name: 'Secret launch cohort' }), context)
  await core.close()
  const logs = join(folder, 'workspace', 'logs')
  const [name] = await readdir(logs)
  expect(name).toMatch(/^activation-\d{8}\.jsonl$/)
  const text = await readFile(join(logs, name ?? ''), 'utf8')
  expect(text).toContain('"operation":"audiences.create"')
  expect(text).toContain('core.closed')
  expect(text).not.toContain('Secret launch cohort')
})

it.each(['file.txt', 'file.txt/workspace'])('refuses %s, which is no folder, as a value', async name => {
  await writeFile(join(folder, 'file.txt'), 'not a folder')
  const core = await createCore({ workspace: join(folder, name), resources, app_version: '0.1.0' })
  expect(core).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  expect(await readFile(join(folder, 'file.txt'), 'utf8')).toBe('not a folder')
})

it('tells a second opener that the workspace is held', async () => {
  const core = await open()
  const second = await createCore({ workspace: join(folder, 'workspace'), resources, app_version: '0.1.0' })
  expect(second).toMatchObject({ ok: false, error: { code: 'storage_busy' } })
  await core.close()
})

it('removes what a killed program left waiting: uploads, rows of an import or of a bulk change', async () => {
  await (await open()).close()
  const waiting = join(folder, 'workspace', '_meta', 'tmp')
  await mkdir(join(waiting, 'parts-1'), { recursive: true })
  for (const name of ['upload-1', 'rows.ndjson', 'parts-1/data_0.parquet'])
    await writeFile(join(waiting, name), '{"name":"half')
  const core = await open()
  expect(await core.invoke('audiences.count', {}, context)).toMatchObject({ ok: true, value: { total: 0 } })
  await core.close()
  expect(await readdir(waiting)).toEqual([])
})
