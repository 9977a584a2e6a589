// A profile's id is also its folder's name (`user_id=…`): DuckDB must take it from the file, never from the path.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCore } from '../../src/main/core/app.ts'
import type { Core } from '../../src/main/core/face.ts'
import { User } from '../../src/shared/domain/user.ts'
import { must } from './reading.ts'

let workspace: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'profile-reopen-'))
})
afterEach(() => rmSync(workspace, { recursive: true, force: true }))

const open = async () => must(await createCore({ workspace, resources: 'resources', app_version: '0.1.0' }))
const desk = (user_id: string | null) => ({ user_id, session: 'desktop', door: 'test' }) as const

const ask = async (core: Core, operation: 'profiles.current' | 'profiles.list', user_id: string | null) =>
  must(await core.invoke(operation, {}, desk(user_id)))

test('a profile is found by its id once it is only in the Parquet files', async () => {
  const first = await open()
  const made = User.parse(
    must(await first.invoke('profiles.create', { display_name: 'Retail analytics' }, desk(null))),
  )
  // Its encoded name differs from the id: `user_…` is `user_5f…` as a folder.
  expect(made.user_id).toContain('_')
  await first.close()

  const again = await open()
  expect(await ask(again, 'profiles.current', made.user_id)).toEqual(made)
  expect(await ask(again, 'profiles.list', null)).toEqual({ profiles: [made] })
  const edited = await again.invoke('profiles.update', { display_name: 'Media planning' }, desk(made.user_id))
  expect(edited).toMatchObject({ ok: true, value: { version: 2 } })
  await again.close()

  const third = await open()
  expect(await ask(third, 'profiles.current', made.user_id)).toEqual(must(edited))
  await third.close()
})
