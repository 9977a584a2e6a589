// Places where a store can't simply work: a read-only folder, a folder someone holds, a full disk, a newer format.
import { execFileSync, fork } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/main/core/store/index.ts'
import { type Bundle, bundle } from '../torture/bundle.ts'
import { hashOf } from './book.ts'
import { forgetAll, newFolder } from './faults.ts'
import type { OpenerAnswer } from './opener.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, putAudience } from './records.ts'

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
let built: Bundle

beforeAll(async () => {
  built = await bundle({ opener: join(import.meta.dirname, 'opener.ts') })
}, 60_000)
afterAll(() => {
  built.remove()
  forgetAll()
})

function inOtherProcess(folder: string, id: string, uid?: number): Promise<OpenerAnswer> {
  const child = fork(built.fileOf('opener'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  return new Promise((answered, failed) => {
    child.once('message', answer => answered(answer as OpenerAnswer))
    child.once('exit', code => failed(new Error(`the other process ended with ${code}`)))
    child.send({ folder, id })
  })
}

const record = (audience_id: string, seed = 1) => audience(seeded(seed), { audience_id })

/** Two records in data files and one that is only in the log, as after a kill. */
async function workspace(close = true) {
  const folder = newFolder('place')
  const store = must(await openStore({ folder }))
  must(await store.commit(OWNER, [putAudience(record('a'))]))
  must(await store.flush())
  must(await store.commit(OWNER, [putAudience(record('b'))]))
  if (close) await store.close()
  return { folder, store }
}

const everything = (folder: string) => [
  folder,
  ...readdirSync(folder, { recursive: true }).map(name => join(folder, String(name))),
]
const digest = (folder: string) =>
  everything(folder)
    .filter(path => statSync(path).isFile())
    .map(path => `${path} ${crc32(readFileSync(path))}`)
    .sort()

test('a folder that can’t be written to is opened for reading, and a save is refused', async () => {
  const { folder } = await workspace()
  for (const path of everything(folder)) {
    if (isRoot) chownSync(path, NOBODY, NOBODY)
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444)
  }
  const before = digest(folder)
  const answer = await inOtherProcess(folder, 'a', isRoot ? NOBODY : undefined)
  expect(answer).toMatchObject({
    open: 'ok',
    state: 'read_only',
    read: hashOf(record('a')),
    save: 'forbidden',
  })
  expect(answer.reason).toBe('forbidden')
  expect(digest(folder)).toEqual(before)
  for (const path of everything(folder)) chmodSync(path, 0o755)
})

test('a second process is told who holds the workspace, and gets it once that one is gone', async () => {
  const { folder, store } = await workspace(false)
  const refused = await inOtherProcess(folder, 'a')
  expect(refused).toMatchObject({ open: 'storage_busy', details: { holder_pid: process.pid } })
  expect(refused.message).toContain(String(process.pid))
  must(await store.commit(OWNER, [putAudience(record('c'))]))
  await store.close()
  expect(await inOtherProcess(folder, 'b')).toMatchObject({
    open: 'ok',
    state: 'open',
    read: hashOf(record('b')),
    save: 'ok',
  })
})

test('a second opening in the same process is refused too', async () => {
  const { folder, store } = await workspace(false)
  const second = await openStore({ folder })
  expect(second).toMatchObject({ ok: false, error: { code: 'storage_busy' } })
  await store.close()
})

test('a workspace of a newer format is refused and left as it is', async () => {
  const { folder } = await workspace()
  const path = join(folder, '_meta/manifest.json')
  const [, text = ''] = readFileSync(path, 'utf8').split('\n')
  const newer = JSON.stringify({ ...JSON.parse(text), format_version: 2, something: 'new' })
  writeFileSync(path, `{"crc32":"${crc32(newer).toString(16).padStart(8, '0')}","manifest":\n${newer}\n}\n`)
  const before = digest(folder)
  const opened = await openStore({ folder })
  expect(opened).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  expect(opened.ok ? '' : opened.error.hint).toBeTruthy()
  expect(digest(folder)).toEqual(before)
})

/** A disk of its own, where the system lets us make one. */
function smallDisk(megabytes: number): { folder: string; unmount: () => void } | null {
  const folder = newFolder('disk')
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return { folder, unmount: () => execFileSync('umount', ['-l', folder]) }
  } catch {
    return null
  }
}

