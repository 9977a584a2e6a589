// Damage to any file of a workspace: it is reported, never returned as data, and never hides the healthy rest.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { fail, type Result } from '../../src/shared/errors.ts'
import { hashOf } from './book.ts'
import { type Harm, harmsOf, type Sound, soundWorkspace } from './damage-workspace.ts'
import { forgetAll, newFolder, restoreAt } from './faults.ts'
import { OWNER } from './records.ts'

const FLIPS = process.env.TORTURE_FULL === '1' ? 60 : 3
let sound: Sound
let folder = ''

beforeAll(async () => {
  sound = await soundWorkspace()
  folder = newFolder('damage')
}, 60_000)
afterAll(forgetAll)

type Seen = {
  opened: Result<null>
  /** Versions read and right. */
  right: Set<string>
  wrong: string[]
  /** Errors that reads answered. */
  errors: number
  damage: string[]
}

async function look(): Promise<Seen> {
  const seen: Seen = { opened: { ok: true, value: null }, right: new Set(), wrong: [], errors: 0, damage: [] }
  const opened = await openStore({ folder, verify_after_ms: null }).catch((error: unknown) => {
    seen.wrong.push(`open threw ${String(error)}`)
    return fail('internal', 'thrown')
  })
  if (!opened.ok) return { ...seen, opened }
  const store = opened.value
  try {
    await readRecords(store, seen)
    await askIndex(store, seen)
    const verified = await store.verify()
    if (!verified.ok) seen.wrong.push(`verify answered ${verified.error.code}`)
    seen.damage = store.info().damage.map(damage => damage.file)
  } catch (error) {
    seen.wrong.push(`thrown: ${error instanceof Error ? error.stack : String(error)}`)
  } finally {
    await store.close().catch((error: unknown) => seen.wrong.push(`close threw ${String(error)}`))
  }
  return seen
}

async function readRecords(store: Store, seen: Seen) {
  for (const [key, rows] of sound.truth) {
    const [entity = '', id = ''] = key.split('/')
    const kind = entity === 'platform' ? 'platform' : 'audience'
    const truth = new Map(rows.map(row => [row.version, row.hash]))
    const check = (record: { version: number } | null, how: string) => {
      if (!record) return
      if (truth.get(record.version) === hashOf(record)) seen.right.add(`${key} ${record.version}`)
      else seen.wrong.push(`${how} of ${key} v${record.version} is not what was saved`)
    }
    const current = await store.get(kind, OWNER, id)
    if (current.ok) check(current.value, 'get')
    else seen.errors += 1
    for (const version of truth.keys()) {
      const one = await store.get(kind, OWNER, id, version)
      if (one.ok) check(one.value, 'version')
      else seen.errors += 1
    }
    const history = await store.history(kind, OWNER, id)
    if (history.ok) for (const record of history.value) check(record, 'history')
    else seen.errors += 1
  }
}

/** A list may show an older version of a record whose newest is lost, but never one that was not saved. */
async function askIndex(store: Store, seen: Seen) {
  const sort = { by: 'updated_at', direction: 'desc' as const }
  for (const search of ['', 'urban', 'families', 'auto_ev']) {
    const page = await store.list('audience', OWNER, { search, where: [], sort, limit: 100 })
    if (!page.ok) {
      seen.errors += 1
      continue
    }
    const ids = new Set<string>()
    for (const item of page.value.items) {
      const key = `audience/${item.audience_id}`
      if (ids.has(key)) seen.wrong.push(`list shows ${key} twice`)
      ids.add(key)
      if (!sound.truth.get(key)?.some(row => row.version === item.version))
        seen.wrong.push(`list shows ${key} v${item.version}`)
    }
  }
}

/**
 * The end of the newest log can't be told from a save that was never finished: its last line when a bit of it is
 * flipped, and whatever a cut takes from its end. See docs/store-proof.md.
 */
function mayPass(path: string, harm: Harm, version: string): boolean {
  if (!path.startsWith('_meta/wal/') || sound.fileOf.has(version)) return false
  return harm.name.includes(' cut to ') || (harm.name.includes(' flipped at ') && version === sound.newest)
}

async function complaintsAbout(path: string, content: Buffer, harm: Harm): Promise<string[]> {
  restoreAt(sound.files, folder)
  harm.apply(folder)
  const harmed = existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null
  const seen = await look()
  const said = [...seen.wrong]
  const reported = !seen.opened.ok || seen.damage.length > 0 || seen.errors > 0
  const missing: string[] = []
  for (const [key, rows] of sound.truth) {
    for (const { version } of rows)
      if (!seen.right.has(`${key} ${version}`)) missing.push(`${key} ${version}`)
  }
  const unfinished = missing.every(version => mayPass(path, harm, version))
  if (missing.length > 0 && !reported && !unfinished)
    said.push(`${missing.join(', ')} missing, and nothing is said`)
  const flushed = missing.filter(version => sound.fileOf.has(version))
  if (path.startsWith('_meta/wal/') && flushed.length > 0)
    said.push(`damage to the log hides flushed versions: ${flushed.join(', ')}`)
  const isPart = path.endsWith('.parquet')
  const hidden = missing.filter(version => sound.fileOf.get(version) !== path)
  if (isPart && hidden.length > 0) said.push(`hides healthy versions: ${hidden.join(', ')}`)
  if (!isPart && !path.startsWith('_meta/wal/') && missing.length > 0)
    said.push(`hides healthy versions: ${missing.join(', ')}`)
  if (isPart && !seen.damage.includes(path)) said.push('is not among the reported damage')
  if (path === '_meta/manifest.json' && !harmed?.equals(content) && seen.damage.length === 0)
    said.push('is not among the reported damage')
  if (isPart && harmed && !isKept(harmed, path)) said.push('the damaged file was not kept')
  return said.map(text => `${harm.name}: ${text}`)
}

function isKept(bytes: Buffer, path: string): boolean {
  const quarantine = join(folder, '_meta/quarantine')
  const places = [
    join(folder, path),
    ...(existsSync(quarantine) ? readdirSync(quarantine).map(name => join(quarantine, name)) : []),
  ]
  return places.some(place => existsSync(place) && readFileSync(place).equals(bytes))
}

test('the sound workspace is read whole', async () => {
  restoreAt(sound.files, folder)
  const seen = await look()
  expect(seen).toMatchObject({ opened: { ok: true }, wrong: [], errors: 0, damage: [] })
  expect(seen.right.size).toBe([...sound.truth.values()].flat().length)
})

test('damage to any file at many places', { timeout: 1_800_000 }, async () => {
  const said: string[] = []
  let harms = 0
  const kinds = new Set<string>()
  for (const [path, content] of sound.files) {
    if (!content) continue
    kinds.add(path.replace(/[^/]*$/, ''))
    for (const harm of harmsOf(path, content, FLIPS)) {
      harms += 1
      said.push(...(await complaintsAbout(path, content, harm)))
    }
  }
  console.log(`${harms} kinds of damage to ${sound.files.size} files and folders`)
  expect(said).toEqual([])
  expect([...kinds].join(' ')).toMatch(/_meta\/wal\/.*_meta\/search\/|_meta\/search\/.*_meta\/wal\//)
})
