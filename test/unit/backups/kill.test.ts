// A program that is killed while it backs up leaves no backup that isn't whole, and the workspace as it was.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readThrough } from '../../../src/main/core/backups/file/disk.ts'
import { sweep } from '../../../src/main/core/backups/folder.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { seeded } from '../../store/random.ts'
import { audience, OWNER, putAudience } from '../../store/records.ts'
import { answerOf } from '../../support/app.ts'
import { type Bundle, bundle } from '../../torture/bundle.ts'
import type { KillOrders } from './kill-child.ts'

let built: Bundle
let root: string
beforeAll(async () => {
  built = await bundle({ 'kill-child': join(import.meta.dirname, 'kill-child.ts') })
  root = await mkdtemp(join(tmpdir(), 'backup-kill-'))
}, 60_000)
afterAll(async () => {
  built.remove()
  await rm(root, { recursive: true, force: true })
})

it('is killed while it writes, while it reads back, and not at all', { timeout: 60_000 }, async () => {
  const workspace = join(root, 'workspace')
  const folder = join(root, 'backups')
  await mkdir(folder)
  const random = seeded(6)
  const open = async () => answerOf(await openStore({ folder: workspace, verify_after_ms: null }))
  const store = await open()
  const ids = Array.from({ length: 300 }, (_, n) => `aud_${n}`)
  for (const audience_id of ids)
    answerOf(await store.commit(OWNER, [putAudience(audience(random, { audience_id }))]))
  await store.close()

  const name = 'activation-manager-0a1b2c-20261126-180000-000.ambackup'
  for (const share of [0.1, 0.7, 2]) {
    const passphrase = share === 0.7 ? 'four words of a passphrase' : null
    const child = fork(built.fileOf('kill-child'), [], { execArgv: [] })
    child.send({ workspace, path: join(folder, name), share, passphrase } satisfies KillOrders)
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe(share < 1 ? 'SIGKILL' : null)
    expect((await readdir(folder)).includes(name)).toBe(share > 1)
    await sweep(folder, '0a1b2c')
    expect(await readdir(folder)).toEqual(share > 1 ? [name] : [])
    const again = await open()
    expect(answerOf(await again.verify())).toEqual([])
    expect(answerOf(await again.ids('audience', OWNER, { where: [] }))).toHaveLength(ids.length)
    expect((await readdir(join(workspace, '_meta', 'tmp'))).filter(one => one.endsWith('.held'))).toEqual([])
    await again.close()
  }
  expect((await readThrough(join(folder, name), null)).about.versions).toBe(ids.length)
})