test('a full disk refuses saves, keeps what was saved, and goes on once there is room', {
  timeout: 60_000,
}, async context => {
  const disk = smallDisk(24)
  if (!disk)
    return context.skip('a small disk can’t be mounted here; the fault layer covers a full disk everywhere')
  try {
    const folder = join(disk.folder, 'workspace')
    mkdirSync(folder)
    const store = must(await openStore({ folder }))
    const saved = new Map<string, string>()
    const save = async (id: string) => {
      const one = record(id, saved.size + 1)
      const result = await store.commit(OWNER, [putAudience(one)])
      if (result.ok) saved.set(id, hashOf(one))
      return result
    }
    for (let n = 0; n < 20; n++) must(await save(`before-${n}`))
    must(await store.flush())
    must(await save('in-the-log'))

    const ballast = join(disk.folder, 'ballast')
    for (let size = 1 << 20; size >= 512; size >>= 1) {
      try {
        for (;;) writeFileSync(ballast, Buffer.alloc(size, 1), { flag: 'a' })
      } catch {
        // The next smaller piece may still fit.
      }
    }
    let refused = await save('full-0')
    for (let n = 1; refused.ok && n < 200; n++) refused = await save(`full-${n}`)
    expect(refused).toMatchObject({ ok: false, error: { code: 'storage_full' } })
    expect(await save('full-again')).toMatchObject({ ok: false, error: { code: 'storage_full' } })
    expect(store.info()).toMatchObject({ state: 'read_only', reason: { code: 'storage_full' } })
    for (const [id, hash] of saved)
      expect(hashOf(must(await store.get('audience', OWNER, id)) ?? {}), id).toBe(hash)
    expect(must(await store.get('audience', OWNER, 'full-again'))).toBeNull()
    const flushed = await store.flush()
    expect(flushed.ok ? 'storage_full' : flushed.error.code).toBe('storage_full')

    rmSync(ballast)
    must(await save('after'))
    expect(store.info().state).toBe('open')
    await store.close()
    const again = must(await openStore({ folder }))
    expect(again.info().damage).toEqual([])
    for (const [id, hash] of saved)
      expect(hashOf(must(await again.get('audience', OWNER, id)) ?? {}), id).toBe(hash)
    expect(must(await again.count('audience', OWNER, { where: [] }))).toBe(saved.size)
    await again.close()
  } finally {
    disk.unmount()
  }
})

// What reads data files takes their paths for patterns: "Data [1]" would find the files of "Data 1".
test('a folder whose name looks like a pattern is itself, beside one that the pattern finds', async () => {
  const parent = newFolder('siblings')
  const ids = { 'Data 1': 'plain', 'Data [1]': 'brackets', 'Data ?': 'question', 'Data *': 'star' }
  // Windows has no such names.
  const names = Object.entries(ids).filter(([name]) => process.platform !== 'win32' || !/[?*]/.test(name))
  const folders = names.map(([name, id]) => ({ folder: join(parent, name), id }))
  const many = (id: string) => Array.from({ length: 2_001 }, (_, n) => putAudience(record(`${id}-${n}`, 2)))
  for (const { folder, id } of folders) {
    mkdirSync(folder)
    const store = must(await openStore({ folder }))
    must(await store.commit(OWNER, [putAudience(record(id))]))
    must(await store.flush())
    // Beyond 2,000 they are written as parts of their own.
    must(await store.commit(OWNER, many(id)))
    await store.close()
  }
  for (const { folder, id } of folders) {
    const store = must(await openStore({ folder }))
    must(await store.commit(OWNER, [putAudience(record(`${id}-third`, 3))]))
    must(await store.flush())
    const found = must(await store.ids('audience', OWNER, { where: [] }))
    expect(found).toHaveLength(2_003)
    expect(found.filter(one => !one.startsWith(id))).toEqual([])
    for (const one of [id, `${id}-7`]) expect(must(await store.get('audience', OWNER, one))).not.toBeNull()
    expect(must(await store.verify())).toEqual([])
    await store.close()
  }
})
