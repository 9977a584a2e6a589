// A restore in place that dies at any of its steps: whoever opens the workspace next finds the old one whole, or the new.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decideReplace, finishReplace } from '../../../src/main/core/backups/replace.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-replace-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const PART = 'user_id=ana/year=2026/month=11/part-00001.parquet'
const OLD = {
  [`audiences/${PART}`]: 'old audiences',
  [`platforms/${PART}`]: 'old platforms',
  '_meta/manifest.json': 'old manifest',
  '_meta/wal/000000007.jsonl': 'old log',
  '_meta/search/segment': 'old index',
  '_meta/home.json': 'old home',
  '_meta/receipts/u-ana/1.json': 'old receipt',
  '_meta/tokens/u-ana.json': 'tokens',
  '_meta/credentials.json': 'keychain',
  '_meta/outbox/u-ana/connection.json': '{"project":"p","automatic":{"every_minutes":60,"on_quit":true}}',
  '_meta/outbox/u-ana/0123/state.json': 'pushed up to 7',
  '_meta/backups/before-restore.ambackup': 'backup',
}
const NEW = {
  [`audiences/${PART}`]: 'new audiences',
  [`users/${PART}`]: 'new users',
  '_meta/manifest.json': 'new manifest',
  '_meta/wal/000000001.jsonl': 'new log',
  '_meta/drafts/u-ana/new.json': 'new draft',
}
const STAYS = ['_meta/tokens/u-ana.json', '_meta/credentials.json', '_meta/backups/before-restore.ambackup']

async function lay(folder: string, files: Record<string, string>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}
async function tree(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    found[path.slice(folder.length + 1).replaceAll('\\', '/')] = await readFile(path, 'utf8')
  }
  return found
}
const AFTER = {
  ...NEW,
  ...Object.fromEntries(Object.entries(OLD).filter(([path]) => STAYS.includes(path))),
  '_meta/outbox/u-ana/connection.json': '{"automatic":{"every_minutes":null,"on_quit":false},"project":"p"}',
}
const decided = { made_at: '2026-11-20T18:00:00.000Z', before: 'before-restore.ambackup' }

async function begun(name: string) {
  const workspace = join(root, name)
  const unpacked = join(workspace, '_meta', 'tmp', 'opened')
  await lay(workspace, OLD)
  await lay(unpacked, NEW)
  await decideReplace(workspace, unpacked, decided)
  return workspace
}
/** Everything but the note of when it was. */
async function after(workspace: string) {
  const { '_meta/restored.json': note, ...rest } = await tree(workspace)
  expect(JSON.parse(note ?? '{}')).toMatchObject(decided)
  return rest
}

it('is finished at once, or after any number of deaths', async () => {
  const steps: string[] = []
  const whole = await begun('whole')
  expect(await finishReplace(whole, name => steps.push(name))).toBe(true)
  expect(await after(whole)).toEqual(AFTER)
  expect(await finishReplace(whole)).toBe(false)
  expect(await after(whole)).toEqual(AFTER)
  expect(steps.length).toBeGreaterThan(8)

  for (let first = 1; first <= steps.length; first++) {
    const workspace = await begun(`dies-${first}`)
    // Once after so many steps, then at each further one.
    const dead = new Set<string>()
    let taken = 0
    const die = (name: string) => {
      if (++taken < first || dead.has(name)) return
      dead.add(name)
      throw new Error('killed')
    }
    const finish = () =>
      finishReplace(workspace, die).then(
        () => true,
        () => false,
      )
    while (!(await finish()));
    expect(await after(workspace), `after ${first} steps`).toEqual(AFTER)
  }
})

it('is as if it had not been begun when it was not decided', async () => {
  const workspace = join(root, 'workspace')
  await lay(workspace, OLD)
  // It died in the middle of being decided.
  await lay(join(workspace, '_meta', 'restore', 'workspace'), NEW)
  expect(await finishReplace(workspace)).toBe(false)
  expect(await tree(workspace)).toEqual(OLD)
})
