// Whose secrets are whose when workspace folders are moved, copied and put back.
import { cp, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import { workspaceId } from '../../../src/main/core/credentials/workspace-id.ts'
import { fakeKeychain } from './fake-keychain.ts'
import { temporaryFolder, valueIn } from './temporary.ts'

async function workspace() {
  const root = await temporaryFolder()
  const here = join(root, 'first')
  await mkdir(here)
  return { root, here, id: valueIn(await workspaceId(here)) }
}

it('a workspace keeps its id, and another has another', async () => {
  const { root, here, id } = await workspace()
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(valueIn(await workspaceId(here))).toBe(id)
  await mkdir(join(root, 'second'))
  expect(valueIn(await workspaceId(join(root, 'second')))).not.toBe(id)
})

it('a moved workspace keeps its id, also when something else takes its old place', async () => {
  const { root, here, id } = await workspace()
  await rename(here, join(root, 'moved'))
  await mkdir(here)
  const other = valueIn(await workspaceId(here))
  expect(other).not.toBe(id)
  expect(valueIn(await workspaceId(join(root, 'moved')))).toBe(id)
  expect(valueIn(await workspaceId(here))).toBe(other)
})

it('a copy gets an id of its own and the original keeps its', async () => {
  const { root, here, id } = await workspace()
  const copy = join(root, 'copy')
  await cp(here, copy, { recursive: true })
  const other = valueIn(await workspaceId(copy))
  expect(other).not.toBe(id)
  expect(valueIn(await workspaceId(here))).toBe(id)
  expect(valueIn(await workspaceId(copy))).toBe(other)
})

it('a backup that is put back in its place finds its secrets', async () => {
  const { root, here, id } = await workspace()
  await cp(here, join(root, 'backup'), { recursive: true })
  await rename(here, join(root, 'broken'))
  await cp(join(root, 'backup'), here, { recursive: true })
  expect(valueIn(await workspaceId(here))).toBe(id)
})

it.skipIf(process.platform === 'win32')('a link to the workspace is the workspace', async () => {
  const { root, here, id } = await workspace()
  await symlink(here, join(root, 'link'))
  expect(valueIn(await workspaceId(join(root, 'link')))).toBe(id)
})

it.each(['', '{', '{"id":"../../x","folder":"/"}', '[]'])('an id file with %j is made anew', async text => {
  const { here, id } = await workspace()
  const path = join(here, '_meta', 'credentials.json')
  await writeFile(path, text)
  const made = valueIn(await workspaceId(here))
  expect(made).not.toBe(id)
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ id: made })
})

it('two workspaces with the same platforms share a keychain without meeting in it', async () => {
  const { root, here } = await workspace()
  const keychain = fakeKeychain()
  const vaultIn = (folder: string) =>
    createVault({ workspace: folder, keychain: { load: async () => keychain } })
  const first = vaultIn(here)
  valueIn(await first.set('ann', 'plat_1', { token: 'of the first' }))
  const copy = join(root, 'copy')
  await cp(here, copy, { recursive: true })
  const second = vaultIn(copy)
  expect(valueIn(await second.has('ann', 'plat_1', ['token']))).toEqual({ token: { state: 'missing' } })
  valueIn(await second.set('ann', 'plat_1', { token: 'of the second' }))
  valueIn(await second.clear('ann', 'plat_1'))
  const lent = await first.use('ann', 'plat_1', ['token'], async ({ token }) => token)
  expect(valueIn(lent)).toBe('of the first')
})
